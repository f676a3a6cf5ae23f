"""A part of a page that refreshes by itself never holds a sign-in page, and is no sign that somebody is there."""

from datetime import timedelta

import pytest
import time_machine
from django.template.loader import render_to_string

from teams.tests.factories import AanstellingFactory, LidmaatschapFactory

POLL = {"HX-Request": "true"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def assert_stopped(answer):
    assert answer.status_code == 286
    assert "Laad de pagina opnieuw" in answer.text
    assert "<form" not in answer.text and "<html" not in answer.text


def test_who_is_signed_out_gets_a_sentence_and_no_sign_in_page(client):
    assert_stopped(client.get("/werklijst/", headers=POLL))
    assert client.get("/werklijst/").status_code == 302


def test_who_has_no_right_to_the_page_any_more_gets_the_same_sentence(client):
    client.force_login(LidmaatschapFactory().gebruiker)
    assert_stopped(client.get("/werklijst/", headers=POLL))


def test_polling_does_not_keep_staff_signed_in(client, clock):
    client.force_login(AanstellingFactory(meldpunt=True).gebruiker)
    assert client.get("/werklijst/").status_code == 200
    for _minute in range(29):
        clock.shift(timedelta(minutes=1))
        assert client.get("/werklijst/", headers=POLL).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert_stopped(client.get("/werklijst/", headers=POLL))
    assert client.get("/werklijst/").status_code == 302


def test_a_part_shows_when_it_was_made_and_a_link_that_works_without_script(rf, now):
    with time_machine.travel(now, tick=False):
        html = render_to_string(
            "delen/_ververst.html", {"url": "/x/?a=1&b=2", "deel": "delen/_bel112.html"}, rf.get("/bord/?dag=1")
        )
    assert 'hx-get="/x/?a=1&amp;b=2"' in html and "every 10s" in html
    assert 'href="/bord/?dag=1"' in html and "Bel 112" in html
    assert "data-ververst-om" in html


def test_polling_works_under_the_strict_policy_of_the_house():
    head = render_to_string("delen/_ververst_kop.html")
    for setting in ('"includeIndicatorStyles":false', '"allowEval":false', '"selfRequestsOnly":true'):
        assert setting in head
