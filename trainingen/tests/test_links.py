"""The link of a mail: one tap without sign-in, looking changes nothing, and what is over opens nothing (E179)."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.logs import HideTokens
from teams.tests.factories import TeamFactory
from trainingen.actions.links import link_of
from trainingen.models import Inschrijving, Sessie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def sessie():
    return SessieFactory(plaatsen=2)


@pytest.fixture
def asked(sessie):
    """A guest who was invited and did not answer."""
    return InschrijvingFactory(sessie=sessie, gast="Wim Terpstra", stand="uitgenodigd")


def token_of(row):
    link_of(row)
    return row.geheim


def get(client, token, name="link"):
    return client.get(reverse(f"trainingen:{name}", args=[token]))


def press(client, token, answer):
    return client.post(reverse(f"trainingen:link_{answer}", args=[token]))


def words(response):
    return " ".join(response.content.decode().split())


def stand(row):
    row.refresh_from_db()
    return row.stand


def test_the_link_of_a_registration_is_made_once(asked):
    assert link_of(asked) == link_of(Inschrijving.objects.get(pk=asked.pk))
    with connection.cursor() as cursor:
        cursor.execute("SELECT geheim::text, token_hash FROM trainingen_inschrijving WHERE id = %s", [asked.pk])
        assert asked.geheim not in "".join(cursor.fetchone())


def test_one_tap_says_yes_and_one_tap_says_no_signed_out(client, asked):
    token = token_of(asked)
    assert "Laat weten of u komt" in words(get(client, token))

    response = press(client, token, "komt")

    assert stand(asked) == "aangemeld"
    assert "U staat op de lijst" in words(client.get(response.url))
    press(client, token, "kan_niet")
    assert stand(asked) == "afgemeld"
    assert "Kunt u toch?" in words(get(client, token))


def test_the_buttons_work_with_the_protection_against_forged_requests_on(asked):
    client, token = Client(enforce_csrf_checks=True), token_of(asked)
    assert press(client, token, "komt").status_code == 403
    page = words(get(client, token))
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    response = client.post(reverse("trainingen:link_komt", args=[token]), {"csrfmiddlewaretoken": secret})
    assert response.status_code == 302
    assert stand(asked) == "aangemeld"


def test_the_same_button_twice_is_one_answer(client, asked):
    token = token_of(asked)
    first = [press(client, token, "komt") and stand(asked), asked.sinds]
    second = [press(client, token, "komt") and stand(asked), asked.sinds]
    assert first == second


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_writes_nothing(client, asked, method):
    token = token_of(asked)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for name in ("link", "link_agenda"):
            assert getattr(client, method)(reverse(f"trainingen:{name}", args=[token])).status_code == 200
    written = [q["sql"] for q in queries if re.match(r"INSERT|UPDATE|DELETE", q["sql"])]
    assert written == []
    for name in ("link_komt", "link_kan_niet"):
        assert getattr(client, method)(reverse(f"trainingen:{name}", args=[token])).status_code == 405
    assert stand(asked) == "uitgenodigd"


def test_a_full_evening_says_so_before_and_the_turn_after(client, asked):
    for _place in range(2):
        InschrijvingFactory(sessie=asked.sessie)
    token = token_of(asked)
    before = words(get(client, token))
    assert "U komt op de wachtlijst" in before and "Zet mij op de wachtlijst" in before
    press(client, token, "komt")
    assert "U bent de eerste op de wachtlijst" in words(get(client, token))


def test_a_member_says_no_by_link_and_somebody_moves_up(client, sessie):
    team = TeamFactory(gemeente=sessie.gemeente)
    first, _second = (InschrijvingFactory(sessie=sessie, team=team) for _ in range(2))
    waits = InschrijvingFactory(sessie=sessie, team=team, stand="wachtlijst")
    press(client, token_of(first), "kan_niet")
    assert (stand(first), stand(waits)) == ("afgemeld", "aangemeld")


def test_the_page_names_nobody(client, asked):
    other = InschrijvingFactory(sessie=asked.sessie)
    text = words(get(client, token_of(asked)))
    assert other.gebruiker.naam not in text
    assert "Wim Terpstra" not in text


def dead(client, token):
    """What a link says that opens nothing, however it is used."""
    answers = [get(client, token), get(client, token, "link_agenda"), press(client, token, "komt")]
    answers.append(press(client, token, "kan_niet"))
    assert {answer.status_code for answer in answers} == {404}
    return {words(answer) for answer in answers}


def test_unknown_ended_blocked_and_left_are_one_identical_page(client, sessie):
    nonsense = dead(client, "bestaat-niet")
    ended = InschrijvingFactory(sessie=sessie)
    blocked, left = (
        InschrijvingFactory(sessie=sessie, stand="afgemeld"),
        InschrijvingFactory(sessie=sessie, stand="afgemeld"),
    )
    tokens = [token_of(row) for row in (ended, blocked, left)]
    blocked.gebruiker.is_active = False
    blocked.gebruiker.save()
    left.gebruiker.lidmaatschappen.update(tot=timezone.localdate())
    assert dead(client, tokens[1]) == dead(client, tokens[2]) == nonsense
    with time_machine.travel(sessie.einde, tick=False):
        assert dead(client, tokens[0]) == nonsense


def test_a_closed_evening_opens_nothing_even_with_its_secret(client, sessie):
    row = InschrijvingFactory(sessie=sessie)
    token = token_of(row)
    Sessie.objects.filter(pk=sessie.pk).update(stand="gehouden", gesloten_op=timezone.now())
    assert len(dead(client, token)) == 1


def test_while_the_evening_runs_there_is_nothing_to_press(client, asked):
    token = token_of(asked)
    with time_machine.travel(asked.sessie.begin + HOUR, tick=False):
        text = words(get(client, token))
        assert "De avond is begonnen" in text
        assert "Ik kom<" not in text
        press(client, token, "komt")
    assert stand(asked) == "uitgenodigd"


def test_an_evening_that_does_not_go_on_says_so(client):
    row = InschrijvingFactory(sessie=SessieFactory(vervallen=True))
    token = token_of(row)
    assert "gaat niet door" in words(get(client, token))
    press(client, token, "kan_niet")
    assert stand(row) == "aangemeld"


def test_the_secret_stands_in_no_log(asked):
    line = logging.LogRecord("x", logging.INFO, "", 0, "GET %s", (f"/t/{token_of(asked)}/ik-kom/",), None)
    HideTokens().filter(line)
    assert asked.geheim not in line.getMessage()
