"""Half a year after a programme its people are asked what it brought, by itself and once (E200)."""

from datetime import date, time, timedelta

import pytest

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.ending import begin_end_measurement, begin_end_measurements
from evaluaties.actions.reminding import remind
from evaluaties.models import Afname, Gevraagd
from evaluaties.tests.factories import held_evening, start_version
from teams.clocks import at, local_date
from teams.tests.factories import GemeenteFactory, RegioFactory
from trainingen.models import Programma
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 28)  # the last evening; half a year later is 28 October
DUE = at(date(2026, 10, 28), time(10, 0))


def programme(gemeente=None, tot=DAY, **extra):
    where = extra or {"gemeente": gemeente or GemeenteFactory()}
    return Programma.objects.create(naam="Voorjaar", van=DAY - timedelta(days=30), tot=tot, **where)


def evening(programma, people=2, gemeente=None, day=DAY, **extra):
    """An evening of this programme that was held."""
    start_version("EIND")
    sessie = held_evening(
        people, gemeente=gemeente or programma.gemeente, programma=programma, ended=at(day, time(22, 0)), **extra
    )
    return sessie


def runs():
    return list(Afname.objects.order_by("pk"))


def asked():
    return sorted(Gevraagd.objects.values_list("gebruiker", flat=True))


def test_on_the_day_at_ten_it_begins_once_for_four_weeks():
    programma = programme()
    evening(programma)
    assert begin_end_measurements(DUE - timedelta(days=1)) == 0
    remind(DUE - timedelta(minutes=1))
    assert runs() == []
    remind(DUE)
    remind(DUE + timedelta(minutes=1))
    (run,) = runs()
    assert (run.programma, run.gemeente, run.verwacht_procent) == (programma, programma.gemeente, 30)
    assert run.versie.vragenlijst.code == "EIND"
    assert local_date(run.sluit_op) - local_date(run.opent_op) == timedelta(days=28)
    assert Bericht.objects.filter(onderwerp__contains="Een half jaar later").count() == 2


def test_everybody_of_all_evenings_is_asked_each_once():
    programma = programme()
    first, second = evening(programma, 2), evening(programma, 1, day=DAY - timedelta(days=7), code="WV")
    both = Gebruiker.objects.filter(inschrijvingen__sessie=first).first()
    InschrijvingFactory(sessie=second, gebruiker=both, team=first.teams.first(), aanwezig=True)
    InschrijvingFactory(sessie=second, aanwezig=False)
    for sessie in (first, second):
        InschrijvingFactory(sessie=sessie, gast="Gast", gast_email="gast@example.org", aanwezig=True)
    begin_end_measurements(DUE)
    members = Gevraagd.objects.filter(gebruiker__isnull=False)
    assert members.count() == len({row.gebruiker_id for row in members}) == 3
    assert [row.inschrijving.gast_email for row in Gevraagd.objects.filter(gebruiker=None)] == ["gast@example.org"]


def test_a_programme_of_a_region_has_a_run_per_gemeente_and_nobody_is_asked_twice():
    regio = RegioFactory()
    one, two = GemeenteFactory(regio=regio), GemeenteFactory(regio=regio)
    programma = programme(regio=regio)
    first, last = evening(programma, 1, one, day=DAY - timedelta(days=7)), evening(programma, 1, two)
    traveller = Gebruiker.objects.get(inschrijvingen__sessie=first)
    InschrijvingFactory(sessie=last, gebruiker=traveller, team=first.teams.first(), aanwezig=True)
    stays = InschrijvingFactory(sessie=first, aanwezig=True).gebruiker
    assert begin_end_measurements(DUE) == 2
    assert Gevraagd.objects.get(gebruiker=traveller).afname.gemeente == two
    assert Gevraagd.objects.get(gebruiker=stays).afname.gemeente == one


def test_a_programme_that_only_a_report_knows_or_where_nobody_came_asks_nobody():
    old = programme()
    SessieFactory(
        gemeente=old.gemeente, programma=old, gehouden=True, op=at(DAY, time(19, 0)), uit_verslag=True, plaatsen=None
    )
    empty = programme()
    evening(empty, 0)
    assert begin_end_measurements(DUE) == 0
    with pytest.raises(RefusedAction, match="geen mensen bekend"):
        begin_end_measurement(old, old.gemeente, actor=None, now=DUE)


def test_after_an_outage_of_weeks_it_still_begins_once_and_after_three_months_no_more():
    evening(programme())
    assert begin_end_measurements(DUE + timedelta(weeks=14)) == 0
    assert begin_end_measurements(DUE + timedelta(weeks=6)) == 1
    assert begin_end_measurements(DUE + timedelta(weeks=7)) == 0


def test_a_programme_whose_last_day_moved_begins_by_its_new_day():
    programma = programme()
    evening(programma)
    Programma.objects.update(tot=DAY + timedelta(days=14))
    assert begin_end_measurements(DUE) == 0
    assert begin_end_measurements(DUE + timedelta(days=14)) == 0  # that is 11 November
    assert begin_end_measurements(DUE + timedelta(days=15)) == 1
    Programma.objects.update(tot=DAY + timedelta(days=21))
    assert begin_end_measurements(DUE + timedelta(days=30)) == 0


def test_by_hand_it_begins_before_its_day_and_twice_is_once():
    programma = programme()
    evening(programma)
    by_hand = {"verwacht_procent": 50, "actor": None}
    with pytest.raises(RefusedAction, match="loopt nog"):
        begin_end_measurement(programma, programma.gemeente, now=at(DAY, time(12, 0)), **by_hand)
    early = DUE - timedelta(days=30)
    first = begin_end_measurement(programma, programma.gemeente, now=early, **by_hand)
    assert begin_end_measurement(programma, programma.gemeente, now=early, **by_hand) == first
    assert first.verwacht_procent == 50
    assert begin_end_measurements(DUE) == 0
    assert len(asked()) == 2


def test_the_month_that_is_shorter_still_has_its_day():
    programma = programme(tot=date(2026, 8, 31))
    evening(programma, 1, day=date(2026, 8, 31))
    assert begin_end_measurements(at(date(2027, 2, 27), time(12, 0))) == 0
    assert begin_end_measurements(at(date(2027, 2, 28), time(12, 0))) == 1
