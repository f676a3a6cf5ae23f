"""Runs inside a stack: a team of four with a route, police on duty, and the evening that begins in ten minutes."""

import json
from datetime import timedelta

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from opvolging.tests.browser.seed import make_member
from opvolging.tests.browser.seed_op_straat import LEADS, police_of
from opvolging.tests.browser.seed_verslag import QUIET
from teams.models import Gemeente
from teams.rondes.actions import log_afterwards
from teams.rondes.tests.factories import RouteFactory


def make_evening(slug):
    """Print who is who beside the cast, and when the round of this evening begins and ends on the clock."""
    gemeente = Gemeente.objects.get(slug=slug)
    team, now = gemeente.teams.get(), timezone.now()
    people = {
        "piet": make_member(team, "Piet Ravensberg", f"piet@{slug}.example"),
        "wilma": make_member(team, "Wilma Stokvis", f"wilma@{slug}.example"),
        "politie": police_of(gemeente),
    }
    Gebruiker.objects.filter(email=people["wilma"]).update(telefoon=LEADS)
    route = RouteFactory(team=team, naam="Rond het park", straten=team.buurten.get().straten.order_by("naam"))
    walked_before(team, route, Gebruiker.objects.with_email(people["wilma"]), now - timedelta(days=7))
    begin = timezone.localtime(now + timedelta(minutes=10))
    times = {"weekdag": begin.weekday(), "dag": begin.date().isoformat(), "begin": f"{begin:%H:%M}"}
    print(json.dumps(people | times | {"einde": f"{begin + timedelta(hours=1):%H:%M}"}))


def walked_before(team, route, wie, begin):
    """A round of last week, so that the next report has a "previous time"."""
    einde = begin + timedelta(hours=1)
    log_afterwards(team, begin=begin, einde=einde, deelnemers=[wie], route=route, verslag=QUIET, actor=wie, now=einde)


def evening(slug):
    """Print how the round of this evening stands, who walked, and the meldingen that hang on it."""
    team = Gemeente.objects.get(slug=slug).teams.get()
    ronde = team.rondes.exclude(rooster=None).order_by("gepland_van").first()
    walked = ronde.deelnames.walked().order_by("gebruiker__naam").values_list("gebruiker__naam", flat=True)
    print(json.dumps([ronde.stand, list(walked), ronde.meldingen.count()]))
