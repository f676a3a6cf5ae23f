"""Runs inside a stack: a team of fourteen, a trainer, and the clock of trainings at another moment."""

import json
import re
from datetime import time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.outbox.delivery import deliver_due
from opvolging.tests.browser.seed import make_colleague, make_member
from teams.clocks import at, local_date
from teams.models import Gemeente
from trainingen.actions.reminding import remind
from trainingen.actions.startset import copy_startset
from trainingen.models import Bewijs, Sessie
from trainingen.tests.evenings import addresses, make_evenings
from trainingen.validity import months_after

NAMEN = ["Amina", "Bep", "Cor", "Dirk-Jan", "Els", "Fatma", "Greetje", "Huub", "Ilse", "Karel", "Naima"]
FILES = (".pdf", ".csv", ".ics")
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
AHEAD, AFTER_TEN = timedelta(days=9), time(10, 5)


def make_team(slug):
    """Print who is who beside the cast, and a day on which an evening can be planned."""
    gemeente = Gemeente.objects.get(slug=slug)
    copy_startset(gemeente)
    team = gemeente.teams.get()
    for naam in NAMEN:
        make_member(team, f"{naam} Kruisdal", f"{naam}@{slug}.example".lower())
    people = {
        "wilma": make_member(team, "Wilma Stokvis", f"wilma@{slug}.example"),
        "trainer": make_colleague(gemeente, "Trudy Rietveld", f"trainer@{slug}.example", trainer=True),
    }
    print(json.dumps(people | {"dag": (local_date(timezone.now()) + AHEAD).isoformat(), "leden": len(NAMEN)}))


def make_pages(slug):
    """Print per person the addresses of the pages of trainings that he or she reads, each view once over all."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    copy_startset(gemeente)
    team = gemeente.teams.get()
    people = {"trainer": make_colleague(gemeente, "Trudy Rietveld", f"trainer@{slug}.example", trainer=True)}
    people |= {"coordinator": f"coordinator@{slug}.example", "lid": f"melder@{slug}.example"}
    people["beheer"] = make_colleague(gemeente, "Bep Duinker", f"beheer@{slug}.example", beheer=True)
    people["beleid"] = make_colleague(gemeente, "Bert Duinker", f"beleid@{slug}.example", beleid=True)
    who = {rol: Gebruiker.objects.with_email(email) for rol, email in people.items()}
    words = lambda what: f"Onze {what.lower()}"  # noqa: E731
    things = make_evenings(team, who["lid"], who["coordinator"], who["trainer"], words, now=now)
    seen, paths = set(), list(addresses(team, things))
    pages = {rol: list(pages_of(who.get(rol), paths, seen)) for rol in [*who, "niemand"]}
    print(json.dumps({"mensen": people, "paginas": pages}))


def pages_of(person, paths, seen):
    """The pages that answer this person with something to read; one of each view and stand."""
    browser = Client(SERVER_NAME=urlsplit(settings.SITE_URL).hostname)
    if person:
        browser.force_login(person)
    for path in (path for path in paths if not path.endswith(FILES)):
        answer = browser.get(path)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        title = TITLE.search(answer.content.decode()) if is_page else None  # a part that refreshes has none
        if title and (key := (resolve(path).view_name, title[1])) not in seen:
            seen.add(key)
            yield path


def evening_of(slug):
    return Sessie.objects.with_opkomst().get(gemeente__slug=slug)


def days_before(slug, days):
    """Ring the clock of trainings some days before the evening, at five past ten, and let the mail go."""
    ring(at(evening_of(slug).dag - timedelta(days=days), AFTER_TEN))


def months_later(slug, months):
    """Ring the clock so many months after the evening."""
    ring(at(months_after(evening_of(slug).dag, months), AFTER_TEN))


def ring(moment):
    """Print how many mails that queued."""
    queued = remind(moment)
    deliver_due(clock=moment)
    print(json.dumps(queued))


def begin(slug):
    """The evening is today and began a moment ago; just after midnight it began at midnight."""
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    start = max(midnight, now - timedelta(minutes=20))
    end = start + timedelta(hours=3)
    Sessie.objects.filter(gemeente__slug=slug).update(dag=start.date(), begin=start, einde=end)
    print(json.dumps(f"/hier/{evening_of(slug).wand_geheim}/"))


def came_of_it(slug):
    """Print how many were there, and how many certificates stand."""
    evening = evening_of(slug)
    given = Bewijs.objects.standing().filter(inschrijving__sessie=evening)
    print(json.dumps([evening.opkomst, given.count()]))
