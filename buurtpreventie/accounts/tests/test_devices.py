"""Where somebody is signed in: seen, signed out there, and gone with the session (veiligheid 7)."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from buurtpreventie.accounts.actions import end_device, end_sessions, forget_expired
from buurtpreventie.accounts.devices import kind_of
from buurtpreventie.accounts.models import Apparaat, Browser, Toestel
from buurtpreventie.accounts.tests.factories import WACHTWOORD
from buurtpreventie.audit.models import Logregel
from teams.tests.factories import LidmaatschapFactory

PAGE = "/gegevens/ingelogd/"
PHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"
pytestmark = pytest.mark.django_db


def browser_of(gebruiker, agent):
    browser = Client(HTTP_USER_AGENT=agent)
    browser.force_login(gebruiker)
    browser.get("/gegevens/")
    return browser


def is_signed_in(browser):
    return browser.get("/gegevens/").status_code == 200


def out(apparaat):
    return f"/gegevens/ingelogd/{apparaat.pk}/uit/"


@pytest.mark.parametrize(
    ("agent", "toestel", "browser"),
    [
        (PHONE, Toestel.ANDROID, Browser.CHROME),
        (LAPTOP, Toestel.WINDOWS, Browser.FIREFOX),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", Toestel.IPHONE, Browser.SAFARI),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", Toestel.MAC, Browser.EDGE),
        ("", Toestel.ANDERS, Browser.ANDERS),
    ],
)
def test_a_browser_is_known_by_its_kind(agent, toestel, browser):
    assert kind_of(agent) == (toestel, browser)


def test_the_page_names_each_device_and_marks_this_one(vrijwilliger):
    phone, laptop = browser_of(vrijwilliger, PHONE), browser_of(vrijwilliger, LAPTOP)

    page = laptop.get(PAGE).content.decode()

    assert page.index("Computer met Windows, Firefox") < page.index("Android-telefoon of -tablet, Chrome")
    assert page.count("Dit apparaat") == 1
    assert "Pixel" not in page and "Pixel" not in str(list(Apparaat.objects.values()))  # the kind and no more
    assert is_signed_in(phone)


def test_one_device_is_signed_out_on_the_server_and_the_others_stay(vrijwilliger):
    phone, laptop = browser_of(vrijwilliger, PHONE), browser_of(vrijwilliger, LAPTOP)
    lost = Apparaat.objects.get(toestel=Toestel.ANDROID)

    assert laptop.get(out(lost)).status_code == 405
    assert laptop.post(out(lost)).url == PAGE

    assert not Session.objects.filter(session_key=lost.sessie).exists()
    assert not is_signed_in(phone)
    assert is_signed_in(laptop)
    assert laptop.post(out(lost)).status_code == 404
    assert Logregel.objects.filter(gebeurtenis="apparaat.uitgelogd").count() == 1


def test_signing_out_twice_is_written_down_once(vrijwilliger, now):
    browser_of(vrijwilliger, PHONE)
    [lost] = Apparaat.objects.all()
    for _press in range(2):
        end_device(lost, actor=vrijwilliger, now=now)

    assert Logregel.objects.filter(gebeurtenis="apparaat.uitgelogd").count() == 1


def test_this_browser_is_signed_out_on_the_page_that_asks_first(vrijwilliger):
    laptop = browser_of(vrijwilliger, LAPTOP)

    assert laptop.post(out(Apparaat.objects.get())).url == "/accounts/logout/"
    assert is_signed_in(laptop)


def test_a_device_of_somebody_else_does_not_exist(vrijwilliger):
    browser_of(vrijwilliger, PHONE)
    other = browser_of(LidmaatschapFactory().gebruiker, LAPTOP)
    theirs = Apparaat.objects.get(gebruiker=vrijwilliger)

    assert other.post(out(theirs)).status_code == 404
    assert "Android" not in other.get(PAGE).content.decode()
    assert Session.objects.filter(session_key=theirs.sessie).exists()


def test_another_password_ends_the_other_sessions_on_the_server_and_keeps_when_this_one_began(vrijwilliger, clock):
    browser_of(vrijwilliger, PHONE)
    laptop = browser_of(vrijwilliger, LAPTOP)
    began = Apparaat.objects.get(toestel=Toestel.WINDOWS).eerst_op
    clock.shift(timedelta(days=1))
    new = {"oldpassword": WACHTWOORD, "password1": "zeven-groene-emmers", "password2": "zeven-groene-emmers"}

    laptop.post("/accounts/password/change/", new)
    page = laptop.get(PAGE).content.decode()

    assert Session.objects.count() == 1
    assert "Android" not in page and "Windows" in page
    here = Apparaat.objects.get(sessie=laptop.session.session_key)
    assert (here.eerst_op, here.laatst_op) == (began, timezone.now())


def test_signing_out_everywhere_leaves_no_session_on_the_server(vrijwilliger, now):
    browser_of(vrijwilliger, PHONE)
    browser_of(vrijwilliger, LAPTOP)

    end_sessions(vrijwilliger, actor=vrijwilliger, now=now)

    assert (Session.objects.count(), Apparaat.objects.count()) == (0, 0)


def test_a_session_that_is_over_leaves_nothing_behind_in_the_night(vrijwilliger):
    laptop = browser_of(vrijwilliger, LAPTOP)
    browser_of(vrijwilliger, PHONE)
    laptop.post("/accounts/logout/")
    assert Apparaat.objects.count() == 2

    forget_expired(timezone.now())

    assert [row.toestel for row in Apparaat.objects.all()] == [Toestel.ANDROID]


def test_a_visit_is_noted_now_and_then_and_not_every_time(vrijwilliger, clock):
    laptop = browser_of(vrijwilliger, LAPTOP)
    first = Apparaat.objects.get().laatst_op
    clock.shift(timedelta(minutes=30))
    laptop.get("/gegevens/")
    assert Apparaat.objects.get().laatst_op == first
    clock.shift(timedelta(minutes=31))
    laptop.get("/gegevens/")

    assert Apparaat.objects.get().laatst_op == timezone.now()
