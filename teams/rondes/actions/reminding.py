"""What the clock asks beside watching over late rounds; each part asks the database what is due and was not told."""

from buurtpreventie.database import web_transaction
from teams.rondes.actions.evening import tell_basisteam
from teams.rondes.actions.planning_reminders import remind_planning
from teams.rondes.actions.rosters import plan_ahead
from teams.rondes.actions.warning import remind_warnings


def remind(now):
    """Each minute, safety first; gives how many mails that queued."""
    told = 0
    for part in (remind_warnings, tell_basisteam, remind_planning):
        with web_transaction():
            told += part(now)
    return told


def plan_the_weeks(now):
    """Each night: make the rounds of the rosters."""
    with web_transaction():
        return plan_ahead(now)
