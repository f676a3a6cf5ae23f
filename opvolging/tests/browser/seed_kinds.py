"""Runs inside a stack: a coordinator who also sits at the meldpunt, with every kind up to the highest level."""

import json

from buurtpreventie.accounts.models import Gebruiker
from opvolging.tests.browser.seed import make_colleague
from teams.models import Gemeente
from teams.tests.factories import LidmaatschapFactory


def make_coordinator_at_the_desk(slug):
    """Print her address."""
    gemeente = Gemeente.objects.get(slug=slug)
    email = make_colleague(gemeente, "Fatma Rietveld", f"fatma@{slug}.example")
    LidmaatschapFactory(team=gemeente.teams.get(), gebruiker=Gebruiker.objects.with_email(email), coordinator=True)
    print(json.dumps(email))
