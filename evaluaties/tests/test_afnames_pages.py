"""The pages of runs for trainers and beleid: the list, the evening, one run, its code and its end (E198, E202)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from evaluaties.actions.answering import give_answers
from evaluaties.models import Afname, OpenAntwoord, Respons
from evaluaties.tests.factories import (
    NPE_ANSWERS,
    AfnameFactory,
    GevraagdFactory,
    held_evening,
    monday,
    publish,
    start_version,
)
from teams.tests.factories import AanstellingFactory, GemeenteFactory
from trainingen.models import Inschrijving, Programma
from trainingen.tests.factories import SessieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessie():
    start_version()
    return held_evening(6)


@pytest.fixture
def trainer(sessie):
    return AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker


@pytest.fixture
def beleid(sessie):
    return AanstellingFactory(beleid=True, gemeente=sessie.gemeente).gebruiker


@pytest.fixture
def clock(sessie):
    """The evening is over since five minutes."""
    with time_machine.travel(sessie.einde + timedelta(minutes=5), tick=False) as clock:
        yield clock


def page(client, name, *args, **query):
    answer = client.get(reverse(f"evaluaties:{name}", args=args), query)
    return answer.content.decode()


def press(client, name, *args, **data):
    return client.post(reverse(f"evaluaties:{name}", args=args), data)


def answers(afname, n, kanaal="wand"):
    form = {"antwoorden": NPE_ANSWERS, "woorden": {}, "vlaggen": []}
    for number in range(n):
        give_answers(afname, form, kanaal=kanaal, sleutel=f"{kanaal} {number}", now=timezone.now())


def primary(html):
    """The labels of the primary buttons on this page."""
    return html.count("nl-button--primary")


# --- the evening ----------------------------------------------------------------------------------


def test_from_the_evening_one_press_leads_to_the_code_and_two_are_one_run(client, sessie, trainer, clock):
    client.force_login(trainer)
    html = page(client, "avond", sessie.pk)
    assert "6 mensen zijn aangevinkt" in html and "De code werkt tot 22.35 uur" in html
    assert not Afname.objects.exists()

    first, second = press(client, "avond", sessie.pk), press(client, "avond", sessie.pk)
    afname = Afname.objects.get()
    assert first.url == second.url == reverse("evaluaties:wand", args=[afname.pk])
    assert client.get(reverse("evaluaties:avond", args=[sessie.pk])).url == reverse(
        "evaluaties:afname", args=[afname.pk]
    )


def test_beleid_may_begin_it_too_and_a_member_may_not(client, sessie, beleid, clock):
    client.force_login(Inschrijving.objects.filter(sessie=sessie).first().gebruiker)
    assert client.get(reverse("evaluaties:avond", args=[sessie.pk])).status_code == 403
    client.force_login(AanstellingFactory(trainer=True, gemeente=GemeenteFactory()).gebruiker)
    assert client.get(reverse("evaluaties:avond", args=[sessie.pk])).status_code == 404
    client.force_login(beleid)
    assert "Begin de evaluatie" in page(client, "avond", sessie.pk)


def test_the_day_after_it_leads_to_the_run_and_says_that_a_code_is_too_late(client, sessie, trainer, clock):
    clock.move_to(sessie.einde + timedelta(days=1))
    client.force_login(trainer)
    assert "Een code kan niet meer" in page(client, "avond", sessie.pk)
    assert press(client, "avond", sessie.pk).url == reverse("evaluaties:afname", args=[Afname.objects.get().pk])


def test_an_evening_without_questions_or_without_people_says_so(client, sessie, trainer, clock):
    client.force_login(trainer)
    knowledge = SessieFactory(gemeente=sessie.gemeente, kennisavond=True, op=timezone.now() - timedelta(hours=3))
    assert "geen vragenlijst" in page(client, "avond", knowledge.pk)
    assert press(client, "avond", knowledge.pk).status_code == 409
    Inschrijving.objects.update(aanwezig=None)
    assert "Er is nog niemand aangevinkt" in page(client, "avond", sessie.pk)


# --- the code -------------------------------------------------------------------------------------


def test_the_screen_shows_the_code_and_how_many_are_in_and_refreshes_only_that(client, sessie, trainer, clock):
    client.force_login(trainer)
    press(client, "avond", sessie.pk)
    afname = Afname.objects.get()
    answers(afname, 2)
    html = page(client, "wand", afname.pk)
    digits = afname.wand_code
    for words in ("2 van 6 binnen", f"{digits[:2]} {digits[2:]}", "data:image/svg+xml", "/e/"):
        assert words in html

    answers(afname, 4, "papier")
    part = client.get(reverse("evaluaties:wand", args=[afname.pk]), headers={"HX-Request": "true"}).content.decode()
    assert "Alle 6 zijn binnen" in part and "<html" not in part


def test_a_new_code_is_one_press_and_the_next_day_there_is_none(client, sessie, trainer, clock):
    client.force_login(trainer)
    press(client, "avond", sessie.pk)
    old = Afname.objects.get()
    for _number in range(2):
        press(client, "wand_nieuw", old.pk, gelezen=old.wand_code)
    new = Afname.objects.get()
    assert new.wand_geheim != old.wand_geheim
    assert "De oude code werkt niet meer" in page(client, "wand", new.pk)

    clock.shift(timedelta(minutes=45))
    client.logout()  # somebody of the staff is signed out by now
    client.force_login(trainer)
    assert "Maak de code" in page(client, "wand", new.pk)
    clock.shift(timedelta(days=1))
    client.logout()  # somebody of the staff is signed out by now
    client.force_login(trainer)
    assert "alleen op de avond zelf" in page(client, "wand", new.pk)
    assert press(client, "wand_nieuw", new.pk).status_code == 409


# --- the page of one run --------------------------------------------------------------------------


def test_the_next_thing_to_do_is_the_one_primary_button(client, sessie, trainer, clock):
    client.force_login(trainer)
    press(client, "avond", sessie.pk)
    afname = Afname.objects.get()
    assert "Toon de code" in (html := page(client, "afname", afname.pk)) and primary(html) == 1

    clock.shift(timedelta(days=1))
    client.logout()  # somebody of the staff is signed out by now
    client.force_login(trainer)
    assert "Typ papieren formulieren over" in (html := page(client, "afname", afname.pk)) and primary(html) == 1
    answers(afname, 4)
    answers(afname, 2, "papier")
    html = page(client, "afname", afname.pk)
    assert "Iedereen die er was" in html and "Op papier" in html and primary(html) == 1

    press(client, "sluiten", afname.pk)
    assert "Bekijk de uitkomst" in (html := page(client, "afname", afname.pk)) and primary(html) == 1
    vraag = afname.versie.vraagreeks.get(code="NPE8")
    OpenAntwoord.objects.create(vraag=vraag, afname=afname, week=monday(timezone.localdate()), tekst="Goede koffie")
    assert "Lees wat mensen schreven (1)" in (html := page(client, "afname", afname.pk)) and primary(html) == 1
    assert "koffie" not in html


def test_an_evening_at_which_nobody_is_ticked_asks_for_that_first(client, trainer, beleid, sessie):
    Inschrijving.objects.update(aanwezig=None)
    afname = AfnameFactory(sessie=sessie)
    client.force_login(trainer)
    html = page(client, "afname", afname.pk)
    assert "Vink aan wie er was" in html and "Er is nog niemand aangevinkt" in html and primary(html) == 1
    client.force_login(beleid)  # the list is of the trainers
    html = page(client, "afname", afname.pk)
    assert "Vraag de trainer" in html and reverse("trainingen:lijst", args=[sessie.pk]) not in html


def test_a_list_corrected_afterwards_can_leave_more_answers_than_people(client, trainer, sessie):
    afname = AfnameFactory(sessie=sessie)
    answers(afname, 6)
    Inschrijving.objects.filter(pk=Inschrijving.objects.first().pk).update(aanwezig=False)
    client.force_login(trainer)
    assert "meer formulieren dan mensen" in page(client, "afname", afname.pk)


def test_before_closing_it_says_what_four_answers_lead_to_and_afterwards_too(client, trainer, sessie):
    """E205: fewer than five are read by nobody, and count with others."""
    afname = AfnameFactory(sessie=sessie)
    answers(afname, 4)
    client.force_login(trainer)
    html = page(client, "sluiten", afname.pk)
    assert "minder dan 5" in html and "nog 1 formulier" in html
    assert Afname.objects.get().is_open

    assert press(client, "sluiten", afname.pk).url == reverse("evaluaties:afname", args=[afname.pk])
    html = page(client, "afname", afname.pk)
    assert "Er kwamen 4 formulieren binnen" in html and "Gesloten, te weinig antwoorden" in html
    assert primary(html) == 0
    assert press(client, "sluiten", afname.pk).status_code == 302  # pressed twice
    assert "al gesloten" in page(client, "sluiten", afname.pk)


def test_a_run_of_a_programme_is_about_who_was_asked(client, trainer, sessie):
    afname = AfnameFactory(sessie=None, gemeente=sessie.gemeente, verwacht_procent=30)
    GevraagdFactory(afname=afname), GevraagdFactory(afname=afname)
    client.force_login(trainer)
    html = page(client, "afname", afname.pk)
    assert "van 2 mensen, verwacht: 30 %" in html and "Wie is er gevraagd?" in html
    assert "alleen op de avond zelf" in page(client, "wand", afname.pk)


def test_a_conversation_at_a_table_has_a_page_of_its_own_and_no_code(client, trainer, sessie, clock):
    afname = AfnameFactory(sessie=sessie, versie=start_version("TUSSEN"))
    client.force_login(trainer)
    there = reverse("evaluaties:samen", args=[afname.pk])
    for name in ("afname", "sluiten", "wand"):
        assert client.get(reverse(f"evaluaties:{name}", args=[afname.pk])).url == there
    assert press(client, "wand_nieuw", afname.pk).status_code == 409
    assert "Verslag van een gesprek" in page(client, "afnames")


def test_a_rebuilt_run_names_its_source(client, trainer, sessie):
    afname = AfnameFactory(sessie=sessie, nagebouwd=True, bron="Eindverslag 2018", verslag_gevraagd=96)
    publish(afname, [NPE_ANSWERS])
    client.force_login(trainer)
    assert "nagebouwd uit een verslag: Eindverslag 2018" in page(client, "afname", afname.pk)
    assert "Nagebouwd uit een verslag" in page(client, "afnames")


# --- the list -------------------------------------------------------------------------------------


def test_the_list_shows_evenings_to_ask_about_and_runs_open_on_top(client, beleid, sessie):
    closed = publish(AfnameFactory(sessie=held_evening(6, module=sessie.module)), [NPE_ANSWERS] * 5)
    opened = AfnameFactory(sessie=held_evening(4, module=sessie.module))
    Respons.objects.create(afname=opened, kanaal="wand", aantal=3)
    elsewhere = AfnameFactory()
    client.force_login(beleid)

    html = page(client, "afnames")
    links = [html.find(reverse("evaluaties:afname", args=[one.pk])) for one in (opened, closed, elsewhere)]
    assert 0 < links[0] < links[1] and links[2] == -1
    assert "3 van 4 binnen" in html and "Nog niet gevraagd" in html
    assert reverse("evaluaties:avond", args=[sessie.pk]) in html


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"welke": "open"}, "1 evaluatie"),
        ({"welke": "gesloten"}, "0 evaluaties"),
        ({"welke": "nog"}, "1 avond"),
        ({"welke": "vreemd"}, "1 evaluatie"),
    ],
)
def test_the_list_is_narrowed(client, trainer, sessie, query, count):
    AfnameFactory(sessie=held_evening(4, module=sessie.module))
    client.force_login(trainer)
    assert count in page(client, "afnames", **query)


def test_the_list_is_narrowed_to_one_questionnaire(client, trainer, sessie):
    AfnameFactory(sessie=sessie)
    other = start_version("WVE").vragenlijst
    client.force_login(trainer)
    assert "0 evaluaties" in page(client, "afnames", lijst=other.pk)
    assert "1 evaluatie" in page(client, "afnames", lijst=start_version().vragenlijst_id)


def test_empty_lists_say_what_to_do(client, trainer, sessie):
    client.force_login(trainer)
    html = page(client, "afnames")
    assert "Er is nog geen evaluatie" in html
    assert "Toon alles" in page(client, "afnames", welke="gesloten")
    AfnameFactory(sessie=sessie)
    assert "al gevraagd wat mensen" in page(client, "afnames", welke="nog")


def test_others_have_no_list(client, sessie):
    client.force_login(Inschrijving.objects.filter(sessie=sessie).first().gebruiker)
    assert client.get(reverse("evaluaties:afnames")).status_code == 403


def test_a_run_of_an_evening_in_a_programme_leads_to_the_outcome_of_all_of_it(client, trainer, sessie):
    """Four answers count with those of the other evenings (E205)."""
    sessie.programma = Programma.objects.create(
        naam="Pilot 2026", gemeente=sessie.gemeente, van=sessie.dag, tot=sessie.dag
    )
    sessie.save()
    afname = AfnameFactory(sessie=sessie)
    answers(afname, 4)
    client.force_login(trainer)
    press(client, "sluiten", afname.pk)
    html = page(client, "afname", afname.pk)
    assert reverse("evaluaties:programma_resultaat", args=[sessie.programma.pk]) in html
    assert "Uitkomst van het hele programma" in html
