"""The only way in (Build 3)."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from buurtpreventie.accounts.actions import accept_invitation, invite
from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht, Stand
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory

ANSWERS = {"naam": "Teun Rietveld", "telefoon": "06-55000222", "antwoord_via": "app", "wachtwoord": ""}
pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return LidmaatschapFactory(coordinator=True, gebruiker__naam="Greetje Papenhuis").gebruiker


@pytest.fixture
def genodigde():
    gebruiker = GebruikerFactory(naam="Teun", email="teun@example.nl", adres=False)
    LidmaatschapFactory(gebruiker=gebruiker)
    return gebruiker


@pytest.fixture
def link(genodigde, coordinator, clock, now):
    invite(genodigde, actor=coordinator, now=now, waarvoor="lid van Team Molenkwartier")
    return Bericht.objects.get().geheim["link"].removeprefix("https://buurt.example.nl")


def test_opening_the_link_shows_who_invites_and_writes_nothing(client, link):
    before = list(Uitnodiging.objects.values()), list(Gebruiker.objects.values()), Logregel.objects.count()

    page = client.get(link)

    assert "Greetje Papenhuis" in page.content.decode()
    assert "lid van Team Molenkwartier" in page.content.decode()
    assert before == (list(Uitnodiging.objects.values()), list(Gebruiker.objects.values()), Logregel.objects.count())
    assert "_auth_user_id" not in client.session


def test_accepting_signs_in_and_proves_the_address(client, link, genodigde):
    answer = client.post(link, ANSWERS)

    assert answer.url == "/"
    assert client.get("/gegevens/").status_code == 200
    genodigde.refresh_from_db()
    assert (genodigde.naam, genodigde.telefoon, genodigde.antwoord_via) == ("Teun Rietveld", "06-55000222", "app")
    assert not genodigde.has_usable_password()
    assert EmailAddress.objects.get(user=genodigde).verified
    assert Bericht.objects.get().stand == Stand.VERVALLEN


def test_a_password_may_be_chosen_and_is_checked(client, link, genodigde):
    assert client.post(link, ANSWERS | {"wachtwoord": "kort"}).status_code == 422
    client.post(link, ANSWERS | {"wachtwoord": "vijf rode laarzen"})

    genodigde.refresh_from_db()
    assert genodigde.check_password("vijf rode laarzen")


def test_a_bad_answer_comes_back_with_what_was_typed(client, link):
    page = client.post(link, ANSWERS | {"telefoon": "bel maar", "naam": "Teun van de hoek"})

    assert page.status_code == 422
    assert "Teun van de hoek" in page.content.decode()
    assert "Vul een telefoonnummer in" in page.content.decode()


def test_used_expired_and_unknown_links_look_the_same(link, clock):
    Client().post(link, ANSWERS)
    pages = [Client().get(link), Client().get("/uitnodiging/bestaat-niet/"), Client().post(link, ANSWERS)]
    Uitnodiging.objects.update(gebruikt_op=None)
    clock.shift(timedelta(days=14))
    pages.append(Client().get(link))

    assert {page.status_code for page in pages} == {404}
    assert len({re.sub(r"csrf\w+", "", page.content.decode()) for page in pages}) == 1


def test_a_double_click_ends_on_the_start_page(client, link):
    client.post(link, ANSWERS)
    assert client.post(link, ANSWERS).url == "/"


def test_an_invitation_is_used_once(genodigde, coordinator, now):
    uitnodiging = invite(genodigde, actor=coordinator, now=now)
    accept_invitation(uitnodiging, now=now, **ANSWERS)

    with pytest.raises(RefusedAction):
        accept_invitation(uitnodiging, now=now, **ANSWERS)


def test_a_new_invitation_ends_the_one_before(client, link, genodigde, coordinator, clock, now):
    clock.shift(timedelta(minutes=1))
    invite(genodigde, actor=coordinator, now=now + timedelta(minutes=1))

    assert client.get(link).status_code == 404
    assert [b.stand for b in Bericht.objects.order_by("pk")] == [Stand.VERVALLEN, Stand.KLAAR]


def test_who_did_not_accept_yet_does_not_get_in_by_code(client, link, genodigde):
    client.post("/accounts/login/code/", {"email": "teun@example.nl"})
    answer = client.post("/accounts/login/code/confirm/", {"code": Bericht.objects.latest("pk").geheim["code"]})

    assert answer.url == "/geen-toegang/"
    assert "_auth_user_id" not in client.session


def test_accepting_ends_the_session_of_somebody_else_in_the_same_browser(client, link, genodigde, coordinator):
    client.force_login(coordinator)

    client.post(link, ANSWERS)

    assert client.session["_auth_user_id"] == str(genodigde.pk)


def test_somebody_new_at_the_meldpunt_goes_from_the_link_to_the_second_factor(client, clock, now):
    gebruiker = GebruikerFactory(adres=False)
    AanstellingFactory(meldpunt=True, gebruiker=gebruiker)
    invite(gebruiker, actor=None, now=now)
    link = Bericht.objects.latest("pk").geheim["link"].removeprefix("https://buurt.example.nl")

    page = client.post(link, ANSWERS | {"wachtwoord": "vijf rode laarzen"}, follow=True)

    assert page.redirect_chain[-1][0] == "/accounts/2fa/totp/activate/"
    assert page.status_code == 200


def test_without_an_address_nobody_is_invited(now):
    with pytest.raises(RefusedAction, match="e-mailadres"):
        invite(GebruikerFactory(zonder_mail=True), actor=None, now=now)
