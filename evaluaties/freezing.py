"""Closing quarters: figures are counted here and kept by the action, which knows no figures."""

from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from evaluaties.actions.freezing import keep_quarter
from evaluaties.figures.kwartalen import count_quarter, quarters_to_close
from opvolging.actions.melder_tokens import stamp_melders
from teams.clocks import local_date

AT_ONCE = 40  # per run of the clock: years of before are kept bit by bit


def freeze_due(now):
    """Keep every quarter that closed and was not kept yet, each on its own; gives how many."""
    with web_transaction():
        due = quarters_to_close(local_date(now))[:AT_ONCE]
    return each_on_its_own(due, lambda one: _freeze(*one, now), name=lambda one: f"Quarter {one[1]} of {one[0].pk}")


def _freeze(gemeente, periode, now):
    with web_transaction():
        stamp_melders(gemeente, periode)
        return keep_quarter(gemeente, periode, lambda: count_quarter(gemeente, periode, now), now=now)
