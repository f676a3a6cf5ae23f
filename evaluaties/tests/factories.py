"""Evaluations for tests; the defaults are an open run about an evening of yesterday with twelve people."""

from datetime import timedelta

import factory
from django.utils import timezone

from evaluaties import models
from evaluaties.startset import ensure_startset
from teams.tests.factories import LidmaatschapFactory
from trainingen.models import Inschrijving, Sessie
from trainingen.tests.factories import InschrijvingFactory, ModuleFactory, SessieFactory


def monday(day):
    """The week of a day: as coarse as an answer is dated."""
    return day - timedelta(days=day.weekday())


def start_version(code="NPE"):
    """The first version of this questionnaire, of the start set."""
    ensure_startset(timezone.now())
    return models.Versie.objects.adopted().get(vragenlijst__code=code, gemeente=None, nummer=1)


def held_evening(people=12, *, code="NP", ended=None, **sessie) -> Sessie:
    """A closed evening of a module at which so many members of one team were; it ended at ``ended`` (yesterday)."""
    begin = (ended or timezone.now() - timedelta(days=1)) - timedelta(hours=3)
    begin = timezone.localtime(begin).replace(hour=19, minute=0, second=0, microsecond=0)
    gemeente = sessie.pop("gemeente", None)
    extra = {"gemeente": gemeente} if gemeente else {}
    module = sessie.pop("module", None) or ModuleFactory(code=code, naam="Niet pluis", **extra)
    evening = SessieFactory(module=module, gemeente=module.gemeente, op=begin, **sessie)
    team = evening.teams.first()
    for _number in range(people):
        lid = {"team": team, "gebruiker": LidmaatschapFactory(team=team).gebruiker} if team else {}
        InschrijvingFactory(sessie=evening, aanwezig=True, **lid)
    evening.stand, evening.gesloten_op = "gehouden", evening.einde
    evening.save(update_fields=["stand", "gesloten_op"])
    return evening


class AfnameFactory(factory.django.DjangoModelFactory):
    """``sessie=held_evening(12)`` by default; ``sessie=None`` with ``programma=`` or ``gemeente=`` for another run."""

    class Meta:
        model = models.Afname

    sessie = factory.LazyFunction(held_evening)
    gemeente = factory.LazyAttribute(lambda a: a.sessie.gemeente)
    versie = factory.LazyAttribute(lambda a: start_version("NPE" if a.sessie else "EIND"))
    naam_toen = factory.LazyAttribute(lambda a: f"Niet pluis, {a.gemeente.naam if a.gemeente else a.regio.naam}")
    gemaakt_op = factory.LazyAttribute(lambda a: a.sessie.einde if a.sessie else timezone.now() - timedelta(hours=1))
    opent_op = factory.SelfAttribute("gemaakt_op")
    sluit_op = factory.LazyAttribute(lambda a: a.opent_op + timedelta(days=7))


class GevraagdFactory(factory.django.DjangoModelFactory):
    """Somebody who was at the evening, asked by mail yesterday."""

    class Meta:
        model = models.Gevraagd

    afname = factory.SubFactory(AfnameFactory)
    gebruiker = factory.LazyAttribute(
        lambda g: (
            Inschrijving.objects.filter(sessie=g.afname.sessie, verzoeken=None).first().gebruiker
            if g.afname.sessie
            else LidmaatschapFactory().gebruiker
        )
    )
    weg = "mail"
    gevraagd_op = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))


NPE_ANSWERS = {"NPE1": 4, "NPE2": "ja", "NPE3": "ja", "NPE4": "ja", "NPE5": "nee"}


def publish(afname, answers):
    """Close this run with these published forms: a list of dicts; five or more, or ``nagebouwd``."""
    week = monday(timezone.localdate())
    models.Inzending.objects.bulk_create(
        models.Inzending(versie=afname.versie, afname=afname, week=week, antwoorden=one) for one in answers
    )
    if not afname.nagebouwd:
        models.Respons.objects.update_or_create(afname=afname, kanaal="wand", defaults={"aantal": len(answers)})
    afname.stand, afname.vrijgegeven, afname.gesloten_op = "gesloten", True, timezone.now()
    afname.save(update_fields=["stand", "vrijgegeven", "gesloten_op"])
    return afname
