"""The looking exercise: a picture, questions without it, and what there was; nothing is kept (E186)."""

import pytest
from django.urls import reverse

from teams.tests.factories import AanstellingFactory, LidmaatschapFactory
from trainingen.looking import VRAGEN

pytestmark = pytest.mark.django_db
LOOK, QUESTIONS = reverse("trainingen:kijkoefening"), reverse("trainingen:kijkvragen")
RIGHT = {vraag.naam: vraag.goed for vraag in VRAGEN}


@pytest.fixture
def page(client):
    """The text of a page for a member of a team."""
    client.force_login(LidmaatschapFactory().gebruiker)
    return lambda url, **data: client.get(url, data).content.decode()


def test_one_looks_first_and_answers_without_the_picture(page):
    looking = page(LOOK)
    assert "kijkoefening.svg" in looking and "Tekening van een straat" in looking and QUESTIONS in looking
    asked = page(QUESTIONS)
    assert "kijkoefening.svg" not in asked
    assert all(str(vraag.vraag) in asked for vraag in VRAGEN)


def test_afterwards_one_reads_what_there_was_and_that_a_fact_is_no_judgement(page):
    all_right = page(QUESTIONS, klaar="ja", **RIGHT)
    assert "U zag 5 van de 5 goed" in all_right and "Gemist" not in all_right
    half = page(QUESTIONS, klaar="ja", mensen="drie", deur="pakje")
    assert "U zag 1 van de 5 goed" in half and "U antwoordde: een pakje" in half and "Overgeslagen" in half
    assert "Wel: een feit" in half and "kijkoefening.svg" in half


def test_who_answers_nothing_or_nonsense_reads_it_too(page):
    assert "U zag 0 van de 5 goed" in page(QUESTIONS, klaar="ja")
    assert "U zag 0 van de 5 goed" in page(QUESTIONS, klaar="ja", mensen="honderd", deur="<b>")


def test_every_right_answer_is_among_the_choices():
    assert [vraag.naam for vraag in VRAGEN if vraag.goed not in dict(vraag.keuzes)] == []


def test_it_is_for_teams_and_for_who_sets_up_trainings(client):
    for rol, status in (("trainer", 200), ("beheer", 200), ("beleid", 403), ("meldpunt", 403)):
        client.force_login(AanstellingFactory(**{rol: True}).gebruiker)
        assert {client.get(url).status_code for url in (LOOK, QUESTIONS)} == {status}


def test_it_is_found_from_the_page_of_trainings(page):
    assert LOOK in page(reverse("trainingen:trainingen"))
