"""Runs inside a stack: a member of the team without e-mail, and a partner that only rings."""

import json

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.models import Gemeente, Partner
from teams.tests.factories import LidmaatschapFactory, PartnerFactory


def make_member_without_mail(slug):
    """Print the name and the number of somebody who hears by telephone."""
    person = GebruikerFactory(naam="Truus Kamerling", zonder_mail=True, antwoord_via="telefoon")
    LidmaatschapFactory(team=Gemeente.objects.get(slug=slug).teams.get(), gebruiker=person)
    print(json.dumps({"naam": person.naam, "telefoon": person.telefoon}))


def make_partner_by_phone(slug):
    """Print the name of a partner for worries that gets no mail."""
    gemeente = Gemeente.objects.get(slug=slug)
    partner = PartnerFactory(gemeente=gemeente, naam="Wijkteam aan de lijn", weg=Partner.Weg.TELEFOON)
    print(json.dumps(partner.naam))
