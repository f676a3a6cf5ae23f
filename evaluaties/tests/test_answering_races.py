"""Many telephones at one moment: each form once, and never more than there were people (E202)."""

from datetime import timedelta

import pytest

from buurtpreventie.errors import RefusedAction
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname
from evaluaties.actions.opening import open_for_evening
from evaluaties.actions.wall import open_wall
from evaluaties.models import Afname, Inzending, Respons, Wachtend
from evaluaties.present import answered
from evaluaties.tests.factories import NPE_ANSWERS, GevraagdFactory, held_evening, start_version
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

FORM = {"antwoorden": NPE_ANSWERS, "woorden": {}, "vlaggen": []}


@pytest.fixture
def sessie():
    start_version()
    return held_evening(10)


@pytest.fixture
def now(sessie):
    return sessie.einde - timedelta(minutes=5)


@pytest.fixture
def trainer(sessie):
    return AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker


@pytest.fixture
def afname(sessie, trainer, now):
    return open_for_evening(sessie, actor=trainer, now=now)


def sends(afname, key, now, **kwargs):
    return lambda: give_answers(afname, FORM, kanaal=kwargs.pop("kanaal", "wand"), sleutel=key, now=now, **kwargs)


def test_ten_telephones_at_once_are_ten_answers(afname, now):
    done = at_once(*[sends(afname, f"phone {n}", now) for n in range(10)])
    assert done == [True] * 10
    assert (answered(afname), Inzending.objects.count(), Wachtend.objects.count()) == (10, 10, 0)


def test_one_form_pressed_six_times_at_once_is_one_answer(afname, now):
    done = at_once(*[sends(afname, "the same", now)] * 6)
    assert sorted(done) == [False] * 5 + [True]
    assert (answered(afname), Wachtend.objects.count()) == (1, 1)


def test_the_last_place_is_taken_by_one_whatever_the_way(afname, now):
    for n in range(9):
        sends(afname, f"early {n}", now)()
    ways = ["wand", "link", "papier", "namens"] * 2
    done = at_once(*[sends(afname, f"last {n}", now, kanaal=way) for n, way in enumerate(ways)])
    assert done.count(True) == 1
    assert sum(isinstance(one, RefusedAction) for one in done) == 7
    assert sum(Respons.objects.values_list("aantal", flat=True)) == 10


def test_one_person_by_link_and_signed_in_at_once_is_one_answer(afname, now):
    asked = GevraagdFactory(afname=afname)
    done = at_once(*[sends(afname, f"tab {n}", now, kanaal="link", gevraagd=asked) for n in range(5)])
    assert sorted(done) == [False] * 4 + [True]
    assert answered(afname) == 1


def test_an_answer_while_the_run_closes_is_in_or_refused(afname, trainer, now):
    for n in range(5):
        sends(afname, f"early {n}", now)()
    late = [sends(afname, f"late {n}", now) for n in range(4)]
    done = at_once(*late, lambda: close_afname(afname, actor=trainer, now=now))
    taken = sum(one is True for one in done)
    assert taken + sum(isinstance(one, RefusedAction) for one in done) == 4
    assert (answered(afname), Inzending.objects.count(), Wachtend.objects.count()) == (5 + taken, 5 + taken, 0)


def test_two_trainers_begin_one_run_and_make_one_new_code(sessie, trainer, now):
    runs = at_once(*[lambda: open_for_evening(sessie, actor=trainer, now=now)] * 4)
    assert {run.pk for run in runs} == {Afname.objects.get().pk}
    seen = Afname.objects.get()
    codes = at_once(*[lambda: open_wall(seen, gelezen=seen.wand_code, actor=trainer, now=now)] * 4)
    assert {run.wand_geheim for run in codes} == {Afname.objects.get().wand_geheim} != {seen.wand_geheim}
