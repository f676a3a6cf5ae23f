"""Closing, answering and reading at the same moment: no answer is lost, doubled or read alone (E205, E216)."""

import uuid

import pytest
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname, close_due
from evaluaties.actions.redacting import hold_back, release_words
from evaluaties.invariants import of_runs, of_secrecy
from evaluaties.models import Afname, Inzending, OpenAntwoord, Pool, Wachtend
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, start_version
from evaluaties.tests.test_publishing import wait
from teams.rondes.tests.threads import at_once
from teams.tests.factories import GebruikerFactory, GemeenteFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

NOW = timezone.now()
FORM = {"antwoorden": NPE_ANSWERS, "woorden": {"NPE8": "Goed"}, "vlaggen": []}


@pytest.fixture
def gemeente():
    return GemeenteFactory()


@pytest.fixture(autouse=True)
def no_rule_is_broken():
    yield
    assert [name for name, rows in (of_runs() | of_secrecy()).items() if rows.exists()] == []


def open_run(gemeente, waiting=0):
    afname = AfnameFactory(sessie=None, gemeente=gemeente, versie=start_version())
    wait(afname, waiting)
    return afname


def answer(afname):
    return lambda: give_answers(afname, FORM, kanaal="wand", sleutel=str(uuid.uuid4()), now=NOW)


def closing(afname):
    return lambda: close_afname(afname, actor=None, now=NOW)


def test_small_runs_that_close_at_once_make_one_pool(gemeente):
    runs = [open_run(gemeente, 4) for _one in range(3)]
    at_once(*map(closing, runs))
    assert Wachtend.objects.count() in (0, 4)  # who came after the pool waits for another
    assert Inzending.objects.count() + Wachtend.objects.count() == 12
    assert all(pool.inzendingen.count() >= 5 for pool in Pool.objects.all())


def test_answers_while_it_closes_are_in_or_are_told_that_it_is_closed(gemeente):
    afname = open_run(gemeente, 3)
    done = at_once(*[answer(afname) for _phone in range(8)], closing(afname))
    refused = [one for one in done if isinstance(one, RefusedAction)]
    taken = [one for one in done if one is True]
    assert len(taken) + len(refused) == 8
    assert Inzending.objects.count() + Wachtend.objects.count() == 3 + len(taken)
    assert Afname.objects.get().vrijgegeven == (3 + len(taken) >= 5)


def test_ten_phones_at_once_are_ten_answers(gemeente):
    afname = open_run(gemeente)
    assert at_once(*[answer(afname) for _phone in range(10)]) == [True] * 10
    assert (Inzending.objects.count(), Wachtend.objects.count()) == (10, 0)
    assert OpenAntwoord.objects.count() == 10


def test_the_clock_and_two_hands_close_a_run_once(gemeente):
    afname = open_run(gemeente, 6)
    Afname.objects.update(sluit_op=NOW)
    at_once(closing(afname), lambda: close_due(NOW), closing(afname), lambda: close_due(NOW))
    assert Inzending.objects.count() == 6


def test_of_two_readers_at_once_one_decides(gemeente):
    afname = open_run(gemeente)
    for _phone in range(5):
        answer(afname)()
    close_afname(afname, actor=None, now=NOW)
    woorden, actor = OpenAntwoord.objects.first(), GebruikerFactory()
    facts = {"gezien": "", "actor": actor, "now": NOW}
    done = at_once(
        lambda: release_words(woorden, tekst="Het was goed", **facts),
        lambda: hold_back(woorden, **facts),
        lambda: release_words(woorden, tekst="Heel goed", **facts),
    )
    assert sum(isinstance(one, RefusedAction) for one in done) == 2
