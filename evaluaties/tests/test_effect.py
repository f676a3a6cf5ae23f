"""Each indicator with the question that measures it; what nothing measures says so (E207-E211, E217)."""

import pytest

from evaluaties.figures.effect import effect_tables, in_short, indicators_table, questions_in_use
from evaluaties.figures.results import results_of
from evaluaties.tests.factories import start_version
from evaluaties.tests.published import rebuilt_run
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db
ANSWERS = {"E2": "meer", "E8": "ja", "E9": "misschien", "E10": "ja", "E11": "nee", "E1": ["algemeen"]}


def text_of(table):
    return [[cel.tekst for cel in row] for row in table.rijen]


@pytest.fixture
def tables():
    resultaten = results_of([rebuilt_run([ANSWERS] * 11)])
    return {table.naam: table for table in effect_tables([("Regio", resultaten)], [])}


def test_each_indicator_names_its_part_of_life_its_questions_and_who_was_asked(tables):
    able, climate, home = tables["vaardig"], tables["leefklimaat"], tables["langer-thuis"]
    parts = [
        (table.feiten[0][1].tekst, [(row[0][:24], row[1]) for row in text_of(table)]) for table in (able, climate, home)
    ]
    assert parts == [
        ("Persoonlijk leven", [("Waarbij heeft de trainin", "Leden"), ("Let u nu meer op tekenen", "Leden")]),
        (
            "Maatschappelijk leven",
            [
                ("Helpt uw werk om overlas", "Leden"),
                ("Helpt uw werk om de buur", "Leden"),
                ("Helpt uw werk om mensen ", "Leden"),
                ("Wat bewoners zelf merken", "Bewoners"),
            ],
        ),
        ("Persoonlijk leven", [("Helpt uw werk om ouderen", "Leden"), ("Wat bewoners zelf merken", "Bewoners")]),
    ]
    assert text_of(climate)[0][2:] == ["Ja: 100\xa0%, Misschien: 0\xa0%, Nee: 0\xa0%", "11", "Regio (nagebouwd)"]
    assert climate.noten[0] == "Nagebouwd naar het gepubliceerde verslag: Verslag 2017."


def test_residents_were_never_asked_and_that_is_said(tables):
    """E208."""
    residents = [
        row for naam in ("leefklimaat", "langer-thuis") for row in text_of(tables[naam]) if row[1] == "Bewoners"
    ]
    assert {row[2] for row in residents} == {"Niet gemeten: bewoners zijn niet gevraagd"} and len(residents) == 2


def test_the_file_holds_the_rows_of_the_three_indicators():
    places = [("Regio", results_of([rebuilt_run([ANSWERS] * 11)]))]
    rows = [row for table in effect_tables(places, [])[:3] for row in text_of(table)]
    assert [row[1:] for row in text_of(indicators_table(places, []))] == rows and len(rows) == 8


def test_the_social_part_of_life_has_no_indicator(tables):
    """E209: it was defined in 2017 and never measured."""
    assert text_of(tables["leefdomeinen"])[-1] == ["Sociaal leven", "Niet gemeten"]


def test_risks_and_strengths_are_listed_measured_or_not(tables):
    """E210, E211, E217."""
    assert [row[2] for row in text_of(tables["risico"])] == ["Niet gemeten"] * 4
    measured = {row[0] for row in text_of(tables["bescherming"]) if row[2] != "Niet gemeten"}
    assert len(measured) == 3
    assert ["Slecht: mensen worden ten onrechte verdacht", "–", "Niet gemeten", "–", "–"] in text_of(
        tables["neveneffecten"]
    )


def test_a_question_that_is_asked_without_an_answer_yet_says_so():
    start_version("WVE")
    tables = effect_tables([], questions_in_use(GemeenteFactory()))
    rows = [row for row in text_of(tables[4]) if row[2] == "Nog niet gemeten"]
    assert {row[1] for row in rows} == {
        "Hebt u iets bijgeleerd over het bespreken van uw gevoel met de bewoner zelf?",
        "Hebt u iets bijgeleerd over kijken zonder oordeel en opschrijven?",
    }


def test_few_answers_are_not_told_on_one_line_either():
    (blok,) = results_of([rebuilt_run([{"E2": "meer"}])]).blokken
    assert in_short(blok.of("E8")) == "Niemand gaf hier antwoord"
    assert in_short(blok.of("E2")).startswith("Ja, meer: 100\xa0%")
