"""What the clock asks each minute about evaluations: what is due and was not done yet.

Every mail has a key of its own and every run is looked after on its own, so however often and by however many the
clock is rung, what is due happens once.
"""

from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.actions import beat
from evaluaties.actions.asking_again import remind_silent
from evaluaties.actions.closing import close_due
from evaluaties.actions.ending import begin_end_measurements
from evaluaties.actions.explaining import ask_why
from evaluaties.freezing import freeze_due
from evaluaties.startset import ensure_startset
from teams.clocks import at, local_date
from trainingen.reminding import MAIL_AT

CLOCK = "evaluaties"


def keep_startset(now):
    """The questionnaires that everybody begins with are there; this is no mail."""
    with web_transaction():
        ensure_startset(now)
    return 0


ALWAYS = [keep_startset, close_due, freeze_due]
FROM_TEN = [begin_end_measurements, remind_silent, ask_why]


def remind(now):
    """Each minute; gives how many things happened. When one part fails the others go on, and the clock is late."""
    parts = ALWAYS + (FROM_TEN if now >= at(local_date(now), MAIL_AT) else [])
    done = each_on_its_own(parts, lambda part: part(now), name=lambda part: part.__name__)
    with web_transaction():
        beat(CLOCK, now)
    return done
