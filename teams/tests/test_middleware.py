"""Roles, second factor and idle time, before any page looks (veiligheid 5-7)."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from buurtpreventie.accounts.actions import forget_expired, reset_second_factor
from buurtpreventie.accounts.models import Apparaat
from buurtpreventie.accounts.tests.factories import WACHTWOORD, GebruikerFactory
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory

ACTIVATE = "/accounts/2fa/totp/activate/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


def is_signed_in(client):
    return "_auth_user_id" in client.session


def totp(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.parametrize("rol", ["meldpunt", "beheer", "beleid", "trainer", "toezicht", "opvolger", "bij_regio"])
def test_whoever_has_an_appointment_chooses_a_second_factor_before_anything_else(client, rol):
    client.force_login(AanstellingFactory(**{rol: True}, gebruiker__tweede_factor=False).gebruiker)
    for path in (
        "/",
        "/werklijst/",
        "/beheer/mensen/",
        "/gegevens/",
        "/rol/",
        "/welkom/",
        "/accounts/2fa/recovery-codes/",
    ):
        for answer in (client.get(path), client.post(path)):
            assert (answer.status_code, answer.url) == (302, ACTIVATE), path
    assert client.get(ACTIVATE).status_code == 200
    assert client.get("/privacy/").status_code == 200
    assert client.get("/accounts/logout/").status_code == 200


def test_a_platform_superuser_needs_a_second_factor_too(client):
    client.force_login(GebruikerFactory(platformbeheer=True))
    assert client.get("/platform/").url == ACTIVATE


def test_a_volunteer_needs_none(client):
    client.force_login(LidmaatschapFactory(coordinator=True).gebruiker)
    assert client.get("/gegevens/").status_code == 200


def test_the_second_factor_is_stored_encrypted_and_ends_other_sessions(client, clock):
    gebruiker = AanstellingFactory(beheer=True, gebruiker__tweede_factor=False).gebruiker
    elsewhere = Client()
    elsewhere.force_login(gebruiker)
    client.force_login(gebruiker)
    secret = client.get(ACTIVATE).context["form"].secret

    answer = client.post(ACTIVATE, {"code": totp(secret)})

    assert answer.url == "/accounts/2fa/recovery-codes/"
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert client.get("/beheer/mensen/").status_code == 200
    assert elsewhere.get("/beheer/mensen/").url.startswith("/accounts/login/")


def test_signing_in_with_password_and_second_factor(client, clock):
    gebruiker = AanstellingFactory(beheer=True, gebruiker__tweede_factor=False).gebruiker
    gebruiker.set_password(WACHTWOORD)
    gebruiker.save()
    client.force_login(gebruiker)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 9e9}]
    session["account_authentication_methods_user"] = str(gebruiker.pk)
    session.save()
    secret = client.get(ACTIVATE).context["form"].secret
    client.post(ACTIVATE, {"code": totp(secret)})
    clock.shift(timedelta(minutes=2))

    fresh = Client()
    step = fresh.post("/accounts/login/?next=/beheer/mensen/", {"login": gebruiker.email, "password": WACHTWOORD})
    assert step.url == "/accounts/2fa/authenticate/"
    assert fresh.get("/beheer/mensen/").status_code == 302
    assert fresh.post(step.url, {"code": "000000"}).status_code == 200
    code = totp(secret)
    assert fresh.post(step.url, {"code": code}).url == "/beheer/mensen/"
    assert fresh.get("/beheer/mensen/").status_code == 200

    again = Client()
    again.post("/accounts/login/", {"login": gebruiker.email, "password": WACHTWOORD})
    assert again.post(step.url, {"code": code}).status_code == 200  # each code works once


def test_staff_does_not_give_up_the_second_factor(client):
    client.force_login(AanstellingFactory(beheer=True).gebruiker)

    assert client.post("/accounts/2fa/totp/deactivate/").url == "/gegevens/"
    assert Authenticator.objects.count() == 1


def test_a_lost_second_factor_is_forgotten_with_its_sessions(client, now):
    gebruiker = AanstellingFactory(beheer=True).gebruiker
    client.force_login(gebruiker)
    assert client.get("/beheer/mensen/").status_code == 200

    reset_second_factor(gebruiker, actor=None, now=now)

    assert client.get("/beheer/mensen/").url.startswith("/accounts/login/")
    client.force_login(gebruiker)
    assert client.get("/beheer/mensen/").url == ACTIVATE


def test_staff_is_signed_out_after_half_an_hour_away_and_not_before(client, clock):
    client.force_login(AanstellingFactory(beheer=True).gebruiker)
    client.get("/beheer/mensen/")
    for _ in range(4):
        clock.shift(timedelta(minutes=28))
        assert client.get("/beheer/mensen/").status_code == 200
    clock.shift(timedelta(minutes=30))

    answer = client.get("/beheer/mensen/")

    assert answer.url == "/accounts/login/?next=/beheer/mensen/"
    assert not is_signed_in(client)
    assert "U was een half uur weg" in client.get(answer.url).content.decode()


def test_the_session_of_staff_that_stayed_away_is_gone_the_night_after(client, clock, now):
    client.force_login(AanstellingFactory(beheer=True).gebruiker)
    client.get("/beheer/mensen/")

    forget_expired(now + timedelta(minutes=29))
    assert Session.objects.count() == Apparaat.objects.count() == 1
    forget_expired(now + timedelta(hours=2))
    assert Session.objects.count() == Apparaat.objects.count() == 0


def test_a_volunteer_stays_signed_in_for_ninety_days_after_the_last_visit(client, clock):
    client.force_login(LidmaatschapFactory().gebruiker)
    for _ in range(3):
        assert client.get("/gegevens/").status_code == 200
        clock.shift(timedelta(days=89))
    assert client.get("/gegevens/").status_code == 200
    clock.shift(timedelta(days=91))
    assert client.get("/gegevens/").status_code == 302


def test_a_visit_writes_the_session_at_most_once_a_minute(client, clock):
    client.force_login(AanstellingFactory(beheer=True).gebruiker)
    client.get("/beheer/mensen/")
    writes = []
    for seconds in (10, 40, 20):
        clock.shift(timedelta(seconds=seconds))
        with CaptureQueriesContext(connection) as queries:
            client.get("/beheer/mensen/")
        writes.append(sum("UPDATE" in query["sql"] and "session" in query["sql"] for query in queries))
    assert writes == [0, 0, 1]


def test_the_last_role_that_ends_ends_the_session(client, clock, now):
    lid = LidmaatschapFactory(tot=now.date() + timedelta(days=1))
    client.force_login(lid.gebruiker)
    assert client.get("/gegevens/").status_code == 200
    clock.shift(timedelta(days=1))

    answer = client.get("/gegevens/", follow=True)

    assert answer.redirect_chain == [("/geen-toegang/", 302)]
    assert "U hebt nu geen toegang" in answer.content.decode()
    assert not is_signed_in(client)


def test_somebody_without_a_role_does_not_get_in(client):
    gebruiker = GebruikerFactory(met_wachtwoord=True)
    client.post("/accounts/login/", {"login": gebruiker.email, "password": WACHTWOORD})

    assert client.get("/").url == "/geen-toegang/"
    assert not is_signed_in(client)


def test_a_role_that_begins_tomorrow_does_not_count_today(client, clock, now):
    lid = LidmaatschapFactory(van=now.date() + timedelta(days=1))
    client.force_login(lid.gebruiker)
    assert client.get("/gegevens/").url == "/geen-toegang/"


@pytest.mark.parametrize(("rol", "most"), [("staff", 5), ("member", 6)])  # one more: is there a warning for who is out?
def test_the_shell_of_a_page_costs_few_queries(client, rol, most):
    role = AanstellingFactory(beheer=True) if rol == "staff" else LidmaatschapFactory(coordinator=True)
    client.force_login(role.gebruiker)
    client.get("/gegevens/telefoon-kwijt/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/gegevens/telefoon-kwijt/")
    asked = [q["sql"] for q in queries if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]]

    assert len(asked) <= most


def test_the_hat_decides_the_gemeente_of_the_page(client):
    team, other = TeamFactory(), TeamFactory()
    gebruiker = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    LidmaatschapFactory(team=other, gebruiker=gebruiker, coordinator=True)
    client.force_login(gebruiker)
    client.post("/rol/", {"pet": f"coordinator:{other.pk}"})

    assert client.get("/gegevens/").context["schil"]["gemeente"] == other.gemeente
