"""Before and after a training: what partners sent back, per team, from five asks on each side."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from evaluaties.figures.voor_na import Helft, before_and_after, before_and_after_table, together
from opvolging.models import Opvolging
from opvolging.tests.wereld import make_wereld
from teams.tests.factories import TeamFactory
from trainingen.tests.factories import ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
EVENING = datetime(2026, 3, 10, 19, tzinfo=AMSTERDAM)
TODAY = datetime(2026, 11, 17, tzinfo=AMSTERDAM).date()
DAY = timedelta(days=1)


@pytest.fixture
def wereld():
    return make_wereld()


def evening(wereld, op=EVENING, **facts):
    module = ModuleFactory(gemeente=wereld.gemeente, naam="Niet pluis")
    held = {"gemeente": wereld.gemeente, "team": wereld.team, "module": module, "gehouden": True}
    return SessieFactory(op=op, **held | facts)


def asks(wereld, finished, back, op, niveau=0):
    """So many asks on one day that were finished and sent back."""
    melding = wereld.taken_up(niveau, now=op)
    facts = {"melding": melding, "partner": wereld.partner, "weg": "link", "uittreksel": "x", "verantwoordelijk": False}
    for stand, often in (("afgerond", finished), ("teruggegeven", back)):
        reden = "te_weinig" if stand == "teruggegeven" else ""
        dates = {"gevraagd_op": op, "termijn_van": op, "beeindigd_op": op, "uiterlijk": op.date()}
        Opvolging.objects.bulk_create(
            Opvolging(**facts, **dates, stand=stand, teruggave_reden=reden) for _number in range(often)
        )


def rows(wereld, today=TODAY):
    return before_and_after(wereld.gemeente, today)


def cells(wereld, today=TODAY):
    table = before_and_after_table(rows(wereld, today), today)
    return [[str(cel) for cel in row] for row in table.rijen]


def test_the_share_that_was_sent_back_stands_before_and_after(wereld):
    evening(wereld)
    asks(wereld, 6, 4, EVENING - 30 * DAY)
    asks(wereld, 9, 1, EVENING + 30 * DAY)

    assert cells(wereld) == [["Team Veldrecht", "Niet pluis, 10 maart 2026", "10", "40 %", "10", "10 %"]]


def test_under_five_on_either_side_there_is_no_percentage(wereld):
    evening(wereld)
    asks(wereld, 3, 1, EVENING - DAY)
    asks(wereld, 5, 5, EVENING + DAY)

    assert cells(wereld)[0][2:] == ["4", "nog te weinig", "10", "nog te weinig"]


def test_half_a_year_to_the_day_counts_and_the_evening_itself_does_not(wereld):
    evening(wereld)
    for op, _inside in (
        (datetime(2025, 9, 10, 0, 1, tzinfo=AMSTERDAM), True),
        (datetime(2025, 9, 9, 23, 59, tzinfo=AMSTERDAM), False),
        (EVENING, False),
        (datetime(2026, 9, 10, 23, 59, tzinfo=AMSTERDAM), True),
        (datetime(2026, 9, 11, 0, 1, tzinfo=AMSTERDAM), False),
    ):
        asks(wereld, 1, 0, op)

    [row] = rows(wereld)

    assert (row.voor, row.na) == (Helft(1, 0), Helft(1, 0))


def test_open_confidential_and_foreign_asks_do_not_count(wereld):
    evening(wereld)
    asks(wereld, 2, 2, EVENING - DAY, niveau=2)
    wereld.asked(0, now=EVENING - DAY)
    elsewhere = make_wereld("Elders")
    asks(elsewhere, 2, 2, EVENING - DAY)

    assert [row.voor for row in rows(wereld)] == [Helft()]


def test_the_last_evening_whose_half_year_is_over_counts_else_it_says_that_it_runs(wereld):
    evening(wereld, EVENING)
    evening(wereld, EVENING + 200 * DAY)
    assert [(row.dag, row.loopt) for row in rows(wereld)] == [(EVENING.date(), False)]
    early = (EVENING + 100 * DAY).date()

    assert [(row.dag, row.loopt) for row in rows(wereld, early)] == [((EVENING + 200 * DAY).date(), True)]
    assert "(halfjaar loopt nog)" in cells(wereld, early)[0][1]


def test_planned_and_called_off_evenings_and_talks_are_no_training(wereld):
    evening(wereld, gehouden=False)
    evening(wereld, gehouden=False, vervallen=True)
    SessieFactory(gemeente=wereld.gemeente, team=wereld.team, kennisavond=True, gehouden=True, op=EVENING)

    assert rows(wereld) == []


def test_teams_together_are_the_sum_of_what_is_over(wereld):
    other = TeamFactory(gemeente=wereld.gemeente, naam="Zuid", buurten=[wereld.buurt], alle_soorten=True)
    evening(wereld)
    evening(wereld, team=other)
    asks(wereld, 2, 2, EVENING - DAY)
    wereld.team = other
    asks(wereld, 1, 1, EVENING - DAY)
    asks(wereld, 5, 0, EVENING + DAY)

    voor, na = together(rows(wereld))

    assert (voor, na) == (Helft(6, 3), Helft(5, 0))
    assert cells(wereld)[-1] == ["Alle teams samen", "", "6", "50 %", "5", "0 %"]


def test_it_is_asked_in_two_queries_as_the_role_that_counts(wereld, django_assert_num_queries):
    for _number in range(3):
        evening(wereld, team=TeamFactory(gemeente=wereld.gemeente))
    with django_assert_num_queries(4):
        assert len(rows(wereld)) == 3
