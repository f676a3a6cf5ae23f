"""The platform's own administration: superusers only, and never a melding."""

import pytest
from django.contrib import admin
from django.test import Client

from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from buurtpreventie.accounts.tests.factories import WACHTWOORD, GebruikerFactory
from teams.tests.factories import AanstellingFactory, ContactFactory, LidmaatschapFactory

pytestmark = pytest.mark.django_db
FORM = {
    "naam": "Lieke Oudenbrink",
    "email": "lieke@example.nl",
    "telefoon": "",
    "antwoord_via": "mail",
    "is_active": "on",
}


@pytest.fixture
def platform(client):
    """Signed in as a superuser with a second factor."""
    client.force_login(GebruikerFactory(platformbeheer=True, tweede_factor=True))
    return client


def test_nobody_but_a_superuser_sees_the_platform(client):
    assert client.get("/platform/").url == "/platform/login/?next=/platform/"
    assert client.get("/platform/login/?next=/platform/").url.startswith("/accounts/login/")
    for gebruiker in (LidmaatschapFactory().gebruiker, AanstellingFactory(beheer=True).gebruiker):
        client.force_login(gebruiker)
        assert client.get("/platform/", follow=True).status_code == 403


def test_no_content_of_a_melding_is_registered():
    labels = {model._meta.app_label for model in admin.site._registry}

    assert labels <= {"accounts", "teams", "auth", "account", "mfa", "outbox"}


def test_every_list_and_form_opens(platform):
    ContactFactory()
    AanstellingFactory(meldpunt=True)
    LidmaatschapFactory()
    for model in admin.site._registry:
        base = f"/platform/{model._meta.app_label}/{model._meta.model_name}/"
        assert platform.get(base).status_code == 200, base
        row = model._default_manager.first()
        if row is not None:
            assert platform.get(f"{base}{row.pk}/change/").status_code == 200, base


def test_a_new_person_comes_in_by_invitation(platform):
    platform.post("/platform/accounts/gebruiker/add/", FORM)

    new = Gebruiker.objects.get(email="lieke@example.nl")
    assert not new.has_usable_password()
    assert Uitnodiging.objects.get().gebruiker == new


def test_another_address_ends_sessions_and_the_old_address_no_longer_signs_in(platform):
    gebruiker = LidmaatschapFactory(gebruiker__met_wachtwoord=True).gebruiker
    old, theirs = gebruiker.email, Client()
    theirs.force_login(gebruiker)

    platform.post(f"/platform/accounts/gebruiker/{gebruiker.pk}/change/", FORM)

    assert theirs.get("/gegevens/").status_code == 302
    assert Client().post("/accounts/login/", {"login": old, "password": WACHTWOORD}).status_code == 200
    assert Client().post("/accounts/login/", {"login": FORM["email"], "password": WACHTWOORD}).url == "/"
