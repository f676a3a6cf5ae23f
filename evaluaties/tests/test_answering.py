"""One way in for an answer: counted once, never more than there were people, without a name (E202, E205)."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname
from evaluaties.known import known_of
from evaluaties.models import GebruikteSleutel, Inzending, Respons, Wachtend
from evaluaties.present import answered, asked_and_silent, expected, per_channel, present_at, with_numbers
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, GevraagdFactory, held_evening, start_version
from teams.models import Regio
from teams.tests.factories import AanstellingFactory, GemeenteFactory
from trainingen.models import Inschrijving, Programma
from trainingen.tests.factories import InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db

FORM = {"antwoorden": NPE_ANSWERS, "woorden": {"NPE8": "Goede koffie."}, "vlaggen": []}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def afname():
    return AfnameFactory(sessie=held_evening(3))


def give(afname, sleutel, now, kanaal="wand", **kwargs):
    return give_answers(afname, FORM, kanaal=kanaal, sleutel=sleutel, now=now, **kwargs)


def test_an_answer_waits_without_a_person_a_way_or_a_moment(afname, now):
    logged = Logregel.objects.count()
    assert give(afname, "a", now) is True

    waiting = Wachtend.objects.get()
    assert json.loads(waiting.formulier) == FORM
    assert {field.name for field in Wachtend._meta.fields} == {"id", "afname", "formulier"}
    assert per_channel(afname) == [("Met de code van de avond", 1)]
    assert Logregel.objects.count() == logged


def test_the_same_form_twice_is_one_answer_also_after_a_shuffle(now):
    afname = AfnameFactory(sessie=held_evening(12))
    given = [give(afname, key, now) for key in "aabcdefa"]
    assert given == [True, False, True, True, True, True, True, False]
    assert (answered(afname), Inzending.objects.count(), Wachtend.objects.count()) == (6, 5, 1)
    assert GebruikteSleutel.objects.count() == 6


def test_there_are_no_more_answers_than_people_over_all_ways_together(afname, now):
    """E202; the sentence says what to do."""
    for key, kanaal in (("a", "wand"), ("b", "link"), ("c", "papier")):
        give(afname, key, now, kanaal)
    with pytest.raises(RefusedAction, match="Zeg het tegen de trainer"):
        give(afname, "d", now)
    with pytest.raises(RefusedAction, match="Verbeter dan eerst de lijst"):
        give(afname, "e", now, "papier")
    assert give(afname, "c", now, "papier") is False  # pressed twice is still said kindly
    assert answered(afname) == 3

    InschrijvingFactory(sessie=afname.sessie, aanwezig=True)
    assert give(afname, "d", now) is True


def test_a_limit_of_a_pile_of_paper_holds_beside_that_of_the_evening(afname, now):
    give(afname, "a", now, "papier", aantal_max=2)
    give(afname, "b", now, "papier", aantal_max=2)
    with pytest.raises(RefusedAction, match="formulieren als er mensen waren: 2"):
        give(afname, "c", now, "papier", aantal_max=2)


def test_with_nobody_ticked_yet_everybody_hears_what_to_do(now):
    afname = AfnameFactory(sessie=held_evening(0))
    with pytest.raises(RefusedAction, match="Zeg het tegen de trainer"):
        give(afname, "a", now)
    with pytest.raises(RefusedAction, match="Vink eerst aan"):
        give(afname, "a", now, "papier")


def test_a_closed_run_takes_nothing_in(afname, now):
    give(afname, "a", now)
    close_afname(afname, actor=None, now=now)
    with pytest.raises(RefusedAction, match="gesloten"):
        give(afname, "b", now)


# --- somebody who was asked by name -----------------------------------------------------------------


def test_who_was_asked_is_marked_once_and_never_when(afname, now):
    asked = GevraagdFactory(afname=afname)
    assert give(afname, "a", now, "link", gevraagd=asked) is True
    assert give(afname, "b", now, "link", gevraagd=asked) is False
    asked.refresh_from_db()
    assert asked.beantwoord and answered(afname) == 1
    assert asked_and_silent(afname) == {"gevraagd": 1, "stil": 0}


def test_who_was_spared_is_not_counted(afname, now):
    asked = GevraagdFactory(afname=afname, weg="overgeslagen")
    with pytest.raises(RefusedAction, match="niet voor u"):
        give(afname, "a", now, "link", gevraagd=asked)
    assert answered(afname) == 0


def programme_run(*codes):
    """Somebody followed these modules in a programme, and is asked half a year later."""
    gemeente = GemeenteFactory()
    programma = Programma.objects.create(naam="Pilot", gemeente=gemeente, van="2026-03-01", tot="2026-04-01")
    asked = GevraagdFactory(afname=AfnameFactory(sessie=None, gemeente=gemeente, programma=programma))
    for code in codes:
        evening = SessieFactory(
            gemeente=gemeente,
            module=ModuleFactory(gemeente=gemeente, code=code),
            programma=programma,
            gehouden=True,
            op=timezone.now() - timedelta(days=200),
        )
        InschrijvingFactory(sessie=evening, gebruiker=asked.gebruiker, aanwezig=True)
        absent = SessieFactory(gemeente=gemeente, gehouden=True, op=timezone.now() - timedelta(days=200))
        InschrijvingFactory(sessie=absent, gebruiker=asked.gebruiker, aanwezig=False)
    return asked


@pytest.mark.parametrize(
    ("codes", "answers", "skipped"),
    [
        (("NP",), {"E0": "NP"}, {"E0", "E14.WV"}),
        (("WV",), {"E0": "WV"}, {"E0", "E14.NP"}),
        (("WV", "NP"), {"E0": "allebei"}, {"E0"}),
        ((), {}, set()),
    ],
)
def test_what_is_known_of_somebody_is_not_asked_again(codes, answers, skipped):
    """E204, and E201: a mark only of the module that one followed."""
    assert known_of(programme_run(*codes)) == (answers, skipped)


# --- numbers --------------------------------------------------------------------------------------


def test_how_many_can_answer_is_who_was_there_or_what_was_published_or_who_was_asked():
    afname = AfnameFactory(sessie=held_evening(4))
    Inschrijving.objects.filter(sessie=afname.sessie).order_by("pk").first().delete()
    report = SessieFactory(uit_verslag=True, verslag_opkomst=79, gehouden=True, op=timezone.now() - timedelta(days=9))
    asked = AfnameFactory(sessie=None, gemeente=GemeenteFactory())
    for weg in ("mail", "bellen", "overgeslagen"):
        GevraagdFactory(afname=asked, weg=weg)

    assert (present_at(afname.sessie), present_at(report), expected(asked)) == (3, 79, 2)
    numbered = {row.pk: (row.binnen, row.verwacht) for row in with_numbers(type(afname).objects.all())}
    assert numbered == {afname.pk: (0, 3), asked.pk: (0, 2)}


def test_a_run_of_a_region_counts_once_for_who_looks_after_two_of_its_gemeenten(trainer_of_two):
    trainer, regio = trainer_of_two
    afname = AfnameFactory(sessie=None, gemeente=None, regio=regio, versie=start_version("EIND"))
    for kanaal, aantal in (("link", 3), ("papier", 2)):
        Respons.objects.create(afname=afname, kanaal=kanaal, aantal=aantal)
    assert [row.binnen for row in with_numbers(type(afname).objects.visible_to(trainer))] == [5]


@pytest.fixture
def trainer_of_two():
    regio = Regio.objects.create(naam="Alblasserwaard")
    first, second = GemeenteFactory(regio=regio), GemeenteFactory(regio=regio)
    trainer = AanstellingFactory(trainer=True, gemeente=first).gebruiker
    AanstellingFactory(trainer=True, gemeente=second, gebruiker=trainer)
    return trainer, regio
