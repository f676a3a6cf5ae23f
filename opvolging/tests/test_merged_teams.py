"""A team becomes part of another: its open answers still reach the melder, and it is no team to report for any more."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.models import AntwoordVia
from meldingen.models import Melding
from opvolging.actions import give_tussenbericht
from opvolging.models import Bezorging
from opvolging.tests.wereld import make_wereld
from teams.actions.merging import merge_team
from teams.rondes.models import Ronde
from teams.rondes.tests.factories import RondeFactory
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def wereld():
    return make_wereld()


@pytest.fixture
def new(wereld):
    return TeamFactory(gemeente=wereld.gemeente, naam="Team Samen")


@pytest.fixture
def leads(new):
    return LidmaatschapFactory(team=new, coordinator=True).gebruiker


def merge(wereld, new):
    merge_team(wereld.team, naar=new, actor=wereld.beheer, now=timezone.now())
    for person in (wereld.melder, wereld.teamgenoot, wereld.coordinator):
        person.__dict__.pop("_rollen", None)


def test_an_answer_that_the_coordinator_was_to_bring_is_brought_by_who_leads_the_new_team(wereld, new, leads):
    now = timezone.now()
    melding = wereld.taken_up(1, now=now, tekst="Lamp kapot", antwoord_via=AntwoordVia.COORDINATOR)
    give_tussenbericht(melding, tekst="Wij zijn bezig.", actor=wereld.meldpunt, now=now)
    merge(wereld, new)
    (to_bring,) = Bezorging.objects.visible_to(leads).for_coordinator(leads).open()
    assert to_bring.melding == melding


def test_who_went_along_still_reads_what_the_old_team_reported_and_who_is_elsewhere_does_not(wereld, new, leads):
    melding = wereld.report(0, now=timezone.now())
    merge(wereld, new)
    for person, sees in ((wereld.melder, [melding]), (wereld.teamgenoot, [melding]), (leads, [melding])):
        assert list(Melding.objects.visible_to(person)) == sees
    assert list(Melding.objects.visible_to(wereld.ander_teamlid)) == []


def test_a_round_that_was_planned_stays_in_sight(wereld, new, leads):
    ronde = RondeFactory(team=wereld.team)
    merge(wereld, new)
    assert list(Ronde.objects.visible_to(leads)) == [ronde]


def test_the_pages_of_who_went_along_are_those_of_the_new_team(wereld, new, leads):
    merge(wereld, new)
    for person in (wereld.coordinator, wereld.melder, leads):
        client = Client()
        client.force_login(person)
        page = client.get(reverse("teams:start"), follow=True)
        assert page.status_code == 200
        assert "Team Samen" in page.content.decode() or person == wereld.melder
        for name in ("rondes:rondes", "meldingen:melden", "opvolging:mijn", "opvolging:thuis"):
            shown = client.get(reverse(name), follow=True)
            assert shown.status_code == 200
            assert wereld.team.naam not in shown.content.decode()
