"""Trainings of the demo: the evenings of 2017, and a year of the main gemeente played through the real actions."""

from datetime import timedelta

from buurtpreventie.accounts.models import Gebruiker
from teams.demo import HOOFD
from teams.models import Team
from trainingen.demo.player import Cast, play
from trainingen.demo.stories import STORIES
from trainingen.proeftuin import load_proeftuin


def load_trainings(plekken, now):
    """What was published of 2017, then every story as far as ``now``."""
    load_proeftuin(now - timedelta(days=400))
    plek = plekken[HOOFD]
    cast = Cast(
        plek=plek,
        trainer=Gebruiker.objects.with_email("trainer@example.nl"),
        others=list(Team.objects.filter(gemeente=plek.gemeente).exclude(pk=plek.team.pk).order_by("pk")),
    )
    play([story(cast, now) for story in STORIES], now)
