"""Alarms of "nu bellen": in opening hours, each once, and silent as soon as somebody took it up (ontwerp §5)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.outbox.models import Bericht
from meldingen.actions import take_up, withdraw_melding
from opvolging.actions import sweep
from opvolging.models import Herinnering
from opvolging.tests.clocks import minute_by_minute
from opvolging.tests.wereld import make_wereld
from teams.rondes.tests.threads import at_once

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def moment(day, clock):
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=AMSTERDAM)


def urgent(wereld, now, niveau=2, **feiten):
    """A melding that has to be called about the same day."""
    categorie = wereld.categorieen[niveau]
    categorie.reactie_werkdagen = 0
    categorie.save()
    return wereld.report(niveau, now=now, **feiten)


def alarms():
    """(moment on the wall, to whom), in the order of ringing."""
    rows = Bericht.objects.filter(sleutel__startswith="alarm:").order_by("pk")
    return [(f"{row.gemaakt_op.astimezone(AMSTERDAM):%a %d %H:%M}", row.aan.split("@")[0]) for row in rows]


def quiet(start, end):
    """Nothing rings here."""
    rung = alarms()
    minute_by_minute(start, end)
    assert alarms() == rung


def test_minute_by_minute_over_a_weekend_the_alarms_ring_one_and_two_hours_after_the_opening(wereld):
    urgent(wereld, moment("2026-11-20", "22:00:30"))  # Friday night

    quiet(moment("2026-11-20", "22:00"), moment("2026-11-20", "23:59"))
    quiet(moment("2026-11-21", "09:00"), moment("2026-11-21", "11:30"))
    minute_by_minute(moment("2026-11-23", "07:00"), moment("2026-11-23", "12:00"))

    assert alarms() == [("Mon 23 09:30", "meldpunt"), ("Mon 23 10:30", "meldpunt"), ("Mon 23 10:30", "contact")]


def test_in_opening_hours_the_alarm_does_not_wait_for_the_reminders_of_nine(wereld):
    urgent(wereld, moment("2026-11-17", "16:20"))

    quiet(moment("2026-11-17", "16:20"), moment("2026-11-17", "17:30"))
    minute_by_minute(moment("2026-11-18", "08:00"), moment("2026-11-18", "11:00"))

    # forty minutes before closing, twenty after opening
    assert alarms() == [("Wed 18 08:50", "meldpunt"), ("Wed 18 09:50", "meldpunt"), ("Wed 18 09:50", "contact")]


@pytest.mark.parametrize("saturday", ["2026-03-28", "2026-10-24"])  # the clock goes forward, and back
def test_over_the_night_in_which_the_clock_changes_the_alarm_comes_by_the_clock_on_the_wall(wereld, saturday):
    received = moment(saturday, "23:30")
    urgent(wereld, received)
    monday = (received + timedelta(days=2)).date()

    quiet(received, received + timedelta(hours=5))
    minute_by_minute(moment(monday, "08:00"), moment(monday, "11:00"))

    assert [when[-5:] for when, _who in alarms()] == ["09:30", "10:30", "10:30"]


def test_a_closing_day_and_a_holiday_do_not_count(wereld):
    wereld.gemeente.sluitingsdagen.create(datum="2026-12-24", naam="Kerstsluiting")
    urgent(wereld, moment("2026-12-23", "16:45"))

    for day in ("2026-12-24", "2026-12-25"):
        quiet(moment(day, "08:30"), moment(day, "11:00"))
    minute_by_minute(moment("2026-12-28", "08:30"), moment("2026-12-28", "11:00"))

    assert [when for when, _who in alarms()] == ["Mon 28 09:15", "Mon 28 10:15", "Mon 28 10:15"]


def test_who_took_it_up_hears_no_alarm_and_a_withdrawn_melding_rings_for_nobody(wereld):
    nine = moment("2026-11-17", "09:00")
    taken, gone = urgent(wereld, nine), urgent(wereld, nine, niveau=0)
    sweep(nine + timedelta(minutes=60))
    assert len(alarms()) == 2

    take_up(taken, actor=wereld.meldpunt, now=nine + timedelta(minutes=90))
    withdraw_melding(gone, actor=wereld.melder, now=nine + timedelta(minutes=90))
    sweep(nine + timedelta(hours=3))

    assert len(alarms()) == 2


def test_an_ordinary_melding_never_rings(wereld):
    wereld.report(2, now=moment("2026-11-17", "09:00"))
    sweep(moment("2026-11-17", "16:00"))
    assert alarms() == []


def test_after_an_outage_only_the_newest_step_rings_and_the_older_is_written_down(wereld):
    melding = urgent(wereld, moment("2026-11-17", "09:00"))

    for _ in range(2):
        sweep(moment("2026-11-17", "13:00"))

    assert alarms() == [("Tue 17 13:00", "meldpunt"), ("Tue 17 13:00", "contact")]
    rows = Herinnering.objects.filter(bron=f"melding:{melding.pk}").order_by("stap", "aan_rol")
    assert [(r.stap, r.aan_rol, r.stand) for r in rows if r.stap.startswith("alarm")] == [
        ("alarm_1", "meldpunt", "overgeslagen"),
        ("alarm_2", "gemeente", "verstuurd"),
        ("alarm_2", "meldpunt", "verstuurd"),
    ]


def test_a_gemeente_without_opening_hours_is_rung_after_plain_hours(wereld):
    wereld.gemeente.openingstijden.all().delete()
    urgent(wereld, moment("2026-11-21", "22:00"))
    minute_by_minute(moment("2026-11-21", "22:00"), moment("2026-11-22", "00:30"))
    assert [when for when, _who in alarms()] == ["Sat 21 23:00", "Sun 22 00:00", "Sun 22 00:00"]


def test_the_mail_names_number_and_moment_and_nothing_else(wereld):
    melding = urgent(wereld, moment("2026-11-17", "09:05"))
    sweep(moment("2026-11-17", "10:05"))
    mail = Bericht.objects.get(sleutel__startswith="alarm:")
    assert melding.nummer in mail.onderwerp and "17 november om 9.05 uur" in mail.tekst
    for word in (wereld.buurt.naam, melding.categorie.naam, wereld.melder.naam, "gordijnen"):
        assert word not in mail.onderwerp + mail.tekst
    assert mail.beleid == "liever_dubbel"


@pytest.mark.django_db(transaction=True)
def test_many_sweeps_at_once_ring_once():
    wereld = make_wereld("Samen")
    urgent(wereld, moment("2026-11-17", "09:00"))
    swept = at_once(*[lambda: sweep(moment("2026-11-17", "10:00"))] * 8)

    assert [given for given in swept if isinstance(given, Exception)] == []
    assert alarms() == [("Tue 17 10:00", "meldpunt")]
