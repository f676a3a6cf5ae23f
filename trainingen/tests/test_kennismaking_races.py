"""Getting to know a team from two telephones at the same moment: one draft, and what is finished is whole."""

import pytest
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory, TeamFactory
from trainingen import intake
from trainingen.actions.intake import begin_intake, drop_intake, finish_intake, keep_step
from trainingen.models import Kennismaking
from trainingen.tests.test_kennismaking import ANSWERS, fill

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def facts():
    team = TeamFactory()
    return team, {"actor": AanstellingFactory(trainer=True, gemeente=team.gemeente).gebruiker, "now": timezone.now()}


def broken(results):
    return [one for one in results if isinstance(one, Exception) and not isinstance(one, RefusedAction)]


def test_begun_six_times_at_once_is_one_draft(facts):
    team, by = facts
    results = at_once(*[lambda: begin_intake(team, **by).pk] * 6)
    assert {*results} == {Kennismaking.objects.get().pk}


def test_what_is_kept_while_it_is_finished_is_in_it_or_refused(facts):
    team, by = facts
    talk = begin_intake(team, **by)
    fill(talk, by["actor"], by["now"])
    late = {"stap": intake.step(2), "waarden": ANSWERS | {"T7": 9}}
    kept, finished = (lambda: keep_step(talk, **late, **by), lambda: finish_intake(talk, **by))
    results = at_once(kept, finished, finished)
    talk.refresh_from_db()
    refusals = [one for one in results if isinstance(one, RefusedAction)]
    assert (broken(results), talk.klaar_op is not None) == ([], True)
    assert talk.antwoorden["T7"] == (12 if refusals else 9)


def test_a_draft_thrown_away_while_one_types_breaks_nothing(facts):
    team, by = facts
    talk = begin_intake(team, **by)
    first = {"stap": intake.step(1), "waarden": ANSWERS}
    results = at_once(lambda: keep_step(talk, **first, **by), *[lambda: drop_intake(team, **by)] * 3)
    assert (broken(results), Kennismaking.objects.count()) == ([], 0)
