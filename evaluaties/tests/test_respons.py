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


def test_runs_add_up_and_one_of_which_nobody_knows_how_many_people_stays_out_of_the_percentage():
    known, unknown = AfnameFactory(sessie=held_evening(10)), rebuilt_run()
    Respons.objects.create(afname=known, kanaal="wand", aantal=5)
    Respons.objects.create(afname=unknown, kanaal="papier", aantal=79)
    table = response_table(Afname.objects.filter(pk=known.pk), others=[unknown])
    assert [row[:4] for row in text_of(table)] == [
        [known.naam_toen, "10", "5", "50 %"],
        ["Andere gemeenten", "–", "79", "–"],
        ["Samen", "10", "84", "50 %"],
    ]
    assert any("niet bekend hoeveel mensen" in note for note in table.noten)


def test_more_answers_than_people_are_told_and_not_hidden():
    afname = rebuilt_run(verslag_gevraagd=10)
    Respons.objects.create(afname=afname, kanaal="link", aantal=11)
    assert text_of(response_table([afname]))[0][3] == "110 %"
    assert "meer antwoorden dan mensen" in response_table([afname]).noten[0]


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
