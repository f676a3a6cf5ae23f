"""Days in words."""

import datetime as dt

import pytest
from django.template import loader

from buurtpreventie.ui.templatetags.nlds import dagnaam, datum, datumtijd, te_laat, tijd, weekdag

UTC = dt.UTC


def test_a_day_of_this_year_has_no_year(now):
    assert datum(dt.date(2026, 11, 17), now) == "17 november"
    assert datum(dt.date(2025, 3, 1), now) == "1 maart 2025"


def test_a_moment_is_told_by_the_clock_on_the_wall(now):
    assert datumtijd(dt.datetime(2026, 11, 17, 20, 40, tzinfo=UTC), now) == "17 november, 21.40 uur"
    assert tijd(dt.datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == "9.05 uur"


def test_just_after_midnight_here_is_already_the_next_day(now):
    assert datum(dt.datetime(2026, 11, 17, 23, 30, tzinfo=UTC), now) == "18 november"


def test_a_weekday_and_the_days_around_today_have_names(now):
    assert weekdag(dt.date(2026, 11, 24), now) == "dinsdag 24 november"
    assert [dagnaam(dt.date(2026, 11, day), now) for day in (16, 17, 18, 19)] == [
        "gisteren",
        "vandaag",
        "morgen",
        "19 november",
    ]


def test_late_is_counted_in_days_and_only_when_it_is_late(now):
    assert [te_laat(dt.date(2026, 11, day), now) for day in (15, 16, 17, 18)] == [
        "2 dagen te laat",
        "1 dag te laat",
        "",
        "",
    ]


@pytest.mark.parametrize("words", [datum, datumtijd, tijd, weekdag, dagnaam, te_laat])
def test_no_day_is_no_words(words):
    assert words(None) == ""


def test_a_term_says_how_late_it_is_and_a_finished_one_does_not(now):
    late = loader.render_to_string("delen/_termijn.html", {"uiterlijk": dt.date(2026, 11, 15), "nu": now})
    done = loader.render_to_string(
        "delen/_termijn.html", {"uiterlijk": dt.date(2026, 11, 15), "nu": now, "klaar": True}
    )
    due = loader.render_to_string("delen/_termijn.html", {"uiterlijk": now, "nu": now})

    assert "app-termijn--laat" in late and "15 november" in late and "2 dagen te laat" in late
    assert "laat" not in done and "15 november" in done
    assert "app-termijn--vandaag" in due and "Vandaag" in due
