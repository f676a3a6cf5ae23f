"""Signing in by password and by mailed code, and what ends it (veiligheid 5-7)."""

import re
import socket
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtpreventie.accounts.actions import end_sessions
from buurtpreventie.accounts.cache import OpenCache
from buurtpreventie.accounts.fresh import is_fresh
from buurtpreventie.accounts.tests.factories import WACHTWOORD, GebruikerFactory
from buurtpreventie.outbox.models import Beleid, Bericht, Soort
from teams.tests.factories import LidmaatschapFactory

LOGIN, ASK_CODE = "/accounts/login/", "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"
pytestmark = pytest.mark.django_db


def sign_in(client, email="mirthe@example.nl", password=WACHTWOORD, path=LOGIN):
    return client.post(path, {"login": email, "password": password})


def without_token(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


def is_signed_in(client):
    return client.get("/gegevens/").status_code == 200


def test_a_password_signs_in_for_ninety_days_with_a_new_session_key(client, vrijwilliger):
    client.get(LOGIN)
    client.session.save()
    before = client.session.session_key

    response = sign_in(client, "Mirthe@Example.NL")

    assert response.url == "/"
    assert is_signed_in(client)
    assert client.session.session_key != before
    assert client.cookies["sessionid"]["max-age"] == 90 * 24 * 3600


def test_sign_in_goes_on_to_the_page_that_was_asked_for(client, vrijwilliger):
    response = client.get("/gegevens/")
    assert response.url == f"{LOGIN}?next=/gegevens/"

    assert sign_in(client, path=response.url).url == "/gegevens/"


def test_sign_in_never_goes_on_to_another_site(client, vrijwilliger):
    assert sign_in(client, path=f"{LOGIN}?next=https://boef.example/").url == "/"


def test_a_mailed_code_signs_in_and_is_a_fresh_proof(client, vrijwilliger, secret_of, clock, now):
    response = client.post(f"{ASK_CODE}?next=/gegevens/", {"email": "mirthe@example.nl"})
    bericht = Bericht.objects.get()
    assert (bericht.soort, bericht.beleid, bericht.aan) == (Soort.CODE, Beleid.LIEVER_DUBBEL, "mirthe@example.nl")
    assert secret_of("code") not in bericht.tekst
    assert re.fullmatch(r"\d{6}", secret_of("code"))
    assert mail.outbox == []

    response = client.post(response.url, {"code": secret_of("code")})

    assert response.url == "/gegevens/"
    assert is_signed_in(client)
    assert is_fresh(client.get("/gegevens/").wsgi_request, now)


def test_a_password_is_no_fresh_proof(client, vrijwilliger, clock, now):
    sign_in(client)

    assert not is_fresh(client.get("/gegevens/").wsgi_request, now)


def test_an_unknown_address_gets_the_same_page_and_no_mail(vrijwilliger):
    pages = []
    for email in ("mirthe@example.nl", "hannah@example.nl"):
        client = Client()
        asked = client.post(ASK_CODE, {"email": email})
        page = client.get(asked.url)
        wrong = client.post(asked.url, {"code": "12345x"})
        pages.append((asked.status_code, asked.url, page.status_code, wrong.status_code, without_token(wrong)))
    known, unknown = pages
    assert [part.replace("hannah", "mirthe") if isinstance(part, str) else part for part in unknown] == list(known)
    assert [bericht.aan for bericht in Bericht.objects.all()] == ["mirthe@example.nl"]


def test_an_unknown_address_costs_the_same_kind_of_work(vrijwilliger, django_assert_max_num_queries):
    counts = {}
    for email in ("mirthe@example.nl", "hannah@example.nl"):
        with django_assert_max_num_queries(60) as queries:
            Client().post(ASK_CODE, {"email": email})
        counts[email] = [query["sql"].split()[:3] for query in queries if "outbox_bericht" in query["sql"]]
    assert counts["mirthe@example.nl"] == counts["hannah@example.nl"]


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (LOGIN, {"login": "{}", "password": "helemaal-verkeerd-woord"}),
        (ASK_CODE, {"email": "{}"}),
        ("/accounts/password/reset/", {"email": "{}"}),
    ],
)
def test_an_account_shows_in_no_page_of_signing_in_by_how_much_is_asked(vrijwilliger, medewerker, path, fields):
    """How long that takes, ``script/bench inloggen`` measures."""
    counts = set()
    for email in ("mirthe@example.nl", medewerker.email, "hannah@example.nl"):
        with CaptureQueriesContext(connection) as asked:
            Client().post(path, {name: value.format(email) for name, value in fields.items()})
        counts.add(len(asked))
    assert max(counts) - min(counts) <= 1


