"""Bringing an answer to who does not hear online: told, not reached, or taken back to change the words."""

from datetime import timedelta

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions import advance, locked
from meldingen.models import Stand
from opvolging.actions.answers import check_ceiling
from opvolging.actions.bundled import locked_together
from opvolging.actions.verdicts import give_oordeel
from opvolging.models import Bezorging, Kanaal, Langs, Terugkoppeling
from opvolging.permissions import brings_as_coordinator
from opvolging.roads import roads_for
from teams.clocks import local_date

Soort = Terugkoppeling.Soort
BETWEEN_ATTEMPTS = timedelta(hours=1)
VERDICT_BY = {Kanaal.TELEFOON: Langs.TELEFOON}


def _locked(bezorging):
    """The melding first, then what is to be brought, both as they are now."""
    melding = locked_together(bezorging.melding)
    held = Bezorging.objects.select_for_update(of=("self",)).get(pk=bezorging.pk)
    held.melding = melding
    return held


@act
def record_delivered(bezorging, *, langs, actor, now, oordeel="", toelichting=""):
    """The melder was told: only now it is a message to the melder, and an answer closes the melding.

    ``oordeel``: what the melder thought of it on the telephone. A second press gives the message that is there.
    Raises RefusedAction when it was taken back, when the name was withdrawn, and above the ceiling of today's level.
    """
    bezorging = _locked(bezorging)
    if bezorging.terugkoppeling_id:
        return bezorging.terugkoppeling
    _check_to_bring(bezorging)
    if langs not in roads_for(bezorging.melding, now):
        raise RefusedAction(_("Via de coördinator kan dit niet. Bel zelf, of stuur een brief."))
    check_ceiling(bezorging.melding, bezorging.tekst)
    told = _tell(bezorging, langs, now)
    bezorging.klaar_op, bezorging.klaar_door, bezorging.terugkoppeling = now, actor, told
    bezorging.save(update_fields=["klaar_op", "klaar_door", "terugkoppeling"])
    if bezorging.soort == Soort.ANTWOORD:
        _close(bezorging.melding, told, actor, now)
    else:
        _keep_promise(bezorging, actor, now)
    if oordeel:
        give_oordeel(told, oordeel=oordeel, toelichting=toelichting, actor=actor, now=now)
    return told


def _check_to_bring(bezorging):
    melding = bezorging.melding
    if melding.melder is None:
        raise RefusedAction(_("De melder trok zijn naam in. Er is niemand om iets te vertellen."))
    if bezorging.klaar_op or bezorging.keer != melding.keer or not melding.is_open:
        raise RefusedAction(_("Dit bericht is niet meer nodig. Bekijk de melding om te zien wat er is gebeurd."))


def _tell(bezorging, langs, now):
    return Terugkoppeling.objects.create(
        melding=bezorging.melding,
        keer=bezorging.keer,
        soort=bezorging.soort,
        tekst=bezorging.tekst,
        nieuwe_datum=bezorging.nieuwe_datum,
        langs=langs,
        door=bezorging.gemaakt_door,
        op=now,
    )


def _close(melding, told, actor, now):
    melding.reageren_voor = None
    advance(melding, Stand.BEANTWOORD, now)
    record("melding.beantwoord", melding, actor=actor, now=now, keer=melding.keer, langs=str(told.langs))


def _keep_promise(bezorging, actor, now):
    """The melder knows the new date from here on; a date that passed meanwhile moves nothing."""
    melding = bezorging.melding
    melding.reageren_voor = None if melding.behandelaar_id else melding.reageren_voor
    if bezorging.nieuwe_datum and bezorging.nieuwe_datum > max(local_date(now), melding.antwoord_voor):
        melding.antwoord_voor = bezorging.nieuwe_datum
    melding.save()
    record("melding.tussenbericht", melding, actor=actor, now=now, nieuwe_datum=bezorging.nieuwe_datum)


@act
def note_not_reached(bezorging, *, poging, actor, now):
    """Nobody answered. ``poging``: how often it was tried when the page was shown, so that two presses are one.

    Raises RefusedAction within the hour: three times must be three different moments.
    """
    bezorging = _locked(bezorging)
    _check_to_bring(bezorging)
    if poging != bezorging.pogingen:
        return bezorging
    if bezorging.laatste_poging and now < bezorging.laatste_poging + BETWEEN_ATTEMPTS:
        raise RefusedAction(_("U probeerde het net nog. Probeer het later op de dag nog een keer."))
    bezorging.pogingen, bezorging.laatste_poging = bezorging.pogingen + 1, now
    bezorging.save(update_fields=["pogingen", "laatste_poging"])
    record("bezorging.niet_bereikt", bezorging.melding, actor=actor, now=now, poging=bezorging.pogingen)
    return bezorging


@act
def take_back(bezorging, *, actor, now):
    """Do not bring these words: the meldpunt writes others. Twice is once; refused when they were told."""
    bezorging = _locked(bezorging)
    if bezorging.terugkoppeling_id:
        raise RefusedAction(_("De melder heeft dit al gehoord. Terugnemen kan niet meer."))
    if bezorging.klaar_op:
        return bezorging
    bezorging.klaar_op, bezorging.klaar_door = now, actor
    bezorging.save(update_fields=["klaar_op", "klaar_door"])
    record("bezorging.teruggenomen", bezorging.melding, actor=actor, now=now)
    return bezorging


@act
def bring_as_coordinator(bezorging, *, actor, now):
    """ "Ik heb het verteld": refused when the level rose, or when the meldpunt brings it itself by now."""
    melding = locked(bezorging.melding)
    bezorging = Bezorging.objects.select_related("terugkoppeling").get(pk=bezorging.pk)
    if not brings_as_coordinator(actor, melding, bezorging):
        raise RefusedAction(_("Het meldpunt vertelt dit nu zelf. U hoeft niets meer te doen."))
    return record_delivered(bezorging, langs=Kanaal.COORDINATOR, actor=actor, now=now)
