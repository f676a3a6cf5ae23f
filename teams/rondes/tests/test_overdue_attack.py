"""Fifty clocks ring at once in the night in which an hour comes twice: who hears what, at which minute (E114)."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.models import Bericht
from teams.rondes.actions import come_home, extend_ronde, reach_nobody, watch
from teams.rondes.invariants import checks
from teams.rondes.models import Ronde, WachtInstelling
from teams.rondes.tests.evening import out, person, team_of
from teams.rondes.tests.threads import Crowd, at_once
from teams.tests.factories import GemeenteFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EINDE = datetime(2026, 10, 25, 1, 30, tzinfo=AMSTERDAM).astimezone(ZoneInfo("UTC"))  # at +90 it is 2.00 uur again
THREADS = 50

THUIS, BEL = "Is iedereen thuis van uw ronde?", "Bel nu: de ronde van Team %s is niet afgesloten"


def after(minutes):
    return EINDE + timedelta(minutes=minutes)


@pytest.fixture
def rondes(transactional_db):
    """One round per fate, all with the same planned end."""
    gemeente = GemeenteFactory()
    WachtInstelling.objects.create(gemeente=gemeente, piket_email="piket@example.nl")
    teams = {
        naam: team_of(gemeente, naam)
        for naam in ("stil", "thuis", "niemand", "langer", "zonder-mail", "vervangt", "allen")
    }
    teams["geen-piket"] = team_of(gemeente, "geen-piket", piket_bellen=False)
    teams["uit"] = team_of(gemeente, "uit", bewaking=False)
    walkers = {naam: [person(team, f"loper-{naam}", email=naam != "zonder-mail")] for naam, team in teams.items()}
    walkers["stil"].append(person(teams["stil"], "tweede-stil"))
    person(teams["vervangt"], "vervanger-vervangt", "plaatsvervanger")
    for naam in ("vervangt", "allen"):
        walkers[naam].append(teams[naam].lidmaatschappen.get(rol="coordinator").gebruiker)
    return {naam: out(team, *walkers[naam], end=EINDE) for naam, team in teams.items()}


def mails():
    """Every mail so far: minutes after the planned end, to whom, subject."""
    rows = Bericht.objects.order_by("gemaakt_op", "aan", "onderwerp").values_list("gemaakt_op", "aan", "onderwerp")
    return [((made - EINDE) // timedelta(minutes=1), to.removesuffix("@example.nl"), what) for made, to, what in rows]


def happens(minute, rondes):
    """What people do in this minute, before the clock rings."""
    if minute == 25:
        come_home(rondes["thuis"], actor=rondes["thuis"].leider, now=after(25))
    if minute == 30:
        extend_ronde(rondes["langer"], minuten=30, keer=0, actor=rondes["langer"].leider, now=after(30))
    if minute == 45:
        reach_nobody(rondes["niemand"], actor=rondes["niemand"].leider, now=after(45))


def test_fifty_sweeps_at_every_minute_send_each_mail_once_and_nothing_after_home(rondes):
    with Crowd(THREADS) as crowd:
        for minute in range(15, 91):
            happens(minute, rondes)
            crowd.do(partial(watch, after(minute)))
        expected = [
            (20, "coordinator-allen", THUIS),
            (20, "coordinator-vervangt", THUIS),
            (20, "coordinator-zonder-mail", BEL % "zonder-mail"),  # nobody of the walkers can get mail
            (20, "loper-allen", THUIS),
            (20, "loper-geen-piket", THUIS),
            (20, "loper-langer", THUIS),
            (20, "loper-niemand", THUIS),
            (20, "loper-stil", THUIS),
            (20, "loper-thuis", THUIS),  # closed at +25
            (20, "loper-vervangt", THUIS),
            (20, "tweede-stil", THUIS),
            (40, "coordinator-allen", BEL % "allen"),  # walks along, and so does everybody who leads
            (40, "coordinator-geen-piket", BEL % "geen-piket"),
            (40, "coordinator-niemand", BEL % "niemand"),
            (40, "coordinator-stil", BEL % "stil"),
            (40, "vervanger-vervangt", BEL % "vervangt"),  # the coordinator walks along
            (45, "piket", BEL % "niemand"),  # at once: nobody answered
            (70, "piket", BEL % "allen"),
            (70, "piket", BEL % "stil"),
            (70, "piket", BEL % "vervangt"),
            (70, "piket", BEL % "zonder-mail"),
            (80, "loper-langer", THUIS),  # twenty minutes after the new end
        ]
        assert mails() == expected

        for naam, ronde in rondes.items():
            come_home(ronde, actor=rondes[naam].leider, now=after(91))
        for minute in (92, 130, 12 * 60 + 1):
            crowd.do(partial(watch, after(minute)))
    assert mails() == expected
    assert set(Bericht.objects.values_list("stand", flat=True)) == {"vervallen"}  # none had been sent yet
    assert set(Ronde.objects.values_list("stand", flat=True)) == {"thuis"}
    assert {naam: list(rows) for naam, rows in checks().items() if rows} == {}


def test_home_and_the_clock_at_the_same_moment_leave_no_mail_and_no_link_behind(rondes):
    """Two telephones say home while ten clocks ring: whoever comes first, it is silent afterwards."""
    ronde = rondes["stil"]
    acts = [lambda: watch(after(20))] * 10 + [lambda: come_home(ronde, actor=ronde.leider, now=after(20))] * 2
    errors = [given for given in at_once(*acts) if isinstance(given, Exception)]
    assert errors == []
    assert set(Bericht.objects.of(ronde.bron).values_list("stand", flat=True)) <= {"vervallen"}
    assert not ronde.sleutels.filter(ingetrokken_op=None).exists()
    assert Logregel.objects.filter(gebeurtenis="ronde.thuis").count() == 1