def test_a_wrong_password_and_an_unknown_address_look_the_same(vrijwilliger):
    pages = [
        sign_in(Client(), email, "helemaal-verkeerd-woord") for email in ("mirthe@example.nl", "hannah@example.nl")
    ]

    assert pages[0].status_code == pages[1].status_code
    assert without_token(pages[0]) == without_token(pages[1]).replace("hannah", "mirthe")
    assert "Dit e-mailadres of wachtwoord klopt niet" in pages[0].content.decode()


def test_a_forgotten_password_of_an_unknown_address_looks_the_same(vrijwilliger):
    answers = [Client().post("/accounts/password/reset/", {"email": e}) for e in ("mirthe@example.nl", "h@example.nl")]

    assert [(a.status_code, a.url) for a in answers] == [(302, "/accounts/password/reset/done/")] * 2
    assert [bericht.aan for bericht in Bericht.objects.all()] == ["mirthe@example.nl"]


def test_a_mailed_link_gives_a_new_password_and_ends_other_sessions(client, vrijwilliger, secret_of):
    elsewhere = Client()
    elsewhere.force_login(vrijwilliger)
    client.post("/accounts/password/reset/", {"email": "mirthe@example.nl"})
    link = secret_of("link")
    page = client.get(link, follow=True)
    new = {"password1": "zeven-groene-emmers", "password2": "zeven-groene-emmers"}

    client.post(page.redirect_chain[-1][0], new)

    assert not is_signed_in(elsewhere)
    assert sign_in(client, password="zeven-groene-emmers").url == "/"
    assert "werkt niet meer" in Client().get(link).content.decode()


def test_passwords_are_long_and_not_common_but_need_no_signs(client, vrijwilliger):
    client.force_login(vrijwilliger)
    for bad in ("kort", "1q2w3e4r5t6y", "m" * 129, "mirthe@example.nl"):
        form = {"oldpassword": WACHTWOORD, "password1": bad, "password2": bad}
        assert client.post("/accounts/password/change/", form).status_code == 200, bad
    good = {"oldpassword": WACHTWOORD, "password1": "lange zin met spaties", "password2": "lange zin met spaties"}
    assert client.post("/accounts/password/change/", good).url == "/gegevens/"


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(client, vrijwilliger):
    elsewhere = Client()
    elsewhere.force_login(vrijwilliger)
    client.force_login(vrijwilliger)
    new = {"oldpassword": WACHTWOORD, "password1": "zeven-groene-emmers", "password2": "zeven-groene-emmers"}

    client.post("/accounts/password/change/", new)

    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_choosing_a_first_password_needs_a_fresh_code(client, db):
    gebruiker = LidmaatschapFactory().gebruiker
    client.force_login(gebruiker)

    assert client.get("/accounts/password/set/").url == "/opnieuw/?next=%2Faccounts%2Fpassword%2Fset%2F"


def test_nobody_signs_up(client):
    page = client.get("/accounts/signup/")
    assert "U kunt zich niet zelf aanmelden" in page.content.decode()
    assert client.post("/accounts/signup/", {"email": "x@example.nl", "password1": WACHTWOORD}).status_code == 405


def test_who_is_switched_off_is_signed_out_and_refused(client, vrijwilliger):
    client.force_login(vrijwilliger)
    vrijwilliger.is_active = False
    vrijwilliger.save()

    assert not is_signed_in(client)
    assert sign_in(client).url == reverse("accounts:geen_toegang")
    Client().post(ASK_CODE, {"email": "mirthe@example.nl"})
    assert list(Bericht.objects.all()) == []


