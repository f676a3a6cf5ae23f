"""What the clock tells about evenings: each reminder at ten o'clock, once, and only while it is of use (E173)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht, Hartslag
from teams.clocks import at
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.reminding import CLOCK, remind
from trainingen.actions.telling import tell_moved
from trainingen.models import Actiepunt, Beltaak
from trainingen.reminding import before_evening, newest_due
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db

EVENING = timezone.make_aware(datetime(2026, 11, 26, 19, 0))
REMINDER = "Herinnering: training op donderdag 26 november"


def ten(day, month=11, hour=10, minute=0):
    return timezone.make_aware(datetime(2026, month, day, hour, minute))


@pytest.fixture
def team():
    return TeamFactory(naam="Team Zuid")


@pytest.fixture
def sessie(team):
    return SessieFactory(op=EVENING, gemeente=team.gemeente, team=team)


def coming(sessie, team, **facts):
    person = facts.pop("gebruiker", None) or LidmaatschapFactory(team=team, gebruiker=GebruikerFactory()).gebruiker
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, **facts)


def without_mail(sessie, team, **facts):
    person = LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(zonder_mail=True)).gebruiker
    return InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, **facts)


def sent():
    """When each mail was made, and what it is: in order."""
    rows = Bericht.objects.order_by("gemaakt_op", "id").values_list("gemaakt_op", "onderwerp")
    return [(f"{timezone.localtime(made):%d-%m %H:%M}", subject) for made, subject in rows]


def ring(*moments):
    return [remind(moment) for moment in moments]


def run(first, last):
    """Ring the clock twice at ten on every day from one moment to another."""
    day = timezone.localtime(first).date()
    while day <= timezone.localtime(last).date():
        for clock in (time(10), time(10, 1)):
            if first <= at(day, clock) <= last:
                remind(at(day, clock))
        day += timedelta(days=1)


# --- before the evening -----------------------------------------------------------------------------


def test_who_comes_is_reminded_a_week_and_a_day_before_at_ten(sessie, team):
    row = coming(sessie, team)
    coming(sessie, team, stand="wachtlijst")
    coming(sessie, team, stand="afgemeld")
    run(ten(17, hour=9), ten(26, hour=21))
    assert sent() == [("19-11 10:00", REMINDER), ("25-11 10:00", REMINDER)]
    mail = Bericht.objects.last()
    assert (mail.aan, mail.soort, mail.verloopt_op) == (row.gebruiker.email, "herinnering", EVENING)
    assert "Kunt u toch niet? Dan kan iemand anders komen. Zeg het met 1 tik: {{link}}" in mail.tekst
    row.refresh_from_db()
    assert mail.geheim["link"].endswith(f"/t/{row.geheim}/")


def test_nothing_is_told_before_ten(sessie, team):
    coming(sessie, team)
    assert ring(ten(19, hour=9, minute=59), ten(19), ten(19, minute=1)) == [0, 1, 0]


def test_a_guest_with_an_address_is_reminded_too(sessie):
    InschrijvingFactory(sessie=sessie, gast="Bep Smit", gast_email="bep@example.org")
    assert ring(ten(19)) == [1]
    assert Bericht.objects.get().aan == "bep@example.org"


@pytest.mark.parametrize(
    "since, expected",
    [
        (ten(19), ["19-11 10:00", "25-11 10:00"]),
        (ten(19, minute=1), ["25-11 10:00"]),
        (ten(25, minute=1), []),
    ],
)
def test_who_signs_up_or_gets_a_place_after_that_moment_is_not_reminded_of_it(sessie, team, since, expected):
    coming(sessie, team, sinds=since)
    run(since - timedelta(minutes=1), ten(26, hour=18))
    assert [made for made, _subject in sent()] == expected


def test_after_an_outage_only_the_newest_reminder_goes_out(sessie, team):
    coming(sessie, team)
    ring(ten(18, hour=23), ten(26, hour=8), ten(26, hour=8, minute=1), ten(26, hour=12))
    assert sent() == [("26-11 08:00", REMINDER)]


def test_after_an_outage_in_the_evening_the_reminder_waits_for_the_morning(sessie, team):
    coming(sessie, team)
    ring(ten(25, hour=22))
    assert Bericht.objects.get().volgende_poging == at(date(2026, 11, 26), time(8))


@pytest.mark.parametrize("moment", [EVENING, EVENING + timedelta(hours=1), ten(27)])
def test_nobody_is_reminded_of_what_began(sessie, team, moment):
    coming(sessie, team)
    assert ring(moment) == [0]


def test_a_new_day_is_reminded_of_anew_and_a_new_place_only_when_its_moment_comes(sessie, team):
    coming(sessie, team)
    ring(ten(19))
    sessie.versie, sessie.verplaatst_op, sessie.plaats = 1, ten(20), "De Spil"
    sessie.save()
    tell_moved(sessie, now=ten(20))
    run(ten(20, hour=11), ten(24, hour=11))
    assert [subject for _made, subject in sent()] == [
        REMINDER,
        "Let op, veranderd: de training is nu op donderdag 26 november",
    ]
    sessie.versie, sessie.verplaatst_op = 2, ten(24)
    sessie.dag, sessie.begin, sessie.einde = date(2026, 12, 3), ten(3, 12, 19), ten(3, 12, 22)
    sessie.save()
    run(ten(24, hour=11), ten(3, 12, 18))
    moved = "Herinnering: training op donderdag 3 december"
    assert sent()[2:] == [("26-11 10:00", moved), ("02-12 10:00", moved)]


def test_an_evening_that_does_not_go_on_or_was_held_reminds_nobody(team):
    for facts in ({"vervallen": True}, {"gehouden": True}):
        coming(SessieFactory(op=EVENING, gemeente=team.gemeente, team=team, **facts), team)
    run(ten(18), ten(26))
    assert sent() == []


# --- by telephone -----------------------------------------------------------------------------------


def test_who_has_no_mail_is_rung_the_day_before_and_the_coordinator_hears_how_many(sessie, team):
    leads = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    people = [without_mail(sessie, team), without_mail(sessie, team)]
    without_mail(sessie, team, stand="wachtlijst")
    InschrijvingFactory(sessie=sessie, gast="Bep Smit")  # no number: nobody can ring
    run(ten(18), ten(26))
    tasks = Beltaak.objects.values_list("inschrijving", "waarover", "gemaakt_op")
    assert list(tasks) == [(row.pk, "herinnering", ten(25)) for row in people]
    (mail,) = Bericht.objects.all()
    assert (mail.aan, mail.gemaakt_op) == (leads.email, ten(25))
    assert "2 mensen hebben geen mail. Wilt u hen bellen?" in mail.tekst
    assert f"/training/{sessie.pk}/bellen/" in mail.tekst
    assert not [row for row in people if row.naam in mail.tekst]


# --- who gives it -----------------------------------------------------------------------------------


def test_the_trainer_hears_the_day_before_how_many_come_and_how_many_no_mail_reaches(sessie, team):
    trainer = AanstellingFactory(gemeente=sessie.gemeente, trainer=True).gebruiker
    AanstellingFactory(gemeente=sessie.gemeente, trainer=True)  # gives another evening
    sessie.sessietrainers.create(gebruiker=trainer)
    LidmaatschapFactory(team=team, coordinator=True)
    coming(sessie, team)
    coming(sessie, team, stand="wachtlijst")
    without_mail(sessie, team)
    run(ten(25, hour=9), ten(26, hour=18))
    mail = Bericht.objects.get(aan=trainer.email)
    assert (mail.onderwerp, mail.gemaakt_op) == ("U geeft een training op donderdag 26 november", ten(25))
    assert (
        "Er komen 2 mensen. Er zijn 15 plekken.\nOp de wachtlijst staat 1 persoon.\n1 persoon heeft geen mail"
        in mail.tekst
    )
    assert f"/trainer/avond/{sessie.pk}/" in mail.tekst


def test_when_nobody_gives_it_yet_every_trainer_of_the_gemeente_hears(sessie):
    trainers = [AanstellingFactory(gemeente=sessie.gemeente, trainer=True).gebruiker for _ in range(2)]
    AanstellingFactory(trainer=True)
    ring(ten(25), ten(25, minute=1))
    assert sorted(Bericht.objects.values_list("aan", flat=True)) == sorted(person.email for person in trainers)
    assert "Er komen 0 mensen. Er zijn 15 plekken." in Bericht.objects.first().tekst


def test_an_evening_planned_after_that_moment_reminds_its_trainer_of_nothing(team):
    SessieFactory(op=EVENING, gemeente=team.gemeente, aangemaakt_op=ten(25, hour=12))
    AanstellingFactory(gemeente=team.gemeente, trainer=True)
    run(ten(25, hour=12), ten(26, hour=18))
    assert sent() == []


def test_a_list_that_stays_open_is_asked_about_after_a_day_and_after_a_week(sessie):
    AanstellingFactory(gemeente=sessie.gemeente, trainer=True)
    run(EVENING, ten(5, 12))
    ask = "Sluit u de lijst van de training op donderdag 26 november?"
    assert [subject for _made, subject in sent()] == [ask, ask]
    assert [made[:5] for made, _subject in sent()] == ["27-11", "03-12"]


def test_a_closed_list_is_not_asked_about(sessie):
    AanstellingFactory(gemeente=sessie.gemeente, trainer=True)
    sessie.stand, sessie.gesloten_op = "gehouden", EVENING + timedelta(hours=3)
    sessie.save()
    run(EVENING, ten(4, 12))
    assert sent() == []


def test_an_evening_written_down_afterwards_is_asked_about_from_that_day_on(team):
    AanstellingFactory(gemeente=team.gemeente, trainer=True)
    SessieFactory(op=ten(2, hour=19), gemeente=team.gemeente, aangemaakt_op=ten(20, hour=15))
    run(ten(20, hour=15), ten(29))
    assert [made for made, _subject in sent()] == ["21-11 10:00", "27-11 10:00"]


# --- action points ----------------------------------------------------------------------------------


def point(sessie, **facts):
    owner = facts.pop("eigenaar", None) or GebruikerFactory()
    facts = {"wat": "Bel de wijkagent", "voor": date(2026, 12, 10), "gemaakt_op": EVENING} | facts
    return Actiepunt.objects.create(sessie=sessie, eigenaar=owner, **facts)


def test_an_action_point_is_told_to_its_owner_a_week_before_and_on_the_day(sessie):
    mine = point(sessie)
    point(sessie, klaar_op=EVENING)
    Actiepunt.objects.create(sessie=sessie, eigenaar_naam="De wijkagent", wat="x", voor=mine.voor, gemaakt_op=EVENING)
    sessie.stand, sessie.gesloten_op = "gehouden", EVENING
    sessie.save()
    run(EVENING, ten(12, 12))
    what = "Uw actiepunt moet klaar zijn op 10 december"
    assert sent() == [("03-12 10:00", what), ("10-12 10:00", what)]
    mail = Bericht.objects.first()
    assert (mail.aan, mine.wat in mail.tekst) == (mine.eigenaar.email, False)


def test_another_date_is_reminded_of_anew_and_a_point_made_within_the_week_only_on_the_day(sessie):
    sessie.stand, sessie.gesloten_op = "gehouden", EVENING
    sessie.save()
    late = point(sessie, voor=date(2026, 11, 30))
    run(EVENING, ten(30, hour=11))
    assert [made for made, _subject in sent()] == ["30-11 10:00"]
    late.voor = date(2026, 12, 20)
    late.save()
    run(ten(12, 12), ten(21, 12))
    assert [made for made, _subject in sent()][1:] == ["13-12 10:00", "20-12 10:00"]


# --- the clock itself -------------------------------------------------------------------------------


def test_one_evening_that_fails_holds_up_no_other_and_the_clock_counts_as_stopped(sessie, team, caplog):
    broken = SessieFactory(op=EVENING - timedelta(hours=1), gemeente=team.gemeente, team=team)
    InschrijvingFactory(sessie=broken, gast="Bep Smit", gast_email="geen adres")
    coming(sessie, team)
    with pytest.raises(ValueError, match="not an address"):
        remind(ten(19))
    assert sent() == [("19-11 10:00", REMINDER)]
    assert f"Evening {broken.pk} could not be looked after" in caplog.text
    assert not Hartslag.objects.filter(naam=CLOCK).exists()
    broken.inschrijvingen.all().delete()
    remind(ten(19, minute=1))
    assert Hartslag.objects.get(naam=CLOCK).op == ten(19, minute=1)


def test_tik_rings_this_clock_too():
    call_command("tik")
    assert Hartslag.objects.filter(naam=CLOCK).exists()


@pytest.mark.parametrize("evening", [datetime(2026, 10, 25, 19, 0), datetime(2026, 3, 29, 19, 0)])
def test_ten_by_the_clock_on_the_wall_also_when_the_clock_changed_in_between(team, evening):
    evening = timezone.make_aware(evening)
    sessie = SessieFactory(op=evening, gemeente=team.gemeente, team=team)
    coming(sessie, team)
    run(evening - timedelta(days=8), evening)
    days = [evening.date() - timedelta(days=n) for n in (7, 1)]
    assert [made for made, _subject in sent()] == [f"{day:%d-%m} 10:00" for day in days]


@pytest.mark.parametrize("day", [date(2026, 10, 28), date(2026, 4, 1), date(2026, 3, 29)])
def test_each_minute_of_three_weeks_has_one_newest_step_and_it_changes_at_ten_only(day):
    steps, found, minute = before_evening(day), [], at(day - timedelta(days=14), time(0))
    last = None
    while minute < at(day + timedelta(days=7), time(0)):
        step = newest_due(steps, minute)
        if step != last:
            found.append((f"{timezone.localtime(minute):%d-%m %H:%M}", step.naam))
        last, minute = step, minute + timedelta(minutes=1)
    week, before = day - timedelta(days=7), day - timedelta(days=1)
    assert found == [(f"{week:%d-%m} 10:00", "week"), (f"{before:%d-%m} 10:00", "dag")]


def test_a_minute_in_which_nothing_is_due_costs_the_same_for_one_and_for_many(sessie, team):
    coming(sessie, team)
    without_mail(sessie, team)
    remind(ten(25))
    with CaptureQueriesContext(connection) as few:
        assert remind(ten(25, minute=1)) == 0
    for _ in range(6):
        coming(sessie, team)
        without_mail(sessie, team)
    assert remind(ten(25, minute=2)) == 6
    with CaptureQueriesContext(connection) as many:
        assert remind(ten(25, minute=3)) == 0
    assert len(many) == len(few) < 80
