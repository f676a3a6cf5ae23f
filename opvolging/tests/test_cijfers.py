"""The three numbers: measured against the first promise, and a reason is no answer (E148)."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

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
from opvolging.figures import Periode, cell_of, followed, middle, percentage
from opvolging.models import Terugkoppeling
from opvolging.tests.factories import colleague, reported, taken_up
from teams.models import Niveau
from teams.tests.factories import BuurtFactory, GemeenteFactory, TeamFactory

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
    """What is counted as ``{(kind, group of levels): (in time, late, without, running)}``."""
    rows = followed(gemeente, periode, today)
    cells = {key: cell_of([row for row in rows if key_of(row) == key]) for key in map(key_of, rows)}
    return {key: (cel.op_tijd, cel.te_laat, cel.zonder, cel.loopt) for key, cel in cells.items()}


def key_of(row):
    return row.soort[0], row.niveau


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


@pytest.mark.parametrize("niveau,cell", [(1, ("wijkveiligheid", 0)), (2, ("niet_pluis", 2)), (3, ("niet_pluis", 3))])
def test_levels_are_counted_apart_as_far_as_few_may_know(gemeente, place, niveau, cell):
    place["levels"][1].soort = "wijkveiligheid"
    place["levels"][1].save()
    make(place, niveau)
    assert numbers(gemeente) == {cell: (0, 0, 1, 0)}


def test_the_middle_of_the_days_is_rounded_up():
    assert [middle(Counter(days)) for days in ([], [3], [3, 4], [1, 1, 9])] == [None, 3, 4, 1]


def test_a_percentage_goes_half_up():
    assert [percentage(part, 200) for part in (1, 3, 5)] == [1, 2, 3]
    assert percentage(0, 0) is None