def test_a_lost_phone_ends_every_session(client, vrijwilliger, now):
    client.force_login(vrijwilliger)
    end_sessions(vrijwilliger, actor=vrijwilliger, now=now)

    assert not is_signed_in(client)


def test_the_page_telefoon_kwijt_signs_out_everywhere_and_only_after_a_post(client, vrijwilliger):
    elsewhere = Client()
    elsewhere.force_login(vrijwilliger)
    client.force_login(vrijwilliger)
    client.get("/gegevens/telefoon-kwijt/")
    assert is_signed_in(elsewhere)

    client.post("/gegevens/telefoon-kwijt/")

    assert not is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_sign_out_needs_a_post(client, vrijwilliger):
    client.force_login(vrijwilliger)
    client.get("/accounts/logout/")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)


def test_too_many_wrong_passwords_are_slowed_down_even_when_the_next_is_right(client, vrijwilliger):
    for _ in range(5):
        sign_in(client, password="helemaal-verkeerd-woord")

    page = sign_in(client)

    assert "te vaak geprobeerd" in page.content.decode()
    assert not is_signed_in(client)


def test_at_most_three_codes_in_fifteen_minutes(vrijwilliger):
    for _ in range(5):
        Client().post(ASK_CODE, {"email": "mirthe@example.nl"})

    assert Bericht.objects.count() == 3


def test_five_wrong_codes_end_the_attempt(client, vrijwilliger, secret_of):
    client.post(ASK_CODE, {"email": "mirthe@example.nl"})
    for _ in range(5):
        client.post(CONFIRM, {"code": "000000" if secret_of("code") != "000000" else "111111"})

    client.post(CONFIRM, {"code": secret_of("code")})

    assert not is_signed_in(client)


@pytest.fixture
def cache_is_away(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "buurtpreventie.accounts.cache.OpenCache",
            "LOCATION": "unix:///nowhere/redis.sock?db=1",
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 0.3, "SOCKET_TIMEOUT": 0.3},
        }
    }
    OpenCache.away_until = 0.0
    yield
    OpenCache.away_until = 0.0


def test_without_the_cache_everybody_still_signs_in(client, cache_is_away, vrijwilliger, secret_of):
    assert sign_in(client).url == "/"

    other = Client()
    other.post(ASK_CODE, {"email": "mirthe@example.nl"})
    assert other.post(CONFIRM, {"code": secret_of("code")}).url == "/"


def test_a_frozen_cache_holds_nobody_up(client, settings, cache_is_away, vrijwilliger, tmp_path):
    with socket.socket(socket.AF_UNIX) as frozen:  # takes calls and never answers
        frozen.bind(str(tmp_path / "s"))
        frozen.listen()
        settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": f"unix://{tmp_path}/s?db=1"}}
        started = time.monotonic()
        assert sign_in(client).url == "/"

    assert time.monotonic() - started < 2


def test_signing_in_asks_for_the_second_factor_of_who_has_one(client, vrijwilliger):
    Authenticator.objects.create(user=vrijwilliger, type="totp", data={"secret": "x"})

    assert sign_in(client).url == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_a_mailed_code_is_no_way_past_the_second_factor(client, medewerker, secret_of):
    asked = client.post(ASK_CODE, {"email": medewerker.email})

    assert client.post(asked.url, {"code": secret_of("code")}).url == "/accounts/2fa/authenticate/"
    assert not is_signed_in(client)


def test_a_mailed_link_for_another_password_is_no_way_past_the_second_factor(client, medewerker, secret_of):
    client.post("/accounts/password/reset/", {"email": medewerker.email})
    page = client.get(secret_of("link"), follow=True)
    new = {"password1": "zeven-groene-emmers", "password2": "zeven-groene-emmers"}
    client.post(page.redirect_chain[-1][0], new)

    assert not is_signed_in(client)
    assert sign_in(client, medewerker.email, "zeven-groene-emmers").url == "/accounts/2fa/authenticate/"


def test_somebody_without_an_address_cannot_sign_in(client):
    gebruiker = GebruikerFactory(zonder_mail=True, met_wachtwoord=True)
    LidmaatschapFactory(gebruiker=gebruiker)

    assert sign_in(client, "").status_code == 200
    client.force_login(gebruiker)
    assert not is_signed_in(client)
