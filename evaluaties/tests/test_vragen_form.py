"""One form draws any version of a questionnaire, and keeps exactly what was answered (E198, E199, E204)."""

import pytest
from django.http import QueryDict
from django.template import Context, Template

from evaluaties.forms.vragen import VragenForm
from evaluaties.tests.factories import start_version

pytestmark = pytest.mark.django_db

NPE = {"NPE1": "4", "NPE2": "ja", "NPE3": "ja", "NPE4": "nvt", "NPE5": "nee"}
EIND = {"E0": "allebei", "E1": ["algemeen", "kijken"], "E2": "niet_meer", "E4": "nee", "E7": "ja"}
EIND |= {f"E{n}": "misschien" for n in (8, 9, 10, 11)} | {"E12": "niet_echt", "E13": "een_beetje"}
EIND |= {"E14.WV": "8", "E14.NP": "7"}


def posted(**answers):
    """As a browser sends it."""
    query = QueryDict(mutable=True)
    for key, value in answers.items():
        query.setlist(key, value if isinstance(value, list) else [value])
    return query


def form_of(answers, code="NPE", **kwargs):
    return VragenForm(posted(**answers), versie=start_version(code), **kwargs)


def page(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))


def test_a_filled_in_form_gives_answers_words_and_flags_apart():
    form = form_of(NPE | {"NPE8": "  Fijne avond.  "})
    assert form.is_valid(), form.errors
    assert form.formulier == {
        "antwoorden": {"NPE1": 4, "NPE2": "ja", "NPE3": "ja", "NPE4": "nvt", "NPE5": "nee"},
        "woorden": {"NPE8": "Fijne avond."},
        "vlaggen": [],
    }
    assert form.cleaned_data == {"formulier": form.formulier}


def test_what_is_missing_is_asked_for_in_a_sentence():
    form = form_of({"NPE2": "ja"})
    assert not form.is_valid()
    assert form.errors["NPE1"] == ["Kies een cijfer bij “Wat vindt u van de inhoud van deze training?”."]
    assert set(form.errors) == {"NPE1", "NPE3", "NPE4", "NPE5"}


def test_online_an_answer_against_its_condition_is_dropped_with_its_mistakes():
    form = form_of(EIND | {"E5": ["politie"], "E6": "vreemd"}, "EIND")
    assert form.is_valid(), form.errors
    assert "E5" not in form.formulier["antwoorden"] and "E6" not in form.formulier["antwoorden"]
    assert form.formulier["vlaggen"] == []


def test_on_paper_it_is_kept_and_flagged_and_nothing_is_required():
    form = form_of({"E4": "nee", "E5": ["politie"], "E6": "verwacht", "E14.WV": "onleesbaar"}, "EIND", papier=True)
    assert form.is_valid(), form.errors
    assert form.formulier["antwoorden"] == {
        "E4": "nee",
        "E5": ["politie"],
        "E6": "verwacht",
        "E14.WV": "onleesbaar",
    }
    assert form.formulier["vlaggen"] == ["E5", "E6"]


def test_unreadable_is_no_answer_on_a_phone():
    form = form_of(NPE | {"NPE1": "onleesbaar", "NPE2": "onleesbaar"})
    assert set(form.errors) == {"NPE1", "NPE2"}


def test_what_is_known_is_not_asked_and_its_value_is_kept():
    answers = {key: value for key, value in EIND.items() if key not in ("E0", "E14.NP")}
    form = form_of(answers | {"E14.NP": "3"}, "EIND", overslaan={"E14.NP"}, bekend={"E0": "WV"})
    assert form.is_valid(), form.errors
    assert form.formulier["antwoorden"]["E0"] == "WV" and "E14.NP" not in form.formulier["antwoorden"]
    drawn = page(VragenForm(versie=start_version("EIND"), overslaan={"E0", "E14.NP"}))
    assert 'name="E14.WV"' in drawn and 'name="E14.NP"' not in drawn and 'name="E0"' not in drawn


def test_none_of_these_goes_with_nothing_else():
    form = form_of(EIND | {"E1": ["geen", "kijken"]}, "EIND")
    assert "Geen van deze" in form.errors["E1"][0] and "Haal een van de twee weg" in form.errors["E1"][0]


def test_an_empty_form_is_no_answer():
    form = form_of({}, papier=True)
    assert form.non_field_errors() == ["U hebt nog niets ingevuld. Geef ten minste één antwoord."]


def test_many_forms_of_one_version_ask_for_its_questions_once(django_assert_num_queries):
    versie = start_version("EIND")
    with django_assert_num_queries(1):
        first = VragenForm(versie=versie, papier=True)
        page(first)
        page(VragenForm(versie=versie, papier=True, vragen=first.vragen, prefix="rij2"))


def test_the_page_says_conditions_in_words_and_names_the_ends_of_a_scale():
    drawn = page(VragenForm(versie=start_version("EIND")))
    assert "Alleen als u bij “Hebt u na de training iets gemeld omdat het niet pluis voelde?” “Ja” antwoordt." in drawn
    assert "1 = heel slecht" in drawn and "10 = uitstekend" in drawn
    assert drawn.count('type="radio" name="E14.WV"') == 10
    assert "data-als=" in drawn and "data-alleen=" in drawn
