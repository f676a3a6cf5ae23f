"""A resident asks about the own data (AVG 15-22): toezicht writes it down, the meldpunt looks up and answers."""

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record, record_opening
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.addresses import addresses_of
from meldingen.models import Melding
from opvolging.mails import mail_verzoek
from opvolging.models import Adreszoeking, Verzoek
from opvolging.permissions import can_close_request, can_confirm_request, can_look_up
from teams.clocks import local_date

TERM_MONTHS, LONGER_MONTHS = 1, 3  # AVG 12(3): one month, and two more with a reason
MOST_LOOKUPS = 5  # addresses for one request: it is about one house, sometimes two


def months_later(day: date, n: int) -> date:
    """The same day ``n`` months later, or the last one of that month."""
    months = day.year * 12 + day.month - 1 + n
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@act
def open_request(gemeente, *, sleutel, soort, naam, bereikbaar, vraag, ontvangen_op, actor, now):
    """Write down that a resident asked something; the same form twice is one request. The meldpunt hears of it."""
    before = Verzoek.objects.filter(sleutel=sleutel, gemeente=gemeente).first()
    if before:
        return before
    verzoek = Verzoek.objects.create(
        gemeente=gemeente,
        sleutel=sleutel,
        soort=soort,
        naam=naam,
        bereikbaar=bereikbaar,
        vraag=vraag,
        ontvangen_op=ontvangen_op,
        uiterlijk=months_later(ontvangen_op, TERM_MONTHS),
        geopend_door=actor,
        geopend_op=now,
    )
    record("verzoek.geopend", verzoek, actor=actor, now=now, soort=soort, uiterlijk=verzoek.uiterlijk)
    mail_verzoek(verzoek, now)
    return verzoek


@act
def read_request(verzoek, *, actor, now):
    """Somebody reads who the resident is and what was asked: that is noted, before anything is shown."""
    if not verzoek.gewist_op:
        record_opening(verzoek, actor=actor, now=now, deel="verzoek")


@act
def confirm_request(verzoek, *, actor, now):
    """A second person says who the resident is. Twice changes nothing; RefusedAction for who opened it."""
    verzoek = _locked(verzoek)
    if verzoek.is_confirmed:
        return verzoek
    _refuse_closed(verzoek)
    if not can_confirm_request(actor, verzoek):
        raise RefusedAction(_("Een ander dan wie het verzoek opschreef, stelt vast wie de bewoner is."))
    verzoek.bevestigd_door, verzoek.bevestigd_op = actor, now
    verzoek.save(update_fields=["bevestigd_door", "bevestigd_op"])
    record("verzoek.bevestigd", verzoek, actor=actor, now=now)
    return verzoek


@act
def lengthen_request(verzoek, *, reden, actor, now):
    """Two months more, once, before the first term is over."""
    verzoek = _locked(verzoek)
    if verzoek.verlengd_op:
        return verzoek
    _refuse_closed(verzoek)
    if local_date(now) > verzoek.uiterlijk:
        raise RefusedAction(_("De maand is al voorbij. U kunt de termijn niet meer langer maken."))
    verzoek.verlengd_reden, verzoek.verlengd_op = reden, now
    verzoek.uiterlijk = months_later(verzoek.ontvangen_op, LONGER_MONTHS)
    verzoek.save(update_fields=["verlengd_reden", "verlengd_op", "uiterlijk"])
    record("verzoek.verlengd", verzoek, actor=actor, now=now, reden=reden, uiterlijk=verzoek.uiterlijk)
    return verzoek


@act
def look_up_address(verzoek, *, straat, huisnummer, actor, now):
    """Meldingen about this address that ``actor`` may see at the meldpunt, newest first; each look is written down.

    Raises RefusedAction before a second person confirmed the request, after it was closed, or after five addresses.
    """
    verzoek = _locked(verzoek)
    _refuse_closed(verzoek)
    if not can_look_up(actor, verzoek):
        raise RefusedAction(_("Stel eerst vast wie de bewoner is. Daarna kunt u het adres opzoeken."))
    seen = Melding.objects.visible_to(actor).at_meldpunt_of(actor).filter(gemeente=verzoek.gemeente_id)
    houses = addresses_of(verzoek.gemeente_id, straat, huisnummer)
    found = list(seen.filter(inhoud__adres_index__in=houses).order_by("-gemeld_op"))
    _note_address(verzoek, f"{straat} {huisnummer}", len(found), actor, now)
    record("verzoek.adres_gezocht", verzoek, actor=actor, now=now, gevonden=len(found))
    return found


def _note_address(verzoek, adres, gevonden, actor, now):
    """Who looked up which address; a colleague who looks at the same house uses up no other one."""
    before = {(one.door_id, one.adres.casefold()) for one in verzoek.zoekingen.all()}
    if (actor.pk, adres.casefold()) in before:
        return
    addresses = {known for _door, known in before}
    if adres.casefold() not in addresses and len(addresses) >= MOST_LOOKUPS:
        raise RefusedAction(_("Bij dit verzoek zijn al vijf adressen opgezocht. Meer kan niet."))
    Adreszoeking.objects.create(verzoek=verzoek, adres=adres, gevonden=gevonden, door=actor, op=now)


@act
def close_request(verzoek, *, uitkomst, weigering="", toelichting="", actor, now):
    """What came of it. Twice changes nothing; RefusedAction when nobody confirmed what is said to be done."""
    verzoek = _locked(verzoek)
    if not verzoek.is_open:
        return verzoek
    if not can_close_request(actor, verzoek):
        raise RefusedAction(_("Het meldpunt rondt dit verzoek af, omdat daar is opgezocht wat er staat."))
    if uitkomst not in (Verzoek.Uitkomst.GEWEIGERD, Verzoek.Uitkomst.INGETROKKEN) and not verzoek.is_confirmed:
        raise RefusedAction(_("Stel eerst vast wie de bewoner is. Anders krijgt een ander deze gegevens."))
    verzoek.uitkomst, verzoek.weigering, verzoek.toelichting = uitkomst, weigering, toelichting
    verzoek.afgerond_door, verzoek.afgerond_op = actor, now
    verzoek.save(update_fields=["uitkomst", "weigering", "toelichting", "afgerond_door", "afgerond_op"])
    record("verzoek.afgerond", verzoek, actor=actor, now=now, uitkomst=uitkomst, weigering=weigering)
    return verzoek


@act
def wipe_requests(*, now):
    """Thirty days after closing only what kind it was, the dates and the outcome stay; gives how many were wiped."""
    due = list(Verzoek.objects.to_wipe(now).select_for_update(of=("self",)).order_by("pk"))
    for verzoek in due:
        verzoek.naam = verzoek.bereikbaar = verzoek.vraag = verzoek.toelichting = ""
        verzoek.gewist_op = now
        verzoek.save(update_fields=["naam", "bereikbaar", "vraag", "toelichting", "gewist_op"])
        verzoek.zoekingen.update(adres="")
        record("verzoek.gewist", verzoek, actor=None, now=now)
    return len(due)


def _locked(verzoek):
    return Verzoek.objects.select_for_update(of=("self",)).get(pk=verzoek.pk)


def _refuse_closed(verzoek):
    if not verzoek.is_open:
        raise RefusedAction(_("Dit verzoek is al afgerond."))
