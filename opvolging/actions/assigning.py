"""Giving a melding to a colleague, and making a second one out of it."""

from uuid import UUID

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.encryption import blind_index
from buurtpreventie.errors import RefusedAction
from meldingen.actions import advance, locked, report_melding
from meldingen.mails import mail_opgepakt
from meldingen.models import Melding, Stand, Uitkomst
from meldingen.permissions import can_handle, seat_covers
from opvolging.actions.answers import close_with_antwoord, give_tussenbericht
from opvolging.actions.bundled import check_not_bundled, locked_together
from opvolging.mails import mail_toegewezen
from teams.models import Soort


@act
def assign(melding, *, aan, actor, now):
    """Give it to ``aan``, who hears so by mail; what was waiting is picked up with it. A second press changes nothing.

    Raises RefusedAction when somebody else has it, and for a colleague who may not see it.
    """
    melding = locked(melding)
    if melding.behandelaar_id == aan.pk and melding.stand != Stand.ONTVANGEN:
        return melding
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar."))
    if melding.behandelaar_id not in (None, actor.pk):
        raise RefusedAction(
            _("%(naam)s behandelt deze melding nu. Neem de melding eerst over.") % {"naam": melding.behandelaar}
        )
    if not aan.is_active or not can_handle(aan, melding):
        raise RefusedAction(_("%(naam)s mag deze melding niet zien. Kies een andere collega.") % {"naam": aan})
    melding.behandelaar, melding.reageren_voor = aan, None
    if melding.stand == Stand.ONTVANGEN:
        advance(melding, Stand.OPGEPAKT, now)
        mail_opgepakt(melding, now)
    else:
        melding.save()
    record("melding.toegewezen", melding, actor=actor, now=now, aan=aan.pk)
    if aan != actor:
        mail_toegewezen(melding, actor, now)
    return melding


@act
def split_melding(melding, *, categorie, waarneming, actor, now, straat="", huisnummer=""):
    """Make a second melding of another subject in words of its own, of the same melder, who hears of it (E136).

    A second press gives the one that is there. Raises RefusedAction when nobody could be told, for the same subject,
    and for one that the actor could not see. Only the place that is given goes along: others may read the second.
    """
    melding = locked(melding)
    if not melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar. Splitsen kan niet meer."))
    if Soort.TEAM in (melding.soort, categorie.soort):
        raise RefusedAction(_("Wat er in een team dwarszit, blijft daarbuiten. Daar hoort geen tweede melding bij."))
    if melding.melder is None:
        raise RefusedAction(_("De melder trok zijn naam in. Een tweede melding zou niemand antwoord geven."))
    if categorie == melding.categorie or categorie.gemeente_id != melding.gemeente_id:
        raise RefusedAction(_("Kies een ander onderwerp dan dat van deze melding."))
    if not seat_covers(actor, melding.gemeente_id, categorie.soort, categorie.vertrouwelijkheid):
        raise RefusedAction(_("Dat onderwerp kunt u zelf niet zien. Vraag een collega die dit onderwerp doet."))
    key = UUID(blind_index("splitsing", melding.pk, categorie.pk, waarneming)[:32])
    had = Melding.objects.filter(concept_id=key).first()
    inhoud = {"waarneming": waarneming, "straat": straat, "huisnummer": huisnummer}
    return had or _split(melding, categorie, inhoud, key, actor, now)


def _split(melding, categorie, inhoud, key, actor, now):
    second = report_melding(
        actor=actor,
        melder=melding.melder,
        categorie=categorie,
        buurt=melding.buurt,
        team=melding.team,
        inhoud=inhoud,
        now=now,
        concept_id=key,
        afgesplitst_van=melding,
        antwoord_via=melding.antwoord_via,
        naam_delen=melding.naam_delen,
        ingang=melding.ingang,
    )
    record("melding.gesplitst", melding, actor=actor, now=now, nieuw=second.pk)
    words = _("In uw melding stonden twee dingen. Wij maakten er een tweede melding van: %(nummer)s.")
    words = f"{words} " + _("Over allebei krijgt u antwoord.")
    give_tussenbericht(melding, tekst=words % {"nummer": second.nummer}, actor=actor, now=now)
    return second


@act
def close_as_duplicate(melding, *, van, tekst, actor, now):
    """Close it as the same as ``van``, with an answer of its own; the other goes on. A second press changes nothing.

    Raises RefusedAction for itself, for one that was closed as a double too, and for one that was withdrawn.
    """
    melding = locked_together(melding)
    check_not_bundled(melding)
    if van.pk == melding.pk or van.uitkomst == Uitkomst.DUBBEL or van.stand == Stand.INGETROKKEN:
        raise RefusedAction(_("Kies de melding die doorloopt. Deze kan niet."))
    had = melding.uitkomst == Uitkomst.DUBBEL
    antwoord = close_with_antwoord(melding, uitkomst=Uitkomst.DUBBEL, tekst=tekst, actor=actor, now=now)
    if not had:
        record("melding.dubbel", melding, actor=actor, now=now, van_melding=van.pk)
    return antwoord
