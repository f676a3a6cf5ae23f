"""What the clock asks each minute about trainings: what is due and was not told yet.

Every mail has a key of its own, so it goes out once however often and by however many the clock is rung; every
evening, person and team is looked after on its own.
"""

from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.actions import beat
from teams.clocks import at, local_date
from trainingen.actions.planning import follow_merged_teams
from trainingen.actions.remind_certificates import remind_of_lapses, tell_who_leads
from trainingen.actions.remind_evenings import remind_of_evenings, remind_to_close
from trainingen.actions.remind_people import remind_of_points, send_refreshers
from trainingen.reminding import MAIL_AT

CLOCK = "trainingen"


ALWAYS = [follow_merged_teams, remind_of_evenings]  # what an outage held up goes out as soon as it is over
FROM_TEN = [remind_to_close, remind_of_points, send_refreshers, remind_of_lapses, tell_who_leads]


def remind(now):
    """Each minute; gives how many mails that queued.

    When one part fails the others go on, and the clock counts as stopped.
    """
    parts = ALWAYS + (FROM_TEN if now >= at(local_date(now), MAIL_AT) else [])
    told = each_on_its_own(parts, lambda part: part(now), name=lambda part: part.__name__)
    with web_transaction():
        beat(CLOCK, now)
    return told
