"""The health page: no sign-in, no content, 503 when the clock, the mail or a rule fails."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtpreventie.outbox.actions import beat, queue
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.wellknown import VALID_FOR
from evaluaties.health import CLOCKS, broken_rules
from meldingen.models import Melding
from meldingen.tests.factories import DINSDAG
from opvolging.actions.reminders import SWEEP
from opvolging.tests.factories import reported

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_running_clock():
    broken_rules.cache_clear()
    with time_machine.travel(DINSDAG, tick=False):
        for clock in CLOCKS:
            beat(clock, DINSDAG)
        yield
    broken_rules.cache_clear()


@pytest.fixture
def look(client):
    def look(**later):
        with time_machine.travel(DINSDAG + timedelta(**later), tick=False):
            response = client.get(reverse("evaluaties:gezond"))
        return response.status_code, response.json()["klachten"]

    return look


def mail(now=DINSDAG):
    return queue(
        sleutel=f"test:{now}",
        soort="bericht",
        aan="iemand@example.nl",
        onderwerp="Geheim onderwerp",
        tekst="Geheim",
        bron="test:1",
        gemeente_id=None,
        now=now,
    )


def test_all_is_well_for_anybody_who_asks(look):
    assert look() == (200, [])


def test_a_clock_that_stands_still_for_over_five_minutes_shows(look):
    assert look(minutes=5) == (200, [])
    assert look(minutes=5, seconds=1) == (503, list(CLOCKS.values()))


@pytest.mark.parametrize("clock, code", [one for one in CLOCKS.items() if one[0] != SWEEP])
def test_a_clock_that_stands_still_by_itself_shows(look, clock, code):
    for other in CLOCKS.keys() - {clock}:
        beat(other, DINSDAG + timedelta(minutes=6))
    assert look(minutes=6) == (503, [code])


def test_a_mail_that_waits_over_a_quarter_of_an_hour_shows(look):
    mail()
    for clock in CLOCKS:
        beat(clock, DINSDAG + timedelta(minutes=14))
    assert look(minutes=15) == (200, [])
    assert look(minutes=15, seconds=1) == (503, ["mail_wacht"])


def test_a_mail_that_was_sent_or_is_for_later_does_not_wait(look):
    mail(DINSDAG + timedelta(hours=1))
    assert look(minutes=4) == (200, [])


def test_a_broken_rule_shows_by_its_name_and_names_nothing_else(look, client):
    melding = reported()
    Melding.objects.filter(pk=melding.pk).update(reageren_voor=None)
    Bericht.objects.all().delete()
    assert look() == (503, ["regel:ontvangen_zonder_datum"])
    assert melding.nummer not in client.get(reverse("evaluaties:gezond")).content.decode()


def test_the_rules_are_asked_once_a_minute_however_often_the_page_is_called(client):
    url = reverse("evaluaties:gezond")
    with CaptureQueriesContext(connection) as first:
        client.get(url)
    with CaptureQueriesContext(connection) as second:
        client.get(url)
    assert len(second) <= 9 < len(first)  # the role and its savepoint are six of them
    with time_machine.travel(DINSDAG + timedelta(minutes=1), tick=False), CaptureQueriesContext(connection) as later:
        client.get(url)
    assert len(later) == len(first)


def test_a_security_txt_that_expires_within_thirty_days_shows(look, settings):
    settings.SECURITY_CHECKED = DINSDAG.date() - VALID_FOR + timedelta(days=31)
    assert look() == (200, [])
    settings.SECURITY_CHECKED -= timedelta(days=1)
    assert look() == (503, ["security_txt_verloopt"])


def test_posting_is_not_for_this_page(client):
    assert client.post(reverse("evaluaties:gezond")).status_code == 405
