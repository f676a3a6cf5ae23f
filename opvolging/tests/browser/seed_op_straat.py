"""Runs inside a stack: police on duty, and a team that is planned for now and goes out."""

import json
from datetime import timedelta

from django.utils import timezone

from buurtpreventie.accounts.actions import end_sessions
from buurtpreventie.accounts.models import Gebruiker
from opvolging.tests.browser.seed import make_colleague
from teams.models import Gemeente
from teams.rondes.actions import plan_ronde, start_ronde
from teams.rondes.models import Ronde

LEADS = "06 24681012"


def make_police(slug):
    """Print the address of somebody of the police on duty."""
    print(json.dumps(police_of(Gemeente.objects.get(slug=slug))))


def police_of(gemeente):
    return make_colleague(gemeente, "Sanne Wolters", f"politie@{gemeente.slug}.example", politie_dienst=True)


def plan_round(slug):
    """A round of the team that should have begun a moment ago."""
    team, now = Gemeente.objects.get(slug=slug).teams.get(), timezone.now()
    coordinator = Gebruiker.objects.with_email(f"coordinator@{slug}.example")
    begin = timezone.localtime(now + timedelta(minutes=5))
    times = {"van_tijd": begin.time(), "tot_tijd": (begin + timedelta(hours=1)).time()}
    ronde = plan_ronde(team, datum=begin.date(), **times, actor=coordinator, now=now)
    Ronde.objects.filter(pk=ronde.pk).update(gepland_van=now - timedelta(minutes=5))  # time passes


def walk_out(slug):
    """The team goes out with two people."""
    team, now = Gemeente.objects.get(slug=slug).teams.get(), timezone.now()
    melder, coordinator = (Gebruiker.objects.with_email(f"{who}@{slug}.example") for who in ("melder", "coordinator"))
    start_ronde(
        team=team,
        deelnemers=[melder, coordinator],
        leider=coordinator,
        verwacht_einde=now + timedelta(hours=1),
        telefoon=LEADS,
        ronde=Ronde.objects.get(team=team),
        actor=coordinator,
        now=now,
    )


def sign_out_everywhere(slug):
    """The sessions of the police end, as after half an hour without anybody there."""
    end_sessions(Gebruiker.objects.with_email(f"politie@{slug}.example"), actor=None, now=timezone.now())
