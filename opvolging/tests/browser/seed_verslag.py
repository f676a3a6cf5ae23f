"""Runs inside a stack: a round that Jolanda and the coordinator just walked, and the one before it."""

import json
from datetime import timedelta

from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from teams.models import Gemeente
from teams.rondes.actions import come_home, log_afterwards, start_ronde
from teams.rondes.models import Ronde, Verslag
from teams.rondes.tests.factories import RouteFactory

QUIET = {
    "wegen": ["achterpaden"],
    "lette_op": ["verlichting", "aed"],
    "opvallend": "nee",
    "gepraat": False,
    "kapot": False,
    "gebeld": False,
    "veilig": "ja",
}


def walked(slug):
    """Print the number of a round that is home and that nobody logged, on a route that the team walks more often."""
    team, now = Gemeente.objects.get(slug=slug).teams.get(), timezone.now()
    melder, coordinator = (Gebruiker.objects.with_email(f"{who}@{slug}.example") for who in ("melder", "coordinator"))
    route = RouteFactory(team=team, naam="Rond het park")
    RouteFactory(team=team, naam="Langs het kanaal")
    before = now - timedelta(days=7)
    log_afterwards(
        team,
        begin=before,
        einde=before + timedelta(hours=1),
        deelnemers=[melder],
        route=route,
        verslag=QUIET,
        actor=melder,
        now=now - timedelta(days=6),
    )
    ronde = start_ronde(
        team=team,
        deelnemers=[melder, coordinator],
        leider=coordinator,
        verwacht_einde=now,
        telefoon="06 24681012",
        gasten=[("boa", "")],
        route=route,
        actor=coordinator,
        now=now - timedelta(minutes=75),
    )
    print(json.dumps(come_home(ronde, actor=coordinator, now=now - timedelta(minutes=1)).pk))


def reports(slug):
    """Print what was written about the last round: stand, and per report who, striking and people spoken to."""
    ronde = Ronde.objects.filter(team__gemeente__slug=slug).latest("moment")
    rows = Verslag.objects.filter(ronde=ronde, klaar_op__isnull=False).order_by("pk")
    told = [[row.opvallend, row.veilig, sum(g.aantal for g in row.gesprekken.all())] for row in rows]
    print(json.dumps([ronde.stand, told]))
