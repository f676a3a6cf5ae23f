"""A partner says whether the resident knows: only where it is about somebody, and never in the way (E015, E219)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opvolging.models import Ingelicht, Toevoeging
from opvolging.tests.test_partner_page import access, ask, enter, text, url
from teams.clocks import local_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """Pages read the wall clock."""
    return timezone.now()


@pytest.fixture
def worry(wereld, client, now):
    """An ask about somebody, opened by its partner."""
    return enter(client, access(ask(wereld, 2, now)))


def said(toegang):
    rows = Ingelicht.objects.filter(melding=toegang.opvolging.melding)
    return [(row.stand, row.door_contact, row.opvolging) for row in rows]


@pytest.mark.parametrize("name", ["afronden", "toevoegen"])
def test_about_somebody_it_is_asked_and_may_be_left_open(client, worry, name):
    page = text(client.get(url(name, worry)))
    assert "Weet de bewoner ervan?" in page
    words = {"tekst": "Ik ga er heen.", "uitkomst": "hulp"}
    assert client.post(url(name, worry), words).status_code == 303
    assert said(worry) == []


@pytest.mark.parametrize("name", ["afronden", "toevoegen"])
def test_what_is_said_is_kept_with_the_ask(client, worry, name):
    words = {"tekst": "Ik ga er heen.", "uitkomst": "hulp", "ingelicht": "ja"}
    for _ in range(2):
        assert client.post(url(name, worry), words).status_code == 303
    assert said(worry) == [("ja", worry.contact, worry.opvolging)]


def test_a_date_without_a_day_and_not_safely_without_a_reason_come_back_with_all_that_was_typed(client, worry):
    for stand, words in (("uiterlijk", "Kies de dag"), ("niet_veilig", "waarom het niet veilig kan")):
        answer = client.post(url("toevoegen", worry), {"tekst": "Ik ga er heen.", "ingelicht": stand})
        assert answer.status_code == 422
        assert words in text(answer) and "Ik ga er heen." in text(answer)
    assert not Toevoeging.objects.exists()


def test_a_day_that_has_passed_is_refused_and_nothing_is_half_done(client, worry, now):
    yesterday = local_date(now) - timedelta(days=1)
    words = {"tekst": "Ik ga er heen.", "ingelicht": "uiterlijk", "ingelicht_uiterlijk": yesterday.isoformat()}
    answer = client.post(url("toevoegen", worry), words)
    assert answer.status_code == 409 and "Ik ga er heen." in text(answer)
    assert (said(worry), Toevoeging.objects.count()) == ([], 0)


@pytest.mark.parametrize("name", ["afronden", "toevoegen"])
def test_about_a_lamp_nobody_is_asked_and_nothing_is_kept(wereld, client, now, name):
    lamp = enter(client, access(ask(wereld, 0, now)))
    assert "Weet de bewoner ervan?" not in text(client.get(url(name, lamp)))
    client.post(url(name, lamp), {"tekst": "Gemaakt.", "uitkomst": "opgelost", "ingelicht": "ja"})
    assert said(lamp) == []


def test_an_answer_is_changed_without_asking_it_again(client, worry):
    client.post(url("afronden", worry), {"uitkomst": "hulp", "ingelicht": "ja"})
    assert "Weet de bewoner ervan?" not in text(client.get(url("aanpassen", worry)))
