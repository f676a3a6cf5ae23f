"""Runs inside a stack: somebody who manages a gemeente."""

import json

from allauth.mfa.totp.internal.auth import TOTP

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from opvolging.tests.browser.seed import TOTP_SECRET
from teams.models import Gemeente
from teams.tests.factories import AanstellingFactory


def make_beheer(slug):
    """Print the address of somebody with a password and a second factor who manages this gemeente."""
    person = GebruikerFactory(naam="Latifa Haverdink", email=f"beheer@{slug}.example", met_wachtwoord=True)
    TOTP.activate(person, TOTP_SECRET)
    AanstellingFactory(gebruiker=person, gemeente=Gemeente.objects.get(slug=slug), beheer=True)
    print(json.dumps(person.email))
