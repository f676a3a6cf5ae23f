"""Reports: asked for once, made by the worker, kept, read by who may, and mailed as a link (E213)."""

import pytest
from django.utils import timezone

from evaluaties.actions.reporting import ask_report
from evaluaties.making import make_due
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, publish
from teams.tests.factories import AanstellingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def afname():
    return publish(AfnameFactory(sessie=held_evening(8)), [NPE_ANSWERS] * 6)


@pytest.fixture
def beleid(afname):
    return AanstellingFactory(gemeente=afname.gemeente, rol="beleid").gebruiker


def ask(afname, actor, now, **more):
    facts = {"soort": "sessie", "gemeente": afname.gemeente, "sessie": afname.sessie, "afname": afname}
    return ask_report(**facts | more, actor=actor, now=now)


def test_a_report_that_was_asked_for_is_made(afname, beleid, now):
    rapport = ask(afname, beleid, now)
    assert make_due(now) == 1
    rapport.refresh_from_db()
    assert rapport.stand == "klaar"
