"""What the meldpunt does with a melding itself: taking it up, and giving it another category."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from meldingen.actions.life import advance, locked
from meldingen.mails import mail_opgepakt
from meldingen.models import Stand
from meldingen.permissions import seat_covers


@transaction.atomic
def take_up(melding, *, actor, now):
    """Become the handler: picks up what was waiting, or takes over what a colleague had."""
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar."))
    if melding.behandelaar == actor and melding.stand != Stand.ONTVANGEN:
        return melding
    former = melding.behandelaar
    melding.behandelaar = actor
    melding.reageren_voor = None
    if melding.stand == Stand.ONTVANGEN:
        advance(melding, Stand.OPGEPAKT, now)
        record("melding.opgepakt", melding, actor=actor, now=now)
        mail_opgepakt(melding, now)
    else:
        melding.save()
        record("melding.overgenomen", melding, actor=actor, now=now, van=former and former.pk)
    return melding


@transaction.atomic
def recategorise(melding, *, categorie, actor, now):
    """Give another category; the level only rises with it, dates and the first promise stay.

    Raises RefusedAction when nothing may be kept of the new category, or when the handler could no longer see it.
    """
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar. Het onderwerp staat vast."))
    if categorie.gemeente_id != melding.gemeente_id or not categorie.actief:
        raise RefusedAction(_("Kies een onderwerp van deze gemeente."))
    niveau = max(melding.vertrouwelijkheid, categorie.vertrouwelijkheid)
    if niveau > 3:
        raise RefusedAction(_("Over dit onderwerp bewaren wij niets. Overleg met een collega wat er moet gebeuren."))
    if not seat_covers(actor, melding.gemeente_id, categorie.soort, niveau):
        raise RefusedAction(_("Dan kunt u deze melding zelf niet meer zien. Vraag een collega die dit onderwerp doet."))
    was, melding.categorie = melding.categorie, categorie
    raised = niveau > melding.vertrouwelijkheid
    melding.vertrouwelijkheid = niveau
    melding.tekst_verborgen = melding.tekst_verborgen or categorie.tekst_verborgen
    if melding.is_confidential:
        melding.straat_index = ""
    melding.save()
    record("melding.onderwerp", melding, actor=actor, now=now, van=was.code, naar=categorie.code, niveau=niveau)
    if raised:
        record("melding.niveau_verhoogd", melding, actor=actor, now=now, niveau=niveau)
    return melding
