"""What the meldpunt does with a melding itself: taking it up, and giving it another category."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions.life import advance, locked
from meldingen.addresses import street_index
from meldingen.mails import mail_opgepakt
from meldingen.models import MeldingInhoud, Stand
from meldingen.permissions import seat_covers
from meldingen.rounds import belongs_to_round
from teams.models import Soort
from teams.rollen import rollen_van

ANYBODY = object()


@act
def take_up(melding, *, actor, now, van=ANYBODY):
    """Become the handler: picks up what was waiting, or takes over what a colleague had.

    ``van`` is the id of the handler whom the actor saw (None: nobody); refused when it is another by now.
    """
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar."))
    if melding.behandelaar == actor and melding.stand != Stand.ONTVANGEN:
        return melding
    if van is not ANYBODY and van != melding.behandelaar_id:
        raise RefusedAction(_("%(naam)s heeft deze melding net opgepakt.") % {"naam": melding.behandelaar})
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


@act
def take_up_next(waiting, *, actor, now):
    """Take up the first of these meldingen that no colleague is taking up just now; None when there is none."""
    melding = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    return take_up(melding, actor=actor, now=now, van=None) if melding else None


@act
def recategorise(melding, *, categorie, actor, now):
    """Give another category; the level only rises with it, dates and the first promise stay.

    Raises RefusedAction when nothing may be kept of the new category, or when the handler could no longer see it.
    """
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar. Het onderwerp staat vast."))
    if categorie.gemeente_id != melding.gemeente_id or not categorie.actief:
        raise RefusedAction(_("Kies een onderwerp van deze gemeente."))
    if categorie == melding.categorie:
        return melding
    niveau = max(melding.vertrouwelijkheid, categorie.vertrouwelijkheid)
    if niveau > 3:
        raise RefusedAction(_("Over dit onderwerp bewaren wij niets. Overleg met een collega wat er moet gebeuren."))
    if melding.soort == Soort.TEAM:
        raise RefusedAction(_("Een melding over een team houdt dit onderwerp. Zo blijft hij buiten het team."))
    own_team = categorie.soort == Soort.TEAM and melding.team_id in rollen_van(actor).in_teams
    if own_team or not seat_covers(actor, melding.gemeente_id, categorie.soort, niveau):
        raise RefusedAction(_("Dan kunt u deze melding zelf niet meer zien. Vraag een collega die dit onderwerp doet."))
    was, melding.categorie = melding.categorie, categorie
    raised = niveau > melding.vertrouwelijkheid
    melding.tekst_verborgen = melding.tekst_verborgen or categorie.tekst_verborgen
    set_level(melding, niveau)
    record("melding.onderwerp", melding, actor=actor, now=now, van=was.code, naar=categorie.code, niveau=niveau)
    if raised:
        record("melding.niveau_verhoogd", melding, actor=actor, now=now, niveau=niveau)
    return melding


@act
def raise_level(melding, *, niveau, reden, actor, now):
    """Make it more confidential, with a reason; a second time changes nothing.

    Raises RefusedAction for a lower level, a closed melding, or when the handler could no longer see it.
    """
    melding = locked(melding)
    if niveau == melding.vertrouwelijkheid:
        return melding
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar. Het niveau staat vast."))
    if niveau < melding.vertrouwelijkheid:
        raise RefusedAction(_("Het niveau kan hier alleen omhoog. Iemand heeft het al verder verhoogd."))
    if not seat_covers(actor, melding.gemeente_id, melding.soort, niveau):
        raise RefusedAction(_("Dan kunt u deze melding zelf niet meer zien. Vraag een collega die dit niveau doet."))
    set_level(melding, niveau)
    record("melding.niveau_verhoogd", melding, actor=actor, now=now, niveau=niveau, reden=reden)
    return melding


def set_level(melding, niveau):
    """Part of an event that says why: a confidential melding is not found by its street, an open one is again.

    What is confidential or about a person leaves its round for good, also that of what it was made beside.
    """
    was_confidential, melding.vertrouwelijkheid = melding.is_confidential, niveau
    if not belongs_to_round(melding.soort, niveau):
        melding.ronde = None
    if melding.is_confidential:
        melding.straat_index = ""
        if melding.afgesplitst_van and melding.afgesplitst_van.ronde_id:
            melding.afgesplitst_van = None
    elif was_confidential:
        straat = MeldingInhoud.objects.get(pk=melding.pk).straat
        melding.straat_index = street_index(melding.gemeente_id, niveau, straat)
    melding.save()
