"""The pages about asking: for who looks after a run, who leads a team, and who is asked (E202, E203, E204)."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.tests.reading import mark_of
from evaluaties.actions.stopping import stop_questions
from evaluaties.models import Afname, GeenVragen, Gevraagd, Instelling, NonRespons, Respons, Wachtend, WijDeden
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, GevraagdFactory, held_evening, publish
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.models import Inschrijving, Programma

pytestmark = pytest.mark.django_db

FORM = {key: str(value) for key, value in NPE_ANSWERS.items()} | {"sleutel": "0b6c2f9e-6c15-4ef5-9d5a-0c9b3f6f7a01"}


@pytest.fixture
def afname():
    """An open run about an evening at which six people were."""
    return AfnameFactory(
        sluit_op=timezone.now() + timedelta(days=14), gemaakt_op=timezone.now(), sessie=held_evening(6)
    )


@pytest.fixture
def trainer(afname, client):
    person = AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker
    client.force_login(person)
    return person


def page(client, name, *args, status=200):
    answer = client.get(reverse(f"evaluaties:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def press(client, name, *args, **data):
    return client.post(reverse(f"evaluaties:{name}", args=args), data)


def fill_in(client, name, *args, **data):
    """The same on a page that says what it was made of."""
    shown = client.get(reverse(f"evaluaties:{name}", args=args))
    return press(client, name, *args, **mark_of(shown) | data)


def lead_of(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


def silent_member(team, **facts):
    """Somebody of the team without mail."""
    person = GebruikerFactory(naam="Stille Truus", email=None, antwoord_via="telefoon", telefoon="06-55001122", **facts)
    LidmaatschapFactory(team=team, gebruiker=person)
    return person


# --- who looks after the run ------------------------------------------------------------------------


def test_a_trainer_mails_who_was_there_and_reads_who_answered(afname, trainer, client):
    assert "Mail wie er was" in page(client, "vragen", afname.pk)
    assert press(client, "vragen_mailen", afname.pk).status_code == 302
    Gevraagd.objects.filter(pk=Gevraagd.objects.order_by("pk").first().pk).update(beantwoord=True)
    shown = page(client, "vragen", afname.pk)
    assert shown.count("Antwoordde</span>") == 1
    assert shown.count("Nog niet") == 5
    assert "Niemand ziet welk antwoord van wie is" in shown
    assert "6 mensen krijgen een mail" in shown
    assert "Mail wie er was" not in shown


def test_who_wants_none_is_not_waited_for(afname, trainer, client):
    stop_questions(gebruiker=Inschrijving.objects.filter(sessie=afname.sessie).first().gebruiker, now=timezone.now())
    press(client, "vragen_mailen", afname.pk)
    shown = page(client, "vragen", afname.pk)
    assert "5 mensen krijgen een mail" in shown
    assert "Mail wie er was" not in shown
    press(client, "vragen_mailen", afname.pk)
    assert "Iedereen was al gevraagd" in page(client, "vragen", afname.pk)


def test_when_answers_came_by_the_code_the_page_says_why_nobody_can_be_mailed(afname, trainer, client):
    Respons.objects.create(afname=afname, kanaal="wand", aantal=1)
    shown = page(client, "vragen", afname.pk)
    assert "Niemand weet van wie die zijn" in shown
    assert "Mail wie er was" not in shown
    refused = press(client, "vragen_mailen", afname.pk)
    assert refused.status_code == 409
    assert "Niemand weet van wie die zijn" in refused.content.decode()


def test_a_reminder_that_cannot_be_is_refused_on_the_page(afname, trainer, client):
    assert press(client, "vragen_herinneren", afname.pk).status_code == 409
    GevraagdFactory(afname=afname, token_hash="x" * 64, geheim="x")
    assert "Stuur de herinnering nu" in page(client, "vragen", afname.pk)
    press(client, "vragen_herinneren", afname.pk)
    assert "1 mens krijgt een herinnering" in page(client, "vragen", afname.pk)


def test_who_was_spared_is_shown_as_such(afname, trainer, client):
    GevraagdFactory(afname=afname, weg="overgeslagen")
    shown = page(client, "vragen", afname.pk)
    assert "1 (kreeg dit kwartaal al genoeg vragen)" in shown
    assert "Niet gevraagd: al genoeg vragen dit kwartaal" in shown


def test_a_trainer_fills_in_for_who_is_rung_and_nothing_says_whose_it_was(afname, trainer, client):
    person = silent_member(afname.sessie.teams.first() or TeamFactory(gemeente=afname.gemeente))
    row = GevraagdFactory(afname=afname, gebruiker=person, weg="bellen")
    assert "Bel 06-55001122" in page(client, "vragen", afname.pk)
    assert "Samen invullen met Stille Truus" in page(client, "namens", row.pk)
    assert press(client, "namens", row.pk).status_code == 422
    answer = press(client, "namens", row.pk, **FORM)
    assert answer.url == reverse("evaluaties:vragen", args=[afname.pk])
    assert Respons.objects.get().kanaal == "namens"
    assert Gevraagd.objects.get(gebruiker=person).beantwoord
    assert Wachtend.objects.count() == 1
    assert "antwoordde al" in page(client, "namens", row.pk)
    press(client, "namens", row.pk, **FORM)
    assert Wachtend.objects.count() == 1


def test_another_gemeente_finds_nothing(afname, client):
    row = GevraagdFactory(afname=afname)
    client.force_login(AanstellingFactory(trainer=True).gebruiker)
    for name, pk in (("vragen", afname.pk), ("namens", row.pk), ("wijdeden", afname.pk)):
        page(client, name, pk, status=404)


# --- half a year later, and how often ---------------------------------------------------------------


def test_the_page_of_a_programme_says_who_would_be_asked_and_begins_it(afname, trainer, client):
    last = date.today() - timedelta(days=40)
    programma = Programma.objects.create(gemeente=afname.gemeente, naam="Voorjaar", van=last, tot=last)
    assert "geen mensen bekend" in page(client, "eindmeting", programma.pk)
    afname.sessie.programma = programma
    afname.sessie.save()
    assert "6, ieder één keer" in page(client, "eindmeting", programma.pk)
    assert press(client, "eindmeting", programma.pk, verwacht_procent="0").status_code == 422
    begun = press(client, "eindmeting", programma.pk, verwacht_procent="40")
    run = Afname.objects.get(programma=programma, sessie=None)
    assert (begun.url, run.verwacht_procent) == (reverse("evaluaties:vragen", args=[run.pk]), 40)
    assert "al verstuurd" in page(client, "eindmeting", programma.pk)


def test_beleid_sets_how_often_and_a_trainer_does_not(afname, trainer, client):
    page(client, "grens", status=403)
    client.force_login(AanstellingFactory(beleid=True, gemeente=afname.gemeente).gebruiker)
    assert 'value="2"' in page(client, "grens")
    assert fill_in(client, "grens", max_per_kwartaal="13").status_code == 422
    fill_in(client, "grens", max_per_kwartaal="3")
    assert Instelling.objects.get(gemeente=afname.gemeente).max_per_kwartaal == 3


# --- who leads a team -------------------------------------------------------------------------------


@pytest.fixture
def silent():
    """A closed run with a team of which nobody of five answered."""
    team = TeamFactory()
    ended = {"stand": "gesloten", "gesloten_op": timezone.now()}
    afname = AfnameFactory(sessie=None, gemeente=team.gemeente, naam_toen="Een half jaar later", **ended)
    afname.teams.add(team)
    for _five in range(5):
        GevraagdFactory(afname=afname, gebruiker=LidmaatschapFactory(team=team).gebruiker, team=team)
    return afname, team


def test_who_leads_the_team_says_why_and_never_reads_a_name(silent, client):
    afname, team = silent
    client.force_login(lead_of(team))
    shown = page(client, "stilte", team.pk)
    assert "0 van de 5 mensen antwoordden" in shown
    assert not any(row.gebruiker.naam in shown for row in Gevraagd.objects.select_related("gebruiker"))
    assert fill_in(client, "stilte_reden", afname.pk, team.pk).status_code == 422
    assert fill_in(client, "stilte_reden", afname.pk, team.pk, redenen=["anders"]).status_code == 422
    fill_in(client, "stilte_reden", afname.pk, team.pk, redenen=["moe", "zelfde"], toelichting="Alweer.")
    assert NonRespons.objects.get().redenen == ["moe", "zelfde"]
    shown = page(client, "stilte", team.pk)
    assert "U zei: ze worden te vaak iets gevraagd, het leek op het vorige formulier." in shown
    assert "Alweer." in page(client, "stilte_reden", afname.pk, team.pk)


def test_who_is_only_in_the_team_may_not_and_for_others_it_is_not_there(silent, client):
    afname, team = silent
    client.force_login(LidmaatschapFactory(team=team).gebruiker)
    page(client, "stilte", team.pk, status=403)
    client.force_login(lead_of(TeamFactory(gemeente=team.gemeente)))
    page(client, "stilte", team.pk, status=404)
    page(client, "stilte_reden", afname.pk, team.pk, status=404)


def test_who_leads_the_team_rings_its_people_and_only_those(afname, client):
    team, other = TeamFactory(gemeente=afname.gemeente), TeamFactory(gemeente=afname.gemeente)
    mine = GevraagdFactory(afname=afname, gebruiker=silent_member(team), team=team, weg="bellen")
    mailed = GevraagdFactory(afname=afname, gebruiker=LidmaatschapFactory(team=team).gebruiker, team=team)
    theirs = GevraagdFactory(
        afname=afname, gebruiker=LidmaatschapFactory(team=other).gebruiker, team=other, weg="bellen"
    )
    client.force_login(lead_of(team))
    shown = page(client, "stilte", team.pk)
    assert ("Stille Truus" in shown, theirs.gebruiker.naam in shown) == (True, False)
    page(client, "namens", mailed.pk, status=404)
    page(client, "namens", theirs.pk, status=404)
    answer = press(client, "namens", mine.pk, **FORM)
    assert answer.url == reverse("evaluaties:stilte", args=[team.pk])
    assert "Stille Truus" not in page(client, "stilte", team.pk)


# --- who is asked -----------------------------------------------------------------------------------


def test_a_member_finds_what_waits_and_what_came_of_earlier_ones(afname, client):
    row = GevraagdFactory(afname=afname)
    client.force_login(row.gebruiker)
    shown = page(client, "mijn")
    assert reverse("evaluaties:mijn_invullen", args=[row.pk]) in shown
    page(client, "uitkomst", afname.pk, status=404)  # while it is open nobody reads anything
    Gevraagd.objects.update(beantwoord=True)
    assert "U antwoordde" in page(client, "mijn")
    publish(afname, [NPE_ANSWERS] * 5)
    WijDeden.objects.create(
        afname=afname, uzei="Meer tijd.", wijdeden="Een uur langer.", door=row.gebruiker, op=timezone.now()
    )
    assert reverse("evaluaties:uitkomst", args=[afname.pk]) in page(client, "mijn")
    shown = page(client, "uitkomst", afname.pk)
    assert all(
        words in shown for words in ("Meer tijd.", "Een uur langer.", "Gemiddeld: <strong>4</strong>", "Ja: 100\xa0%")
    )


def test_too_few_answers_are_not_shown_and_the_page_says_why(afname, client):
    row = GevraagdFactory(afname=afname)
    Afname.objects.update(stand="gesloten", gesloten_op=timezone.now())
    client.force_login(row.gebruiker)
    assert "te weinig antwoorden om te laten zien (minder dan 5)" in page(client, "uitkomst", afname.pk)


def test_somebody_who_was_not_asked_and_was_not_there_finds_nothing(afname, client):
    publish(afname, [NPE_ANSWERS] * 5)
    client.force_login(LidmaatschapFactory(team__gemeente=afname.gemeente).gebruiker)
    page(client, "uitkomst", afname.pk, status=404)
    assert "Hier komt te staan wat eruit kwam" in page(client, "mijn")


def test_questionnaires_go_off_and_on_in_one_tap(client):
    person = LidmaatschapFactory().gebruiker
    client.force_login(person)
    press(client, "vragen_uit")
    assert "U krijgt geen vragenlijsten" in page(client, "mijn")
    press(client, "vragen_aan")
    assert not GeenVragen.objects.exists()


def test_the_link_in_a_mail_stops_it_with_a_button_and_looking_changes_nothing(afname, client):
    secret = press_asked(afname)
    assert "Zet vragenlijsten uit" in page(client, "stoppen", secret)
    assert not GeenVragen.objects.exists()
    assert "U krijgt geen vragenlijsten meer" in press(client, "stoppen", secret).content.decode()
    assert GeenVragen.objects.get().gebruiker == Gevraagd.objects.by_token(secret).get().gebruiker
    page(client, "stoppen", "y" * 43, status=404)


def press_asked(afname):
    """The secret of the first mail to who was there."""
    browser = Client()
    browser.force_login(AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker)
    press(browser, "vragen_mailen", afname.pk)
    return Bericht.objects.first().geheim["link"].rstrip("/").rpartition("/")[2]


# --- what was done ----------------------------------------------------------------------------------


def test_a_trainer_writes_what_was_done_and_tells_it_once(afname, trainer, client):
    assert "nog open" in page(client, "wijdeden", afname.pk)
    assert press(client, "wijdeden", afname.pk, uzei="Meer", wijdeden="Ja").status_code == 409
    publish(afname, [NPE_ANSWERS] * 5)
    assert press(client, "wijdeden_vertellen", afname.pk).status_code == 409
    assert press(client, "wijdeden", afname.pk, uzei="Meer").status_code == 422
    for words in ("Meer", "Minder"):
        press(client, "wijdeden", afname.pk, uzei=words, wijdeden="Ja")
    press(client, "wijdeden_weg", WijDeden.objects.get(uzei="Minder").pk)
    assert "naar 6 mensen" in page(client, "wijdeden", afname.pk)
    press(client, "wijdeden_vertellen", afname.pk)
    press(client, "wijdeden_vertellen", afname.pk)
    assert Bericht.objects.count() == 6
    shown = page(client, "wijdeden", afname.pk)
    assert "Verteld op" in shown
    assert press(client, "wijdeden_weg", WijDeden.objects.get().pk).status_code == 409
