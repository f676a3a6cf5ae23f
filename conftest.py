"""Set-up that every test shares; ``buurtpreventie/embedded/testenv.py`` sees to the environment."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Template


@pytest.fixture
def now():
    """An ordinary Tuesday morning: 17 November 2026, 10.00 uur."""
    return datetime(2026, 11, 17, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def drawn_plainly():
    """Pages are drawn as they are outside tests, where nobody keeps what they were made of: half the time."""
    watched, Template._render = Template._render, lambda template, context: template.nodelist.render(context)
    yield
    Template._render = watched
