"""What ``script/bench jaarverslag`` measures: the year of a gemeente with 140 teams, and the pages while it is made.

A worker of its own makes the report, in this way of measuring as under Celery; the largest memory that it and the
process that draws ever took is asked of the system. The exit code is 1 when they took more than 300 MB together.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")
django.setup()

from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from buurtpreventie.accounts.models import Gebruiker  # noqa: E402
from evaluaties.actions.reporting import ask_report  # noqa: E402
from evaluaties.making import make_due  # noqa: E402
from evaluaties.models import Rapport  # noqa: E402
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, publish  # noqa: E402
from meldingen.tests.factories import CategorieFactory, report  # noqa: E402
from opvolging.tests.bench_rondes import fill, make_team, signed_in  # noqa: E402
from teams.models import Gemeente, Niveau  # noqa: E402
from teams.tests.factories import AanstellingFactory, GemeenteFactory  # noqa: E402
from trainingen.models import Module  # noqa: E402

TEAMS, ROUNDS, EVENINGS, PER_TEAM = 140, 20_000, 40, 3
MOST_MB, KILO = 300, 1024
DAY = timedelta(days=1)


def begin():
    """140 teams with ten members each, rounds of four years, evenings with forms, and meldingen of each team."""
    gemeente = GemeenteFactory(naam="Meetdorp", slug="meetdorp")
    AanstellingFactory(gemeente=gemeente, rol="beleid", gebruiker__tweede_factor=True, gebruiker__naam="Meter")
    teams = [make_team(gemeente, number) for number in range(TEAMS)]
    fill(ROUNDS)
    begin_meldingen(gemeente, teams)
    begin_evenings(gemeente, teams)


def begin_meldingen(gemeente, teams):
    """Open and confidential ones of each team, in this year."""
    now, kinds = (
        timezone.now() - DAY,
        [CategorieFactory(gemeente=gemeente, buiten=True), CategorieFactory(gemeente=gemeente)],
    )
    for number, team in enumerate(teams):
        for n in range(PER_TEAM):
            kind = kinds[n % 2]
            levels = {"categorie": kind, "niveau": Niveau(kind.vertrouwelijkheid)}
            report(team=team, gemeente=gemeente, now=now - DAY * ((number + n * 50) % 300), **levels)


def begin_evenings(gemeente, teams):
    """Of one module, each with twelve people and eight forms."""
    module = None
    for number in range(EVENINGS):
        ended = timezone.now() - DAY * (1 + number * 7)
        known = {"module": module} if module else {"gemeente": gemeente}
        evening = held_evening(12, ended=ended, team=teams[number], **known)
        module = Module.objects.get(pk=evening.module_id)
        publish(AfnameFactory(sessie=evening), [NPE_ANSWERS] * 8)


def measure():
    """Ask for the year, let a worker make it, and ask for pages until it is ready."""
    now, beleid = timezone.now(), Gebruiker.objects.get(naam="Meter")
    gemeente = Gemeente.objects.get(slug="meetdorp")
    rapport = ask_report(soort="jaar", gemeente=gemeente, jaar=now.year, actor=beleid, now=now)
    client = signed_in(beleid)
    pages = [reverse("evaluaties:rapporten"), reverse("evaluaties:rapport", args=[rapport.pk])]
    asked(client, pages[0])
    worker = subprocess.Popen([sys.executable, "-m", __spec__.name, "work"], stdout=subprocess.PIPE, text=True)
    took, steps = [], set()
    while worker.poll() is None:
        took += [asked(client, page) for page in pages]
        steps.add(Rapport.objects.values_list("stap", "stappen").get(pk=rapport.pk))
        time.sleep(0.05)
    told = json.loads(worker.stdout.read())
    rapport.refresh_from_db()
    say(f"report over {TEAMS} teams: {rapport.stand}, {rapport.bytes or 0:,} bytes, {told['seconds']:.1f} s")
    say(f"largest memory: worker {told['worker']} MB, drawing {told['drawing']} MB (together at most {MOST_MB} MB)")
    say(f"progress seen on the page: {len(steps)} different steps")
    say(f"pages meanwhile: {len(took)}, median {in_ms(statistics.median(took))}, slowest {in_ms(max(took))}")
    return int(rapport.stand != "klaar" or told["worker"] + told["drawing"] > MOST_MB)


def work():
    """What a worker does, and what it took."""
    begun = time.monotonic()
    make_due(timezone.now())
    memory = {
        name: resource.getrusage(who).ru_maxrss // KILO
        for name, who in (("worker", resource.RUSAGE_SELF), ("drawing", resource.RUSAGE_CHILDREN))
    }
    say(json.dumps(memory | {"seconds": time.monotonic() - begun}))


def asked(client, page):
    """Seconds of one request."""
    begun = time.perf_counter()
    response = client.get(page)
    took = time.perf_counter() - begun
    assert response.status_code == 200, (page, response.status_code)
    return took


def in_ms(seconds):
    return f"{seconds * 1000:.0f} ms"


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit({"begin": begin, "measure": measure, "work": work}[sys.argv[1]]())
