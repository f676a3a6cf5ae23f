"""Several hands on one list at the same moment: each thing happens once, and nobody is lost (E173)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.attendance import tick, tick_everybody, walk_in
from trainingen.actions.closing import close_sessie
from trainingen.actions.correcting import correct_presence
from trainingen.actions.practising import practise
from trainingen.actions.wall import open_wall, tick_in
from trainingen.models import Aanwezigheid, Bewijs, GeoefendeSituatie, Inschrijving, Sessie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory, SituatieFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def trainers(team):
    return [AanstellingFactory(trainer=True, gemeente=team.gemeente).gebruiker for _n in range(2)]


@pytest.fixture
def sessie(team, trainers, now):
    op = now - timedelta(hours=1)
    return SessieFactory(gemeente=team.gemeente, team=team, trainer=trainers[0], op=op, plaatsen=4)


def listed(sessie, team, n):
    return [
        InschrijvingFactory(sessie=sessie, team=team, gebruiker=LidmaatschapFactory(team=team).gebruiker)
        for _n in range(n)
    ]


def test_two_trainers_press_everybody_and_each_name_is_ticked_once(sessie, team, trainers, now):
    rows = listed(sessie, team, 4)
    done = at_once(*[lambda who=who: tick_everybody(sessie, actor=who, now=now) for who in trainers])
    assert sorted(done) == [0, 4]
    assert Aanwezigheid.objects.count() == len(rows)


def test_one_guest_by_trainer_and_by_code_is_one_row(sessie, trainers, now):
    open_wall(sessie, actor=trainers[0], now=now)
    done = at_once(
        *[lambda who=who: walk_in(sessie, naam="Bep Noordzij", actor=who, now=now) for who in trainers],
        *[lambda: tick_in(sessie, naam="bep noordzij", now=now)] * 3,
    )
    assert Inschrijving.objects.get().aanwezig is True
    assert all(one is None or isinstance(one, RefusedAction | Inschrijving) for one in done)


def test_ticking_and_closing_at_once_leaves_nobody_between(sessie, team, trainers, now):
    rows = listed(sessie, team, 3)
    acts = [lambda row=row: tick(row, aanwezig=True, actor=trainers[0], now=now) for row in rows]
    closing = [lambda who=who: close_sessie(sessie, actor=who, now=now) for who in trainers]
    at_once(*acts, *closing)

    assert Sessie.objects.get().stand == "gehouden"
    present = set(Inschrijving.objects.present().values_list("gebruiker", flat=True))
    assert not Inschrijving.objects.filter(aanwezig__isnull=True).exists()
    assert set(Bewijs.objects.standing().values_list("gebruiker", flat=True)) == present


def test_a_correction_by_two_hands_is_one_certificate(sessie, team, trainers, now):
    [row] = listed(sessie, team, 1)
    close_sessie(sessie, actor=trainers[0], now=now)
    at_once(*[lambda who=who: correct_presence(row, aanwezig=True, actor=who, now=now) for who in trainers])
    assert Bewijs.objects.standing().count() == 1
    assert Aanwezigheid.objects.corrections().count() == 1


def test_a_code_and_a_situation_by_two_hands_are_one(sessie, team, trainers, now):
    situatie = SituatieFactory(gemeente=team.gemeente)
    codes = at_once(*[lambda who=who: open_wall(sessie, actor=who, now=now).wand_code for who in trainers])
    at_once(*[lambda who=who: practise(sessie, situatie, actor=who, now=now) for who in trainers])
    assert len(set(codes)) == 1
    assert GeoefendeSituatie.objects.count() == 1
