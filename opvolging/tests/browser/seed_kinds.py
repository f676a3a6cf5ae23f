"""Runs inside a stack: a coordinator who also sits at the meldpunt, with every kind up to the highest level."""

import json

from allauth.mfa.totp.internal.auth import TOTP

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from opvolging.tests.browser.seed import TOTP_SECRET
from teams.models import Gemeente
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory


def make_coordinator_at_the_desk(slug):
    """Print her address."""
    gemeente = Gemeente.objects.get(slug=slug)
    person = GebruikerFactory(naam="Fatma Rietveld", email=f"fatma@{slug}.example", met_wachtwoord=True)
    TOTP.activate(person, TOTP_SECRET)
    LidmaatschapFactory(team=gemeente.teams.get(), gebruiker=person, coordinator=True)
    AanstellingFactory(gebruiker=person, gemeente=gemeente, meldpunt=True)
    print(json.dumps(person.email))
