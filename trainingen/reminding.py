"""Which reminder is due? Pure questions about days, at ten o'clock by the clock on the wall."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from teams.clocks import at
from trainingen.validity import months_after

MAIL_AT = time(10, 0)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
LATEST_REFRESHER = timedelta(days=31)  # longer ago it is no refresher of that evening any more


@dataclass(frozen=True)
class Step:
    """One moment at which somebody is reminded."""

    naam: str
    dag: date

    @property
    def op(self) -> datetime:
        return at(self.dag, MAIL_AT)


def before_evening(dag) -> list[Step]:
    """A week before, and the day before."""
    return [Step("week", dag - WEEK), Step("dag", dag - DAY)]


def after_evening(dag) -> list[Step]:
    """The day after, and a week after, an evening of which the list is still open."""
    return [Step("dag", dag + DAY), Step("week", dag + WEEK)]


def before_point(voor) -> list[Step]:
    """A week before an action point must be done, and on the day."""
    return [Step("week", voor - WEEK), Step("dag", voor)]


def refreshers(dag, maanden) -> list[Step]:
    """So many months after an evening."""
    return [Step(str(n), months_after(dag, n)) for n in sorted(maanden)]


def refreshed_by(dag, maanden, today) -> list[int]:
    """After how many months a refresher of an evening has had its day."""
    return [int(step.naam) for step in refreshers(dag, maanden) if step.dag <= today]


def newest_due(steps, now, *, since=None) -> Step | None:
    """The last of these steps whose moment has come; None when what it is about is from after that moment.

    After an outage older steps are never told any more.
    """
    due = [step for step in steps if step.op <= now]
    if not due or (since and since > due[-1].op):
        return None
    return due[-1]
