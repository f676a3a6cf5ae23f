"""A pile of paper typed over in one grid, held beside the pile, and kept once (E198, E199, E202, E205)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname
from evaluaties.actions.paper import enter_forms
from evaluaties.models import Gevraagd, Inzending, OpenAntwoord, Respons, Wachtend
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, GevraagdFactory, held_evening, start_version
from teams.tests.factories import AanstellingFactory
from trainingen.tests.factories import ModuleFactory

pytestmark = pytest.mark.django_db


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


def form(**antwoorden):
    return {"antwoorden": NPE_ANSWERS | antwoorden, "woorden": {}, "vlaggen": []}


def row(number, **values):
    typed = {"NPE1": "4", "NPE2": "ja", "NPE3": "ja", "NPE4": "nee", "NPE5": "nvt"} | values
    return {f"f{number}-{key}": value for key, value in typed.items() if value}


def pile(*rows, stap="controle", sleutel=None, aantal=None, **more):
    data = {"stap": stap, "sleutel": str(sleutel or uuid4()), "aantal": aantal or len(rows)}
    for number, values in enumerate(rows, start=1):
        data |= row(number, **values)
    return data | more


def send(client, afname, data):
    return client.post(reverse("evaluaties:papier", args=[afname.pk]), data)


def by_channel(afname):
    return dict(Respons.objects.filter(afname=afname).values_list("kanaal", "aantal"))


# --- the action -----------------------------------------------------------------------------------


def test_a_pile_comes_in_at_once_as_paper_and_twice_is_once(afname, now):
    key = uuid4()
    assert enter_forms(afname, [form(), form(NPE2="nee"), form()], sleutel=key, now=now) == 3
    assert enter_forms(afname, [form(), form(NPE2="nee"), form()], sleutel=key, now=now) == 0
    assert by_channel(afname) == {"papier": 3}
    assert Wachtend.objects.filter(afname=afname).count() == 3


def test_the_log_says_nothing_of_paper_that_came_in(afname, now):
    before = Logregel.objects.count()
    enter_forms(afname, [form()] * 3, sleutel=uuid4(), now=now)
    assert Logregel.objects.count() == before


def test_a_pile_that_is_larger_than_the_room_is_refused_as_a_whole(afname, now):
    for number in range(6):
        give_answers(afname, form(), kanaal="wand", sleutel=f"w{number}", now=now)
    with pytest.raises(RefusedAction, match="Er kunnen nog 2 formulieren bij"):
        enter_forms(afname, [form()] * 3, sleutel=uuid4(), now=now)
    assert by_channel(afname) == {"wand": 6}
    assert enter_forms(afname, [form()] * 2, sleutel=uuid4(), now=now) == 2


def test_of_people_who_were_asked_by_name_no_more_forms_come_than_people(now):
    afname = AfnameFactory(sessie=None, gemeente=held_evening(1).gemeente)
    GevraagdFactory.create_batch(2, afname=afname, weg="bellen")
    with pytest.raises(RefusedAction, match="meer formulieren dan mensen"):
        enter_forms(afname, [{"antwoorden": {"E4": "ja"}, "woorden": {}, "vlaggen": []}] * 3, sleutel=uuid4(), now=now)
    assert Gevraagd.objects.filter(beantwoord=True).count() == 0


def test_a_closed_run_takes_no_paper_but_a_second_press_is_still_answered_kindly(afname, now):
    key = uuid4()
    enter_forms(afname, [form()] * 2, sleutel=key, now=now)
    close_afname(afname, actor=None, now=now + timedelta(minutes=1))
    with pytest.raises(RefusedAction, match="gesloten"):
        enter_forms(afname, [form()], sleutel=uuid4(), now=now)


def test_unreadable_and_missing_answers_of_paper_are_kept_and_counted_as_such(afname, now):
    forms = [form(NPE2="onleesbaar")] + [form()] * 4
    enter_forms(afname, forms, sleutel=uuid4(), now=now)
    close_afname(afname, actor=None, now=now)
    found = [row.antwoorden["NPE2"] for row in Inzending.objects.filter(afname=afname)]
    assert sorted(found) == ["ja"] * 4 + ["onleesbaar"]


# --- the pages ------------------------------------------------------------------------------------


def test_the_first_page_asks_how_many_and_says_for_how_many_there_is_room(client, trainer, afname):
    html = client.get(reverse("evaluaties:papier", args=[afname.pk])).content.decode()
    assert "kunnen nog 8 formulieren bij" in html
    html = client.get(reverse("evaluaties:papier", args=[afname.pk]), {"aantal": 9}).content.decode()
    assert "Er kunnen er nog 8 bij." in html and "f1-NPE1" not in html
    html = client.get(reverse("evaluaties:papier", args=[afname.pk]), {"aantal": 3}).content.decode()
    assert "f3-NPE1" in html and "f4-NPE1" not in html
    assert "Wat vindt u van de inhoud van deze training?" in html and "Niet te lezen" in html


def test_without_room_the_page_leads_to_the_list_of_the_evening(client, trainer, afname, now):
    for number in range(8):
        give_answers(afname, form(), kanaal="wand", sleutel=f"w{number}", now=now)
    html = client.get(reverse("evaluaties:papier", args=[afname.pk])).content.decode()
    assert "Er kan geen formulier meer bij" in html and reverse("trainingen:lijst", args=[afname.sessie_id]) in html


def test_the_check_shows_totals_per_question_and_keeps_nothing_yet(client, trainer, afname):
    answer = send(client, afname, pile({}, {"NPE1": "2"}, {"NPE2": "onleesbaar", "NPE3": ""}))
    html = answer.content.decode()
    assert answer.status_code == 200 and "U typte 3 formulieren over." in html
    assert "3 antwoorden, gemiddeld 3,3" in html  # 4 + 2 + 4
    assert "2 antwoorden, 1 niet ingevuld" in html  # NPE3
    assert not Wachtend.objects.exists()


def test_what_was_checked_is_kept_once_with_its_words(client, trainer, afname):
    key = uuid4()
    data = pile({"NPE8": "Meer koffie"}, {}, {}, stap="bewaar", sleutel=key, stapel=3)
    assert send(client, afname, data).status_code == 302
    assert send(client, afname, data).status_code == 302
    assert by_channel(afname) == {"papier": 3}
    html = client.get(reverse("evaluaties:afname", args=[afname.pk])).content.decode()
    assert "3 formulieren zijn bewaard." in html and "waren al bewaard" in html
    send(client, afname, pile({}, {}, stap="bewaar", stapel=2))
    assert Inzending.objects.filter(afname=afname).count() == 5
    assert [row.tekst for row in OpenAntwoord.objects.filter(afname=afname)] == ["Meer koffie"]


def test_a_pile_of_another_size_is_not_kept(client, trainer, afname):
    answer = send(client, afname, pile({}, {"NPE8": "Meer koffie"}, stap="bewaar", stapel=3))
    html = answer.content.decode()
    assert answer.status_code == 422 and "U telt 3 formulieren, en u typte er 2 over." in html
    assert 'name="f2-NPE8" value="Meer koffie"' in html  # nothing typed is lost
    assert not Wachtend.objects.exists()


def test_counts_that_differ_are_shown_and_kept_only_after_a_look(client, trainer, afname):
    data = pile({}, {"NPE2": "nee"}, stap="bewaar", stapel=2, **{"t-NPE2-ja": "2", "t-NPE2-nee": "1"})
    answer = send(client, afname, data)
    assert answer.status_code == 422 and "U telde 2. U typte er 1 over." in answer.content.decode()
    assert not Wachtend.objects.exists()
    assert send(client, afname, data | {"klopt": "on"}).status_code == 302
    assert by_channel(afname) == {"papier": 2}


def test_from_the_check_one_goes_back_to_the_grid_with_everything(client, trainer, afname):
    html = send(client, afname, pile({"NPE8": "Meer koffie"}, {}, stap="terug")).content.decode()
    assert "Meer koffie</textarea>" in html and '<option value="4" selected>' in html


def test_a_row_more_keeps_what_was_typed(client, trainer, afname):
    html = send(client, afname, pile({"NPE8": "Meer koffie"}, stap="erbij")).content.decode()
    assert "f2-NPE1" in html and "Meer koffie</textarea>" in html


def test_empty_rows_are_no_forms(client, trainer, afname):
    html = send(client, afname, pile({}, aantal=3)).content.decode()
    assert "U typte 1 formulier over." in html and "Lege rijen tellen niet mee: 2, 3." in html
    empty = send(client, afname, {"stap": "controle", "sleutel": str(uuid4()), "aantal": 3})
    assert empty.status_code == 422 and "U typte nog niets over" in empty.content.decode()


def test_an_impossible_answer_is_said_at_its_form(client, trainer, afname):
    answer = send(client, afname, pile({}, {"NPE1": "9"}))
    assert answer.status_code == 422 and "Formulier 2: Vul een heel getal in van 1 tot en met 5." in (
        answer.content.decode()
    )


@pytest.mark.parametrize(
    "hostile",
    [
        {},
        {"aantal": "9999", "stap": "controle", "sleutel": str(uuid4())},
        {"aantal": "x"},
        {"aantal": 2, "stap": "weg"},
    ],
)
def test_a_grid_without_its_own_marks_begins_anew(client, trainer, afname, hostile):
    assert send(client, afname, hostile).status_code == 422


def test_a_run_that_closed_meanwhile_refuses_and_keeps_what_was_typed(client, trainer, afname, now):
    close_afname(afname, actor=None, now=now)
    answer = send(client, afname, pile({"NPE8": "Meer koffie"}, stap="bewaar", stapel=1))
    html = answer.content.decode()
    assert answer.status_code == 409 and "Dit formulier is gesloten." in html and "Meer koffie" in html


def test_several_boxes_are_typed_as_numbers_and_against_a_condition_is_kept_and_flagged(client, now):
    afname = AfnameFactory(sessie=None, gemeente=held_evening(1).gemeente)
    GevraagdFactory.create_batch(3, afname=afname, weg="bellen")
    client.force_login(AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker)
    data = {"stap": "bewaar", "sleutel": str(uuid4()), "aantal": 2, "stapel": 2}
    data |= {"f1-E1": "1 3", "f1-E4": "nee", "f1-E5": "2", "f2-E1": "?", "f2-E4": "ja"}
    html = send(client, afname, data | {"stap": "controle"}).content.decode()
    assert "1 keer ingevuld, terwijl het niet hoefde" in html
    assert send(client, afname, data).status_code == 302
    forms = sorted(row.formulier for row in Wachtend.objects.filter(afname=afname))
    assert any('"E1": ["algemeen", "kwetsbaar"]' in one and '"vlaggen": ["E5"]' in one for one in forms)
    assert any('"E1": "onleesbaar"' in one for one in forms)


def test_a_number_of_no_box_is_refused_and_stays(client, now):
    afname = AfnameFactory(sessie=held_evening(2, module=ModuleFactory(code="WV")), versie=start_version("WVE"))
    client.force_login(AanstellingFactory(trainer=True, gemeente=afname.gemeente).gebruiker)
    answer = send(client, afname, {"stap": "controle", "sleutel": str(uuid4()), "aantal": 1, "f1-WVE7": "1 12"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "Typ alleen nummers van hokjes" in html and 'value="1 12"' in html


def test_who_does_not_look_after_the_run_finds_nothing(client, afname):
    client.force_login(AanstellingFactory(trainer=True).gebruiker)
    assert client.get(reverse("evaluaties:papier", args=[afname.pk])).status_code == 404


def test_the_grid_asks_as_much_of_the_database_for_two_forms_as_for_eight(client, trainer, afname):
    counts = []
    for number in (1, 2, 8):  # the first also finds out who asks
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("evaluaties:papier", args=[afname.pk]), {"aantal": number})
        counts.append(len(seen))
    assert counts[1] == counts[2]
