"""The nights in which the clock changes: a reminder comes at nine on the wall, once (betrouwbaarheid, "Time")."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.outbox.models import Bericht
from opvolging.actions import sweep
from opvolging.tests.clocks import minute_by_minute

pytestmark = pytest.mark.django_db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("asked", "night", "monday"),
    [
        (datetime(2026, 3, 25, 10), datetime(2026, 3, 29), datetime(2026, 3, 30)),  # 2.00 becomes 3.00 uur
        (datetime(2026, 10, 21, 10), datetime(2026, 10, 25), datetime(2026, 10, 26)),  # 3.00 becomes 2.00 uur
    ],
)
def test_minute_by_minute_over_the_night_the_reminder_comes_at_nine_on_monday(wereld, asked, night, monday):
    ask = wereld.asked(0, now=asked.replace(tzinfo=AMSTERDAM))
    assert ask.uiterlijk == monday.date()
    sweep(asked.replace(day=asked.day + 2, hour=9, tzinfo=AMSTERDAM))  # the day before the term

    minute_by_minute(night.replace(hour=1, tzinfo=AMSTERDAM), night.replace(hour=5, tzinfo=AMSTERDAM))
    minute_by_minute(
        monday.replace(hour=8, minute=30, tzinfo=AMSTERDAM), monday.replace(hour=9, minute=30, tzinfo=AMSTERDAM)
    )

    rows = Bericht.objects.filter(soort="herinnering").order_by("pk")
    assert [f"{row.gemaakt_op.astimezone(AMSTERDAM):%a %H:%M}" for row in rows] == ["Fri 09:00", "Mon 09:00"]
