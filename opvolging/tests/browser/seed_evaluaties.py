"""Runs inside a stack: evenings of niet pluis that just ended, and every page of evaluations with something on it."""

import json
from datetime import timedelta

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from evaluaties.models import Inzending
from evaluaties.startset import ensure_startset
from evaluaties.tests.factories import held_evening
from evaluaties.tests.runs import addresses, make_runs
from opvolging.tests.browser.seed import make_colleague
from opvolging.tests.browser.seed_trainingen import pages_of
from teams.models import Gemeente
from trainingen.actions.startset import copy_startset
from trainingen.models import Module, Programma, Sessie
from trainingen.tests.evenings import make_evenings

A_MOMENT_AGO = timedelta(minutes=5)


def with_other_people():
    """People of earlier stories are there still: theirs are other addresses."""
    GebruikerFactory.reset_sequence(1000 + Gebruiker.objects.count(), force=True)


def evenings(slug, *people):
    """A programme with evenings for so many people each, that just ended; print who is who and the evenings."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    with_other_people()
    copy_startset(gemeente)
    ensure_startset(now)
    trainer = make_colleague(gemeente, "Trudy Rietveld", f"trainer@{slug}.example", trainer=True)
    beleid = make_colleague(gemeente, "Bert Duinker", f"beleid@{slug}.example", beleid=True)
    today = timezone.localdate(now)
    programma = Programma.objects.create(
        gemeente=gemeente, naam="Najaar", van=today - timedelta(days=60), tot=today + timedelta(days=60)
    )
    facts = {
        "module": Module.objects.get(gemeente=gemeente, code="NP"),
        "team": gemeente.teams.get(),
        "trainer": Gebruiker.objects.with_email(trainer),
        "programma": programma,
    }
    made = [held_evening(number, ended=now - A_MOMENT_AGO, **facts).pk for number in people]
    for pk in made:  # it ended just now, whatever the clock says
        Sessie.objects.filter(pk=pk).update(
            begin=now - timedelta(hours=2), einde=now - A_MOMENT_AGO, dag=timezone.localdate(now - timedelta(hours=2))
        )
    print(json.dumps({"trainer": trainer, "beleid": beleid, "avonden": made, "programma": programma.pk}))


def published(slug):
    """Print how many forms of this gemeente were published."""
    print(json.dumps(Inzending.objects.filter(versie__vragenlijst__code="NPE").count()))


def make_pages(slug):
    """Print per person the addresses of the pages of evaluations that he or she reads, each view once over all."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    with_other_people()
    copy_startset(gemeente)
    team = gemeente.teams.get()
    people = {
        "trainer": make_colleague(gemeente, "Trudy Rietveld", f"trainer@{slug}.example", trainer=True),
        "beleid": make_colleague(gemeente, "Bert Duinker", f"beleid@{slug}.example", beleid=True),
        "coordinator": f"coordinator@{slug}.example",
        "lid": f"melder@{slug}.example",
    }
    who = {rol: Gebruiker.objects.with_email(email) for rol, email in people.items()}
    words = lambda what: f"Onze {what.lower()}"  # noqa: E731
    things = make_evenings(team, who["lid"], who["coordinator"], who["trainer"], words, now=now)
    held = Sessie.objects.get(pk=things["sessie_gehouden"])
    things |= make_runs(
        team, who["lid"], who["coordinator"], who["trainer"], who["beleid"], words, sessie=held, now=now
    )
    seen, paths = set(), list(addresses(team, things))
    pages = {rol: list(pages_of(who.get(rol), paths, seen)) for rol in [*who, "niemand"]}
    print(json.dumps({"mensen": people, "paginas": pages}))
