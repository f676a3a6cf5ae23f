"""What is counted, and what is not told: atoms of five, versions apart, nothing smoothed (E205, E206)."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluaties.figures.outcomes import question_table
from evaluaties.figures.over_time import comparisons
from evaluaties.figures.results import (
    results_of,
    results_of_afname,
    results_of_gemeente,
    results_of_programma,
    results_per_quarter,
)
from evaluaties.models import Inzending, Respons, Telling, Versie, Vraag
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, monday, publish, start_version
from evaluaties.tests.published import evening_in, pool_of, programme, published, rebuilt_run
from teams.tests.factories import AanstellingFactory, GemeenteFactory

pytestmark = pytest.mark.django_db


def outcome(afname, sleutel):
    (blok,) = results_of_afname(afname).blokken
    return blok.of(sleutel)


def counts(uitkomst):
    return {one.code: one.aantal for one in uitkomst.antwoorden}


# --- counting -----------------------------------------------------------------------------------------


def test_a_scale_has_a_mean_and_counts_per_figure():
    found = outcome(published([{"NPE1": one} for one in (5, 4, 4, 3, 3, 2)]), "NPE1")
    assert (found.n, found.gemiddeld) == (6, Decimal("3.5"))
    assert counts(found) == {"1": 0, "2": 1, "3": 2, "4": 2, "5": 1}
    assert [one.tekst for one in found.antwoorden] == ["1 (slecht)", "2", "3", "4", "5 (uitstekend)"]


def test_a_form_with_two_crosses_and_an_empty_one_are_counted_as_such():
    answers = [{"NPE2": "ja"}] * 5 + [{"NPE2": "onleesbaar"}, {}, {}]
    found = outcome(published(answers), "NPE2")
    assert (found.n, found.onleesbaar, found.zonder_antwoord) == (5, 1, 2)
    assert [(one.code, one.procent) for one in found.antwoorden] == [("ja", 100), ("nee", 0), ("nvt", 0)]


def test_an_answer_that_no_option_has_is_told_as_unknown_and_stays_out_of_the_mean():
    found = outcome(published([{"NPE1": 4, "NPE2": "ja"}] * 5 + [{"NPE1": 9, "NPE2": "wellicht"}]), "NPE2")
    assert counts(found) == {"ja": 5, "nee": 0, "nvt": 0, "onbekend": 1}
    scale = outcome(published([{"NPE1": 4}] * 5 + [{"NPE1": 9}]), "NPE1")
    assert (scale.gemiddeld, counts(scale)["onbekend"], scale.n) == (4, 1, 6)


def test_of_more_choices_everybody_counts_once_per_answer():
    found = outcome(rebuilt_run([{"E1": ["algemeen", "overlast"]}] * 3 + [{"E1": ["algemeen"]}]), "E1")
    assert (found.n, counts(found)["algemeen"], counts(found)["overlast"]) == (4, 4, 3)
    assert "meer antwoorden kiezen" in " ".join(question_table(found).noten)


def test_tallies_and_forms_are_one_number():
    """E199: a trainer who counted by hand adds to what came by phone."""
    afname = AfnameFactory(sessie=held_evening(12))
    vraag = afname.versie.vraagreeks.get(code="NPE2")
    counted = {"ja": 4, "nee": 1, "onleesbaar": 1}
    Telling.objects.create(afname=afname, vraag=vraag, sleutel="NPE2", n=6, aantallen=counted)
    publish(afname, [{"NPE2": "ja"}] * 5)
    Respons.objects.create(afname=afname, kanaal="telling", aantal=7)
    (blok,) = results_of_afname(afname).blokken
    found = blok.of("NPE2")
    assert (found.n, found.onleesbaar, found.zonder_antwoord, blok.formulieren) == (10, 1, 1, 12)
    assert counts(found) == {"ja": 9, "nee": 1, "nvt": 0}


def test_a_tally_of_a_scale_has_a_mean():
    afname = AfnameFactory(sessie=held_evening(12))
    vraag = afname.versie.vraagreeks.get(code="NPE1")
    Telling.objects.create(afname=afname, vraag=vraag, sleutel="NPE1", n=6, aantallen={"5": 2, "3": 4})
    publish(afname, [])
    Respons.objects.update_or_create(afname=afname, kanaal="telling", defaults={"aantal": 6})
    assert (outcome(afname, "NPE1").n, outcome(afname, "NPE1").gemiddeld) == (6, Decimal("3.7"))


def test_who_is_asked_by_a_condition_is_said_and_an_answer_against_it_is_flagged():
    forms = [{"E4": "ja", "E6": "ja"}] * 6 + [{"E4": "nee"}] * 3
    fits = outcome(publish(AfnameFactory(sessie=None, gemeente=GemeenteFactory()), forms), "E6")
    assert (fits.n, fits.van, fits.tegen, fits.zonder_antwoord) == (6, 6, 0, 0)
    assert question_table(fits).noten[0].startswith("Alleen voor wie “Ja” koos bij")
    against = [*forms, {"E4": "nee", "E6": "verwacht"}]
    flagged = outcome(publish(AfnameFactory(sessie=None, gemeente=GemeenteFactory()), against), "E6")
    assert (flagged.n, flagged.van, flagged.tegen) == (7, 6, 1)
    assert question_table(flagged).noten[0].startswith("Let op: 6 + 1 = 7 antwoorden, maar 6 mensen kozen “Ja”")


# --- what is not told ---------------------------------------------------------------------------------


def test_an_open_run_shows_nothing_however_many_answered():
    afname = AfnameFactory()
    week = monday(timezone.localdate())
    Inzending.objects.bulk_create(
        Inzending(versie=afname.versie, afname=afname, week=week, antwoorden=NPE_ANSWERS) for _n in range(9)
    )
    assert results_of_afname(afname).is_leeg


def test_a_question_that_four_answered_is_not_told_and_five_are():
    found = published([NPE_ANSWERS | {"NPE6": "eens"}] * 4 + [NPE_ANSWERS] * 3)
    assert (outcome(found, "NPE6").n, outcome(found, "NPE6").te_weinig) == (0, True)
    assert outcome(found, "NPE6").antwoorden == ()
    table = question_table(outcome(found, "NPE6"))
    assert (table.rijen, table.feiten, table.noten) == ((), (), ("Nog te weinig antwoorden (minder dan 5).",))
    assert outcome(published([NPE_ANSWERS | {"NPE6": "eens"}] * 5), "NPE6").n == 5


def test_a_sum_holds_whole_runs_only_so_no_difference_shows_fewer_than_five():
    """Nested groups: gemeente minus run is a run, and what a run does not tell the sum does not tell either."""
    gemeente = GemeenteFactory()
    large = published([NPE_ANSWERS | {"NPE6": "eens"}] * 9, sessie=evening_in(gemeente, 9))
    published([NPE_ANSWERS | {"NPE6": "oneens"}] * 4 + [NPE_ANSWERS] * 3, sessie=evening_in(gemeente, 7))
    (blok,) = results_of_gemeente(gemeente).blokken
    assert (blok.formulieren, blok.of("NPE2").n) == (16, 16)
    assert (blok.of("NPE6").n, blok.of("NPE6").weggelaten) == (9, 1)
    assert counts(blok.of("NPE6")) == counts(outcome(large, "NPE6"))
    assert "Bij 1 groep gaven minder dan 5 mensen hier antwoord." in " ".join(question_table(blok.of("NPE6")).noten)


def test_four_answers_count_in_the_programme_as_soon_as_a_pool_holds_them():
    gemeente = GemeenteFactory()
    programma = programme(gemeente=gemeente)
    published([NPE_ANSWERS] * 6, sessie=evening_in(gemeente, 6, programma=programma))
    pool_of(programma, [NPE_ANSWERS] * 8, gemeente=gemeente)
    (blok,) = results_of_programma(programma).blokken
    assert (blok.afnames, blok.pools, blok.formulieren, blok.of("NPE2").n) == (1, 1, 14, 14)


def test_versions_stand_apart_and_so_does_what_was_rebuilt():
    gemeente = GemeenteFactory()
    own = Versie.objects.create(
        vragenlijst=start_version().vragenlijst, gemeente=gemeente, nummer=2, gemaakt_op=timezone.now()
    )
    ja = [{"code": "ja", "tekst": "Ja"}]
    Vraag.objects.create(versie=own, code="NPE2", volgorde=1, tekst="Iets geleerd?", type="ja_nee", opties=ja)
    beleid = AanstellingFactory(beleid=True, gemeente=gemeente).gebruiker
    Versie.objects.filter(pk=own.pk).update(vastgesteld_op=timezone.now(), vastgesteld_door=beleid)
    old = published([NPE_ANSWERS] * 5, sessie=evening_in(gemeente, 5))
    new = published([{"NPE2": "ja"}] * 6, sessie=evening_in(gemeente, 6), versie=own)
    rebuilt = rebuilt_run([NPE_ANSWERS], code="NPE")
    blocks = results_of([old, new, rebuilt]).blokken
    assert [(blok.versie.nummer, blok.nagebouwd, blok.formulieren) for blok in blocks] == [
        (2, False, 6),
        (1, False, 5),
        (1, True, 1),
    ]


def test_the_number_of_queries_does_not_depend_on_the_number_of_runs():
    one = [published([NPE_ANSWERS] * 5)]
    many = one + [published([NPE_ANSWERS] * 5) for _n in range(3)]
    spent = []
    for runs in (one, many):
        with CaptureQueriesContext(connection) as queries:
            results_of(runs)
        spent.append(len(queries))
    assert spent[0] == spent[1] <= 6


def test_an_earlier_and_a_later_moment_stand_beside_each_other():
    gemeente = GemeenteFactory()
    first = published([NPE_ANSWERS | {"NPE1": 3}] * 5, sessie=evening_in(gemeente, 5))
    later = published([NPE_ANSWERS | {"NPE1": 5}] * 6, sessie=evening_in(gemeente, 6))
    type(first).objects.filter(pk=first.pk).update(opent_op="2026-02-03T12:00Z", sluit_op="2026-02-10T12:00Z")
    type(later).objects.filter(pk=later.pk).update(opent_op="2026-08-03T12:00Z", sluit_op="2026-08-10T12:00Z")
    (table,) = comparisons(results_per_quarter([first, later]))
    assert table.kolommen[2:] == ("Kwartaal 1 van 2026, versie 1", "Kwartaal 3 van 2026, versie 1")
    assert [[cel.tekst for cel in row[1:]] for row in table.rijen[:3]] == [
        ["Mensen", "5", "6"],
        ["Gemiddeld", "3", "5"],
        ["Mensen", "5", "6"],
    ]
    assert comparisons(results_per_quarter([first])) == []


def test_nothing_comes_to_nothing():
    assert results_of([]).is_leeg and results_of([]).formulieren == 0
    empty = outcome(rebuilt_run([{}]), "E2")
    assert (empty.n, question_table(empty).noten) == (0, ("Niemand gaf hier antwoord.",))
