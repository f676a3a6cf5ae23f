"""On the telephone in the room: the code, the questions, thanks; nothing remembers who answered when (E198, E202)."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from buurtpreventie.tokens import hash_token
from evaluaties.actions.closing import close_afname
from evaluaties.actions.opening import open_for_evening
from evaluaties.actions.wall import open_wall
from evaluaties.models import Afname, Gevraagd, Inzending, Respons, Wachtend
from evaluaties.present import answered
from evaluaties.tests.factories import GevraagdFactory, held_evening
from evaluaties.tests.test_opening import own_version
from evaluaties.views.invullen import LIMITS
from evaluaties.wall import DEAD_CODE
from teams.tests.factories import AanstellingFactory
from trainingen.models import Inschrijving

pytestmark = pytest.mark.django_db

ANSWERS = {"NPE1": "4", "NPE2": "ja", "NPE3": "ja", "NPE4": "ja", "NPE5": "nee"}


@pytest.fixture(autouse=True)
def nobody_tried_before():
    cache.clear()


@pytest.fixture
def sessie():
    return held_evening(12)


@pytest.fixture
def trainer(sessie):
    return AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker


@pytest.fixture
def clock(sessie):
    """It is ten minutes before the end of the evening."""
    with time_machine.travel(sessie.einde - timedelta(minutes=10), tick=False) as clock:
        yield clock


@pytest.fixture
def afname(sessie, trainer, clock):
    return open_for_evening(sessie, actor=trainer, now=sessie.einde - timedelta(minutes=10))


@pytest.fixture
def url(afname):
    return reverse("evaluaties:hier_link", args=[afname.wand_geheim])


def key_in(page):
    """The key that this one form carries."""
    return re.search(r'name="sleutel" value="([^"]+)"', page.content.decode())[1]


def fill_in(client, url, **answers):
    """Open the form afresh and send it."""
    page = client.get(f"{url}?nog=ja")
    return client.post(url, ANSWERS | {"sleutel": key_in(page)} | answers)


DANK = reverse("evaluaties:dank")


# --- the way in -----------------------------------------------------------------------------------


def test_four_digits_lead_to_where_the_qr_goes(client, afname, url):
    page = client.get(reverse("evaluaties:hier"))
    assert "Vier cijfers" in page.content.decode()
    typed = f"{afname.wand_code[:2]} {afname.wand_code[2:]}"
    assert client.post(reverse("evaluaties:hier"), {"code": typed}).url == url


def test_the_page_says_what_it_is_about_how_long_it_takes_and_that_nobody_sees_whose_it_is(client, afname, url):
    html = client.get(url).content.decode()
    for words in (afname.naam_toen, "Niemand ziet welk antwoord van u is", "ongeveer 2 minuten", "beginnen tot 22.30"):
        assert words in html
    assert not Respons.objects.exists()


def test_closed_old_withdrawn_and_unknown_codes_give_one_page(client, sessie, trainer, afname, url, clock):
    unknown = client.get(reverse("evaluaties:hier_link", args=["x" * 43]))
    now = sessie.einde - timedelta(minutes=5)
    open_wall(afname, gelezen=afname.wand_code, actor=trainer, now=now)
    replaced = client.get(url)
    afname.refresh_from_db()
    late_url = reverse("evaluaties:hier_link", args=[afname.wand_geheim])
    clock.move_to(sessie.einde + timedelta(minutes=31))
    late = client.get(late_url)
    close_afname(afname, actor=trainer, now=now)
    ended = client.get(late_url)

    pages = [unknown, replaced, late, ended]
    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert client.post(reverse("evaluaties:hier"), {"code": "0000"}).status_code == 422
    assert str(DEAD_CODE)[:40] in client.post(reverse("evaluaties:hier"), {"code": "0000"}).content.decode()


def test_who_began_in_time_is_not_cut_off_while_writing(client, sessie, afname, url, clock):
    key = key_in(client.get(url))
    clock.move_to(sessie.einde + timedelta(minutes=45))
    assert client.get(url).status_code == 404
    assert client.post(url, ANSWERS | {"sleutel": key}).url == DANK
    clock.move_to(sessie.einde + timedelta(minutes=61))
    assert client.post(url, ANSWERS | {"sleutel": uuid.uuid4()}).status_code == 404


def test_guessing_codes_is_slowed_down_and_a_full_room_with_the_right_one_is_not(client, afname):
    tries = int(LIMITS["mis"].partition("/")[0])
    typed = lambda code: client.post(reverse("evaluaties:hier"), {"code": code}).status_code  # noqa: E731
    assert {typed(afname.wand_code) for _n in range(tries * 3)} == {302}
    wrong = f"{(int(afname.wand_code) + 1) % 10_000:04d}"
    assert [typed(wrong) for _n in range(tries + 1)] == [422] * tries + [429]
    assert typed(afname.wand_code) == 429


# --- answering ------------------------------------------------------------------------------------


def test_somebody_without_an_account_answers_and_no_session_is_made(client, afname, url):
    answer = fill_in(client, url)
    assert answer.url == DANK
    assert set(client.cookies) <= {"csrftoken", "evaluatie"} and not Session.objects.exists()
    assert [(row.kanaal, row.aantal) for row in Respons.objects.all()] == [("wand", 1)]
    thanks = client.get(DANK).content.decode()
    assert "Uw formulier is binnen" in thanks and "Wat gebeurt er nu?" in thanks


def test_who_is_signed_in_leaves_nothing_in_the_session_or_the_log(client, afname, url):
    client.force_login(Inschrijving.objects.filter(sessie=afname.sessie).first().gebruiker)
    client.get("/")
    before = dict(client.session.items())
    logged = Logregel.objects.count()
    fill_in(client, url)
    client.get(DANK)
    assert (dict(client.session.items()), Logregel.objects.count()) == (before, logged)
    assert answered(afname) == 1


def test_pressed_twice_or_from_a_stale_tab_is_one_answer_and_is_said_kindly(client, afname, url):
    key = key_in(client.get(url))
    first = client.post(url, ANSWERS | {"sleutel": key})
    second = client.post(url, ANSWERS | {"sleutel": key})
    assert (first.url, second.url) == (DANK, f"{DANK}?twee=ja")
    assert answered(afname) == 1
    assert "Het telt één keer" in client.get(second.url).content.decode()


def test_a_device_that_answered_asks_before_a_second_and_gives_a_fresh_form(client, afname, url):
    fill_in(client, url)
    assert "Op dit apparaat is dit al ingevuld" in client.get(url).content.decode()
    assert f"{url}?nog=ja" in client.get(DANK).content.decode()
    again = fill_in(client, url)
    assert (again.url, answered(afname)) == (DANK, 2)


def test_a_cookie_that_somebody_made_up_says_nothing(client, afname, url):
    client.cookies["evaluatie"] = f"{afname.pk}:{afname.wand_geheim}:nonsense"
    assert "Op dit apparaat" not in client.get(url).content.decode()
    assert "Nieuw formulier" not in client.get(DANK).content.decode()


def test_a_missing_answer_or_a_missing_key_comes_back_with_all_that_was_typed(client, afname, url):
    sent = ANSWERS | {"NPE8": "Goede koffie", "sleutel": uuid.uuid4()}
    del sent["NPE1"]
    page = client.post(url, sent)
    assert page.status_code == 422 and "Goede koffie" in page.content.decode()
    assert client.post(url, ANSWERS).status_code == 422
    assert not Wachtend.objects.exists()


def test_the_thirteenth_form_of_twelve_people_is_refused_and_kept_on_the_page(client, afname, url):
    for _number in range(12):
        assert fill_in(client, url).url == DANK
    assert "mensen waren: 12" in client.get(f"{url}?nog=ja").content.decode()  # said before one begins
    page = fill_in(client, url, NPE8="Nog iets")
    assert page.status_code == 409
    assert "net zo veel formulieren als er mensen waren: 12" in page.content.decode()
    assert "Nog iets" in page.content.decode() and answered(afname) == 12


def test_with_nobody_ticked_one_hears_what_to_say_to_the_trainer(client, afname, url):
    Inschrijving.objects.filter(sessie=afname.sessie).update(aanwezig=None)
    page = fill_in(client, url)
    assert page.status_code == 409 and "Zeg het tegen de trainer" in page.content.decode()


# --- by the link of a mail, or signed in ------------------------------------------------------------


@pytest.fixture
def asked(afname):
    return GevraagdFactory(afname=afname, token_hash=hash_token("secret"), geheim="secret")


def test_the_link_of_a_mail_opens_the_form_and_writes_nothing(client, asked):
    with CaptureQueriesContext(connection) as asked_for:
        page = client.get(reverse("evaluaties:invullen", args=["secret"]))
    assert page.status_code == 200
    assert [q["sql"] for q in asked_for if re.match("INSERT|UPDATE|DELETE", q["sql"])] == []


def test_by_link_and_signed_in_somebody_answers_once(client, afname, asked):
    link = reverse("evaluaties:invullen", args=["secret"])
    mine = reverse("evaluaties:mijn_invullen", args=[asked.pk])
    client.force_login(asked.gebruiker)
    assert client.get(mine).status_code == 200

    assert client.post(link, ANSWERS | {"sleutel": uuid.uuid4()}).url == DANK
    assert Gevraagd.objects.get().beantwoord and answered(afname) == 1
    for url in (link, mine):
        assert "al ingevuld" in client.get(url).content.decode()
        assert client.post(url, ANSWERS | {"sleutel": uuid.uuid4()}).status_code == 200
    assert answered(afname) == 1


def test_somebody_elses_request_is_not_there_and_a_trainer_may_not_answer_it(client, asked, trainer):
    mine = reverse("evaluaties:mijn_invullen", args=[asked.pk])
    client.force_login(Inschrijving.objects.filter(sessie=asked.afname.sessie).last().gebruiker)
    assert client.get(mine).status_code == 404
    client.force_login(trainer)
    assert client.get(mine).status_code == 403


def test_an_ended_account_or_a_closed_run_opens_nothing(client, asked, trainer, sessie):
    asked.gebruiker.is_active = False
    asked.gebruiker.save()
    dead = client.get(reverse("evaluaties:invullen", args=["secret"]))
    assert dead.status_code == 404 and "Deze link werkt niet meer" in dead.content.decode()
    asked.gebruiker.is_active = True
    asked.gebruiker.save()
    close_afname(Afname.objects.get(), actor=trainer, now=sessie.einde)
    ended = client.get(reverse("evaluaties:invullen", args=["secret"]))
    assert ended.status_code == 404
    assert "Dit formulier is gesloten" in ended.content.decode()
    assert not any("Typ de code" in page.content.decode() for page in (dead, ended))


def test_a_form_opened_under_an_older_version_is_kept_under_that_version(client, afname, url):
    """E206: the run keeps its questions, whatever is adopted while people fill in."""
    key = key_in(client.get(url))
    newer = own_version(afname.gemeente)
    assert client.post(url, ANSWERS | {"sleutel": key}).url == DANK
    for _number in range(4):
        fill_in(client, url)
    assert {one.versie for one in Inzending.objects.all()} == {afname.versie} != {newer}
