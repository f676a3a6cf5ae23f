"""Beleid reads how many came and which teams miss a training, on page and in a file, and nobody's name (E184)."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teams.clocks import at
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory
from trainingen.figures import turnout
from trainingen.models import Sessie
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
EVENING = at(date(2026, 3, 4), datetime(2026, 1, 1, 19).time())
PAGE, EVENINGS, TEAMS = (reverse(f"trainingen:{name}") for name in ("cijfers", "cijfers_csv", "dekking_csv"))


@pytest.fixture(autouse=True)
def tuesday():
    with time_machine.travel(at(TODAY, datetime(2026, 1, 1, 12).time()), tick=False):
        yield


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def beleid(gemeente):
    return as_(AanstellingFactory(gemeente=gemeente, beleid=True).gebruiker)


def as_(user):
    client = Client()
    client.force_login(user)
    return client


def lines(response):
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def words(response):
    return " ".join(response.content.decode().split())


def held(gemeente, present, **facts):
    facts = {"gehouden": True, "op": EVENING} | facts
    sessie = SessieFactory(gemeente=gemeente, **facts)
    for n in range(present):
        InschrijvingFactory(sessie=sessie, aanwezig=True, gebruiker__naam=f"Geheim {n}")
    return sessie


def tile(page, name):
    return next(vak["aantal"] for vak in page.context["vakken"] if vak["tekst"] == name)


def test_page_file_and_figures_say_the_same(beleid, gemeente):
    team = TeamFactory(gemeente=gemeente, naam="Team Oost")
    safety = ModuleFactory(gemeente=gemeente, naam="Wijkveiligheid")
    held(gemeente, 3, module=safety, team=team, gemeente_toen="Leerdam")
    held(gemeente, 4, module=safety, op=EVENING - timedelta(days=7))
    held(gemeente, 2, kennisavond=True, op=EVENING - timedelta(days=14))
    held(gemeente, 0, uit_verslag=True, op=EVENING - timedelta(days=21))
    held(GemeenteFactory(), 9)
    truth = turnout(Sessie.objects.filter(gemeente=gemeente))

    page = beleid.get(PAGE)
    header, *rows = lines(beleid.get(EVENINGS))

    assert (tile(page, "Avonden"), tile(page, "Keer iemand aanwezig")) == ("4", "9")
    assert (len(rows), sum(int(row[-1]) for row in rows if row[-1] != "onbekend")) == (truth.avonden, truth.aanwezig)
    assert sum(rij.opkomst.aanwezig for rij in page.context["cijfers"].modules) == truth.aanwezig
    each = Sessie.objects.filter(gemeente=gemeente).with_opkomst().order_by("-dag")
    assert [row[-1] for row in rows] == [str("onbekend" if one.opkomst is None else one.opkomst) for one in each]
    assert rows[0][:2] == ["Leerdam", "2026-03-04"]
    assert rows[0][5] == "Team Oost"
    assert "De opkomst is bekend van 3 van de 4 avonden." in words(page)


def test_of_nine_evenings_the_turn_out_is_known_of_none(beleid, gemeente):
    for n in range(9):
        held(gemeente, 0, uit_verslag=True, op=EVENING - timedelta(days=n))
    page = beleid.get(PAGE)
    assert tile(page, "Keer iemand aanwezig") == "–"
    assert "De opkomst is bekend van 0 van de 9 avonden." in words(page)


def test_a_year_narrows_page_and_file_alike_and_nonsense_is_every_year(beleid, gemeente):
    held(gemeente, 1)
    held(gemeente, 2, op=EVENING - timedelta(days=400))
    for query, number in (("?jaar=2025", "1"), ("?jaar=kaas", "2"), ("", "2")):
        assert tile(beleid.get(PAGE + query), "Avonden") == number
        assert len(lines(beleid.get(EVENINGS + query))) == int(number) + 1


def test_teams_without_training_stand_on_top_with_since_when(beleid, gemeente):
    team = TeamFactory(gemeente=gemeente, naam="Team Stil")
    person = LidmaatschapFactory(team=team, gebruiker__naam="Naam Geheim").gebruiker
    BewijsFactory(gebruiker=person, soort="wijkveiligheid", gehaald_op=date(2022, 1, 1), geldig_tot=date(2025, 1, 1))
    page = beleid.get(PAGE)
    assert tile(page, "Teams zonder training") == 1
    assert "Wijkveiligheid: niemand sinds 1 januari 2025 · Niet pluis: nog nooit iemand" in words(page)


def test_few_members_stay_out_of_resuscitation_and_vog_on_page_and_in_the_file(beleid, gemeente):
    small, large = (TeamFactory(gemeente=gemeente, naam=naam) for naam in ("Klein", "Zeer groot"))
    for team, n in ((small, 4), (large, 5)):
        person = [LidmaatschapFactory(team=team).gebruiker for _ in range(n)][0]
        for soort in ("reanimatie", "vog", "wijkveiligheid"):
            BewijsFactory(gebruiker=person, soort=soort, gehaald_op=TODAY, geldig_tot=None)
    header, *rows = lines(beleid.get(TEAMS))
    few = "minder dan 5 leden"
    assert rows == [
        ["Veldrecht", "Klein", "4", "1 van 4", "0 van 4", few, few],
        ["Veldrecht", "Zeer groot", "5", "1 van 5", "0 van 5", "1 van 5", "1 van 5"],
    ]
    page = beleid.get(PAGE)
    assert [[team.naam, *(cel for _soort, cel in cellen)] for team, cellen in page.context["rijen"]] == [
        [row[1], *row[3:]] for row in rows
    ]
    assert "Teams met minder dan 5 leden tellen niet mee bij reanimatie en VOG." in words(page)


def test_no_name_of_anybody_and_nothing_of_another_gemeente(beleid, gemeente):
    held(gemeente, 3)
    team = TeamFactory(gemeente=gemeente)
    BewijsFactory(gebruiker=LidmaatschapFactory(team=team, gebruiker__naam="Geheim Lid").gebruiker)
    elsewhere = TeamFactory(naam="Verweg")
    held(elsewhere.gemeente, 2, team=elsewhere)
    for address in (PAGE, EVENINGS, TEAMS):
        shown = words(beleid.get(address))
        assert "Geheim" not in shown
        assert "Verweg" not in shown


@pytest.mark.parametrize("rol", ["trainer", "beheer", "meldpunt", "toezicht"])
def test_only_beleid_reads_it(gemeente, rol):
    other = as_(AanstellingFactory(gemeente=gemeente, **{rol: True}).gebruiker)
    member = as_(LidmaatschapFactory(team__gemeente=gemeente, coordinator=True).gebruiker)
    for client in (other, member):
        assert [client.get(address).status_code for address in (PAGE, EVENINGS, TEAMS)] == [403] * 3


def test_before_there_is_a_team_or_an_evening_the_page_says_so(beleid):
    page = words(beleid.get(PAGE))
    assert "Hier is nog geen team." in page
    assert "Er was nog geen avond." in page


def test_the_page_asks_the_same_for_one_evening_and_for_many(beleid, gemeente):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert beleid.get(PAGE).status_code == 200
        return len(found)

    def one_more():
        team = TeamFactory(gemeente=gemeente)
        held(gemeente, 2, team=team)
        BewijsFactory(gebruiker=LidmaatschapFactory(team=team).gebruiker)

    one_more()
    queries()
    few = queries()
    for _ in range(5):
        one_more()
    assert queries() == few
