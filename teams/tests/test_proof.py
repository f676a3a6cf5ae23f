"""Dangerous acts of beheer ask for the code of the app once more; a lost second factor is taken away with care."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from buurtpreventie.accounts.actions import reset_second_factor
from buurtpreventie.accounts.models import Bewaard
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from teams.actions.persons import take_away_second_factor
from teams.models import Aanstelling
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

SECRET, PROVE = "JBSWY3DPEHPK3PXP", "/accounts/2fa/reauthenticate/"
NEW = {"naam": "Ilse Rietveld", "email": "ilse@example.nl", "rol": "trainer"}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def limits(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def beheerder(gemeente):
    gebruiker = AanstellingFactory(beheer=True, gemeente=gemeente, gebruiker__tweede_factor=False).gebruiker
    TOTP.activate(gebruiker, SECRET)
    return gebruiker


@pytest.fixture
def beheer(beheerder, clock):
    browser = Client()
    browser.force_login(beheerder)
    browser.get("/")
    return browser


@pytest.fixture
def collega(gemeente):
    return AanstellingFactory(meldpunt=True, gemeente=gemeente).gebruiker


def extra_code(gebruiker):
    return reverse("teams:persoon_extra_code", args=[gebruiker.pk])


def later(browser, clock, minutes):
    """Time goes by while somebody works."""
    for _ in range(minutes // 10):
        clock.shift(timedelta(minutes=10))
        browser.get("/beheer/mensen/")


def prove(browser, path):
    code = format_hotp_value(hotp_value(SECRET, next(iter(yield_hotp_counters_from_time()))))
    return browser.post(path, {"code": code})


def dangerous(gemeente):
    seat = AanstellingFactory(meldpunt=True, gemeente=gemeente)
    return [
        reverse("teams:medewerker_nieuw"),
        reverse("teams:aanstelling_einde", args=[seat.pk]),
        reverse("teams:zetel", args=[seat.pk]),
        extra_code(seat.gebruiker),
    ]


def test_just_after_signing_in_nothing_is_asked_and_a_quarter_later_the_code_is(beheer, clock, gemeente):
    pages = dangerous(gemeente)
    assert [beheer.get(page).status_code for page in pages] == [200] * 4

    later(beheer, clock, 20)

    answers = [beheer.get(page) for page in pages]
    assert {(answer.status_code, answer.url.partition("?")[0]) for answer in answers} == {(302, PROVE)}
    assert beheer.get("/beheer/mensen/").status_code == 200  # looking is no dangerous act
    asked = answers[0].url
    assert beheer.post(asked, {"code": "000000"}).status_code == 200
    assert beheer.get(pages[0]).status_code == 302
    assert prove(beheer, asked).url == pages[0]
    assert [beheer.get(page).status_code for page in pages] == [200] * 4


def test_what_was_sent_before_the_proof_is_kept_encrypted_and_nothing_is_done_yet(beheer, clock, gemeente):
    later(beheer, clock, 20)
    page = reverse("teams:medewerker_nieuw")

    for _press in range(2):
        asked = beheer.post(page, NEW)

    assert not Aanstelling.objects.filter(gebruiker__email=NEW["email"]).exists()
    assert "ilse" not in str(list(beheer.session.items()))
    assert dict(Bewaard.objects.get().velden) == NEW
    back = prove(beheer, asked.url)
    shown = beheer.get(back.url).content.decode()
    assert f'action="{page}"' in shown and "Ilse Rietveld" in shown
    assert beheer.post(page, NEW).status_code == 302
    assert Aanstelling.objects.filter(gebruiker__email=NEW["email"]).exists()
    assert not Bewaard.objects.exists()


def test_a_lost_second_factor_is_taken_away_after_a_check(beheer, beheerder, collega):
    theirs = Client()
    theirs.force_login(collega)
    theirs.get("/")
    assert "Extra code kwijt?" in beheer.get(reverse("teams:persoon", args=[collega.pk])).content.decode()

    assert beheer.post(extra_code(collega), {}).status_code == 422
    assert Authenticator.objects.filter(user=collega).exists()
    for _press in range(2):
        assert beheer.post(extra_code(collega), {"gecontroleerd": "gebeld"}).status_code == 302

    assert not Authenticator.objects.filter(user=collega).exists()
    assert theirs.get("/").url.startswith("/accounts/login/")
    [mail] = Bericht.objects.filter(aan=collega.email)
    assert "weggehaald" in mail.onderwerp and "Bel dan meteen" in mail.tekst
    [line] = Logregel.objects.filter(gebeurtenis="tweede_factor.gewist")
    assert (line.actor_id, line.doel_id, line.details["gecontroleerd"]) == (beheerder.pk, collega.pk, "gebeld")
    collega.refresh_from_db()
    theirs.force_login(collega)
    assert theirs.get("/werklijst/").url == "/accounts/2fa/totp/activate/"
    assert "Extra code kwijt?" not in beheer.get(reverse("teams:persoon", args=[collega.pk])).content.decode()


def test_nobody_takes_away_the_own_second_factor_or_that_of_who_is_out_of_reach(beheer, beheerder, collega, now):
    AanstellingFactory(gebruiker=collega, beleid=True, gemeente=GemeenteFactory())
    facts = {"gecontroleerd": "gezien", "gemeente": GemeenteFactory(), "actor": beheerder, "now": now}

    for gebruiker in (beheerder, collega):
        assert beheer.post(extra_code(gebruiker), {"gecontroleerd": "gezien"}).status_code == 403
        with pytest.raises(RefusedAction):
            take_away_second_factor(gebruiker, **facts)

    assert Authenticator.objects.filter(user__in=[beheerder, collega]).count() == 2
    elsewhere = AanstellingFactory(meldpunt=True).gebruiker
    assert beheer.get(extra_code(elsewhere)).status_code == 404


def test_a_coordinator_takes_no_second_factor_away(clock):
    team = TeamFactory()
    coordinator = Client()
    coordinator.force_login(LidmaatschapFactory(team=team, coordinator=True).gebruiker)
    lid = LidmaatschapFactory(team=team, gebruiker__tweede_factor=True).gebruiker

    assert coordinator.post(extra_code(lid), {"gecontroleerd": "gezien"}).status_code == 403
    assert Authenticator.objects.filter(user=lid).exists()


def test_who_has_no_second_factor_hears_nothing(collega, now):
    reset_second_factor(collega, actor=None, now=now)
    reset_second_factor(collega, actor=None, now=now)

    assert Bericht.objects.filter(aan=collega.email).count() == 1
    assert Logregel.objects.filter(gebeurtenis="tweede_factor.gewist").count() == 1
