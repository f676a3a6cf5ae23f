"""Several people plan, change, invite and call off at the same moment: it happens once, and nobody loses a place."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.gelezen import fingerprint
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.planning import cancel_sessie, change_sessie, follow_merged_teams, invite_teams, plan_sessie
from trainingen.actions.signing import sign_up
from trainingen.invariants import checks
from trainingen.models import Inschrijving, Sessie, SessieTeam
from trainingen.planned import words_of
from trainingen.tests.factories import ModuleFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
KEY = "6d9d3a1e-0f6b-4a53-9d3c-1f6f5b7c2a11"


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def trainer(team):
    return AanstellingFactory(trainer=True, gemeente=team.gemeente).gebruiker


@pytest.fixture
def plan(team, trainer):
    """Plan an evening for two people."""
    facts = {
        "soort": "training",
        "module": ModuleFactory(gemeente=team.gemeente),
        "dag": datetime(2026, 12, 8).date(),
        "van": time(19, 0),
        "tot": time(22, 0),
        "plaats": "De Linde",
        "plaatsen": 2,
        "bereik": "teams",
        "teams": [team],
        "trainers": [trainer],
        "actor": trainer,
        "now": NOW,
    }
    return lambda **other: plan_sessie(team.gemeente, **(facts | other))


def refused(results):
    assert [
        result for result in results if isinstance(result, Exception) and not isinstance(result, RefusedAction)
    ] == []
    return [result for result in results if isinstance(result, RefusedAction)]


def test_one_key_pressed_six_times_is_one_evening(plan):
    results = at_once(*[lambda: plan(sleutel=KEY).pk] * 6)
    assert refused(results) == []
    assert {*results} == {Sessie.objects.get().pk}


def test_of_two_changes_to_what_both_read_one_is_refused(plan, trainer):
    sessie = plan()
    read = fingerprint(words_of(sessie))
    facts = {"gelezen": read, "actor": trainer, "now": NOW}
    results = at_once(
        lambda: change_sessie(sessie, plaats="Het Anker", **facts),
        lambda: change_sessie(sessie, plaats="De Molen", **facts),
    )
    assert len(refused(results)) == 1
    sessie.refresh_from_db()
    assert sessie.versie == 1
    assert sessie.plaats in ("Het Anker", "De Molen")


def test_everybody_is_invited_once_however_many_trainers_press(plan, team, trainer):
    sessie, lid = plan(), LidmaatschapFactory(team=team).gebruiker
    results = at_once(*[lambda: invite_teams(sessie, actor=trainer, now=NOW)] * 5)
    assert refused(results) == []
    assert Bericht.objects.filter(aan=lid.email).count() == 1


def test_nobody_signs_up_for_a_place_that_is_taken_away_at_that_moment(plan, team, trainer):
    sessie = invite_teams(plan(), actor=trainer, now=NOW)
    leden = [LidmaatschapFactory(team=team).gebruiker for _i in range(4)]

    def come(lid):
        return lambda: sign_up(sessie, gebruiker=lid, team=team, ingang="zelf", actor=lid, now=NOW)

    results = at_once(
        *[come(lid) for lid in leden],
        lambda: change_sessie(sessie, plaatsen=1, gelezen=None, actor=trainer, now=NOW),
    )
    refused(results)
    sessie.refresh_from_db()
    come = Inschrijving.objects.coming().filter(sessie=sessie).count()
    assert come == sessie.plaatsen
    assert {naam: list(rows) for naam, rows in checks().items() if rows} == {}


def test_whoever_signs_up_while_it_is_called_off_is_told_or_refused(plan, team, trainer):
    sessie = invite_teams(plan(), actor=trainer, now=NOW)
    lid = LidmaatschapFactory(team=team).gebruiker
    results = at_once(
        lambda: sign_up(sessie, gebruiker=lid, team=team, ingang="zelf", actor=lid, now=NOW),
        lambda: cancel_sessie(sessie, reden="Ziek", actor=trainer, now=NOW),
        lambda: cancel_sessie(sessie, reden="Zaal dicht", actor=trainer, now=NOW),
    )
    was_late = len(refused(results))
    told = Bericht.objects.filter(aan=lid.email, onderwerp__icontains="niet door").exclude(stand="vervallen").count()
    assert (was_late, told) in ((0, 1), (1, 0))
    assert {naam: list(rows) for naam, rows in checks().items() if rows} == {}


def test_a_merged_team_is_followed_once_while_the_evening_changes(plan, team, trainer):
    sessie, heir = plan(), TeamFactory(gemeente=team.gemeente)
    team.stand, team.opgegaan_in = "gestopt", heir
    team.save()
    results = at_once(
        lambda: follow_merged_teams(NOW),
        lambda: follow_merged_teams(NOW),
        lambda: change_sessie(sessie, acteur="Bo", teams=[team, heir], gelezen=None, actor=trainer, now=NOW),
    )
    assert refused(results) == []
    assert SessieTeam.objects.filter(sessie=sessie).count() == 2
