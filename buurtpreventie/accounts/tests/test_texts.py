"""A time-out or sign-out never loses what was typed (veiligheid 7)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from buurtpreventie.accounts.actions import end_sessions, forget_expired
from buurtpreventie.accounts.models import Bewaard
from buurtpreventie.accounts.tests.factories import WACHTWOORD
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory

TYPED = {"naam": "Mirthe Zwagerman", "telefoon": "06-55000333", "antwoord_via": "telefoon"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_out(client, vrijwilliger, clock, now):
    """A browser with a page open whose session has ended."""
    client.force_login(vrijwilliger)
    client.get("/gegevens/")
    end_sessions(vrijwilliger, actor=vrijwilliger, now=now)
    return client


def sign_in(client, url="/accounts/login/", email="mirthe@example.nl"):
    return client.post(url, {"login": email, "password": WACHTWOORD})


def test_what_was_sent_after_the_session_ended_is_one_click_away_after_signing_in(signed_out, vrijwilliger):
    away = signed_out.post("/gegevens/", TYPED)
    assert away.url == "/accounts/login/?next=/verder/"
    assert "Uw tekst is bewaard" in signed_out.get(away.url).content.decode()

    back = sign_in(signed_out, away.url)
    page = signed_out.get(back.url).content.decode()

    assert back.url == "/verder/"
    assert 'action="/gegevens/"' in page
    assert all(f'name="{name}" value="{value}"' in page for name, value in TYPED.items())
    signed_out.post("/gegevens/", TYPED)
    vrijwilliger.refresh_from_db()
    assert vrijwilliger.telefoon == "06-55000333"
    assert list(Bewaard.objects.all()) == []


def test_it_also_comes_back_after_a_code_by_mail(signed_out, secret_of):
    signed_out.post("/gegevens/", TYPED)
    signed_out.post("/accounts/login/code/", {"email": "mirthe@example.nl"})

    answer = signed_out.post("/accounts/login/code/confirm/", {"code": secret_of("code")})

    assert answer.url == "/verder/"


def test_it_is_stored_encrypted_and_without_passwords_and_tokens(signed_out):
    signed_out.post("/gegevens/", TYPED | {"wachtwoord": "geheim-woord", "csrfmiddlewaretoken": "abc", "token": "x"})

    assert dict(Bewaard.objects.get().velden) == TYPED
    with connection.cursor() as cursor:
        cursor.execute("SELECT velden FROM accounts_bewaard")
        assert "06-55000333" not in cursor.fetchone()[0]


def test_several_values_of_one_field_all_come_back(signed_out):
    signed_out.post("/gegevens/", {"soort": ["een", "twee"]})
    assert Bewaard.objects.get().velden == [["soort", "een"], ["soort", "twee"]]


def test_nobody_else_reads_it(signed_out):
    signed_out.post("/gegevens/", TYPED)
    other = LidmaatschapFactory(gebruiker__met_wachtwoord=True).gebruiker

    sign_in(signed_out, email=other.email)
    page = signed_out.get("/verder/")

    assert page.status_code == 302
    assert Bewaard.objects.count() == 1


def test_it_is_kept_for_an_hour(signed_out, clock, now):
    away = signed_out.post("/gegevens/", TYPED)
    clock.shift(timedelta(hours=1))
    sign_in(signed_out, away.url)

    assert signed_out.get("/verder/").url == "/"
    forget_expired(now + timedelta(hours=1))
    assert list(Bewaard.objects.all()) == []


def test_it_can_be_thrown_away(signed_out):
    away = signed_out.post("/gegevens/", TYPED)
    sign_in(signed_out, away.url)
    signed_out.post("/verder/weg/")

    assert list(Bewaard.objects.all()) == []


def test_a_stranger_keeps_nothing(db):
    assert Client().post("/gegevens/", TYPED).url == "/accounts/login/?next=/gegevens/"
    assert list(Bewaard.objects.all()) == []


def test_a_forged_name_keeps_nothing(vrijwilliger):
    client = Client()
    client.cookies["wie"] = f"{vrijwilliger.pk}:forged"
    client.post("/gegevens/", TYPED)

    assert list(Bewaard.objects.all()) == []


def test_after_half_an_hour_away_the_text_of_staff_is_kept_too(client, clock):
    gebruiker = AanstellingFactory(meldpunt=True).gebruiker
    client.force_login(gebruiker)
    client.get("/gegevens/")
    clock.shift(timedelta(minutes=30))

    answer = client.post("/gegevens/", TYPED)

    assert answer.url == "/accounts/login/?next=/verder/"
    assert Bewaard.objects.get().gebruiker == gebruiker


def test_at_most_twenty_texts_are_kept_per_person(signed_out):
    for _ in range(25):
        signed_out.post("/gegevens/", TYPED)
    assert Bewaard.objects.count() == 20


def test_signing_out_without_a_session_keeps_nothing(signed_out):
    signed_out.post("/accounts/logout/", {"next": "/accounts/login/"})
    assert list(Bewaard.objects.all()) == []
