"""Counts made by hand: sums that are right, one set per run, better until it closes (E198, E205)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname
from evaluaties.actions.tallying import enter_tally
from evaluaties.figures.results import results_of_afname
from evaluaties.models import Respons, Telling
from evaluaties.tallies import mark_of
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, start_version
from teams.tests.factories import AanstellingFactory
from trainingen.tests.factories import ModuleFactory

pytestmark = pytest.mark.django_db

COUNTS = {"mensen": "6", "n-NPE1": "6", "a-NPE1-4": "5", "a-NPE1-2": "1", "n-NPE2": "5", "a-NPE2-ja": "3"}
COUNTS |= {"a-NPE2-nee": "1", "a-NPE2-onleesbaar": "1"}


@pytest.fixture
def afname():
    return AfnameFactory(sessie=held_evening(8))


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def trainer(client, afname):
    found = AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker
    client.force_login(found)
    return found


def send(client, afname, **data):
    return client.post(reverse("evaluaties:telling", args=[afname.pk]), {"gelezen": mark_of(afname)} | data)


def stored(afname):
    rows = Telling.objects.filter(afname=afname).order_by("sleutel")
    return {row.sleutel: (row.n, row.aantallen) for row in rows}


def people(afname):
    return dict(Respons.objects.filter(afname=afname).values_list("kanaal", "aantal"))


def said(answer):
    return answer.content.decode()


def test_a_tally_is_kept_per_question_with_its_own_n(client, trainer, afname):
    assert send(client, afname, **COUNTS).status_code == 302
    assert stored(afname) == {"NPE1": (6, {"4": 5, "2": 1}), "NPE2": (5, {"ja": 3, "nee": 1, "onleesbaar": 1})}
    assert people(afname) == {"telling": 6}


def test_the_same_tally_twice_is_one(client, trainer, afname):
    data = {"gelezen": mark_of(afname)} | COUNTS
    address = reverse("evaluaties:telling", args=[afname.pk])
    assert [client.post(address, data).status_code for _time in range(2)] == [302, 302]
    assert people(afname) == {"telling": 6} and len(stored(afname)) == 2
    assert Logregel.objects.filter(gebeurtenis="afname.telling").count() == 1


def test_it_may_be_made_better_with_a_trace_of_numbers_only(client, trainer, afname):
    send(client, afname, **COUNTS)
    assert send(client, afname, mensen="7", **{"n-NPE1": "7", "a-NPE1-4": "7"}).status_code == 302
    assert stored(afname) == {"NPE1": (7, {"4": 7})} and people(afname) == {"telling": 7}
    line = Logregel.objects.filter(gebeurtenis="afname.telling").latest("pk")
    assert line.details == {"mensen": 7, "was": 6, "vragen": 1}


def test_nobody_takes_the_tally_away(client, trainer, afname):
    send(client, afname, **COUNTS)
    assert send(client, afname, mensen="0").status_code == 302
    assert stored(afname) == {} and people(afname) == {}


def test_what_a_colleague_entered_meanwhile_is_not_lost_without_a_word(client, trainer, afname):
    old = mark_of(afname)
    send(client, afname, **COUNTS)
    answer = send(client, afname, gelezen=old, mensen="4", **{"n-NPE1": "4", "a-NPE1-4": "4"})
    assert answer.status_code == 409 and "Er is intussen een telling ingevoerd." in said(answer)
    assert people(afname) == {"telling": 6} and f'value="{mark_of(afname)}"' in said(answer)


def test_what_was_entered_is_not_shown_again(client, trainer, afname):
    send(client, afname, **COUNTS)
    html = said(client.get(reverse("evaluaties:telling", args=[afname.pk])))
    assert "Er staat al een telling van 6 mensen." in html
    assert 'name="a-NPE1-4" value' not in html and 'value="5"' not in html


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"n-NPE2": "5", "a-NPE2-ja": "3"}, "De antwoorden zijn samen 3, en u vulde in dat 5 mensen antwoordden."),
        ({"n-NPE2": "7", "a-NPE2-ja": "7"}, "Dan kunnen niet 7 mensen deze vraag invullen."),
        ({"a-NPE2-ja": "3"}, "Vul in hoeveel mensen deze vraag invulden. U telde 3 antwoorden."),
        ({}, "Vul bij ten minste één vraag in wat u telde."),
        ({"n-NPE2": "-1"}, "Vul een getal in van ten minste 0."),
        ({"n-NPE2": "drie"}, "Vul een getal in. Gebruik geen letters."),
        ({"n-NPE2": "99999999999999999999"}, "Vul een getal in van hooguit 1000."),
    ],
)
def test_sums_that_cannot_be_right_are_said(client, trainer, afname, counts, sentence):
    answer = send(client, afname, mensen="6", **counts)
    assert answer.status_code == 422 and sentence in said(answer)
    assert stored(afname) == {} and people(afname) == {}


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"a-WVE7-boos": "5"}, "hooguit 3 keer"),
        ({"a-WVE7-boos": "1"}, "Er zijn minder kruisjes dan mensen."),
        ({"a-WVE7-boos": "3", "a-WVE7-jongeren": "2"}, None),
        ({"a-WVE7-boos": "2", "a-WVE7-onleesbaar": "1"}, None),
    ],
)
def test_where_several_boxes_are_allowed_each_answer_fits_in_the_people(client, counts, sentence):
    afname = AfnameFactory(sessie=held_evening(4, module=ModuleFactory(code="WV")), versie=start_version("WVE"))
    client.force_login(AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker)
    answer = send(client, afname, mensen="4", **{"n-WVE7": "3"}, **counts)
    assert answer.status_code == (422 if sentence else 302)
    assert sentence is None or sentence in said(answer)


def test_a_question_that_nobody_answered_is_kept_as_such(client, trainer, afname):
    send(client, afname, mensen="6", **{"n-NPE1": "6", "a-NPE1-4": "6", "n-NPE6": "0"})
    assert stored(afname)["NPE6"] == (0, {})


def test_no_more_people_are_counted_than_there_were(client, trainer, afname, now):
    form = {"antwoorden": NPE_ANSWERS, "woorden": {}, "vlaggen": []}
    for number in range(4):
        give_answers(afname, form, kanaal="wand", sleutel=f"w{number}", now=now)
    answer = send(client, afname, **COUNTS)
    assert answer.status_code == 409 and "Er kunnen nog 4 formulieren bij." in said(answer)
    assert 'value="6"' in said(answer)  # what was typed stays
    assert send(client, afname, mensen="4", **{"n-NPE1": "4", "a-NPE1-4": "4"}).status_code == 302
    assert send(client, afname, mensen="3", **{"n-NPE1": "3", "a-NPE1-4": "3"}).status_code == 302


def test_a_closed_run_takes_no_tally(afname, trainer, now):
    close_afname(afname, actor=None, now=now)
    with pytest.raises(RefusedAction, match="gesloten"):
        enter_tally(afname, mensen=0, tellingen=[], gelezen="", actor=trainer, now=now)


def test_after_closing_the_tally_counts_with_the_forms(client, trainer, afname, now):
    form = {"antwoorden": NPE_ANSWERS, "woorden": {}, "vlaggen": []}
    for number in range(2):
        give_answers(afname, form, kanaal="wand", sleutel=f"w{number}", now=now)
    send(client, afname, **COUNTS)
    close_afname(afname, actor=trainer, now=now)
    (blok,) = results_of_afname(afname).blokken
    assert blok.of("NPE1").n == 8 and blok.of("NPE2").onleesbaar == 1


def test_who_does_not_look_after_the_run_finds_nothing(client, afname):
    client.force_login(AanstellingFactory(trainer=True).gebruiker)
    assert client.get(reverse("evaluaties:telling", args=[afname.pk])).status_code == 404
