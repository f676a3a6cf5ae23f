"""Thousands of reminders due at once, and a sweeper that is killed in the middle: none lost, none twice."""

import subprocess
import sys

import pytest
from django.conf import settings

from buurtpreventie.outbox.models import Bericht
from buurtpreventie.outbox.tests.bad_luck import alone, environment_of_test_database, eventually, held, kill
from opvolging.actions import sweep
from opvolging.models import Herinnering, Opvolging
from opvolging.tests import bench_herinneringen
from opvolging.tests.bench_herinneringen import DUE_AT, begin, twice_told

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

REMINDERS = 2_000


@pytest.fixture
def due(monkeypatch):
    """Two thousand asks over four hundred addresses in two gemeenten, each due for its first reminder."""
    monkeypatch.setattr(bench_herinneringen, "GEMEENTEN", 2)
    monkeypatch.setattr(bench_herinneringen, "PER_ADDRESS", 5)
    begin(REMINDERS)
    return Opvolging.objects.count()


@pytest.fixture
def sweeper():
    """A process of its own that sweeps, as a worker would."""
    command = [sys.executable, "-m", "opvolging.tests.bench_herinneringen", "sweep"]
    env = environment_of_test_database()
    with subprocess.Popen(
        command, env=env, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    ) as process:
        yield process
        process.kill()


def told():
    return Herinnering.objects.filter(stand="verstuurd").count()


def addresses():
    """How many people were asked."""
    return Opvolging.objects.values("contact__email").distinct().count()


def test_a_sweeper_killed_in_the_middle_beside_another_leaves_every_reminder_told_once(due, request):
    with held("opvolging_herinnering", "INSERT", "NEW.bron LIKE '%77'") as reached:
        sweeper = request.getfixturevalue("sweeper")
        reached()  # it wrote the mails of some addresses, and has not committed them
        sweep(DUE_AT)  # all others are told; what is in the hands of the first is left to it
        left = due - told()
        kill(sweeper)
    eventually(alone)
    assert 0 < left < due / 10

    sweep(DUE_AT)
    assert (told(), twice_told()) == (due, 0)
    assert Bericht.objects.filter(soort="herinnering").count() == addresses()
