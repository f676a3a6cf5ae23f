"""The three numbers: measured against the first promise, a reason is no answer, and small groups stay hidden."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from meldingen.actions import withdraw_melding
from meldingen.tests.factories import DINSDAG, CategorieFactory
from opvolging.actions import (
    close_with_antwoord,
    finish_melding,
    give_oordeel,
    give_tussenbericht,
    record_no_antwoord,
)
from opvolging.figures import Cel, Periode, figures_of
from opvolging.models import Terugkoppeling
from opvolging.tests.factories import colleague, reported, taken_up
from opvolging.tests.meldpunt_pages import signed_in, text_of
from teams.models import Niveau
from teams.tests.factories import AanstellingFactory, BuurtFactory, GemeenteFactory, TeamFactory

pytestmark = pytest.mark.django_db
YEAR = Periode(2026)
TODAY = date(2026, 12, 20)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def gemeente():
    return GemeenteFactory()


@pytest.fixture
def place(gemeente):
    """One team, one colleague and one category per level, so that a hundred meldingen are made quickly."""
    team = TeamFactory(gemeente=gemeente, alle_soorten=True, buurten=[BuurtFactory(gemeente=gemeente)])
    levels = {n: CategorieFactory(gemeente=gemeente, vertrouwelijkheid=n, buiten=n == 0) for n in range(4)}
    return {"team": team, "by": colleague(gemeente), "levels": levels}


def make(place, niveau=0, now=DINSDAG, melder=None):
    return taken_up(
        by=place["by"],
        team=place["team"],
        categorie=place["levels"][niveau],
        melder=melder or GebruikerFactory(),
        now=now,
    )


def answer(melding, days):
    now = datetime.combine(melding.eerste_belofte + timedelta(days=days), DINSDAG.timetz())
    return close_with_antwoord(melding, uitkomst="opgelost", tekst="Klaar.", actor=melding.behandelaar, now=now)


def numbers(gemeente, periode=YEAR, today=TODAY):
    """The table as ``{(kind, level): (in time, late, without, running) or None}``."""
    rows = figures_of({gemeente.pk}, periode, today).rijen
    return {(r.soort, r.niveau): r.cel and (r.cel.op_tijd, r.cel.te_laat, r.cel.zonder, r.cel.loopt) for r in rows}


OPEN = ("openbare_ruimte", 0)


def test_in_time_is_on_the_day_of_the_first_promise_and_late_the_day_after(gemeente, place):
    answer(make(place), 0)
    answer(make(place), 1)
    assert numbers(gemeente) == {OPEN: (1, 1, 0, 0)}


def test_a_new_date_moves_no_figure(gemeente, place):
    melding = make(place)
    give_tussenbericht(
        melding, tekst="Het duurt langer.", nieuwe_datum=date(2026, 12, 7), actor=melding.behandelaar, now=DINSDAG
    )
    answer(melding, 2)
    assert numbers(gemeente) == {OPEN: (0, 1, 0, 0)}


def test_no_answer_counts_from_the_day_after_the_promise(gemeente, place):
    belofte = make(place).eerste_belofte
    assert numbers(gemeente, today=belofte) == {OPEN: (0, 0, 0, 1)}
    assert numbers(gemeente, today=belofte + timedelta(days=1)) == {OPEN: (0, 0, 1, 0)}


def test_a_reason_why_there_can_be_no_answer_never_counts_as_one(gemeente, place):
    melding = make(place)
    finish_melding(melding, uitkomst="opgelost", actor=melding.behandelaar, now=DINSDAG)
    record_no_antwoord(melding, reden="niet_bereikbaar", actor=melding.behandelaar, now=DINSDAG)
    assert numbers(gemeente, today=DINSDAG.date()) == {OPEN: (0, 0, 1, 0)}


def test_an_interim_word_is_no_answer(gemeente, place):
    melding = make(place)
    give_tussenbericht(melding, tekst="Wij zijn bezig.", actor=melding.behandelaar, now=DINSDAG)
    assert numbers(gemeente) == {OPEN: (0, 0, 1, 0)}


def test_a_reopened_melding_counts_once_by_its_first_answer(gemeente, place):
    melder = GebruikerFactory()
    melding = make(place, melder=melder)
    given = answer(melding, 0)
    assert isinstance(given, Terugkoppeling)
    give_oordeel(given, oordeel="niet_opgelost", actor=melder, now=given.op + timedelta(days=1))
    assert numbers(gemeente) == {OPEN: (1, 0, 0, 0)}


def test_what_was_withdrawn_and_what_came_in_outside_the_period_does_not_count(gemeente, place):
    melder = GebruikerFactory()
    gone = reported(team=place["team"], categorie=place["levels"][0], melder=melder)
    withdraw_melding(gone, actor=melder, now=DINSDAG)
    make(place, now=datetime(2025, 12, 31, 23, 30, tzinfo=AMSTERDAM))
    make(place, now=datetime(2026, 1, 1, 0, 30, tzinfo=AMSTERDAM))  # still December in UTC
    assert numbers(gemeente) == {OPEN: (0, 0, 1, 0)}
    assert numbers(gemeente, Periode(2026, 1)) == {OPEN: (0, 0, 1, 0)}
    assert numbers(gemeente, Periode(2026, 4)) == {}


def test_another_gemeente_does_not_count(gemeente, place):
    make(place)
    taken_up(niveau=Niveau.V0)
    assert numbers(gemeente) == {OPEN: (0, 0, 1, 0)}


@pytest.mark.parametrize("niveau,cell", [(2, ("niet_pluis", 2)), (3, ("", 3))])
def test_a_confidential_group_shows_from_five_melders_on(gemeente, place, niveau, cell):
    for _ in range(4):
        make(place, niveau)
    make(place, niveau, melder=place["team"].meldingen.first().melder)  # a fifth melding by the same person
    assert numbers(gemeente) == {cell: None}
    make(place, niveau)
    assert numbers(gemeente) == {cell: (0, 0, 6, 0)}


def test_the_total_holds_only_what_is_shown_so_nothing_can_be_subtracted(gemeente, place):
    for niveau in (0, 2, 3):
        make(place, niveau)
    found = figures_of({gemeente.pk}, YEAR, TODAY)
    assert found.totaal == Cel(zonder=1, melders=1)
    assert found.verborgen


def test_a_year_is_hidden_when_a_small_quarter_could_be_found_by_subtracting_the_others(gemeente, place):
    in_may = datetime(2026, 5, 12, 10, tzinfo=AMSTERDAM)
    for _ in range(5):
        make(place, 2, now=in_may)
    cell = ("niet_pluis", 2)
    assert numbers(gemeente) == {cell: (0, 0, 5, 0)}
    make(place, 2)  # one in the fourth quarter: the year minus the second quarter would be that one
    assert numbers(gemeente, Periode(2026, 2)) == {cell: (0, 0, 5, 0)}
    assert numbers(gemeente, Periode(2026, 4)) == {cell: None}
    assert numbers(gemeente) == {cell: None}


# --- the page ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["beleid", "toezicht"])
def test_the_page_shows_the_own_gemeente_only(gemeente, place, role):
    make(place)
    make(place, 3)
    taken_up(niveau=Niveau.V0)
    user = AanstellingFactory(gemeente=gemeente, **{role: True}).gebruiker
    with time_machine.travel(datetime(2026, 12, 20, 12, tzinfo=AMSTERDAM), tick=False):
        page = signed_in(user).get(reverse("opvolging:cijfers"))
    assert page.context["cijfers"].totaal == Cel(zonder=1, melders=1)
    assert "Te weinig om te tonen" in text_of(page)


def test_a_period_that_does_not_exist_gives_this_year(gemeente):
    client = signed_in(AanstellingFactory(gemeente=gemeente, beleid=True).gebruiker)
    with time_machine.travel(DINSDAG, tick=False):
        for words in ("9999-1", "2026-9", "abc", "2026-11-17", "%00"):
            page = client.get(reverse("opvolging:cijfers") + f"?periode={words}")
            assert page.context["form"].chosen_period == Periode(2026)


@pytest.mark.parametrize("role", ["meldpunt", "beheer", "trainer"])
def test_the_figures_are_closed_to_other_roles(gemeente, role):
    client = signed_in(AanstellingFactory(gemeente=gemeente, **{role: True}).gebruiker)
    assert client.get(reverse("opvolging:cijfers")).status_code == 403
