"""Runs whose answers can be read, for tests of figures: about an evening, rebuilt from a report, or as a pool."""

from datetime import date

from django.utils import timezone

from evaluaties.models import Inzending, Pool
from evaluaties.tests.factories import AfnameFactory, held_evening, monday, publish, start_version
from teams.tests.factories import RegioFactory
from trainingen.models import Module, Programma


def programme(**facts):
    """A programme of last spring; ``gemeente=`` or ``regio=``."""
    return Programma.objects.create(
        naam="Voorjaar", van=date(2026, 2, 1), tot=date(2026, 6, 30), **facts or {"regio": RegioFactory()}
    )


def evening_in(gemeente, people=5, **facts):
    """An evening of Niet pluis in this gemeente, however many there are."""
    known = Module.objects.filter(gemeente=gemeente, code="NP").first()
    return held_evening(people, **({"module": known} if known else {"gemeente": gemeente}), **facts)


def rebuilt_run(answers=(), *, code="EIND", **facts):
    """A run that was rebuilt from a report, readable."""
    known = {"sessie": None, "gemeente": None, "regio": RegioFactory(), "versie": start_version(code)}
    return publish(AfnameFactory(nagebouwd=True, bron="Verslag 2017", **known | facts), answers)


def published(answers, **facts):
    """A run about an evening with these forms."""
    sessie = facts.pop("sessie", None) or held_evening(len(answers))
    return publish(AfnameFactory(sessie=sessie, **facts), answers)


def pool_of(programma, answers, *, gemeente, code="NPE"):
    """Answers of small runs together."""
    week = monday(timezone.localdate())
    pool = Pool.objects.create(versie=start_version(code), gemeente=gemeente, programma=programma, week=week)
    Inzending.objects.bulk_create(
        Inzending(versie=pool.versie, pool=pool, week=week, antwoorden=one) for one in answers
    )
    return pool
