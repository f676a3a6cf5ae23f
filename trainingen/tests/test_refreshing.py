"""After an evening: a refresher after three, six and twelve months, and what lapses (E084, E184)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.models import Bericht
from teams.clocks import at
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.refreshing import stop_refreshers, want_refreshers
from trainingen.actions.reminding import remind
from trainingen.models import BewijsRegel, GeenOpfrisser, Materiaal, Opfrisser
from trainingen.reminding import newest_due, refreshers
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db

EVENING = timezone.make_aware(datetime(2025, 11, 26, 19, 0))


@pytest.fixture
def team():
    return TeamFactory(naam="Team Zuid")


@pytest.fixture
def module(team):
    return with_refreshers(ModuleFactory(gemeente=team.gemeente, naam="Niet pluis"))


@pytest.fixture
def sessie(team, module):
    return held(module, EVENING)


@pytest.fixture
def member(team):
    return LidmaatschapFactory(team=team, gebruiker=GebruikerFactory()).gebruiker


def with_refreshers(module, *maanden):
    for n in maanden or (3, 6, 12):
        Opfrisser.objects.create(module=module, maanden=n, titel=f"Na {n} maanden", tekst="Kijk nog eens.")
    return module


def held(module, op, **facts):
    return SessieFactory(gemeente=module.gemeente, module=module, op=op, gehouden=True, **facts)


def was_there(sessie, person, **facts):
    return InschrijvingFactory(
        sessie=sessie, gebruiker=person, team=person.lidmaatschappen.first().team, **({"aanwezig": True} | facts)
    )


def on(day, clock=time(10)):
    return at(day, clock)


def ring(*days):
    """Ring the clock twice on each of these days; how many mails in all."""
    return sum(remind(on(day, clock)) for day in days for clock in (time(10), time(10, 1)))


def sent():
    rows = Bericht.objects.order_by("gemaakt_op", "id")
    return [(timezone.localtime(mail.gemaakt_op).date(), mail.aan, mail.onderwerp) for mail in rows]


def subjects():
    return [(f"{day:%Y-%m-%d}", subject) for day, _aan, subject in sent()]


# --- refreshers -------------------------------------------------------------------------------------


def test_who_was_there_gets_a_refresher_after_three_six_and_twelve_months(sessie, member):
    was_there(sessie, member)
    for date_of in ((2026, 2, 26), (2026, 5, 26), (2026, 11, 26)):
        day = date(*date_of)
        ring(day - timedelta(days=1), day, day + timedelta(days=1))
    assert subjects() == [
        ("2026-02-26", "Nog even opfrissen: Na 3 maanden"),
        ("2026-05-26", "Nog even opfrissen: Na 6 maanden"),
        ("2026-11-26", "Nog even opfrissen: Na 12 maanden"),
    ]
    mail = Bericht.objects.first()
    assert "Op 26 november 2025 was u bij “Niet pluis”." in mail.tekst
    assert f"/opfrisser/{Opfrisser.objects.get(maanden=3).pk}/" in mail.tekst


def test_an_evening_on_the_last_day_of_a_month_is_refreshed_on_the_last_day_of_a_shorter_one():
    moments = [date(2026, 2, 28), date(2026, 5, 30), date(2026, 11, 30)]
    steps = refreshers(date(2025, 11, 30), [3, 6, 12])
    assert [step.dag for step in steps] == moments
    assert newest_due(steps, on(date(2026, 2, 28), time(9, 59))) is None
    assert newest_due(steps, on(date(2026, 2, 28))).naam == "3"


def test_the_last_day_of_february_is_no_day_too_late(module, member):
    was_there(held(module, timezone.make_aware(datetime(2025, 11, 30, 19, 0))), member)
    assert ring(date(2026, 2, 27)) == 0
    assert ring(date(2026, 2, 28)) == 1


def test_nobody_else_gets_one(team, module, sessie):
    def person(**facts):
        return LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(**facts)).gebruiker

    was_there(sessie, person(), aanwezig=False)
    was_there(sessie, person(zonder_mail=True))
    was_there(sessie, person(is_active=False))
    left, unwanted, stopped = person(), person(), person()
    left.lidmaatschappen.update(tot=date(2026, 1, 31))
    GeenOpfrisser.objects.create(gebruiker=unwanted, sinds=EVENING)
    for row in (left, unwanted):
        was_there(sessie, row)
    was_there(SessieFactory(gemeente=team.gemeente, module=module, op=EVENING), stopped)  # nobody closed the list
    InschrijvingFactory(sessie=sessie, gast="Bep Smit", gast_email="bep@example.org", aanwezig=True)
    assert ring(date(2026, 2, 26)) == 0


def test_who_left_for_another_team_still_gets_one(sessie, member):
    was_there(sessie, member)
    member.lidmaatschappen.update(tot=date(2026, 1, 31))
    LidmaatschapFactory(gebruiker=member, van=date(2026, 2, 1))
    assert ring(date(2026, 2, 26)) == 1


def test_after_an_outage_only_the_newest_and_nothing_that_is_long_ago(sessie, member):
    was_there(sessie, member)
    assert ring(date(2026, 6, 10)) == 1
    assert subjects() == [("2026-06-10", "Nog even opfrissen: Na 6 maanden")]
    Bericht.objects.all().delete()
    assert ring(date(2026, 6, 27)) == 0  # a month after its day it is no refresher any more
    assert ring(date(2027, 6, 1)) == 0


def test_at_most_one_a_day_and_the_other_the_day_after(team, module, sessie, member):
    other = with_refreshers(ModuleFactory(gemeente=team.gemeente), 3)
    was_there(sessie, member)
    was_there(held(other, EVENING), member)
    assert ring(date(2026, 2, 26)) == 1
    assert ring(date(2026, 2, 27)) == 1
    assert ring(date(2026, 2, 28)) == 0


def test_who_was_at_the_same_module_again_is_refreshed_of_the_last_time_only(module, sessie, member):
    again = held(module, EVENING + timedelta(days=60))
    was_there(sessie, member)
    was_there(again, member)
    assert ring(date(2026, 2, 26), date(2026, 4, 25)) == 1
    assert subjects() == [("2026-04-25", "Nog even opfrissen: Na 3 maanden")]


def test_a_module_without_refreshers_and_a_knowledge_evening_refresh_nothing(team, member):
    was_there(held(ModuleFactory(gemeente=team.gemeente), EVENING), member)
    was_there(SessieFactory(gemeente=team.gemeente, op=EVENING, gehouden=True, kennisavond=True), member)
    assert ring(date(2026, 2, 26)) == 0


def test_no_refreshers_any_more_stops_the_one_that_waits_and_twice_is_once(sessie, member):
    was_there(sessie, member)
    ring(date(2026, 2, 26))
    for _ in range(2):
        stop_refreshers(actor=member, now=on(date(2026, 2, 26), time(11)))
    assert Bericht.objects.get().stand == "vervallen"
    assert ring(date(2026, 5, 26)) == 0
    for _ in range(2):
        want_refreshers(actor=member, now=on(date(2026, 6, 26)))
    events = Logregel.objects.filter(gebeurtenis__startswith="opfrissers.").order_by("pk")
    assert list(events.values_list("gebeurtenis", flat=True)) == ["opfrissers.uit", "opfrissers.aan"]
    assert ring(date(2026, 11, 26)) == 1


# --- the page ---------------------------------------------------------------------------------------


@pytest.fixture
def refresher(module):
    Materiaal.objects.create(module=module, soort="folder", naam="Praktijktips", na_afloop=True)
    Materiaal.objects.create(module=module, soort="presentatie", naam="Voor de trainer")
    return module.opfrissers.get(maanden=3)


def test_who_was_there_reads_the_refresher_and_what_to_read_again(client, sessie, member, refresher):
    was_there(sessie, member)
    client.force_login(member)
    page = client.get(f"/opfrisser/{refresher.pk}/").content.decode()
    assert "Na 3 maanden" in page and "Kijk nog eens." in page and "Praktijktips" in page
    assert "Voor de trainer" not in page
    assert "?aanleiding=training" in page


def test_who_was_not_there_has_no_such_page(client, sessie, member, refresher):
    was_there(sessie, member, aanwezig=False)
    client.force_login(member)
    assert client.get(f"/opfrisser/{refresher.pk}/").status_code == 404
    assert client.get("/opfrisser/999999/").status_code == 404


def test_off_and_on_again_in_one_tap_each_on_the_page_of_the_mail(client, sessie, member, refresher):
    was_there(sessie, member)
    client.force_login(member)
    url = f"/opfrisser/{refresher.pk}/"
    assert "Stuur mij deze mails niet meer" in client.get(url).content.decode()
    page = client.post("/opfrissers/uit/", {"opfrisser": refresher.pk}, follow=True)
    assert page.redirect_chain == [(url, 302)]
    assert "U krijgt geen opfrissers meer." in page.content.decode()
    assert "Stuur mij deze mails weer" in page.content.decode()
    client.post("/opfrissers/aan/", {"opfrisser": refresher.pk})
    assert not GeenOpfrisser.objects.exists()


def test_looking_changes_nothing_and_a_page_that_one_may_not_see_is_no_way_back(client, member, refresher):
    client.force_login(member)
    assert client.get("/opfrissers/uit/").status_code == 405
    answer = client.post("/opfrissers/uit/", {"opfrisser": refresher.pk})
    assert answer.headers["Location"] == "/trainingen/"
    assert GeenOpfrisser.objects.filter(gebruiker=member).exists()


# --- certificates -----------------------------------------------------------------------------------


def aed(person, gemeente, geldig_tot, **facts):
    gained = facts.pop("gehaald_op", date(2024, 6, 1))
    return BewijsFactory(gebruiker=person, gemeente=gemeente, gehaald_op=gained, geldig_tot=geldig_tot, **facts)


def test_who_can_renew_a_certificate_hears_it_once(team, member):
    aed(member, team.gemeente, date(2026, 6, 8))
    ring(date(2026, 3, 7), date(2026, 3, 8), date(2026, 3, 9), date(2026, 6, 7))
    assert subjects() == [("2026-03-08", "Tijd om te vernieuwen: Reanimatie en AED")]
    mail = Bericht.objects.get()
    assert "Uw bewijs “Reanimatie en AED” is van 1 juni 2024. Het telt nog tot 8 juni." in mail.tekst
    assert "/mijn-bewijzen/" in mail.tekst


def test_the_window_of_the_gemeente_counts(team, member):
    BewijsRegel.objects.create(gemeente=team.gemeente, soort="reanimatie", geldig_maanden=24, venster_maanden=6)
    aed(member, team.gemeente, date(2026, 6, 10))
    ring(date(2025, 12, 9), date(2025, 12, 10))
    assert [day for day, _subject in subjects()] == ["2025-12-10"]


def test_what_was_renewed_taken_back_is_over_or_counts_for_good_is_not_told(team):
    def person(**facts):
        return LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(**facts)).gebruiker

    renewed, left = person(), person()
    aed(renewed, team.gemeente, date(2026, 6, 10))
    aed(renewed, team.gemeente, date(2028, 3, 1), gehaald_op=date(2026, 3, 1))
    back = person()
    aed(back, team.gemeente, date(2026, 6, 10), ingetrokken_op=EVENING, ingetrokken_door=back)
    aed(person(), team.gemeente, date(2026, 5, 1))
    aed(person(), team.gemeente, None)
    aed(person(zonder_mail=True), team.gemeente, date(2026, 6, 10))
    left.lidmaatschappen.update(tot=date(2026, 1, 31))
    aed(left, team.gemeente, date(2026, 6, 10))
    assert ring(date(2026, 5, 20)) == 0


def test_two_certificates_are_told_on_two_days(team, member):
    aed(member, team.gemeente, date(2026, 6, 10))
    aed(member, team.gemeente, date(2026, 6, 12), soort="vog")
    assert [ring(date(2026, 5, day)) for day in (20, 21, 22)] == [1, 1, 0]


def test_each_month_who_leads_the_team_hears_how_many_lapse_and_not_whose(team, member):
    leads = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    other = LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(zonder_mail=True)).gebruiker
    aed(member, team.gemeente, date(2026, 5, 10))
    aed(other, team.gemeente, date(2026, 5, 30))
    LidmaatschapFactory(coordinator=True)
    for month in (3, 4, 5):
        ring(date(2026, month, 1), date(2026, month, 2), date(2026, month, 20))
    digests = [(f"{day:%m-%d}", subject) for day, aan, subject in sent() if aan == leads.email]
    two = "Team Zuid: binnenkort verlopen 2 bewijzen"
    assert digests == [("03-01", two), ("04-01", two), ("05-01", two)]
    mail = Bericht.objects.filter(aan=leads.email).first()
    assert member.naam not in mail.tekst and other.naam not in mail.tekst
    assert f"/team/{team.pk}/bewijzen/" in mail.tekst


def test_one_certificate_is_one_and_a_team_in_which_nothing_lapses_hears_nothing(team, member):
    LidmaatschapFactory(team=team, coordinator=True)
    aed(member, team.gemeente, date(2028, 5, 10))
    assert ring(date(2026, 3, 1)) == 0
    aed(member, team.gemeente, date(2026, 5, 10), soort="vog")
    assert ring(date(2026, 4, 3)) == 2  # after an outage too, in the first week
    assert ("2026-04-03", "Team Zuid: binnenkort verloopt 1 bewijs") in subjects()


def test_trainers_of_the_module_read_the_refresher_too(client, sessie, refresher):
    trainer = AanstellingFactory(gemeente=sessie.gemeente, trainer=True, gebruiker=GebruikerFactory(tweede_factor=True))
    client.force_login(trainer.gebruiker)
    assert "Kijk nog eens." in client.get(f"/opfrisser/{refresher.pk}/").content.decode()
