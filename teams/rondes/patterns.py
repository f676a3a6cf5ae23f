"""On which days a weekly pattern makes a round: pure questions about one roster."""

from datetime import timedelta

from teams.clocks import Kalender, local_date
from teams.rondes.times import span

AHEAD = timedelta(weeks=6)
WEEK_DAYS = 7


def days_of(rooster, first, last, kalender: Kalender):
    """The days of this pattern from ``first`` up to and including ``last``; holidays only when it says so."""
    begin = rooster.van + timedelta(days=(rooster.weekdag - rooster.van.weekday()) % WEEK_DAYS)
    step = WEEK_DAYS * rooster.elke_weken
    last = min(last, rooster.tot) if rooster.tot else last
    missed = max(0, -((begin - first).days // step))
    day = begin + timedelta(days=missed * step)
    while day <= last:
        if day >= first and (rooster.ook_op_feestdagen or not kalender.is_closed_day(day)):
            yield day
        day += timedelta(days=step)


def rounds_ahead(rooster, now):
    """Day, begin and end of each round of the next six weeks that has not begun yet."""
    today = local_date(now)
    for day in days_of(rooster, today, today + AHEAD, Kalender.of(rooster.team.gemeente)):
        begin, einde = span(day, rooster.van_tijd, rooster.tot_tijd)
        if begin > now:
            yield day, begin, einde
