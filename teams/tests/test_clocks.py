"""Working days, terms and opening hours around every edge of the Dutch calendar (ontwerp 5)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from teams.clocks import Kalender, at, daytime_from, good_friday, local_date
from teams.models import PartnerTijd
from teams.tests.factories import GemeenteFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KANTOOR = {day: (time(8, 30), time(17, 0)) for day in range(5)}
GEWOON = Kalender(KANTOOR)


def moment(text):
    """ "2026-11-17 10:00" on the clocks of Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-17", True),  # Tuesday
        ("2026-11-21", False),  # Saturday
        ("2026-11-22", False),  # Sunday
        ("2026-01-01", False),  # New Year's Day
        ("2026-04-03", True),  # Good Friday: only where the gemeente says so
        ("2026-04-06", False),  # Easter Monday
        ("2026-04-27", False),  # King's Day
        ("2025-04-26", False),  # King's Day on the Saturday, for the 27th is a Sunday
        ("2025-04-28", True),  # and the Monday after it is an ordinary day
        ("2026-05-05", True),  # 5 May: only where the gemeente says so
        ("2025-05-05", True),  # also in a lustrum year
        ("2026-05-14", False),  # Ascension Day
        ("2026-05-25", False),  # Whit Monday
        ("2026-12-25", False),
        ("2026-12-26", False),
        ("2026-12-24", True),
        ("2026-12-31", True),
    ],
)
def test_dutch_public_holidays_and_weekends_are_no_working_days(day, works):
    assert GEWOON.is_working_day(date.fromisoformat(day)) is works


def test_good_friday_and_5_may_are_free_where_the_gemeente_says_so():
    vrij = Kalender(KANTOOR, bevrijdingsdag_vrij=True, goede_vrijdag_vrij=True)
    days = [date(2026, 4, 3), date(2027, 3, 26), date(2026, 5, 5), date(2027, 5, 5)]

    assert [vrij.is_working_day(day) for day in days] == [False] * 4
    assert [good_friday(2026), good_friday(2027)] == [date(2026, 4, 3), date(2027, 3, 26)]


def test_the_own_closing_days_are_no_working_days():
    dicht = Kalender(KANTOOR, gesloten=frozenset({date(2026, 5, 15)}))
    assert not dicht.is_working_day(date(2026, 5, 15))
    assert dicht.add_working_days(date(2026, 5, 13), 1) == date(2026, 5, 18)


def test_counting_over_easter():
    assert GEWOON.add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 3)
    assert GEWOON.add_working_days(date(2026, 4, 2), 2) == date(2026, 4, 7)
    assert GEWOON.add_working_days(date(2026, 4, 7), -2) == date(2026, 4, 2)
    assert GEWOON.working_days_between(date(2026, 4, 2), date(2026, 4, 7)) == 2


def test_no_working_days_is_the_day_itself_even_on_a_sunday():
    assert GEWOON.add_working_days(date(2026, 11, 22), 0) == date(2026, 11, 22)
    assert GEWOON.working_day_from(date(2026, 11, 22)) == date(2026, 11, 23)
    assert GEWOON.working_day_from(date(2026, 11, 23)) == date(2026, 11, 23)


def test_days_between_are_none_when_the_end_is_not_later():
    assert GEWOON.working_days_between(date(2026, 11, 17), date(2026, 11, 17)) == 0
    assert GEWOON.working_days_between(date(2026, 11, 18), date(2026, 11, 17)) == 0


@given(st.dates(date(2024, 1, 1), date(2034, 1, 1)), st.integers(1, 60))
def test_counting_forward_and_back_agree(day, n):
    later = GEWOON.add_working_days(day, n)

    assert GEWOON.is_working_day(later)
    assert GEWOON.working_days_between(day, later) == n


@pytest.mark.parametrize(
    ("received", "werkdagen", "last"),
    [
        ("2026-11-17 10:00", 3, "2026-11-20"),
        ("2026-11-17 23:59", 3, "2026-11-20"),
        ("2026-11-20 10:00", 1, "2026-11-23"),
        ("2026-11-21 10:00", 1, "2026-11-23"),  # received on a Saturday: Monday is the first day
        ("2026-11-17 14:59", 0, "2026-11-17"),
        ("2026-11-17 15:00", 0, "2026-11-18"),
        ("2026-11-20 15:00", 0, "2026-11-23"),
        ("2026-11-21 09:00", 0, "2026-11-23"),
        ("2026-04-02 16:00", 0, "2026-04-03"),
        ("2026-04-05 09:00", 0, "2026-04-07"),  # Easter Sunday
    ],
)
def test_the_last_day_of_a_term(received, werkdagen, last):
    assert GEWOON.term_date(moment(received), werkdagen) == date.fromisoformat(last)


def test_a_term_counts_from_the_local_day_not_from_that_of_utc():
    just_after_midnight = datetime(2026, 11, 16, 23, 30, tzinfo=ZoneInfo("UTC"))  # Tuesday 0.30 in Amsterdam

    assert local_date(just_after_midnight) == date(2026, 11, 17)
    assert GEWOON.term_date(just_after_midnight, 1) == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("now", "is_open", "next_opening"),
    [
        ("2026-11-17 08:29", False, "2026-11-17 08:30"),
        ("2026-11-17 08:30", True, "2026-11-17 08:30"),
        ("2026-11-17 16:59", True, "2026-11-17 16:59"),
        ("2026-11-17 17:00", False, "2026-11-18 08:30"),
        ("2026-11-20 17:00", False, "2026-11-23 08:30"),
        ("2026-04-02 18:00", False, "2026-04-03 08:30"),
        ("2026-04-03 18:00", False, "2026-04-07 08:30"),
    ],
)
def test_opening_hours(now, is_open, next_opening):
    assert GEWOON.is_open(moment(now)) is is_open
    assert GEWOON.next_opening(moment(now)) == moment(next_opening)


