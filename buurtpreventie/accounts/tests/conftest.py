"""What the tests of signing in share."""

import pytest
import time_machine
from django.core.cache import cache

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory


@pytest.fixture(autouse=True)
def limits(settings):
    """Limits of this test only: all tests come from one address."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(now):
    """Stands still until ``clock.shift``."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def vrijwilliger(db):
    """A buurtprevent with a password."""
    gebruiker = GebruikerFactory(naam="Mirthe Zwagerman", email="mirthe@example.nl", met_wachtwoord=True)
    LidmaatschapFactory(gebruiker=gebruiker)
    return gebruiker


@pytest.fixture
def medewerker(db):
    """Somebody of the meldpunt, with a second factor."""
    return AanstellingFactory(meldpunt=True).gebruiker


@pytest.fixture
def secret_of(db):
    """The secret in the newest mail of a kind: ``secret_of("code")``."""

    def read(name):
        return Bericht.objects.latest("pk").geheim[name]

    return read
