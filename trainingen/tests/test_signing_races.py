"""At the same moment: the last place, a cancel and a sign-up, more places; never too many, nobody waits for nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from teams.rondes.tests.threads import at_once
from teams.tests.factories import ContactFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.guests import add_guest, answer_by_link, invite_contact
from trainingen.actions.signing import fill_places, sign_off, sign_up
from trainingen.models import Inschrijving, Sessie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def team():
    return TeamFactory()


def evening(team, plaatsen):
    return SessieFactory(gemeente=team.gemeente, team=team, plaatsen=plaatsen)


def people(team, number):
    return [LidmaatschapFactory(team=team).gebruiker for _ in range(number)]


def coming(sessie, team, number, **facts):
    now = timezone.now()
    return [
        InschrijvingFactory(sessie=sessie, team=team, aangemeld_op=now + timedelta(seconds=n), **facts)
        for n in range(number)
    ]


def signs_up(sessie, team, who):
    return lambda: sign_up(sessie, gebruiker=who, team=team, ingang="zelf", actor=who, now=timezone.now())


def signs_off(row):
    return lambda: sign_off(row, actor=row.gebruiker, now=timezone.now())


def holds(sessie):
    """The two promises; gives how many come and how many wait."""
    sessie = Sessie.objects.with_places().get(pk=sessie.pk)
    assert sessie.aangemeld <= sessie.plaatsen
    assert sessie.aangemeld == sessie.plaatsen or sessie.wachtend == 0
    return sessie.aangemeld, sessie.wachtend


def test_ten_people_want_the_last_place(team):
    sessie = evening(team, 3)
    coming(sessie, team, 2)
    results = at_once(*(signs_up(sessie, team, who) for who in people(team, 10)))
    assert sorted(row.stand for row in results) == ["aangemeld"] + ["wachtlijst"] * 9
    assert holds(sessie) == (3, 9)


def test_one_person_presses_ten_times(team):
    sessie = evening(team, 3)
    [who] = people(team, 1)
    results = at_once(*[signs_up(sessie, team, who)] * 10)
    assert {row.pk for row in results} == {Inschrijving.objects.get().pk}
    assert Bericht.objects.filter(aan=who.email).count() == 1


def test_people_leave_while_others_come(team):
    sessie = evening(team, 4)
    there = coming(sessie, team, 4)
    waiting = coming(sessie, team, 2, stand="wachtlijst")
    acts = [signs_off(row) for row in [*there[:3], waiting[0]]]
    acts += [signs_up(sessie, team, who) for who in people(team, 5)]
    assert [result for result in at_once(*acts) if isinstance(result, Exception)] == []
    assert holds(sessie) == (4, 3)


def test_who_waits_first_gets_the_place_that_two_leave_for(team):
    sessie = evening(team, 2)
    first, second = coming(sessie, team, 2)
    third, fourth, fifth = coming(sessie, team, 3, stand="wachtlijst")
    at_once(signs_off(first), signs_off(second), signs_off(first))
    assert holds(sessie) == (2, 1)
    for row in (third, fourth, fifth):
        row.refresh_from_db()
    assert [row.stand for row in (third, fourth, fifth)] == ["aangemeld", "aangemeld", "wachtlijst"]


def test_more_places_while_people_sign_up(team):
    sessie = evening(team, 1)
    coming(sessie, team, 1)
    coming(sessie, team, 3, stand="wachtlijst")

    def more():
        Sessie.objects.filter(pk=sessie.pk).update(plaatsen=3)
        return fill_places(sessie, now=timezone.now())

    at_once(more, *(signs_up(sessie, team, who) for who in people(team, 4)))
    fill_places(sessie, now=timezone.now())
    assert holds(sessie) == (3, 5)


def test_the_same_guest_at_once_is_on_the_list_once(team):
    sessie = evening(team, 5)
    [trainer] = people(team, 1)
    acts = [
        lambda naam=naam: add_guest(sessie, naam=naam, actor=trainer, now=timezone.now())
        for naam in ("Bep Noordzij", "bep noordzij", "BEP NOORDZIJ")
    ]
    results = at_once(*acts)
    assert sum(isinstance(result, RefusedAction) for result in results) == 2
    assert Inschrijving.objects.count() == 1


def test_a_partner_is_asked_once_and_answers_both_ways_at_once(team):
    sessie = evening(team, 1)
    [trainer] = people(team, 1)
    contact = ContactFactory(partner__gemeente=team.gemeente)
    rows = at_once(*[lambda: invite_contact(sessie, contact=contact, actor=trainer, now=timezone.now())] * 4)
    assert len({row.pk for row in rows}) == 1
    answers = [lambda komt=komt: answer_by_link(rows[0], komt=komt, now=timezone.now()) for komt in (True, False) * 3]
    assert [result for result in at_once(*answers) if isinstance(result, Exception)] == []
    holds(sessie)
