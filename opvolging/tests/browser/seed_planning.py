"""Runs inside a stack: two more members, so that somebody can drop out and somebody can stand in."""

import json

from opvolging.tests.browser.seed import make_member
from teams.models import Gemeente


def make_two(slug):
    """Print the addresses of two more members of the team."""
    team = Gemeente.objects.get(slug=slug).teams.get()
    names = {"tweede": "Amina Rietveld", "derde": "Sjoerd Kruisdal"}
    print(json.dumps([make_member(team, naam, f"{who}@{slug}.example") for who, naam in names.items()]))
