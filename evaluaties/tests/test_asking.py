"""Asking people one by one: once, by mail or by telephone, in words that say what it is (E202, E204)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.answering import give_answers
from evaluaties.actions.asking import ask_people, ask_who_was_there
from evaluaties.actions.asking_again import remind_now, remind_silent
from evaluaties.actions.closing import close_afname
from evaluaties.actions.stopping import stop_questions, want_questions
from evaluaties.models import Gevraagd, Respons
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening
from teams.clocks import at, local_date
from teams.tests.factories import LidmaatschapFactory, TeamFactory
from trainingen.models import Inschrijving
from trainingen.tests.factories import InschrijvingFactory

pytestmark = pytest.mark.django_db

NOON = timezone.datetime(2026, 10, 7, 10, tzinfo=timezone.get_fixed_timezone(0))
FORM = {"antwoorden": NPE_ANSWERS, "woorden": {}, "vlaggen": []}


def run_of(people=3, **extra):
    """A run about an evening of yesterday with so many members of one team."""
    return AfnameFactory(
        sessie=held_evening(people, ended=NOON - timedelta(hours=14), **extra),
        gemaakt_op=NOON,
        sluit_op=NOON + timedelta(days=28),
    )


def members(afname):
    return list(Gebruiker.objects.filter(inschrijvingen__sessie=afname.sessie).order_by("pk"))


def stands(**facts):
    return sorted(Gevraagd.objects.filter(**facts).values_list("weg", flat=True))


def test_everybody_who_was_there_is_asked_once_by_mail():
    afname = run_of(3)
    first = ask_who_was_there(afname, actor=None, now=NOON)
    assert ask_who_was_there(afname, actor=None, now=NOON + timedelta(hours=1)) == []
    assert len(first) == 3
    assert stands(afname=afname) == ["mail", "mail", "mail"]
    assert sorted(Bericht.objects.values_list("aan", flat=True)) == sorted(p.email for p in members(afname))
    assert {row.gevraagd_op for row in first} == {local_date(NOON)}


def test_the_mail_says_what_it_is_how_it_differs_and_how_to_stop():
    afname = run_of(1)
    ask_who_was_there(afname, actor=None, now=NOON)
    mail = Bericht.objects.get()
    secret = Gevraagd.objects.get().geheim
    assert mail.geheim["link"].endswith(f"/v/{secret}/")
    assert mail.geheim["stop"].endswith(f"/v/{secret}/stoppen/")
    for words in (
        afname.naam_toen,
        "Dit gaat alleen over deze avond.",
        "ongeveer 2 minuten",
        "{{link}}",
        "Niemand ziet welk antwoord van u is.",
        "{{stop}}",
    ):
        assert words in mail.tekst
    assert mail.verloopt_op == afname.sluit_op
    assert mail.antwoord_aan == afname.gemeente.contact_email
    assert secret not in mail.tekst


def test_at_night_the_mail_waits_until_eight():
    afname = run_of(1)
    ask_who_was_there(afname, actor=None, now=at(local_date(NOON), timezone.datetime(1, 1, 1, 22).time()))
    mail = Bericht.objects.get()
    assert timezone.localtime(mail.volgende_poging).hour == 8


def test_who_has_no_mail_is_rung_and_who_leads_the_team_hears_how_many_and_never_who():
    afname = run_of(1)
    team = afname.sessie.teams.first() or TeamFactory(gemeente=afname.gemeente)
    lead = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    silent = GebruikerFactory(naam="Stille Willem", email=None, antwoord_via="coordinator")
    LidmaatschapFactory(team=team, gebruiker=silent)
    InschrijvingFactory(sessie=afname.sessie, team=team, gebruiker=silent, aanwezig=True)
    ask_who_was_there(afname, actor=None, now=NOON)
    assert stands(gebruiker=silent) == ["bellen"]
    mail = Bericht.objects.get(aan=lead.email)
    assert "1 persoon" in mail.tekst
    assert "Willem" not in mail.tekst


def test_guests_with_an_address_are_asked_once_and_a_member_under_the_same_address_is_the_member():
    afname = run_of(1)
    one = members(afname)[0]
    InschrijvingFactory(sessie=afname.sessie, gast="Gast een", gast_email="gast@example.org", aanwezig=True)
    InschrijvingFactory(sessie=afname.sessie, gast="Gast weer", gast_email="GAST@example.org", aanwezig=True)
    InschrijvingFactory(sessie=afname.sessie, gast="Zelfde", gast_email=one.email.upper(), aanwezig=True)
    InschrijvingFactory(sessie=afname.sessie, gast="Zonder", aanwezig=True)
    ask_who_was_there(afname, actor=None, now=NOON)
    assert sorted(mail.lower() for mail in Bericht.objects.values_list("aan", flat=True)) == sorted(
        [one.email, "gast@example.org"]
    )


def test_who_was_not_there_or_has_no_account_any_more_is_not_asked():
    afname = run_of(2)
    gone, here = members(afname)
    Gebruiker.objects.filter(pk=gone.pk).update(is_active=False)
    InschrijvingFactory(sessie=afname.sessie, aanwezig=False)
    ask_who_was_there(afname, actor=None, now=NOON)
    assert [row.gebruiker for row in Gevraagd.objects.all()] == [here]


def test_nobody_is_mailed_when_answers_came_by_the_code_of_the_evening():
    """Else nobody knows who still has to (E204)."""
    afname = run_of(3)
    Respons.objects.create(afname=afname, kanaal="wand", aantal=1)
    with pytest.raises(RefusedAction, match="Niemand weet van wie die zijn"):
        ask_who_was_there(afname, actor=None, now=NOON)
    assert not Gevraagd.objects.exists()


def test_an_evening_without_ticks_and_a_closed_run_refuse():
    afname = run_of(1)
    Inschrijving.objects.update(aanwezig=None)
    with pytest.raises(RefusedAction, match="Vink eerst aan"):
        ask_who_was_there(afname, actor=None, now=NOON)
    close_afname(afname, actor=None, now=NOON)
    with pytest.raises(RefusedAction, match="gesloten"):
        ask_people(afname, [GebruikerFactory()], actor=None, now=NOON)


def test_a_run_that_ends_before_the_mail_can_leave_refuses():
    afname = run_of(1)
    with pytest.raises(RefusedAction, match="te laat"):
        ask_who_was_there(afname, actor=None, now=afname.sluit_op - timedelta(minutes=1) + timedelta(hours=2))


# --- one reminder -----------------------------------------------------------------------------------


def reminders():
    return Bericht.objects.filter(soort="herinnering")


def test_ten_days_later_who_is_silent_is_reminded_once():
    afname = run_of(2)
    ask_who_was_there(afname, actor=None, now=NOON)
    one, _two = Gevraagd.objects.select_related("gebruiker").order_by("pk")
    give_answers(afname, FORM, kanaal="link", sleutel="a", gevraagd=one, now=NOON)
    assert remind_silent(NOON + timedelta(days=9)) == 0
    assert remind_silent(NOON + timedelta(days=10)) == 1
    assert remind_silent(NOON + timedelta(days=10)) == remind_silent(NOON + timedelta(days=20)) == 0
    assert list(reminders().values_list("aan", flat=True)) == [Gevraagd.objects.get(beantwoord=False).gebruiker.email]


def test_a_shorter_run_reminds_half_way():
    afname = run_of(1)
    afname.sluit_op = NOON + timedelta(days=7)
    afname.save(update_fields=["sluit_op"])
    ask_who_was_there(afname, actor=None, now=NOON)
    assert remind_silent(NOON + timedelta(days=2)) == 0
    assert remind_silent(NOON + timedelta(days=3)) == 1


def test_after_a_long_outage_the_reminder_still_goes_but_never_after_closing():
    afname = run_of(2)
    ask_who_was_there(afname, actor=None, now=NOON)
    assert remind_silent(NOON + timedelta(days=27)) == 2
    Gevraagd.objects.update(herinnerd_op=None)
    close_afname(afname, actor=None, now=NOON + timedelta(days=28))
    assert remind_silent(NOON + timedelta(days=29)) == 0


def test_a_reminder_that_waits_when_the_answer_comes_never_leaves():
    afname = run_of(1)
    ask_who_was_there(afname, actor=None, now=NOON)
    remind_silent(NOON + timedelta(days=10))
    give_answers(afname, FORM, kanaal="link", sleutel="a", gevraagd=Gevraagd.objects.get(), now=NOON)
    assert [mail.stand for mail in reminders()] == ["vervallen"]


def test_closing_stops_the_mails_of_a_run():
    afname = run_of(2)
    ask_who_was_there(afname, actor=None, now=NOON)
    close_afname(afname, actor=None, now=NOON)
    assert set(Bericht.objects.values_list("stand", flat=True)) == {"vervallen"}


def test_a_reminder_at_once_counts_as_the_one():
    afname = run_of(2)
    ask_who_was_there(afname, actor=None, now=NOON)
    with pytest.raises(RefusedAction, match="niemand om te herinneren"):
        remind_now(afname, actor=None, now=NOON + timedelta(hours=2))
    assert remind_now(afname, actor=None, now=NOON + timedelta(days=1)) == 2
    with pytest.raises(RefusedAction, match="hooguit één"):
        remind_now(afname, actor=None, now=NOON + timedelta(days=2))
    assert remind_silent(NOON + timedelta(days=10)) == 0


# --- no questionnaires any more ---------------------------------------------------------------------


def test_who_wants_none_is_not_asked_and_not_reminded_until_they_want_them_again():
    afname, later = run_of(2), run_of(1)
    stays, stops = members(afname)
    ask_who_was_there(afname, actor=None, now=NOON)
    for _twice in range(2):
        stop_questions(gebruiker=stops, now=NOON)
    assert dict(Bericht.objects.values_list("aan", "stand")) == {stays.email: "klaar", stops.email: "vervallen"}
    assert ask_people(later, [stops], actor=None, now=NOON) == []
    assert remind_silent(NOON + timedelta(days=10)) == 1
    want_questions(actor=stops, now=NOON)
    assert len(ask_people(later, [stops], actor=None, now=NOON)) == 1


def test_a_guest_stops_by_address_whatever_its_letters():
    afname = run_of(0)
    InschrijvingFactory(sessie=afname.sessie, gast="Gast", gast_email="Gast@Example.org", aanwezig=True)
    stop_questions(email="gast@example.ORG", now=NOON)
    assert ask_who_was_there(afname, actor=None, now=NOON) == []
