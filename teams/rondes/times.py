"""From the clock on the wall to moments: a round of 23:30 to 1:00 ends the next day."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from teams.clocks import at, local_date

LONGEST = timedelta(hours=8)
DAY = timedelta(days=1)
LONG_AGO = timedelta(days=366)


# --- planned ------------------------------------------------------------------------------------


def span(day, van_tijd, tot_tijd):
    """Begin and end of a round that begins on this day; RefusedAction when it takes no time or over eight hours.

    An end before the begin is after midnight. A time that is skipped when the clock goes forward is an hour later.
    """
    # in UTC: within one time zone Python subtracts what the clock says, not the hours between
    begin = at(day, van_tijd).astimezone(UTC)
    einde = at(day if tot_tijd > van_tijd else day + DAY, tot_tijd).astimezone(UTC)
    if van_tijd == tot_tijd:
        raise RefusedAction(_("De ronde begint en eindigt op dezelfde tijd. Kies een latere tijd bij Klaar om."))
    if einde <= begin:  # both in the night that has no such hour
        einde += timedelta(hours=1)
    if einde - begin > LONGEST:
        raise RefusedAction(_("Een ronde duurt hooguit 8 uur. Klopt de tijd bij Klaar om?"))
    return begin, einde


# --- under way and walked -----------------------------------------------------------------------


def first_after(moment, clock):
    """The first moment after this one at which the clock on the wall says so; in autumn an hour comes twice."""
    day = local_date(moment)
    found = [*on_the_wall(day, clock), *on_the_wall(day + DAY, clock)]
    return next(one for one in found if one > moment.astimezone(UTC))


def walked_span(day, van, tot, *, known=()):
    """Begin and end of a round that began on this day, or RefusedAction when it cannot have been so.

    An end before the begin is after midnight. ``known`` moments are kept to the second when their clock says the
    same; in the night that has an hour twice the end is the first that comes after the begin.
    """
    known = [moment.astimezone(UTC) for moment in known]
    begin = next((moment for moment in known if shows(moment, day, van)), None) or on_the_wall(day, van)[0]
    days = [day, day + DAY] if tot < van else [day]
    ends = [moment for one in days for moment in known if shows(moment, one, tot)]
    ends += [moment for one in days for moment in on_the_wall(one, tot)]
    einde = next((moment for moment in ends if moment > begin), begin)
    refuse_odd_span(begin, einde)
    return begin, einde


def refuse_odd_span(begin, einde):
    """RefusedAction when the end is not after the begin, or more than eight real hours after it."""
    begin, einde = begin.astimezone(UTC), einde.astimezone(UTC)  # two clocks of one zone would compare as they read
    if einde <= begin:
        raise RefusedAction(_("De ronde eindigt niet na het begin. Kijk of beide tijden kloppen."))
    if einde - begin > LONGEST:
        raise RefusedAction(_("Deze ronde zou langer dan 8 uur duren. Kijk of beide tijden kloppen."))


def refuse_odd_moment(begin, einde, now):
    """RefusedAction for a round that is not over, or that nobody remembers any more."""
    if begin > now:
        raise RefusedAction(_("Deze ronde is nog niet begonnen. Kies een tijd die voorbij is."))
    if einde > now:
        raise RefusedAction(_("De eindtijd is nog niet voorbij. Kies de tijd waarop iedereen thuis was."))
    if begin < now - LONG_AGO:
        raise RefusedAction(_("Deze ronde is langer dan een jaar geleden. Kijk of de datum klopt."))


# --- one clock on one day -----------------------------------------------------------------------


def on_the_wall(day, clock):
    """The moments at which a clock shows this: two in the hour that comes twice; a skipped time is an hour later."""
    naive = datetime.combine(day, clock)
    first, second = (timezone.make_aware(naive.replace(fold=fold)).astimezone(UTC) for fold in (0, 1))
    return [first, second] if first < second else [first]


def shows(moment, day, clock):
    """Whether the wall says this at that moment, to the minute."""
    local = timezone.localtime(moment) if moment else None
    return local is not None and (local.date(), local.hour, local.minute) == (day, clock.hour, clock.minute)
