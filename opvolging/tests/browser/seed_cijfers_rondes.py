"""Runs inside a stack: weeks of rounds of one team, and somebody of beleid."""

import json
from datetime import time, timedelta

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from opvolging.tests.browser.seed import make_colleague
from teams.clocks import at, local_date
from teams.models import Gemeente, Straat
from teams.rondes.models import Gesprek
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory, VerslagFactory
from teams.tests.factories import BuurtFactory, TeamFactory

EVENING = time(20)
DAYS_AGO = (8, 9, 16, 30)


def make_rounds(slug):
    """Print the address of somebody of beleid; four rounds over the Elzenpad, one ahead, and a quiet team."""
    gemeente, today = Gemeente.objects.get(slug=slug), local_date(timezone.now())
    team = gemeente.teams.get()
    walkers = [Gebruiker.objects.with_email(f"{who}@{slug}.example") for who in ("melder", "coordinator")]
    elzenpad = Straat.objects.get(buurt__gemeente=gemeente, naam="Elzenpad")
    route = RouteFactory(team=team, naam="Rond het park", straten=[elzenpad])
    for days in DAYS_AGO:
        ronde = RondeFactory(
            team=team, afgerond=True, op=at(today - timedelta(days=days), EVENING), leider=walkers[0], route=route
        )
        for walker in walkers:
            DeelnameFactory(ronde=ronde, gebruiker=walker, liep_mee=True)
        report = VerslagFactory(ronde=ronde, gepraat=True, kapot=True, afval=2)
        Gesprek.objects.create(verslag=report, onderwerp="praatje", aantal=3)
    ahead = RondeFactory(team=team, op=at(today + timedelta(days=2), EVENING), route=route)
    DeelnameFactory(ronde=ahead, gebruiker=walkers[0])
    TeamFactory(gemeente=gemeente, naam="Team Dijkzicht", buurten=[BuurtFactory(gemeente=gemeente)])
    print(json.dumps(make_colleague(gemeente, "Wies Aarden", f"beleid@{slug}.example", beleid=True)))
