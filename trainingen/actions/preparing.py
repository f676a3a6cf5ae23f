"""How a trainer goes about an evening: written down beside what is known of the teams (E174)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from trainingen.actions.locking import locked_sessie
from trainingen.models import SessieStand


@transaction.atomic
def prepare(sessie, *, gelezen, aanpak, presentatie, actor, now):
    """Keep the approach and the link; refused when a colleague changed them after this page was shown."""
    sessie = locked_sessie(sessie)
    if sessie.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond gaat niet door. Voorbereiden hoeft niet meer."))
    if (sessie.aanpak, sessie.presentatie) == (aanpak, presentatie):
        return sessie
    if gelezen != fingerprint(words_of(sessie)):
        raise RefusedAction(
            _("Een collega heeft dit zojuist gewijzigd. Wat u typte, staat er nog. Open de pagina opnieuw.")
        )
    sessie.aanpak, sessie.presentatie = aanpak, presentatie
    sessie.save(update_fields=["aanpak", "presentatie"])
    record("sessie.voorbereid", sessie, actor=actor, now=now)
    return sessie


def words_of(sessie):
    """What stands there, as a page compares it."""
    return {"aanpak": sessie.aanpak, "presentatie": sessie.presentatie}
