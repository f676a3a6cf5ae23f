"""Response per run and per way, against what was expected; nothing is made up (E202, E203)."""

import pytest
from django.utils import timezone

from evaluaties.figures.respons import reasons_table, response_of, response_table
from evaluaties.models import Afname, NonRespons, Respons
from evaluaties.tests.factories import AfnameFactory, GevraagdFactory, held_evening
from evaluaties.tests.published import rebuilt_run
from teams.tests.factories import TeamFactory

pytestmark = pytest.mark.django_db


def text_of(table):
    return [[cel.tekst for cel in row] for row in table.rijen]


def test_an_evening_counts_who_was_there_and_by_which_way_answers_came():
    afname = AfnameFactory(sessie=held_evening(12), naam_toen="Niet pluis, Leerdam", verwacht_procent=80)
    Respons.objects.create(afname=afname, kanaal="wand", aantal=6)
    Respons.objects.create(afname=afname, kanaal="papier", aantal=3)
    table = response_table([afname])
    assert table.kolommen == (
        "Waarover",
        "Mensen",
        "Antwoorden",
        "Respons",
        "Verwacht",
        "Met de code van de avond",
        "Op papier",
    )
    assert text_of(table) == [["Niet pluis, Leerdam", "12", "9", "75 %", "80 %", "6", "3"]]
    assert table.noten == ("Een deel is nog in te vullen. De aantallen kunnen nog groeien.",)


def test_another_run_counts_who_was_asked_and_not_who_was_spared():
    afname = AfnameFactory(sessie=None, gemeente=AfnameFactory().gemeente)
    for weg in ("mail", "bellen", "overgeslagen"):
        GevraagdFactory(afname=afname, weg=weg)
    assert (response_of(afname).van, response_of(afname).binnen, response_of(afname).procent) == (2, 0, 0)


def test_eleven_of_ninety_six_is_eleven_and_a_half_percent_of_an_expected_thirty():
    afname = rebuilt_run(verslag_gevraagd=96, verwacht_procent=30)
    Respons.objects.create(afname=afname, kanaal="link", aantal=11)
    (row,) = text_of(response_table([afname]))
    assert row[1:] == ["96", "11", "11,5 %", "30 %", "11"]


def test_runs_add_up_and_what_was_rebuilt_stays_out_of_the_sum():
    here, elsewhere, rebuilt = (
        AfnameFactory(sessie=held_evening(10)),
        AfnameFactory(sessie=held_evening(10)),
        rebuilt_run(),
    )
    for afname, kanaal, aantal in ((here, "wand", 5), (elsewhere, "link", 8), (rebuilt, "papier", 79)):
        Respons.objects.create(afname=afname, kanaal=kanaal, aantal=aantal)
    table = response_table(Afname.objects.filter(pk__in=[here.pk, rebuilt.pk]), others=[elsewhere])
    lines = [row[:4] for row in text_of(table)]
    assert sorted(lines[:2]) == sorted(
        [[here.naam_toen, "10", "5", "50 %"], [f"{rebuilt.naam_toen} (nagebouwd)", "–", "79", "–"]]
    )
    assert lines[2:] == [
        ["Andere gemeenten", "10", "8", "80 %"],
        ["Samen", "20", "13", "65 %"],
    ]
    assert "Nagebouwd naar het gepubliceerde verslag: Verslag 2017." in table.noten
    assert any("niet bekend hoeveel mensen" in note for note in table.noten)


def test_more_answers_than_people_are_told_and_not_hidden():
    afname = rebuilt_run(verslag_gevraagd=10)
    Respons.objects.create(afname=afname, kanaal="link", aantal=11)
    assert text_of(response_table([afname]))[0][3] == "110 %"
    assert any("meer antwoorden dan mensen" in note for note in response_table([afname]).noten)


def test_reasons_are_counted_per_team_without_names():
    afname = AfnameFactory()
    team = TeamFactory(gemeente=afname.gemeente)
    NonRespons.objects.create(
        afname=afname,
        team=team,
        redenen=["moe", "tijd"],
        door=GevraagdFactory(afname=afname).gebruiker,
        op=timezone.now(),
    )
    assert text_of(reasons_table([afname])) == [["Ze worden te vaak iets gevraagd", "1"], ["Ze hadden geen tijd", "1"]]
    assert reasons_table([AfnameFactory()]).rijen == ()
