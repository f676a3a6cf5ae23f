"""Rounds for tests; the defaults are a round of tomorrow evening that one may still sign up for."""

from datetime import timedelta

import factory
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.rondes import models
from teams.tests.factories import LidmaatschapFactory, StraatFactory, TeamFactory

LANG = timedelta(minutes=90)


class RouteFactory(factory.django.DjangoModelFactory):
    """A route of two streets in the first buurt of the team (``straten=[…]`` for others)."""

    class Meta:
        model = models.Route
        skip_postgeneration_save = True

    team = factory.SubFactory(TeamFactory)
    naam = factory.Sequence(lambda n: f"Rond het park {n}")

    @factory.post_generation
    def straten(self, create, extracted, **kwargs):
        """The streets in the order of walking."""
        if not create:
            return
        buurt = self.team.buurten.first()
        streets = extracted if extracted is not None else StraatFactory.create_batch(2, buurt=buurt)
        for volgorde, straat in enumerate(streets):
            models.RouteStraat.objects.create(route=self, straat=straat, volgorde=volgorde)


class RoosterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Rooster

    team = factory.SubFactory(TeamFactory)
    weekdag = 4
    van_tijd = "20:00"
    tot_tijd = "21:30"
    van = factory.LazyFunction(timezone.localdate)
    gemaakt_door = factory.SubFactory(GebruikerFactory)


class RondeFactory(factory.django.DjangoModelFactory):
    """A planned round; traits: ``bezig``, ``thuis``, ``afgerond``, ``niet_afgesloten``, ``vervallen``.

    ``op`` is when it begins; a round that was walked took ninety minutes.
    """

    class Meta:
        model = models.Ronde

    class Params:
        op = factory.LazyFunction(lambda: timezone.now().replace(second=0, microsecond=0) + timedelta(days=1))
        walked = factory.Trait(
            begin=factory.SelfAttribute("op"),
            verwacht_einde=factory.LazyAttribute(lambda ronde: ronde.op + LANG),
            leider=factory.LazyAttribute(lambda ronde: LidmaatschapFactory(team=ronde.team).gebruiker),
        )
        ended = factory.Trait(walked=True, einde=factory.LazyAttribute(lambda ronde: ronde.op + LANG))
        bezig = factory.Trait(walked=True, stand="bezig", telefoon="06-12345678")
        thuis = factory.Trait(ended=True, stand="thuis")
        niet_afgesloten = factory.Trait(ended=True, stand="niet_afgesloten")
        afgerond = factory.Trait(
            ended=True,
            stand="afgerond",
            route=factory.LazyAttribute(lambda ronde: RouteFactory(team=ronde.team)),
            afgerond_op=factory.LazyAttribute(lambda ronde: ronde.op + LANG + timedelta(minutes=5)),
        )
        vervallen = factory.Trait(stand="vervallen", vervallen_reden="weer")

    team = factory.SubFactory(TeamFactory)
    gepland_van = factory.SelfAttribute("op")
    gepland_tot = factory.LazyAttribute(lambda ronde: ronde.op + LANG)
    aangemaakt_op = factory.LazyAttribute(lambda ronde: ronde.op - timedelta(days=7))


class DeelnameFactory(factory.django.DjangoModelFactory):
    """Somebody of the team who signed up; ``liep_mee=True``: walked from begin to end of the round."""

    class Meta:
        model = models.Deelname

    class Params:
        liep_mee = factory.Trait(
            stand="liep_mee", tijdvak=factory.LazyAttribute(lambda d: (d.ronde.begin, d.ronde.einde))
        )

    ronde = factory.SubFactory(RondeFactory)
    gebruiker = factory.LazyAttribute(lambda d: LidmaatschapFactory(team=d.ronde.team).gebruiker)
    sinds = factory.LazyAttribute(lambda d: d.ronde.aangemaakt_op)


class VerslagFactory(factory.django.DjangoModelFactory):
    """A finished report of a quiet round."""

    class Meta:
        model = models.Verslag

    ronde = factory.SubFactory(RondeFactory, afgerond=True)
    door = factory.SelfAttribute("ronde.leider")
    wegen = ["hoofdwegen"]
    lette_op = ["verlichting"]
    opvallend = "nee"
    gepraat = False
    kapot = False
    gebeld = False
    veilig = "ja"
    begonnen_op = factory.SelfAttribute("ronde.einde")
    bewaard_op = factory.SelfAttribute("ronde.einde")
    klaar_op = factory.SelfAttribute("ronde.einde")


class WaarschuwingFactory(factory.django.DjangoModelFactory):
    """A warning of which the calls go on; ``verstuurd=True``: the text went out."""

    class Meta:
        model = models.Waarschuwing

    class Params:
        verstuurd = factory.Trait(
            stand="verstuurd",
            tekst="Bij het plein is een inbraak geweest.",
            doen="Ga naar huis. Spreek niemand aan.",
            verstuurd_op=factory.SelfAttribute("begonnen_op"),
            geldig_tot=factory.LazyAttribute(lambda w: w.begonnen_op + timedelta(hours=2)),
        )

    gemeente = factory.SubFactory("teams.tests.factories.GemeenteFactory")
    door = factory.SubFactory(GebruikerFactory)
    begonnen_op = factory.LazyFunction(timezone.now)


class OproepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Oproep

    waarschuwing = factory.SubFactory(WaarschuwingFactory)
    ronde = factory.SubFactory(RondeFactory, bezig=True)
    sinds = factory.SelfAttribute("waarschuwing.begonnen_op")


class AandachtspuntFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Aandachtspunt

    team = factory.SubFactory(TeamFactory)
    soort = "plek"
    tekst = "Let op de fietsenstalling bij het park."
    namens = "meldpunt"
    van = factory.LazyFunction(timezone.now)
    tot = factory.LazyAttribute(lambda punt: punt.van + timedelta(days=14))
    door = factory.SubFactory(GebruikerFactory)
