"""One person: invited again, an address mended before the first sign-in, signed out, a seat changed (E013)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.actions import invite
from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht
from teams.models import Aanstelling, Wijziging
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def team(gemeente):
    return TeamFactory(gemeente=gemeente)


@pytest.fixture
def lid(team):
    return LidmaatschapFactory(team=team, gebruiker__email="fout@example.nl").gebruiker


@pytest.fixture
def coordinator(team):
    return signed_in(LidmaatschapFactory(team=team, coordinator=True).gebruiker)


@pytest.fixture
def beheer(gemeente):
    return signed_in(AanstellingFactory(beheer=True, gemeente=gemeente).gebruiker)


def signed_in(gebruiker):
    browser = Client()
    browser.force_login(gebruiker)
    return browser


def url(naam, gebruiker):
    return reverse(f"teams:persoon{naam}", args=[gebruiker.pk])


def test_after_fourteen_days_a_coordinator_invites_again_once(coordinator, lid):
    now = timezone.now()
    invite(lid, actor=None, now=now - timedelta(days=15))
    assert "is verlopen" in coordinator.get(url("", lid)).content.decode()

    for _press in range(2):
        coordinator.post(url("_uitnodigen", lid))

    assert Uitnodiging.objects.usable(timezone.now()).filter(gebruiker=lid).count() == 1
    assert Bericht.objects.filter(aan="fout@example.nl").count() == 2


def test_before_the_first_sign_in_the_address_is_mended_and_the_old_link_ends(coordinator, lid):
    old = invite(lid, actor=None, now=timezone.now() - timedelta(hours=1))

    coordinator.post(url("_adres", lid), {"email": "Goed@example.nl"})

    lid.refresh_from_db()
    old.refresh_from_db()
    assert lid.email == "goed@example.nl"
    assert not old.is_usable(timezone.now())
    assert Bericht.objects.filter(aan="goed@example.nl").count() == 1


def test_who_came_in_keeps_the_own_address(coordinator, lid):
    Gebruiker.objects.filter(pk=lid.pk).update(last_login=timezone.now())

    answer = coordinator.post(url("_adres", lid), {"email": "ander@example.nl"})
    again = coordinator.post(url("_uitnodigen", lid), follow=True)

    assert answer.status_code == 409
    assert "heeft al ingelogd" in answer.content.decode() and "heeft al ingelogd" in again.content.decode()
    lid.refresh_from_db()
    assert lid.email == "fout@example.nl"


def test_a_coordinator_does_not_take_over_somebody_who_waits_for_another_role(coordinator, lid):
    AanstellingFactory(gebruiker=lid, meldpunt=True)

    answer = coordinator.post(url("_adres", lid), {"email": "van-mij@example.nl"})

    assert answer.status_code == 409
    lid.refresh_from_db()
    assert lid.email == "fout@example.nl"


def test_an_address_belongs_to_one_person(coordinator, lid):
    GebruikerFactory(email="bezet@example.nl")

    assert coordinator.post(url("_adres", lid), {"email": "bezet@example.nl"}).status_code == 409


def test_a_lost_telephone_is_signed_out_by_the_coordinator(coordinator, lid):
    telephone = signed_in(lid)
    assert telephone.get("/gegevens/").status_code == 200

    coordinator.post(url("_uitloggen", lid))

    assert telephone.get("/gegevens/").status_code == 302


def test_people_out_of_reach_do_not_exist(coordinator, beheer, team):
    stranger = LidmaatschapFactory().gebruiker
    of_other_team = LidmaatschapFactory(team=TeamFactory(gemeente=team.gemeente)).gebruiker

    for browser, person, status in [
        (coordinator, stranger, 404),
        (coordinator, of_other_team, 404),
        (beheer, stranger, 404),
        (beheer, of_other_team, 200),
    ]:
        assert browser.get(url("", person)).status_code == status
    assert coordinator.post(url("_uitloggen", of_other_team)).status_code == 404


def test_another_level_is_a_new_appointment_and_the_old_one_stays_as_history(beheer, gemeente):
    old = AanstellingFactory(gemeente=gemeente, meldpunt=True, soorten=["openbare_ruimte"], hoogste_niveau=1)
    page = reverse("teams:zetel", args=[old.pk])
    mark = beheer.get(page).context["form"]["gelezen"].value()

    facts = {"soorten": ["openbare_ruimte", "niet_pluis"], "hoogste_niveau": "2", "gelezen": mark}
    assert beheer.post(page, facts).status_code == 302
    assert beheer.post(page, facts).status_code == 409

    old.refresh_from_db()
    today = timezone.localdate()
    new = Aanstelling.objects.exclude(pk=old.pk).get(gebruiker=old.gebruiker)
    assert (old.tot, new.van, new.tot) == (today, today, None)
    assert (new.soorten, new.hoogste_niveau) == (["openbare_ruimte", "niet_pluis"], 2)
    assert list(Aanstelling.objects.current(today).filter(gebruiker=old.gebruiker)) == [new]
    assert set(Wijziging.objects.values_list("veld", flat=True)) == {"soorten", "hoogste_niveau"}


def test_nobody_widens_the_own_seat(gemeente):
    me = AanstellingFactory(gemeente=gemeente, beheer=True).gebruiker
    mine = AanstellingFactory(gebruiker=me, gemeente=gemeente, meldpunt=True, soorten=["openbare_ruimte"])
    browser, page = signed_in(me), reverse("teams:zetel", args=[mine.pk])
    mark = browser.get(page).context["form"]["gelezen"].value()

    answer = browser.post(page, {"soorten": ["niet_pluis"], "hoogste_niveau": "3", "gelezen": mark})

    assert answer.status_code == 409
    assert "eigen rol niet wijzigen" in answer.content.decode()


def test_giving_and_ending_a_role_stand_under_the_list_with_names(beheer, gemeente):
    facts = {"naam": "Amina Duinker", "email": "amina@example.nl", "rol": "trainer", "hoogste_niveau": "0"}
    beheer.post(reverse("teams:medewerker_nieuw"), facts)
    new = Aanstelling.objects.get(rol="trainer")
    beheer.post(reverse("teams:aanstelling_einde", args=[new.pk]), {"tot": timezone.localdate().isoformat()})

    page = " ".join(beheer.get(reverse("teams:mensen")).content.decode().split())

    assert "Amina Duinker, toegevoegd" in page
    assert "Trainer" in page and f"{timezone.localdate():%d-%m-%Y}" in page
    assert Wijziging.objects.filter(doel_id=new.pk).count() == 2