def test_a_meldpunt_without_opening_hours_never_opens(now):
    nooit = Kalender()

    assert not nooit.is_open(now)
    assert nooit.next_opening(now) is None
    assert nooit.after_opening_hours(now, 1) is None


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-17 09:00", 1, "2026-11-17 10:00"),
        ("2026-11-17 16:30", 1, "2026-11-18 09:00"),
        ("2026-11-17 16:00", 1, "2026-11-17 17:00"),
        ("2026-11-20 16:30", 2, "2026-11-23 10:00"),
        ("2026-11-17 03:00", 2, "2026-11-17 10:30"),
        ("2026-11-17 08:30", 17, "2026-11-18 17:00"),
        ("2026-03-27 16:30", 1, "2026-03-30 09:00"),  # the clock goes forward in between
        ("2026-10-23 16:30", 1, "2026-10-26 09:00"),  # and back
    ],
)
def test_opening_hours_that_pass(start, hours, end):
    assert GEWOON.after_opening_hours(moment(start), hours) == moment(end)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_opening_hours_on_a_night_when_the_clock_changes_are_those_on_the_wall(day):
    altijd = Kalender({weekday: (time(0, 0), time(23, 59)) for weekday in range(7)})
    nacht = Kalender({weekday: (time(8, 30), time(17, 0)) for weekday in range(7)})

    assert nacht.hours_on(day) is None  # it is a Sunday
    assert altijd.is_open(at(day - timedelta(days=2), time(12, 0)))
    assert at(day, time(8, 30)).utcoffset() != at(day - timedelta(days=1), time(8, 30)).utcoffset()
    assert [m.astimezone(AMSTERDAM).time() for m in (at(day, time(8, 30)), at(day, time(17, 0)))] == [
        time(8, 30),
        time(17, 0),
    ]


def test_a_partner_may_be_there_on_a_saturday_which_makes_no_working_day_of_it():
    kerst = date(2026, 12, 26)  # a Saturday, and a public holiday
    partner = GEWOON.with_hours([PartnerTijd(weekdag=5, van=time(10, 0), tot=time(14, 0))])

    assert partner.is_open(moment("2026-11-21 11:00")) and not partner.is_open(moment("2026-11-20 11:00"))
    assert partner.next_opening(moment("2026-11-16 09:00")) == moment("2026-11-21 10:00")
    assert partner.hours_on(kerst) is None
    assert not partner.is_working_day(date(2026, 11, 21))
    assert GEWOON.with_hours([]).next_opening(moment("2026-11-16 09:00")) is None


def test_a_skipped_hour_moves_forward():
    skipped = at(date(2026, 3, 29), time(2, 30))

    assert skipped.astimezone(ZoneInfo("UTC")).astimezone(AMSTERDAM).time() == time(3, 30)


@pytest.mark.parametrize(
    ("now", "mail_at"),
    [
        ("2026-11-17 08:00", "2026-11-17 08:00"),
        ("2026-11-17 20:59", "2026-11-17 20:59"),
        ("2026-11-17 21:00", "2026-11-18 08:00"),
        ("2026-11-17 23:30", "2026-11-18 08:00"),
        ("2026-11-18 00:10", "2026-11-18 08:00"),
        ("2026-11-18 07:59", "2026-11-18 08:00"),
        ("2026-03-28 23:00", "2026-03-29 08:00"),
        ("2026-10-24 23:00", "2026-10-25 08:00"),
        ("2026-03-29 03:30", "2026-03-29 08:00"),
        ("2026-12-31 22:00", "2027-01-01 08:00"),
    ],
)
def test_no_mail_to_volunteers_at_night(now, mail_at):
    assert daytime_from(moment(now)) == moment(mail_at)


def test_daytime_is_told_in_amsterdam():
    assert daytime_from(datetime(2026, 11, 17, 20, 30, tzinfo=ZoneInfo("UTC"))) == moment("2026-11-18 08:00")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(ZoneInfo("UTC"))))
def test_mail_waits_less_than_twelve_hours_and_never_goes_back(now):
    assert now <= daytime_from(now) <= now + timedelta(hours=12)
    assert 8 <= daytime_from(now).astimezone(AMSTERDAM).hour < 21


@pytest.mark.django_db
def test_a_calendar_is_read_once_and_a_weekday_has_one_opening(django_assert_num_queries):
    gemeente = GemeenteFactory(bevrijdingsdag_vrij=True)
    gemeente.sluitingsdagen.create(datum=date(2026, 5, 15), naam="Dag na Hemelvaart")
    with django_assert_num_queries(2):
        kalender = Kalender.of(gemeente)
        assert Kalender.of(gemeente) is kalender

    assert kalender == Kalender(KANTOOR, frozenset({date(2026, 5, 15)}), bevrijdingsdag_vrij=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        gemeente.openingstijden.create(weekdag=1, van=time(18, 0), tot=time(20, 0))
