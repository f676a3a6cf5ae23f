"""Invented places, teams, roles and partners for tests."""

from datetime import date, time

import factory

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams import models

SINDS = date(2024, 1, 1)
ALLE_SOORTEN = [soort.value for soort in models.Soort]


class RegioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Regio

    naam = factory.Sequence(lambda n: f"Regio Waterland-Oost {n}")


class GemeenteFactory(factory.django.DjangoModelFactory):
    """A gemeente whose meldpunt reads along from Monday to Friday, 8.30 to 17.00 uur."""

    class Meta:
        model = models.Gemeente
        skip_postgeneration_save = True

    naam = factory.Sequence(lambda n: f"Veldrecht {n}")
    slug = factory.Sequence(lambda n: f"veldrecht-{n}")
    telefoon = "14 0599"
    meldpunt_telefoon = "0599-123 456"
    meldpunt_email = factory.Sequence(lambda n: f"meldpunt{n}@example.nl")
    buiten_openingstijd_telefoon = "0599-654 321"
    contact_email = factory.Sequence(lambda n: f"teams{n}@example.nl")

    @factory.post_generation
    def openingstijden(self, create, extracted, **kwargs):
        """Pass ``openingstijden=False`` for a gemeente without any."""
        if create and extracted is not False:
            models.Openingstijd.objects.bulk_create(
                models.Openingstijd(gemeente=self, weekdag=dag, van=time(8, 30), tot=time(17, 0)) for dag in range(5)
            )


class WijkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Wijk

    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Wijk Zuiderhage {n}")


class BuurtFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Buurt

    gemeente = factory.SubFactory(GemeenteFactory)
    wijk = factory.SubFactory(WijkFactory, gemeente=factory.SelfAttribute("..gemeente"))
    naam = factory.Sequence(lambda n: f"Molenkwartier {n}")


class StraatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Straat

    buurt = factory.SubFactory(BuurtFactory)
    naam = factory.Sequence(lambda n: f"Elzenpad {n}")


class TeamFactory(factory.django.DjangoModelFactory):
    """A team with one buurt (``buurten=[…]`` for others)."""

    class Meta:
        model = models.Team
        skip_postgeneration_save = True

    class Params:
        alle_soorten = factory.Trait(soorten=ALLE_SOORTEN)

    gemeente = factory.SubFactory(GemeenteFactory)
    naam = factory.Sequence(lambda n: f"Team Molenkwartier {n}")

    @factory.post_generation
    def buurten(self, create, extracted, **kwargs):
        """The buurten that the team walks."""
        if create:
            self.buurten.set(extracted if extracted is not None else [BuurtFactory(gemeente=self.gemeente)])


class LidmaatschapFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Lidmaatschap

    class Params:
        coordinator = factory.Trait(rol="coordinator")
        plaatsvervanger = factory.Trait(rol="plaatsvervanger")

    team = factory.SubFactory(TeamFactory)
    gebruiker = factory.SubFactory(GebruikerFactory)
    rol = "lid"
    van = SINDS


class PartnerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Partner

    gemeente = factory.SubFactory(GemeenteFactory)
    soort = models.PartnerSoort.WIJKTEAM
    naam = factory.Sequence(lambda n: f"Wijkteam Zuiderhage {n}")
    telefoon = "0599-111 222"


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Contact

    partner = factory.SubFactory(PartnerFactory)
    naam = factory.Sequence(lambda n: f"Contactpersoon {n}")
    email = factory.Sequence(lambda n: f"contact{n}@example.org")
    telefoon = "06-55000111"


class AanstellingFactory(factory.django.DjangoModelFactory):
    """An appointment (``meldpunt=True``: all kinds up to V3) of somebody with a second factor."""

    class Meta:
        model = models.Aanstelling

    class Params:
        meldpunt = factory.Trait(rol="meldpunt", soorten=ALLE_SOORTEN, hoogste_niveau=models.Niveau.V3)
        beheer = factory.Trait(rol="beheer")
        beleid = factory.Trait(rol="beleid")
        trainer = factory.Trait(rol="trainer")
        politie_dienst = factory.Trait(rol="politie_dienst")
        piket = factory.Trait(rol="piket")
        toezicht = factory.Trait(rol="toezicht")
        opvolger = factory.Trait(rol="opvolger", gemeente=None, partner=factory.SubFactory(PartnerFactory))
        bij_regio = factory.Trait(rol="regio", gemeente=None, regio=factory.SubFactory(RegioFactory))

    gebruiker = factory.SubFactory(GebruikerFactory, tweede_factor=True)
    rol = "meldpunt"
    gemeente = factory.SubFactory(GemeenteFactory)
    van = SINDS
