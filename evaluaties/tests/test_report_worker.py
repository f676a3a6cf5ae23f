"""Workers that are killed, or come two at once: a report is made once, told once, and never half."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.reporting import LEASE, ask_report
from evaluaties.making import make_due
from evaluaties.models import Rapport
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory, TeamFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
PATIENCE = 60
MAKE = """
import sys
from datetime import datetime
import django
django.setup()
from evaluaties.making import make_due
make_due(datetime.fromisoformat(sys.argv[1]))
"""


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def rapport(now):
    """The year of a gemeente with a few teams, asked by beleid."""
    team = TeamFactory()
    TeamFactory.create_batch(3, gemeente=team.gemeente)
    beleid = AanstellingFactory(gemeente=team.gemeente, rol="beleid").gebruiker
    return ask_report(soort="jaar", gemeente=team.gemeente, jaar=now.year, actor=beleid, now=now)


@pytest.fixture
def start_worker():
    """Start a process of its own that makes what waits; ended with what it started when the test is over."""
    running = []

    def start(moment):
        command = [sys.executable, "-c", MAKE, moment.isoformat()]
        environment = os.environ | {"DATABASE_URL": url_of_test_database()}
        running.append(subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def url_of_test_database():
    address, _, rest = os.environ["DATABASE_URL"].partition("?")
    return f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{rest}"


def until(holds):
    """Wait for it, not for ever."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.02)


def test_two_workers_at_once_make_one_paper_and_send_one_mail(rapport, now):
    assert sorted(at_once(*[lambda: make_due(now)] * 2)) == [0, 1]
    rapport.refresh_from_db()
    assert (rapport.stand, rapport.pogingen) == ("klaar", 1)
    assert Bericht.objects.filter(bron=f"rapport:{rapport.pk}").count() == 1


def test_a_worker_that_is_killed_leaves_no_half_paper_and_the_next_one_makes_it(rapport, start_worker, now):
    worker = start_worker(now)
    until(lambda: Rapport.objects.filter(stand="bezig", stap__gte=1).exists() or worker.poll() is not None)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    rapport.refresh_from_db()
    assert (rapport.stand, rapport.pdf, rapport.pogingen) == ("bezig", None, 1)
    assert make_due(now + LEASE / 2) == 0
    assert make_due(now + LEASE + timedelta(minutes=1)) == 1
    rapport.refresh_from_db()
    assert (rapport.stand, rapport.pogingen, bytes(rapport.pdf[:5])) == ("klaar", 2, b"%PDF-")
    assert Bericht.objects.filter(bron=f"rapport:{rapport.pk}").count() == 1


def test_asked_by_ten_at_the_same_moment_is_one(rapport, now):
    facts = {"soort": "jaar", "gemeente": rapport.gemeente, "jaar": now.year - 1, "actor": rapport.gevraagd_door}
    found = at_once(*[lambda: ask_report(**facts, now=now)] * 10)
    assert len({one.pk for one in found}) == 1
    assert Rapport.objects.filter(jaar=now.year - 1).count() == 1
