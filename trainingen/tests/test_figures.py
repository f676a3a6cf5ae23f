"""How many came, per module, programme and gemeente: one query and one truth (E173, E184)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.clocks import at
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, RegioFactory, TeamFactory
from trainingen.figures import Opkomst, gemeente_figures, participants, people_at, turnout, turnout_per, years_of
from trainingen.models import BewijsSoort, Programma, Sessie
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
EVENING = at(date(2026, 3, 4), datetime(2026, 1, 1, 19).time())


@pytest.fixture
def gemeente():
    return GemeenteFactory()


def held(gemeente, present=0, absent=0, **facts):
    facts = {"gehouden": True, "op": EVENING} | facts
    sessie = SessieFactory(gemeente=gemeente, **facts)
    for n in range(present + absent):
        InschrijvingFactory(sessie=sessie, aanwezig=n < present)
    return sessie


def reported(gemeente, number=None, **facts):
    return held(gemeente, uit_verslag=True, verslag_opkomst=number, plaats="", plaatsen=None, **facts)


def of(gemeente):
    return Sessie.objects.filter(gemeente=gemeente)


def test_the_turn_out_is_the_sum_of_who_was_ticked_and_what_was_published(gemeente):
    held(gemeente, present=3, absent=2)
    held(gemeente, present=4)
    reported(gemeente, 15)
    reported(gemeente)
    SessieFactory(gemeente=gemeente)
    SessieFactory(gemeente=gemeente, vervallen=True)
    held(GemeenteFactory(), present=9)
    assert turnout(of(gemeente)) == Opkomst(avonden=4, bekend=3, aanwezig=22)


def test_of_nine_evenings_the_turn_out_is_known_of_none(gemeente):
    for _ in range(9):
        reported(gemeente)
    found = turnout(of(gemeente))
    assert (found.avonden, found.bekend, found.is_bekend, found.gemiddeld) == (9, 0, False, None)


def test_an_evening_where_nobody_came_is_known_and_zero(gemeente):
    held(gemeente, absent=3)
    assert turnout(of(gemeente)) == Opkomst(1, 1, 0)


def test_what_is_said_per_module_is_what_each_evening_says(gemeente):
    safety, feeling = ModuleFactory(gemeente=gemeente), ModuleFactory(gemeente=gemeente)
    held(gemeente, present=3, module=safety)
    held(gemeente, present=2, module=safety)
    reported(gemeente, module=feeling)
    held(gemeente, present=5, kennisavond=True)

    found = turnout_per(of(gemeente), "module")

    assert found == {safety.pk: Opkomst(2, 2, 5), feeling.pk: Opkomst(1, 0, 0), None: Opkomst(1, 1, 5)}
    each = of(gemeente).held().with_opkomst()
    assert sum(row.aanwezig for row in found.values()) == sum(sessie.opkomst or 0 for sessie in each)


def test_turn_out_is_one_query_however_many_evenings(gemeente):
    for n in range(3):
        held(gemeente, present=n)
    with CaptureQueriesContext(connection) as queries:
        turnout(of(gemeente))
        turnout_per(of(gemeente), "module")
    assert len(queries) == 2


# --- people -------------------------------------------------------------------------------------


def test_who_came_twice_is_one_person_and_so_is_a_guest(gemeente):
    first, second = held(gemeente, present=2), held(gemeente, present=1)
    again = GebruikerFactory()
    for sessie in (first, second):
        InschrijvingFactory(sessie=sessie, gebruiker=again, aanwezig=True)
    InschrijvingFactory(sessie=first, gast="Bep Noordzij", aanwezig=True)
    InschrijvingFactory(sessie=second, gast="bep noordzij", aanwezig=True)
    InschrijvingFactory(sessie=second, gast="Wout Terpstra", aanwezig=False)
    assert turnout(of(gemeente)).aanwezig == 7
    assert people_at(of(gemeente)) == 5


def test_nobody_knows_how_many_people_a_report_counted_twice(gemeente):
    held(gemeente, present=2)
    reported(gemeente, 15)
    assert people_at(of(gemeente)) is None


def test_the_people_of_a_programme_are_as_published_else_who_was_there(gemeente):
    published = Programma.objects.create(
        naam="Proeftuin", regio=RegioFactory(), van=TODAY, tot=TODAY, verslag_deelnemers=96
    )
    own = Programma.objects.create(naam="Voorjaar", gemeente=gemeente, van=TODAY, tot=TODAY)
    reported(gemeente, programma=published)
    held(gemeente, present=4, programma=own)
    assert (participants(published), participants(own)) == (96, 4)


# --- one gemeente -------------------------------------------------------------------------------


def test_what_beleid_reads_adds_up_and_keeps_to_the_year(gemeente):
    module = ModuleFactory(gemeente=gemeente)
    held(gemeente, present=3, module=module)
    held(gemeente, present=2, module=module, op=EVENING - timedelta(days=400))
    assert years_of(gemeente) == [2026, 2025]
    every, year = gemeente_figures(gemeente, None, TODAY), gemeente_figures(gemeente, 2026, TODAY)
    assert (every.totaal, year.totaal) == (Opkomst(2, 2, 5), Opkomst(1, 1, 3))
    assert [sessie.opkomst for sessie in every.avonden] == [3, 2]
    assert [(rij.module, rij.opkomst) for rij in year.modules] == [(module, Opkomst(1, 1, 3))]
    assert every.totaal == turnout(of(gemeente))


def test_over_the_teams_each_person_counts_once_and_few_members_stay_out_of_what_says_too_much(gemeente):
    large, small = TeamFactory(gemeente=gemeente), TeamFactory(gemeente=gemeente)
    TeamFactory(gemeente=gemeente, stand="gestopt")
    people = [LidmaatschapFactory(team=large).gebruiker for _ in range(5)]
    LidmaatschapFactory(team=small, gebruiker=people[0])
    for soort in ("reanimatie", "wijkveiligheid"):
        BewijsFactory(gebruiker=people[0], soort=soort, gehaald_op=date(2026, 1, 1), geldig_tot=date(2028, 1, 1))

    found = gemeente_figures(gemeente, None, TODAY)

    per_kind = {totaal.soort: (totaal.actueel, totaal.leden, totaal.verborgen_teams) for totaal in found.soorten}
    assert per_kind[BewijsSoort.REANIMATIE] == (1, 5, 1)
    assert per_kind[BewijsSoort.WIJKVEILIGHEID] == (1, 5, 0)
    assert [dekking.team for dekking in found.teams] == sorted([large, small], key=lambda team: team.naam)


def test_the_team_that_misses_most_stands_on_top(gemeente):
    one = TeamFactory(gemeente=gemeente, naam="A")
    two = TeamFactory(gemeente=gemeente, naam="B")
    trained = LidmaatschapFactory(team=one).gebruiker
    LidmaatschapFactory(team=two)
    BewijsFactory(gebruiker=trained, soort="wijkveiligheid", gehaald_op=TODAY, geldig_tot=None)
    found = gemeente_figures(gemeente, None, TODAY).zonder_training
    assert [(team, [vak.soort for vak in soorten]) for team, soorten in found] == [
        (two, [BewijsSoort.WIJKVEILIGHEID, BewijsSoort.NIET_PLUIS]),
        (one, [BewijsSoort.NIET_PLUIS]),
    ]
