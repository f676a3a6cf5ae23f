"""When is somebody reminded, and when does a measurement begin? Pure questions about days."""

from datetime import date, timedelta

from trainingen.programmes import MEASURE_AFTER_MONTHS
from trainingen.validity import months_after

REMIND_AFTER = timedelta(days=10)
OPEN_DAYS = timedelta(days=28)  # an end measurement
LATEST_MONTHS = 3  # so long after its day a measurement still begins by itself
EXPECTED = 30  # percent of who was asked, unless somebody says otherwise (the pilot expected so, E202)


def reminder_day(gevraagd_op: date, sluit_dag: date) -> date | None:
    """Ten days after the asking, or half way when the run is shorter than that; None when there is no day between."""
    half = timedelta(days=(sluit_dag - gevraagd_op).days // 2)
    return gevraagd_op + min(REMIND_AFTER, half) if half.days > 0 else None


def measured_on(programma) -> date:
    """The day on which one asks what a programme did."""
    return months_after(programma.tot, MEASURE_AFTER_MONTHS)


def is_due(programma, today: date) -> bool:
    """Its day has come, not so long ago that the questions are about another time."""
    day = measured_on(programma)
    return day <= today < months_after(day, LATEST_MONTHS)
