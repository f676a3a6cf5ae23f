"""Trainings for tests; the defaults are an evening of next week, invited, that one may still sign up for."""

from datetime import timedelta

import factory
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory
from trainingen import models

LANG = timedelta(hours=3)


class ModuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Module

    gemeente = factory.SubFactory(GemeenteFactory)
    code = factory.Sequence(lambda n: f"M{n}")
    naam = factory.Sequence(lambda n: f"Wijkveiligheid {n}")
    waarover = "Wat mag u wel en niet, en hoe houdt u het veilig?"
    leerdoelen = "U weet wat u mag.\nU schat gevaar in."
    bewijs = "wijkveiligheid"


class SituatieFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Situatie

    gemeente = factory.SubFactory(GemeenteFactory)
    code = factory.Sequence(lambda n: f"S{n}")
    groep = "preventie"
    naam = factory.Sequence(lambda n: f"Een raam staat open {n}")
    omschrijving = "U belt aan bij iemand die u niet kent."


class SessieFactory(factory.django.DjangoModelFactory):
    """``op`` is when it begins; ``team`` is asked (``None``: no team); traits ``gehouden``, ``vervallen``,
    ``kennisavond``; ``trainer=`` an existing person becomes a trainer of the gemeente and of the evening."""

    class Meta:
        model = models.Sessie
        skip_postgeneration_save = True

    class Params:
        op = factory.LazyFunction(
            lambda: timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) + timedelta(days=7)
        )
        gehouden = factory.Trait(stand="gehouden", gesloten_op=factory.LazyAttribute(lambda s: s.op + LANG))
        vervallen = factory.Trait(stand="vervallen", gesloten_op=factory.SelfAttribute("aangemaakt_op"))
        kennisavond = factory.Trait(soort="kennisavond", module=None, thema="Samen leven", bereik="gemeente")

    gemeente = factory.SubFactory(GemeenteFactory)
    gemeente_toen = factory.SelfAttribute("gemeente.naam")
    module = factory.SubFactory(ModuleFactory, gemeente=factory.SelfAttribute("..gemeente"))
    dag = factory.LazyAttribute(lambda s: timezone.localtime(s.op).date())
    begin = factory.SelfAttribute("op")
    einde = factory.LazyAttribute(lambda s: s.op + LANG)
    plaats = "Buurthuis De Linde"
    plaatsen = 15
    aangemaakt_op = factory.LazyAttribute(lambda s: s.op - timedelta(days=30))
    uitgenodigd_op = factory.SelfAttribute("aangemaakt_op")

    @factory.post_generation
    def team(self, create, extracted, **kwargs):
        """The team that was asked."""
        if create and extracted is not None:
            models.SessieTeam.objects.create(sessie=self, team=extracted, naam_toen=extracted.naam)

    @factory.post_generation
    def trainer(self, create, extracted, **kwargs):
        """Who gives it; made a trainer of the gemeente when that is not so yet."""
        if create and extracted is not None:
            if not extracted.aanstellingen.filter(rol="trainer", gemeente=self.gemeente).exists():
                AanstellingFactory(gebruiker=extracted, gemeente=self.gemeente, trainer=True)
            models.SessieTrainer.objects.create(sessie=self, gebruiker=extracted)


class InschrijvingFactory(factory.django.DjangoModelFactory):
    """A member of a team who comes; ``gast="Naam"`` for a guest, ``aanwezig=True`` for who was there."""

    class Meta:
        model = models.Inschrijving

    class Params:
        gast = None

    sessie = factory.SubFactory(SessieFactory)
    team = factory.LazyAttribute(lambda i: None if i.gast else TeamFactory(gemeente=i.sessie.gemeente))
    team_toen = factory.LazyAttribute(lambda i: i.team.naam if i.team else "")
    gebruiker = factory.LazyAttribute(lambda i: None if i.gast else LidmaatschapFactory(team=i.team).gebruiker)
    gast_naam = factory.LazyAttribute(lambda i: i.gast or "")
    aangemeld_op = factory.LazyAttribute(lambda i: i.sessie.aangemaakt_op + timedelta(days=1))
    sinds = factory.SelfAttribute("aangemeld_op")


class BewijsFactory(factory.django.DjangoModelFactory):
    """A certificate of resuscitation that the coordinator saw."""

    class Meta:
        model = models.Bewijs

    gemeente = factory.SubFactory(GemeenteFactory)
    gebruiker = factory.SubFactory(GebruikerFactory)
    soort = "reanimatie"
    gehaald_op = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=100))
    gezien_op = factory.SelfAttribute("gehaald_op")
    geldig_tot = factory.LazyAttribute(lambda b: b.gehaald_op + timedelta(days=730))
    vastgelegd_op = factory.LazyFunction(timezone.now)


class KennismakingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Kennismaking

    team = factory.SubFactory(TeamFactory)
    hoe = "telefoon"
    gehouden_op = factory.LazyFunction(timezone.localdate)
    door = factory.SubFactory(GebruikerFactory)
    antwoorden = factory.LazyFunction(lambda: {"T7": 12, "T16": "Het gaat goed."})
    begonnen_op = factory.LazyFunction(timezone.now)
    bewaard_op = factory.SelfAttribute("begonnen_op")
    klaar_op = factory.SelfAttribute("begonnen_op")
