"""Set-up that every test shares; ``buurtpreventie/embedded/testenv.py`` sees to the environment."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest


@pytest.fixture
def now():
    """An ordinary Tuesday morning: 17 November 2026, 10.00 uur."""
    return datetime(2026, 11, 17, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
