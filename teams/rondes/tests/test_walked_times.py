"""From clocks on the wall to real moments: after midnight, and in the two nights in which the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from buurtpreventie.errors import RefusedAction
from teams.rondes.times import LONGEST, walked_span

HERE = ZoneInfo("Europe/Amsterdam")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)
EVENING = date(2026, 11, 20)
minutes = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))


def hours(day, van, tot, **known):
    begin, einde = walked_span(day, time.fromisoformat(van), time.fromisoformat(tot), **known)
    return (einde - begin) / timedelta(hours=1)


@pytest.mark.parametrize(
    "day, van, tot, duration",
    [
        (EVENING, "20:00", "21:30", 1.5),
        (EVENING, "23:30", "01:00", 1.5),
        (EVENING, "00:10", "01:10", 1),
        (SPRING - timedelta(days=1), "23:00", "04:00", 4),  # the clock skips an hour
        (SPRING, "01:30", "03:30", 1),
        (SPRING, "01:30", "02:30", 1),  # no such time: an hour later
        (AUTUMN - timedelta(days=1), "23:00", "04:00", 6),  # the clock repeats an hour
        (AUTUMN, "01:30", "02:30", 1),
        (AUTUMN, "02:50", "02:10", 1 / 3),  # the second 2:10
        (AUTUMN, "02:30", "02:30", 1),
    ],
)
def test_the_duration_is_real_time(day, van, tot, duration):
    assert hours(day, van, tot) == pytest.approx(duration)


@pytest.mark.parametrize(
    "van, tot, sentence",
    [("20:00", "20:00", "eindigt niet na het begin"), ("20:00", "19:30", "8 uur"), ("08:00", "16:01", "8 uur")],
)
def test_what_takes_no_time_or_all_night_is_refused(van, tot, sentence):
    with pytest.raises(RefusedAction, match=sentence):
        hours(EVENING, van, tot)


def test_a_moment_that_was_known_stays_what_it_was():
    """The round began at the second 2:30 of the night; nobody moves it an hour by saving the page."""
    begin = datetime(2026, 10, 25, 2, 30, 17, fold=1, tzinfo=HERE).astimezone(UTC)
    einde = begin + timedelta(minutes=45, seconds=5)
    assert walked_span(AUTUMN, time(2, 30), time(3, 15), known=[begin, einde]) == (begin, einde)


@given(
    st.sampled_from([SPRING - timedelta(days=1), SPRING, AUTUMN - timedelta(days=1), AUTUMN, EVENING]), minutes, minutes
)
def test_what_is_accepted_is_a_round_that_can_have_been(day, van, tot):
    try:
        begin, einde = walked_span(day, van, tot)
    except RefusedAction:
        return
    assert begin < einde <= begin + LONGEST
    assert timezone.localtime(begin).date() == day


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)), st.integers(1, 480), st.integers(0, 1))
def test_a_round_of_the_page_comes_back_as_it_was(wall, length, fold):
    begin = wall.replace(tzinfo=HERE, fold=fold).astimezone(UTC)
    einde = begin + timedelta(minutes=length)
    day, van, tot = timezone.localtime(begin).date(), timezone.localtime(begin).time(), timezone.localtime(einde).time()
    try:
        assert walked_span(day, van, tot, known=[begin, einde]) == (begin, einde)
    except RefusedAction as refusal:  # both show the same clock: only in the hour that comes twice
        assert (van.hour, van.minute) == (tot.hour, tot.minute), refusal
