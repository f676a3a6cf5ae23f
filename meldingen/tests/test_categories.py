"""The start categories and their copies (E013, E121, E122, E131)."""

import re

import pytest

from meldingen.actions import copy_categorieen
from meldingen.actions.categories import start_categorieen
from meldingen.models import Categorie
from teams.models import Niveau
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db
NEVER = re.compile(
    r"terugkoppel|opvolger|afgehandeld|casus|verdacht|dader|cli[eë]nt|problematiek|in de app", re.IGNORECASE
)


def test_a_gemeente_gets_its_own_copy_of_the_whole_list():
    gemeente = GemeenteFactory()

    assert copy_categorieen(gemeente) == 80

    per_soort = {
        soort: Categorie.objects.filter(gemeente=gemeente, soort=soort).count()
        for soort in ("wijkveiligheid", "niet_pluis", "openbare_ruimte", "burenhulp", "hartveilig", "team")
    }
    assert per_soort == {
        "wijkveiligheid": 19,
        "niet_pluis": 23,
        "openbare_ruimte": 17,
        "burenhulp": 12,
        "hartveilig": 8,
        "team": 1,
    }


def test_copying_again_changes_nothing_that_the_gemeente_made_its_own():
    gemeente = GemeenteFactory()
    copy_categorieen(gemeente)
    Categorie.objects.filter(gemeente=gemeente, code="NP03").update(naam="Eenzaam", actief=False)

    assert copy_categorieen(gemeente) == 0
    assert Categorie.objects.get(gemeente=gemeente, code="NP03").naam == "Eenzaam"


def test_a_missing_category_is_added_and_nothing_else():
    gemeente = GemeenteFactory()
    copy_categorieen(gemeente)
    Categorie.objects.filter(gemeente=gemeente, code="OR01").delete()

    assert copy_categorieen(gemeente) == 1


def test_every_row_is_sound_for_the_database():
    for row in start_categorieen():
        Categorie(gemeente=GemeenteFactory.build(pk=1), **row).clean_fields(exclude=["gemeente"])


def test_each_kind_has_at_most_six_groups_beside_the_one_for_who_does_not_know():
    groepen = {}
    for row in start_categorieen():
        groepen.setdefault(row["soort"], []).append(row["groep"])
    counts = {soort: len(set(names) - {"Ik weet het niet precies"}) for soort, names in groepen.items()}

    assert counts == {
        "wijkveiligheid": 6,
        "niet_pluis": 6,
        "openbare_ruimte": 5,
        "burenhulp": 5,
        "hartveilig": 3,
        "team": 1,
    }
    del groepen["team"]
    assert {names[0] for names in groepen.values()} == {"Ik weet het niet precies"}


def test_a_coordinator_is_never_asked_and_levels_are_those_of_the_contract():
    rows = {row["code"]: row for row in start_categorieen()}

    assert not any("coordinator" in [row["partner_soort"], *row["ook"]] for row in rows.values())
    assert {c: rows[c]["partner_soort"] for c in ("WV03", "WV18", "BH10", "HV06", "HV07")} == dict.fromkeys(
        ("WV03", "WV18", "BH10", "HV06", "HV07"), "gemeentecontact"
    )
    assert {c: rows[c]["vertrouwelijkheid"] for c in ("WV02", "WV18", "HV07", "NP21", "WV14")} == {
        "WV02": Niveau.V2,
        "WV18": Niveau.V1,
        "HV07": Niveau.V1,
        "NP21": Niveau.V4,
        "WV14": Niveau.V4,
    }
    assert {code for code, row in rows.items() if row["tekst_verborgen"]} == {f"NP{n}" for n in range(10, 16)} | {
        "TM01"
    }


def test_the_words_are_those_a_melder_may_read():
    said = [
        (row["code"], text)
        for row in start_categorieen()
        for text in (row["naam"], row["groep"], row["tip"], *row["kijk_naar"])
    ]

    assert [(code, text) for code, text in said if NEVER.search(text)] == []
