"""The rules of runs that ``controleer`` looks after find what breaks them, and nothing in what is sound."""

import pytest
from django.utils import timezone

from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname
from evaluaties.invariants import broken_invariants, of_runs
from evaluaties.models import Afname, GebruikteSleutel, Respons, Wachtend
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, GevraagdFactory, held_evening

pytestmark = pytest.mark.django_db


def broken():
    return {naam for naam, rows in of_runs().items() if rows.exists()}


def answers(afname, n, **kwargs):
    form = {"antwoorden": NPE_ANSWERS, "woorden": {}, "vlaggen": []}
    for number in range(n):
        give_answers(afname, form, kanaal="wand", sleutel=f"{kwargs} {number}", now=timezone.now(), **kwargs)


def test_runs_that_wait_go_over_close_and_are_read_together_break_no_rule():
    now, module = timezone.now(), None
    for people in (7, 3, 4):
        afname = AfnameFactory(sessie=held_evening(people, module=module))
        module = afname.sessie.module
        answers(afname, 1, gevraagd=GevraagdFactory(afname=afname))
        answers(afname, people - 1)
        assert broken() == set()
        close_afname(afname, actor=None, now=now)
        assert broken() == set()


def test_a_form_that_was_lost_or_counted_twice_is_found():
    afname = AfnameFactory()
    answers(afname, 3)
    Wachtend.objects.first().delete()
    assert broken() == {"afname_telt_anders_dan_zij_bewaart"}
    Respons.objects.update(aantal=2)
    assert broken() == {"meer_sleutels_dan_formulieren"}
    GebruikteSleutel.objects.all().delete()
    assert broken() == set()


def test_somebody_who_answered_without_a_form_is_found():
    GevraagdFactory(beantwoord=True)
    assert broken() == {"meer_mensen_antwoordden_dan_geteld"}


def test_half_a_code_is_found():
    Afname.objects.filter(pk=AfnameFactory().pk).update(wand_hash="x" * 64)
    assert broken() == {"afname_met_een_halve_wandcode"}


def test_all_rules_of_the_house_can_be_asked_at_once():
    AfnameFactory()
    Afname.objects.filter(pk=(half := AfnameFactory()).pk).update(wand_hash="x" * 64)
    assert broken_invariants()["afname_met_een_halve_wandcode"] == [half.pk]
