"""Making the reports that wait: counts chapter by chapter, draws them in a process of its own, and keeps the paper.

Each step is a transaction of its own, so the page shows how far it is and nothing is held for long. Whoever rings the
clock may call this, at once and as often as they like: a report is taken by one.
"""

import logging
import time
from datetime import timedelta

from buurtpreventie.database import web_transaction
from buurtpreventie.documents.rendering import DrawingFailed, render_long_pdf
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.reporting import TurnLost, begin_step, keep_report, put_back, take_next
from evaluaties.documents import plan_of
from evaluaties.models import RapportStand

logger = logging.getLogger(__name__)
TEMPLATE = "documents/evaluatie_verslag.html"
DRAW_AND_KEEP = 2  # steps after the last chapter


def make_due(now):
    """Make what was asked for; gives how many reports are ready. One that fails waits for the next time."""
    since, ready, tried = time.monotonic(), 0, set()

    def clock():
        return now + timedelta(seconds=time.monotonic() - since)

    while True:
        with web_transaction():
            rapport = take_next(clock(), skip=tried)
        if rapport is None:
            return ready
        tried.add(rapport.pk)
        if rapport.stand == RapportStand.BEZIG:
            ready += _made(rapport, clock)


def _made(rapport, clock):
    """Make one report; whether it is ready. What goes wrong is a code, and holds up no other report."""
    try:
        _make(rapport, clock)
    except TurnLost:
        logger.info("Report %s went to another worker", rapport.pk)
    except RefusedAction:
        _put_back(rapport, "geen_pdf", clock)
    except DrawingFailed as failure:
        _put_back(rapport, failure.code, clock)
    except Exception as failure:  # whatever is wrong with this one, the next has nothing to do with it
        logger.exception("Report %s could not be made", rapport.pk)
        _put_back(rapport, type(failure).__name__[:80], clock)
    else:
        return True
    return False


def _make(rapport, clock):
    with web_transaction():
        plan = plan_of(rapport, clock())
    stappen = len(plan.hoofdstukken) + DRAW_AND_KEEP
    chapters = []
    for stap, hoofdstuk in enumerate(plan.hoofdstukken):
        _step(rapport, stap, stappen, clock)
        with web_transaction():
            chapters.append(hoofdstuk())
    _step(rapport, stappen - DRAW_AND_KEEP, stappen, clock)
    pdf = render_long_pdf(TEMPLATE, {"verslag": plan.verslag(chapters)})
    _step(rapport, stappen - 1, stappen, clock)
    with web_transaction():
        keep_report(rapport, pdf, peildatum=plan.peildatum, now=clock())


def _step(rapport, stap, stappen, clock):
    with web_transaction():
        begin_step(rapport, stap, stappen, now=clock())


def _put_back(rapport, code, clock):
    """Leave it to the next attempt, unless somebody else has it by now."""
    try:
        with web_transaction():
            put_back(rapport, code, now=clock())
    except TurnLost:
        logger.info("Report %s went to another worker", rapport.pk)
