"""A partner's link is opened by mail scanners, previews and curious browsers: it stays unused (veiligheid 9-12)."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from opvolging import grants
from opvolging.actions import renew_access, withdraw_ask
from opvolging.models import Resultaat, Toegang, VraagStand
from opvolging.tests.rows import fingerprint
from opvolging.tests.test_partner_page import ACTS
from opvolging.tests.wereld import make_wereld
from teams.rondes.tests.threads import at_once

AT_ONCE = 50
SAVEPOINT = re.compile(r'"s\d+_x\d+"')
AHEAD = ({}, {"sec-purpose": "prefetch"}, {"purpose": "prefetch"}, {"sec-purpose": "prefetch;prerender"})


@pytest.mark.django_db
@pytest.mark.usefixtures("drawn_plainly")
@pytest.mark.parametrize(("niveau", "times"), [(1, 1000), (3, 100)])
def test_a_link_that_is_fetched_a_thousand_times_is_unused_and_changes_no_byte_of_any_row(client, niveau, times):
    wereld, now = make_wereld(), timezone.now()
    toegang = wereld.asked(niveau, now=now).toegangen.get()
    path, before = reverse("opvolging:link", args=[toegang.geheim]), fingerprint()

    statuses = set()
    for number in range(times // 2):
        headers = AHEAD[number % len(AHEAD)]
        statuses.add((bool(headers), client.get(path, headers=headers).status_code))
        statuses.add((False, client.head(path).status_code))

    assert statuses == {(False, 200), (True, 403)}
    assert fingerprint() == before
    assert client.cookies.keys() <= {"csrftoken"}
    assert client.post(reverse("opvolging:partner_openen"), {"token": toegang.geheim}).status_code == 303


DEAD = {
    "random": lambda wereld, toegang, now: "x" * 43,
    "expired": lambda wereld, toegang, now: changed(
        toegang, gemaakt_op=now - timedelta(9), verloopt_op=now - timedelta(1)
    ),
    "withdrawn": lambda wereld, toegang, now: withdraw_ask(toegang.opvolging, actor=wereld.meldpunt, now=now),
    "frozen": lambda wereld, toegang, now: changed(toegang, bevroren_op=now),
    "renewed": lambda wereld, toegang, now: renew_access(toegang, actor=wereld.meldpunt, now=now),
}


def changed(toegang, **facts):
    Toegang.objects.filter(pk=toegang.pk).update(**facts)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_every_link_that_opens_nothing_gives_the_same_bytes_headers_and_number_of_queries(method):
    now, answers = timezone.now(), {}
    for number, (name, end) in enumerate(DEAD.items()):
        wereld = make_wereld(f"Dorp{number}")
        toegang = wereld.asked(2, now=now).toegangen.get()
        secret = toegang.geheim
        told = end(wereld, toegang, now)
        token = told if isinstance(told, str) else secret
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = sent(method, token)
        questions = [SAVEPOINT.sub("", query["sql"]).split(" WHERE ")[0] for query in asked.captured_queries]
        answers[name] = (answer.status_code, answer.content, sorted(answer.headers.items()), questions)

    assert answers["random"][0] == 404
    for name, answer in answers.items():
        assert answer == answers["random"], name


def sent(method, token):
    """The link itself, or its button, by a browser that was never here."""
    if method == "post":
        return Client().post(reverse("opvolging:partner_openen"), {"token": token})
    return getattr(Client(), method)(reverse("opvolging:link", args=[token]))


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_fifty_identical_answers_at_once_are_one_answer():
    wereld, now = make_wereld(), timezone.now()
    ask = wereld.asked(1, now=now)
    toegang = ask.toegangen.get()
    browser = Client()
    session = browser.session
    grants.grant(session, toegang.pk, grants.BY_LINK, now)
    session.save()
    path = reverse("opvolging:partner_afronden", args=[toegang.pk])

    def answer():
        one = Client()
        one.cookies["sessionid"] = session.session_key
        return one.post(path, ACTS["afronden"]).status_code

    statuses = at_once(*[answer] * AT_ONCE)

    ask.refresh_from_db()
    assert statuses == [303] * AT_ONCE
    assert (ask.stand, Resultaat.objects.filter(opvolging=ask).count()) == (VraagStand.AFGEROND, 1)
