"""Runs inside a stack: somebody who manages a gemeente."""

import json

from opvolging.tests.browser.seed import make_colleague
from teams.models import Gemeente


def make_beheer(slug):
    """Print the address of somebody who manages this gemeente."""
    gemeente = Gemeente.objects.get(slug=slug)
    print(json.dumps(make_colleague(gemeente, "Latifa Haverdink", f"beheer@{slug}.example", beheer=True)))
