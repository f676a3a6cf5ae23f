"""Runs inside a stack: a case on the desk of one colleague, and the day on which it wakes."""

import json

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from meldingen.actions import take_up
from meldingen.models import Categorie, Melding
from meldingen.tests.factories import report
from opvolging.actions.watching import wake_up_watched
from opvolging.tests.browser.seed import WAARNEMING
from teams.clocks import local_date
from teams.models import Gemeente

CODES = {"openbare_ruimte": "OR01", "niet_pluis": "NP02"}


def make_case(slug, soort):
    """Print the number of a new melding of this kind that the meldpunt picked up."""
    gemeente, now = Gemeente.objects.get(slug=slug), timezone.now()
    melding = report(
        categorie=Categorie.objects.get(gemeente=gemeente, code=CODES[soort]),
        team=gemeente.teams.get(),
        melder=Gebruiker.objects.with_email(f"melder@{slug}.example"),
        now=now,
        inhoud={"waarneming": WAARNEMING[soort]},
    )
    take_up(melding, actor=Gebruiker.objects.with_email(f"mirthe@{slug}.example"), now=now)
    print(json.dumps(melding.nummer))


def let_its_day_come(nummer):
    """Move the day on which this case wakes to today, and do what the sweep does then."""
    now = timezone.now()
    Melding.objects.filter(nummer=nummer).update(aanzien_tot=local_date(now))
    woken = wake_up_watched(Melding.objects.get(nummer=nummer).gemeente, now)
    print(json.dumps(woken))
