"""What the clock asks beside watching over late rounds; each part asks the database what is due and was not told."""

from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from teams.rondes.actions.evening import tell_basisteam
from teams.rondes.actions.planning_reminders import remind_planning
from teams.rondes.actions.warning import remind_warnings


def remind(now):
    """Each minute, safety first; gives how many mails that queued."""
    return each_on_its_own((remind_warnings, tell_basisteam, remind_planning), lambda part: _as_web(part, now))


def _as_web(part, now):
    with web_transaction():
        return part(now)
