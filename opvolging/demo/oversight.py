"""Who read what in the main gemeente, a month that toezicht ticked, and requests of residents, by the real actions."""

import uuid
from datetime import time, timedelta

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.delivery import deliver_due
from meldingen.actions import open_inhoud
from meldingen.models import Melding
from opvolging.actions import (
    close_request,
    confirm_request,
    look_up_address,
    open_ask,
    open_request,
    tick_line,
    tick_month,
)
from opvolging.demo.player import POST_TAKES, mail_to_nowhere
from opvolging.models import Toegang
from opvolging.reviewing import bounds, months_of, read_month
from teams.clocks import at, local_date
from teams.demo import HOOFD

EVENING, MORNING = time(20, 15), time(10, 30)
EVERY_FIFTH, EVERY_SEVENTH = 5, 7
WHY = "Iemand belde over hetzelfde adres."


def play_oversight(plekken, now):
    """After the stories: what was read of them, then toezicht looks back."""
    plek = plekken[HOOFD]
    toezicht = Gebruiker.objects.with_email("toezicht@example.nl")
    _read(plek, now)
    _partners_read(plek.gemeente, now)
    _tick(plek.gemeente, toezicht, now)
    _requests(plek, toezicht, now)


def _read(plek, now):
    """Who handles it reads it; now and then a colleague does so in the evening, or for an address."""
    rows = Melding.objects.filter(gemeente=plek.gemeente, vertrouwelijkheid__gte=1, opgepakt_op__isnull=False)
    for n, melding in enumerate(rows.order_by("gemeld_op", "pk")):
        handler = melding.behandelaar or plek.meldpunt[0]
        other = next(one for one in plek.meldpunt if one != handler)
        _open(melding, handler, melding.opgepakt_op + timedelta(minutes=2), now)
        after = local_date(melding.opgepakt_op) + timedelta(days=1)
        if n % EVERY_FIFTH == 1:
            _open(melding, other, at(after, EVENING), now)
        if n % EVERY_SEVENTH == 3:
            _open(melding, other, at(after, MORNING), now, deel="eerder", reden=WHY)


def _partners_read(gemeente, now):
    """Every partner with a link opened the extract an hour after the ask."""
    for toegang in Toegang.objects.filter(opvolging__melding__gemeente=gemeente).select_related(
        "contact", "opvolging__melding__melder"
    ):
        moment = toegang.opvolging.gevraagd_op + timedelta(hours=1)
        if toegang.ingetrokken_op is None and moment <= now:
            open_ask(toegang, now=moment)


def _open(melding, actor, moment, now, **how):
    if moment <= now:
        open_inhoud(melding, actor=actor, now=moment, **how)


def _tick(gemeente, toezicht, now):
    """The oldest month is ticked; of the one after it, one line."""
    over = [month.maand for month in months_of(gemeente, now) if not month.loopt]
    if over:
        who = {"actor": toezicht, "now": bounds(over[-1])[1] + timedelta(days=4, hours=10)}
        if who["now"] <= now:
            tick_month(gemeente, maand=over[-1], oordeel="in_orde", **who)
    found = read_month(gemeente, over[0], now).opvallend if len(over) > 1 else []
    for one in found[:1]:
        line = Logregel.objects.get(pk=one.bezoek.regel)
        words = "Nagevraagd: de collega viel in voor een zieke."
        who = {"actor": toezicht, "now": now - timedelta(hours=3)}
        tick_line(line, gemeente=gemeente, oordeel="nagevraagd", opmerking=words, **who)


def _requests(plek, toezicht, now):
    """One was answered, one is being looked up, and of one nobody knows yet who it is."""
    done = _asked(plek, toezicht, "inzage", "Wat staat er over mij in uw systeem?", now - timedelta(days=12))
    desk = {"actor": plek.meldpunt[0], "now": now - timedelta(days=10)}
    confirm_request(done, **desk)
    close_request(done, uitkomst="niets", toelichting="Er staat niets over u.", **desk)
    running = _asked(plek, toezicht, "verwijdering", "Wis wat er over mij staat.", now - timedelta(days=6))
    desk["now"] = now - timedelta(days=5)
    confirm_request(running, **desk)
    street = plek.buurten[0].straten.order_by("naam")[0].naam
    look_up_address(running, straat=street, huisnummer="12", **desk)
    _asked(plek, toezicht, "correctie", "Mijn huisnummer staat verkeerd.", now - timedelta(days=1))


def _asked(plek, toezicht, soort, vraag, moment):
    words = {"naam": "Mevrouw Van der Hoek", "bereikbaar": "Per brief, op het eigen adres", "vraag": vraag}
    facts = {"sleutel": uuid.uuid4(), "soort": soort, "ontvangen_op": local_date(moment)}
    verzoek = open_request(plek.gemeente, actor=toezicht, now=moment, **facts, **words)
    with mail_to_nowhere(old=True):
        deliver_due(clock=moment + POST_TAKES)
    return verzoek
