"""The day before at noon who leads the team hears that fewer than two people come, once per round (E109)."""

from datetime import date, time, timedelta

import pytest

from buurtpreventie.outbox.models import Bericht
from teams.clocks import at
from teams.rondes.actions import remind_planning, sign_up
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.rondes.tests.threads import at_once
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
THURSDAY, FRIDAY = date(2026, 11, 19), date(2026, 11, 20)
NOON = at(THURSDAY, time(12))


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


def friday(team, hour=20, **facts):
    return RondeFactory(team=team, op=at(FRIDAY, time(hour)), **facts)


def told():
    return list(Bericht.objects.order_by("pk").values_list("bron", "aan"))


def test_nobody_hears_before_noon_and_the_coordinator_once_after_it(team, coordinator):
    ronde = friday(team)
    LidmaatschapFactory(team=team)
    assert remind_planning(NOON - timedelta(minutes=1)) == 0
    assert [remind_planning(NOON + timedelta(minutes=n)) for n in range(3)] == [1, 0, 0]

    assert told() == [(ronde.bron, coordinator.email)]
    mail = Bericht.objects.get()
    assert "Er is nog niemand aangemeld." in mail.tekst
    assert "vrijdag 20 november, 20.00 tot" in mail.tekst


def test_the_deputy_hears_it_too_and_who_has_no_mail_does_not(team, coordinator):
    deputy = LidmaatschapFactory(team=team, plaatsvervanger=True).gebruiker
    LidmaatschapFactory(team=team, coordinator=True, gebruiker__zonder_mail=True)
    friday(team)
    assert remind_planning(NOON) == 2
    assert {aan for _bron, aan in told()} == {coordinator.email, deputy.email}


def test_one_person_is_short_and_two_are_enough(team, coordinator):
    short, enough = friday(team), friday(team, hour=15)
    DeelnameFactory(ronde=short)
    DeelnameFactory(ronde=short, stand="afgemeld")
    DeelnameFactory.create_batch(2, ronde=enough)
    remind_planning(NOON)

    assert told() == [(short.bron, coordinator.email)]
    assert "nog maar 1 persoon" in Bericht.objects.get().tekst


def test_who_left_the_team_does_not_count(team, coordinator):
    ronde = friday(team)
    DeelnameFactory(ronde=ronde)
    gone = LidmaatschapFactory(team=team, tot=FRIDAY - timedelta(days=7)).gebruiker
    DeelnameFactory(ronde=ronde, gebruiker=gone)
    assert remind_planning(NOON) == 1


def test_who_drops_out_in_the_evening_is_heard_of_in_the_morning(team, coordinator):
    ronde = friday(team)
    DeelnameFactory.create_batch(2, ronde=ronde)
    assert remind_planning(NOON) == 0
    ronde.deelnames.filter(pk=ronde.deelnames.first().pk).update(stand="afgemeld")
    assert remind_planning(at(THURSDAY, time(22))) == 1
    assert Bericht.objects.get().volgende_poging == at(FRIDAY, time(8))


def test_after_an_outage_the_mail_still_goes_until_the_round_begins(team, coordinator):
    friday(team)
    assert remind_planning(at(FRIDAY, time(19, 59))) == 1
    assert Bericht.objects.count() == 1
    friday(team, hour=18)
    assert remind_planning(at(FRIDAY, time(20))) == 0


def test_a_round_planned_after_that_noon_was_seen_by_who_planned_it(team, coordinator):
    friday(team, aangemaakt_op=NOON + timedelta(minutes=1))
    assert remind_planning(NOON + timedelta(hours=1)) == 0


@pytest.mark.parametrize("facts", [{"vervallen": True}, {"team__stand": "gestopt"}])
def test_what_does_not_go_on_asks_for_nobody(facts):
    ronde = RondeFactory(op=at(FRIDAY, time(20)), **facts)
    LidmaatschapFactory(team=ronde.team, coordinator=True)
    assert remind_planning(NOON) == 0


@pytest.mark.django_db(transaction=True)
def test_many_sweeps_at_once_are_one_mail(transactional_db):
    ronde = RondeFactory(op=at(FRIDAY, time(20)))
    LidmaatschapFactory(team=ronde.team, coordinator=True)
    assert sum(at_once(*[lambda: remind_planning(NOON)] * 8)) == 1
    assert Bericht.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_fingers_on_one_button_are_one_sign_up(transactional_db):
    ronde = RondeFactory(op=at(FRIDAY, time(20)))
    wie = LidmaatschapFactory(team=ronde.team).gebruiker
    results = at_once(*[lambda: sign_up(ronde, actor=wie, now=NOON)] * 8)

    assert len({deelname.pk for deelname in results}) == 1
    assert ronde.deelnames.count() == 1


@pytest.mark.django_db(transaction=True)
def test_signing_up_for_two_rounds_at_once_succeeds_for_one(transactional_db):
    ronde = RondeFactory(op=at(FRIDAY, time(20)))
    other = RondeFactory(team=ronde.team, op=at(FRIDAY, time(21)))
    wie = LidmaatschapFactory(team=ronde.team).gebruiker
    results = at_once(*[lambda one=one: sign_up(one, actor=wie, now=NOON) for one in (ronde, other) * 3])

    assert wie.deelnames.filter(stand="aangemeld").count() == 1
    assert sum("andere ronde" in str(result) for result in results) == 3


@pytest.mark.django_db(transaction=True)
def test_one_place_is_taken_by_one_of_two_who_stand_in(transactional_db):
    ronde = RondeFactory(op=at(FRIDAY, time(20)))
    DeelnameFactory(ronde=ronde, stand="afgemeld", vervanging_gevraagd_op=NOON)
    people = [LidmaatschapFactory(team=ronde.team).gebruiker for _ in range(4)]
    at_once(*[lambda wie=wie: sign_up(ronde, actor=wie, now=NOON) for wie in people])

    assert ronde.deelnames.filter(stand="aangemeld").count() == 4
    assert ronde.deelnames.filter(vervangt__isnull=False).count() == 1
