"""Set-up that every test shares; ``buurtpreventie/embedded/testenv.py`` sees to the environment."""

import gc
import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.template import Template
from django.utils import translation
from django.utils.translation import trans_real
from whitenoise.middleware import WhiteNoiseMiddleware

LOG_IS_NEVER_EMPTIED = "pgtrigger_never_emptied_ec5d2"
PARTS = ("nlds/", "delen/_", "django/forms/")  # templates of fields and small pieces


def pytest_collection_finish():
    """What is loaded stays; to look for what may go, again and again and through all of it, costs a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


@pytest.fixture
def now():
    """An ordinary Tuesday morning: 17 November 2026, 10.00 uur."""
    return datetime(2026, 11, 17, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The log refuses to be emptied, but after a test with transactions of its own every table is."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE audit_logregel DISABLE TRIGGER {LOG_IS_NEVER_EMPTIED}")
    connection.close()


@pytest.fixture(scope="session", autouse=True)
def only_pages_are_noted(django_test_environment):
    """What a page was made of is kept for tests to read; of the parts of a form nobody asks, and it costs half."""
    noted = Template._render

    def render(template, context):
        is_part = (template.name or "").startswith(PARTS)
        return template.nodelist.render(context) if is_part else noted(template, context)

    Template._render = render
    yield
    Template._render = noted


@pytest.fixture(scope="session", autouse=True)
def static_files_are_listed_once(django_test_environment):
    """Each client of a test builds the middleware anew: to read every static file again costs more than its page."""
    listed, read_all = {}, WhiteNoiseMiddleware.add_files_from_finders

    def add_files_from_finders(middleware):
        if not listed:
            read_all(middleware)
            listed.update(middleware.files)
        middleware.files.update(listed)

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders
    yield
    WhiteNoiseMiddleware.add_files_from_finders = read_all


@pytest.fixture(scope="session", autouse=True)
def sentences_are_looked_up_once(django_test_environment):
    """A form says dozens of sentences before anybody reads one, and to look each up anew is a tenth of a form.

    Nothing here is asynchronous: an ordinary variable of the thread knows as well which language is spoken.
    """
    trans_real._active, found, look_up = threading.local(), {}, translation._trans.gettext

    def gettext(message):
        language = getattr(trans_real._active, "value", None) or trans_real._default
        if language is None:
            return look_up(message)  # and from now on there is one
        key = language, type(message), message
        if key not in found:
            found[key] = look_up(message)
        return found[key]

    translation._trans.gettext = gettext
    yield
    translation._trans.gettext = look_up


@pytest.fixture
def drawn_plainly():
    """Pages are drawn as they are outside tests, where nobody keeps what they were made of: half the time."""
    watched, Template._render = Template._render, lambda template, context: template.nodelist.render(context)
    yield
    Template._render = watched
