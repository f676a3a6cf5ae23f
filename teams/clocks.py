"""Dates and terms of one gemeente: pure functions over a passed-in ``now`` (ontwerp §5).

Dates are local (Europe/Amsterdam); moments are aware datetimes. Working days are Monday to Friday
without public holidays and the gemeente's own closing days.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays
from django.utils import timezone

SAME_DAY_BEFORE = time(15, 0)
QUIET_FROM, QUIET_UNTIL = time(21, 0), time(8, 0)


def local_date(now: datetime) -> date:
    return timezone.localtime(now).date()


def at(day: date, clock: time) -> datetime:
    """This wall-clock time on this day; a skipped hour moves forward."""
    return timezone.make_aware(datetime.combine(day, clock))


def daytime_from(now: datetime) -> datetime:
    """``now``, or eight o'clock when it is between 21:00 and 08:00: no mail to volunteers at night (E083)."""
    local = timezone.localtime(now)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return now
    day = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return at(day, QUIET_UNTIL)


@cache
def national_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("NL", years=year, language="nl").items())


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Days on which every gemeente is closed; Good Friday and 5 May are its own choice."""
    own_choice = {"Goede vrijdag", "Bevrijdingsdag"}
    return frozenset(day for day, naam in national_holidays(year).items() if naam not in own_choice)


@cache
def good_friday(year: int) -> date:
    return next(day for day, naam in national_holidays(year).items() if naam == "Eerste paasdag") - timedelta(days=2)


@dataclass(frozen=True)
class Kalender:
    """The working days and opening hours of one gemeente."""

    openingstijden: dict[int, tuple[time, time]] = field(default_factory=dict)  # weekday -> from, until
    gesloten: frozenset[date] = frozenset()
    bevrijdingsdag_vrij: bool = False
    goede_vrijdag_vrij: bool = False
    ook_in_weekend: bool = False  # a partner may be there on a Saturday; it makes no working day of it

    @classmethod
    def of(cls, gemeente):
        """The calendar of this gemeente, read once per instance (two queries)."""
        if not hasattr(gemeente, "_kalender"):
            gemeente._kalender = cls(
                openingstijden={o.weekdag: (o.van, o.tot) for o in gemeente.openingstijden.all()},
                gesloten=frozenset(d.datum for d in gemeente.sluitingsdagen.all()),
                bevrijdingsdag_vrij=gemeente.bevrijdingsdag_vrij,
                goede_vrijdag_vrij=gemeente.goede_vrijdag_vrij,
            )
        return gemeente._kalender

    def with_hours(self, tijden):
        """The same days with the hours of a partner: rows with ``weekdag``, ``van`` and ``tot``."""
        return replace(self, openingstijden={t.weekdag: (t.van, t.tot) for t in tijden}, ook_in_weekend=True)

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < 5 and not self.is_closed_day(day)

    def is_closed_day(self, day: date) -> bool:
        """A public holiday, or a day on which this gemeente is closed."""
        if day in self.gesloten or day in public_holidays(day.year):
            return True
        if self.bevrijdingsdag_vrij and (day.month, day.day) == (5, 5):
            return True
        return self.goede_vrijdag_vrij and day == good_friday(day.year)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after ``day`` (before it when n is negative); 0 is the day itself."""
        step = timedelta(days=1 if n > 0 else -1)
        left = abs(n)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_day_from(self, day: date) -> date:
        """This day when it is a working day, else the next one."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
        days = (start + timedelta(days=i) for i in range(1, (end - start).days + 1))
        return sum(self.is_working_day(day) for day in days)

    def term_date(self, received: datetime, werkdagen: int) -> date:
        """Last day of a term; term 0 is today when received before 15:00 on a working day, else the next."""
        local = timezone.localtime(received)
        if werkdagen:
            return self.add_working_days(local.date(), werkdagen)
        if self.is_working_day(local.date()) and local.time() < SAME_DAY_BEFORE:
            return local.date()
        return self.add_working_days(local.date(), 1)

    def hours_on(self, day: date):
        """Opening and closing moment on this day, or None when the meldpunt is closed all day."""
        may_open = not self.is_closed_day(day) if self.ook_in_weekend else self.is_working_day(day)
        if not may_open or day.weekday() not in self.openingstijden:
            return None
        opens, closes = self.openingstijden[day.weekday()]
        return at(day, opens), at(day, closes)

    def is_open(self, now: datetime) -> bool:
        hours = self.hours_on(local_date(now))
        return hours is not None and hours[0] <= now < hours[1]

    def next_opening(self, now: datetime) -> datetime | None:
        """When the meldpunt reads along: ``now`` while it is open; None without any opening hours."""
        for day in (local_date(now) + timedelta(days=i) for i in range(60)):
            hours = self.hours_on(day)
            if hours and now < hours[1]:
                return max(now, hours[0])
        return None

    def after_opening_hours(self, start: datetime, hours: int) -> datetime | None:
        """The moment at which this many opening hours have passed since ``start``."""
        left, moment = timedelta(hours=hours), start
        while (moment := self.next_opening(moment)) is not None:
            closes = self.hours_on(local_date(moment))[1]
            if moment + left <= closes:
                return moment + left
            left -= closes - moment
            moment = closes
        return None
