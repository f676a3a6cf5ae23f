"""Runs inside a stack: a team that is out, a round of tomorrow, and what hangs on a round afterwards."""

import json
from datetime import time, timedelta

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from meldingen.models import Melding
from teams.models import Gemeente
from teams.rondes.actions import plan_ronde, start_ronde


def people(slug):
    return [Gebruiker.objects.with_email(f"{who}@{slug}.example") for who in ("melder", "coordinator")]


def walk_out(slug):
    """Print the id of the round on which the melder and the coordinator are out now."""
    team, now = Gemeente.objects.get(slug=slug).teams.get(), timezone.now()
    melder, coordinator = people(slug)
    ronde = start_ronde(
        team=team,
        deelnemers=[melder, coordinator],
        leider=coordinator,
        verwacht_einde=now + timedelta(hours=1),
        telefoon="06 24681012",
        actor=coordinator,
        now=now,
    )
    print(json.dumps(ronde.pk))


def plan_tomorrow(slug):
    """Print the id of a round of tomorrow evening."""
    team, now = Gemeente.objects.get(slug=slug).teams.get(), timezone.now()
    day = timezone.localdate() + timedelta(days=1)
    times = {"van_tijd": time(20), "tot_tijd": time(21, 30)}
    ronde = plan_ronde(team, datum=day, **times, actor=people(slug)[1], now=now)
    print(json.dumps(ronde.pk))


def rounds_of_meldingen(slug):
    """Print per kind the round that its melding hangs on."""
    rows = Melding.objects.filter(gemeente__slug=slug).values_list("categorie__soort", "ronde")
    print(json.dumps(dict(rows)))
