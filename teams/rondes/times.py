"""From the clock on the wall to moments: a round of 23:30 to 1:00 ends the next day."""

from datetime import UTC, timedelta

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from teams.clocks import at

LONGEST = timedelta(hours=8)
DAY = timedelta(days=1)


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
