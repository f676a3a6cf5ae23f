"""Runs inside a stack: what a team waits for since days, and the end of a month that has not come yet."""

import json
from datetime import datetime, time, timedelta

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from meldingen.actions import take_up
from meldingen.models import Categorie
from meldingen.tests.factories import report
from opvolging.actions import write_team_messages
from opvolging.team_message import next_month
from teams.clocks import Kalender, at, local_date
from teams.models import Gemeente

WAITING_DAYS = 12


def make_waiting(slug):
    """Print the number of a street lamp that was reported and taken up twelve days ago, and of a worry beside it."""
    gemeente, then = Gemeente.objects.get(slug=slug), timezone.now() - timedelta(days=WAITING_DAYS)
    melder, handler = (Gebruiker.objects.with_email(f"{who}@{slug}.example") for who in ("melder", "mirthe"))
    numbers = {}
    for name, code in {"lamp": "OR01", "zorg": "NP02"}.items():
        categorie = Categorie.objects.get(gemeente=gemeente, code=code)
        melding = report(categorie=categorie, team=gemeente.teams.get(), melder=melder, now=then)
        numbers[name] = take_up(melding, actor=handler, now=then).nummer
    print(json.dumps(numbers))


def end_month(slug):
    """Print the month of today, after its message was written as on the first working day of the next one."""
    today = local_date(timezone.now())
    kalender = Kalender.of(Gemeente.objects.get(slug=slug))
    first_day = kalender.working_day_from(next_month(today.replace(day=1)))
    write_team_messages(at(first_day, time(9, 30)))
    print(json.dumps(f"{datetime(today.year, today.month, 1):%Y-%m}"))
