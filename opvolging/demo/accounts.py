"""The people of the demo that a visitor may be: fixed passwords, and second factors that the demo itself shows."""

import time
from dataclasses import dataclass

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.hashers import make_password

from buurtpreventie.accounts.models import Gebruiker
from teams.demo import make_person

WACHTWOORD = "vier-blauwe-fietsen"
PERIOD_SECONDS = 30
PLATFORM = "platform@example.nl"
# address -> what one sees first
ACCOUNTS = {
    "vrijwilliger@example.nl": "Buurtprevent",
    "coordinator@example.nl": "Coördinator van een team",
    "meldpunt@example.nl": "Meldpunt, alle meldingen",
    "meldpunt2@example.nl": "Meldpunt, een collega",
    "balie@example.nl": "Meldpunt, alleen straat en groen",
    "beheer@example.nl": "Beheer en beleid (twee rollen)",
    "beleid@example.nl": "Beleid",
    "politie@example.nl": "Politie in dienst",
    "piket@example.nl": "Piket van de gemeente",
    "toezicht@example.nl": "Toezicht op privacy",
    "trainer@example.nl": "Trainer, ook buurtprevent",
    "vrijwilliger-maassluis@example.nl": "Buurtprevent in een andere gemeente",
    "meldpunt-maassluis@example.nl": "Meldpunt van een andere gemeente",
    PLATFORM: "Platformbeheer",
}


@dataclass(frozen=True)
class Account:
    """One way in, as the demo shows it."""

    email: str
    rol: str
    code: str = ""


def open_accounts():
    """Give these people the known password, and everybody of staff among them a second factor."""
    platform = make_person("Platformbeheer", PLATFORM)
    Gebruiker.objects.filter(pk=platform.pk).update(is_staff=True, is_superuser=True)
    people = Gebruiker.objects.filter(email__in=ACCOUNTS)
    people.update(password=make_password(WACHTWOORD))
    for person in people.prefetch_related("aanstellingen"):
        if person.is_superuser or person.aanstellingen.all():
            TOTP.activate(person, generate_totp_secret())


def accounts():
    """The sign-ins in the order of the table, with the code that counts now for who needs one."""
    factors = Authenticator.objects.filter(user__email__in=ACCOUNTS, type=Authenticator.Type.TOTP)
    secrets = {factor.user.email: factor.data["secret"] for factor in factors.select_related("user")}
    return [Account(email, rol, code_now(secrets.get(email))) for email, rol in ACCOUNTS.items()]


def code_now(secret):
    """The six digits of this half minute; nothing for who signs in without."""
    if not secret:
        return ""
    counter = int(time.time()) // PERIOD_SECONDS
    return format_hotp_value(hotp_value(get_adapter().decrypt(secret), counter))
