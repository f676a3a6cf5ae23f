"""The clock of the reminders, from minute to minute."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from opvolging.actions import sweep
from teams.rondes.tests.threads import makes_a_mail

AMSTERDAM, UTC = ZoneInfo("Europe/Amsterdam"), ZoneInfo("UTC")
MINUTE, AT_ONCE = timedelta(minutes=1), timedelta(minutes=10)


def minute_by_minute(start, end):
    """A sweep at every real minute, both ends included.

    A sweep asks what is late by then. So where the last of ten minutes would tell nobody anything, the nine before it
    would not have either: they are passed by.
    """
    moment, end = start.astimezone(UTC), end.astimezone(UTC)
    while moment <= end:
        last = min(moment + AT_ONCE - MINUTE, end)
        if not makes_a_mail(lambda last=last: sweep(last.astimezone(AMSTERDAM))):
            moment = last
        while moment <= last:
            sweep(moment.astimezone(AMSTERDAM))
            moment += MINUTE
