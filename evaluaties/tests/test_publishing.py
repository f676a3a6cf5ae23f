"""Answers go over in batches of five that write both sides anew (E205)."""

import json

import pytest
from django.apps import apps
from django.utils import timezone

from evaluaties.actions.publishing import shuffle, week_of
from evaluaties.models import GebruikteSleutel, Gevraagd, Inzending, OpenAntwoord, Respons, Wachtend
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, GevraagdFactory
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def wait(afname, number, woorden=None, vlaggen=()):
    """So many forms that wait, the marks of which count up from one."""
    rows = [
        {"antwoorden": NPE_ANSWERS | {"NPE1": 1 + one % 5}, "woorden": woorden or {}, "vlaggen": list(vlaggen)}
        for one in range(number)
    ]
    Wachtend.objects.bulk_create(Wachtend(afname=afname, formulier=json.dumps(row)) for row in rows)
    respons, _made = Respons.objects.get_or_create(afname=afname, kanaal="wand")
    respons.aantal += number
    respons.save()
    return rows


def marks(rows):
    return sorted(row.antwoorden["NPE1"] for row in rows)


def test_four_forms_wait_and_five_go_over():
    afname = AfnameFactory()
    wait(afname, 4)
    assert shuffle(afname, now=NOW) == 0
    assert (Wachtend.objects.count(), Inzending.objects.count()) == (4, 0)
    wait(afname, 1)
    assert shuffle(afname, now=NOW) == 5
    assert (Wachtend.objects.count(), Inzending.objects.count()) == (0, 5)


def test_nothing_is_lost_or_changed_on_the_way():
    afname = AfnameFactory()
    wait(afname, 7, {"NPE8": " Dank u. ", "NPE7": ""}, ["NPE6", "NPE5"])
    shuffle(afname, now=NOW)
    published = list(Inzending.objects.filter(afname=afname))
    assert marks(published) == [1, 1, 2, 2, 3, 4, 5]
    assert {row.week for row in published} == {week_of(NOW)}
    assert {tuple(row.vlaggen) for row in published} == {("NPE5", "NPE6")}
    assert [(row.vraag.code, row.tekst) for row in OpenAntwoord.objects.filter(afname=afname)] == [
        ("NPE8", "Dank u.")
    ] * 7


def test_what_was_published_before_is_written_anew_with_what_comes():
    afname = AfnameFactory()
    wait(afname, 5, {"NPE8": "Goed"})
    shuffle(afname, now=NOW)
    before = set(Inzending.objects.values_list("pk", flat=True)) | set(
        OpenAntwoord.objects.values_list("pk", flat=True)
    )
    wait(afname, 5, {"NPE8": "Beter"})
    shuffle(afname, now=NOW)
    after = set(Inzending.objects.values_list("pk", flat=True)) | set(OpenAntwoord.objects.values_list("pk", flat=True))
    assert len(after) == 20
    assert not before & after


def test_people_keep_their_request_and_their_link_and_the_used_keys_stay_known():
    afname = AfnameFactory()
    there = afname.sessie.inschrijvingen.values_list("gebruiker", flat=True)[:6]
    people = [
        GevraagdFactory(afname=afname, gebruiker_id=pk, token_hash=f"{n:064d}", geheim=f"geheim {n}")
        for n, pk in enumerate(there)
    ]
    Gevraagd.objects.filter(pk=people[0].pk).update(beantwoord=True)
    key = GebruikteSleutel.objects.create(afname=afname, hash="a" * 64)
    facts = "pk", "gebruiker", "weg", "gevraagd_op", "beantwoord", "token_hash"
    before = sorted(Gevraagd.objects.values_list(*facts))
    wait(afname, 5)
    shuffle(afname, now=NOW)
    assert sorted(Gevraagd.objects.values_list(*facts)) == before
    assert sorted(Gevraagd.objects.values_list("geheim", flat=True)) == [f"geheim {n}" for n in range(6)]
    (used,) = GebruikteSleutel.objects.all()
    assert (used.hash, used.pk == key.pk) == ("a" * 64, False)


def test_other_runs_are_left_as_they_are():
    mine, other = AfnameFactory(), AfnameFactory()
    wait(mine, 5)
    wait(other, 6)
    GevraagdFactory(afname=other)
    shuffle(mine, now=NOW)
    assert Wachtend.objects.filter(afname=other).count() == 6
    assert Gevraagd.objects.filter(afname=other).count() == 1


def test_an_evening_whose_attendance_was_corrected_can_still_go_over():
    afname = AfnameFactory()
    wait(afname, 5)
    afname.sessie.inschrijvingen.update(aanwezig=False)
    assert shuffle(afname, now=NOW) == 5


def test_which_trainings_somebody_followed_does_not_stay_beside_their_answers():
    """The house knows that of people by itself, so it would point at who followed what nobody else did."""
    afname = AfnameFactory(sessie=None, gemeente=GemeenteFactory())
    rows = [{"E0": f"soort {n}", "E14.NP": 1 + n % 10, "E7": f"mijn {n}"} for n in range(40)]
    waiting = [{"antwoorden": row, "woorden": {}, "vlaggen": ["E14.NP"] if n < 3 else []} for n, row in enumerate(rows)]
    Wachtend.objects.bulk_create(Wachtend(afname=afname, formulier=json.dumps(row)) for row in waiting)
    shuffle(afname, now=NOW)
    stored = list(Inzending.objects.filter(afname=afname))
    for key in ("E0", "E14.NP", "E7"):  # each count stays what it was
        assert sorted(row.antwoorden[key] for row in stored) == sorted(row[key] for row in rows)
    assert sum("E14.NP" in row.vlaggen for row in stored) == 3
    still = sum(row.antwoorden["E0"].split()[1] == row.antwoorden["E7"].split()[1] for row in stored)
    assert still < 12  # of forty one is to be expected; twelve come once in a billion times


def test_no_row_of_the_house_points_at_an_answer_or_at_somebody_who_was_asked():
    """The two sides would meet there (E205)."""
    one_sided = {Gevraagd, Inzending, OpenAntwoord, Wachtend, GebruikteSleutel}
    pointing = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model in one_sided
    ]
    assert pointing == []


def test_answers_have_no_key_that_counts_up_and_no_moment():
    kinds = {
        model.__name__: {field.name: field.get_internal_type() for field in model._meta.concrete_fields}
        for model in (Inzending, OpenAntwoord, Wachtend, GebruikteSleutel)
    }
    for fields in kinds.values():
        assert fields["id"] == "UUIDField"
    moments = {
        (model, name) for model, fields in kinds.items() for name, kind in fields.items() if kind == "DateTimeField"
    }
    assert moments == {("OpenAntwoord", "gelezen_op")}
    assert set(kinds["Wachtend"]) == {"id", "afname", "formulier"}
