"""Invented people for tests."""

import functools
from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.utils import timezone

from buurtpreventie.accounts.models import Apparaat, Browser, Gebruiker, Toestel

VOORNAMEN = [
    "Jolanda",
    "Teun",
    "Mirthe",
    "Bashir",
    "Hennie",
    "Ilse",
    "Karel",
    "Fatma",
    "Wout",
    "Greetje",
    "Sjoerd",
    "Amina",
    "Lieke",
    "Ruben",
]
ACHTERNAMEN = [
    "Veldkamp",
    "Hogenes",
    "Terpstra",
    "Oudenbrink",
    "Zwagerman",
    "Lindeboom",
    "Rietveld",
    "Kruisdal",
    "Papenhuis",
    "Noordzij",
    "Elzenga",
]
WACHTWOORD = "vier-blauwe-fietsen"
hashed = functools.cache(make_password)  # Argon2 is slow on purpose: each password once in a process


class GebruikerFactory(factory.django.DjangoModelFactory):
    """A person who may sign in with ``WACHTWOORD`` when ``met_wachtwoord=True``, and always by mailed code."""

    class Meta:
        model = Gebruiker
        skip_postgeneration_save = True

    class Params:
        zonder_mail = factory.Trait(email=None, antwoord_via="coordinator")
        platformbeheer = factory.Trait(is_staff=True, is_superuser=True)
        met_wachtwoord = False  # only those who need a password get one

    naam = factory.Sequence(
        lambda n: f"{VOORNAMEN[n % len(VOORNAMEN)]} {ACHTERNAMEN[n // len(VOORNAMEN) % len(ACHTERNAMEN)]}"
    )
    email = factory.Sequence(lambda n: f"persoon{n}@example.nl")
    telefoon = factory.Sequence(lambda n: f"06-55{n:06d}")

    password = factory.LazyAttribute(
        lambda person: hashed(WACHTWOORD) if person.met_wachtwoord else make_password(None)
    )

    @factory.post_generation
    def adres(self, create, extracted, **kwargs):
        """The address was proved by the invitation."""
        if create and self.email and extracted is not False:
            EmailAddress.objects.create(user=self, email=self.email, primary=True, verified=True)

    @factory.post_generation
    def tweede_factor(self, create, extracted, **kwargs):
        """Give the person a TOTP secret, so that the second-factor wall is behind him or her."""
        if create and extracted:
            Authenticator.objects.create(user=self, type=Authenticator.Type.TOTP, data={"secret": "test"})


class ApparaatFactory(factory.django.DjangoModelFactory):
    """A telephone on which somebody is signed in."""

    class Meta:
        model = Apparaat
        skip_postgeneration_save = True

    gebruiker = factory.SubFactory(GebruikerFactory)
    sessie = factory.Sequence(lambda n: f"sessie{n}")
    toestel, browser = Toestel.ANDROID, Browser.CHROME
    eerst_op = laatst_op = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def levend(self, create, extracted, **kwargs):
        """The session itself, which ends tomorrow."""
        if create:
            tomorrow = timezone.now() + timedelta(days=1)
            Session.objects.create(session_key=self.sessie, session_data="", expire_date=tomorrow)
