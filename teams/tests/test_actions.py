"""People come into teams and leave them; a gemeente never loses its last beheerder."""

from datetime import date, timedelta

import pytest

from buurtpreventie.accounts.actions import accept_invitation
from buurtpreventie.accounts.models import Gebruiker, Uitnodiging
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht, Soort
from teams.actions import add_member, appoint, end_appointment, end_membership
from teams.models import Aanstelling, Lidmaatschap
from teams.rollen import load_rollen
from teams.tests.factories import ALLE_SOORTEN, AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

VANDAAG = date(2026, 11, 17)
pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(naam="Team Elzenpad")


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


@pytest.fixture
def gemeente():
    return GemeenteFactory()


@pytest.fixture
def beheerder(gemeente):
    return AanstellingFactory(beheer=True, gemeente=gemeente).gebruiker


def add(team, coordinator, now, **changes):
    person = {"naam": "Sjoerd Elzenga", "email": "sjoerd@example.nl", "rol": "lid", "antwoord_via": "mail"} | changes
    return add_member(team, actor=coordinator, now=now, **person)


def test_somebody_new_gets_a_role_and_an_invitation(team, coordinator, now):
    lid = add(team, coordinator, now)

    assert (lid.gebruiker.naam, lid.rol, lid.van, lid.tot) == ("Sjoerd Elzenga", "lid", VANDAAG, None)
    assert not lid.gebruiker.has_usable_password()
    assert [u.waarvoor for u in Uitnodiging.objects.all()] == ["lid van Team Elzenpad"]
    assert [(b.aan, b.soort) for b in Bericht.objects.all()] == [("sjoerd@example.nl", Soort.UITNODIGING)]
    assert list(Logregel.objects.about(lid).values_list("gebeurtenis", "actor_id", "gemeente_id")) == [
        ("lidmaatschap.begonnen", coordinator.pk, team.gemeente_id)
    ]


def test_somebody_known_gets_the_role_and_a_mail_and_keeps_the_own_name(team, coordinator, now):
    known = GebruikerFactory(naam="Sjoerd Bovenkamp", email="sjoerd@example.nl", last_login=now)

    lid = add(team, coordinator, now, email=" Sjoerd@Example.nl ")

    assert lid.gebruiker == known
    assert lid.gebruiker.naam == "Sjoerd Bovenkamp"
    assert [b.soort for b in Bericht.objects.all()] == [Soort.BERICHT]
    assert list(Uitnodiging.objects.all()) == []


def test_somebody_who_never_accepted_is_invited_again(team, coordinator, now):
    add(team, coordinator, now)
    add(TeamFactory(gemeente=team.gemeente), coordinator, now + timedelta(days=20))

    assert Gebruiker.objects.filter(email="sjoerd@example.nl").count() == 1
    assert Uitnodiging.objects.count() == 2


def test_the_mail_about_a_role_waits_until_the_morning(team, coordinator, now):
    GebruikerFactory(email="sjoerd@example.nl", last_login=now)
    add(team, coordinator, now.replace(hour=22))

    assert Bericht.objects.get().volgende_poging == now.replace(day=18, hour=8)


def test_without_an_address_somebody_hears_by_phone_and_cannot_sign_in(team, coordinator, now):
    lid = add(team, coordinator, now, email="", telefoon="0599-333 444", antwoord_via="telefoon")

    assert lid.gebruiker.email is None
    assert list(Bericht.objects.all()) == []
    with pytest.raises(RefusedAction, match="Zonder e-mailadres"):
        add(team, coordinator, now, naam="Hennie Kruisdal", email="", antwoord_via="mail")


def test_a_double_click_adds_one_person(team, coordinator, now):
    add(team, coordinator, now)
    with pytest.raises(RefusedAction, match="al lid"):
        add(team, coordinator, now)
    add(team, coordinator, now, naam="Hennie Kruisdal", email="", antwoord_via="coordinator")
    with pytest.raises(RefusedAction, match="deze naam"):
        add(team, coordinator, now, naam="hennie kruisdal", email="", antwoord_via="coordinator")

    assert Lidmaatschap.objects.filter(team=team).count() == 3


def test_nobody_joins_a_team_that_stopped_and_nobody_switched_off_comes_back(team, coordinator, now):
    GebruikerFactory(email="sjoerd@example.nl", is_active=False)
    with pytest.raises(RefusedAction, match="niet meer inloggen"):
        add(team, coordinator, now)
    team.stand = "gestopt"
    team.save()
    with pytest.raises(RefusedAction, match="gestopt"):
        add(team, coordinator, now, email="nieuw@example.nl")


def test_a_membership_ends_on_its_date_and_may_begin_again(team, coordinator, now):
    lid = add(team, coordinator, now)
    end_membership(lid, tot=VANDAAG + timedelta(days=2), actor=coordinator, now=now)

    roles = [bool(load_rollen(lid.gebruiker, VANDAAG + timedelta(days=n))) for n in range(4)]
    assert roles == [True, True, False, False]
    add(team, coordinator, now + timedelta(days=3))


def test_a_membership_never_ends_in_the_past_or_twice(team, coordinator, now):
    lid = add(team, coordinator, now)
    with pytest.raises(RefusedAction, match="vandaag of een latere dag"):
        end_membership(lid, tot=VANDAAG - timedelta(days=1), actor=coordinator, now=now)
    end_membership(lid, tot=VANDAAG, actor=coordinator, now=now)
    with pytest.raises(RefusedAction, match="al gestopt"):
        end_membership(lid, tot=VANDAAG, actor=coordinator, now=now)


def test_beheer_appoints_somebody_at_the_meldpunt_with_kinds_and_a_level(gemeente, beheerder, now):
    aanstelling = appoint(
        gemeente,
        naam="Fatma Lindeboom",
        email="fatma@example.nl",
        rol="meldpunt",
        soorten=ALLE_SOORTEN,
        hoogste_niveau=2,
        actor=beheerder,
        now=now,
    )

    assert (aanstelling.soorten, aanstelling.hoogste_niveau) == (ALLE_SOORTEN, 2)
    assert load_rollen(aanstelling.gebruiker, VANDAAG).meldpunt_gemeenten == {gemeente.pk}
    accept_invitation(Uitnodiging.objects.get(), naam="Fatma", telefoon="", antwoord_via="mail", now=now)


def test_kinds_and_level_are_for_the_meldpunt_only(gemeente, beheerder, now):
    person = {"naam": "Karel Noordzij", "email": "karel@example.nl", "soorten": ALLE_SOORTEN, "hoogste_niveau": 3}
    aanstelling = appoint(gemeente, rol="beleid", actor=beheerder, now=now, **person)

    assert (aanstelling.soorten, aanstelling.hoogste_niveau) == ([], 0)


@pytest.mark.parametrize("rol", ["regio", "opvolger", "coordinator", "superuser"])
def test_beheer_gives_no_roles_that_do_not_belong_to_the_gemeente(gemeente, beheerder, now, rol):
    with pytest.raises(RefusedAction):
        appoint(gemeente, naam="Karel Noordzij", email="karel@example.nl", rol=rol, actor=beheerder, now=now)


def test_nobody_gives_himself_a_role(gemeente, beheerder, now):
    with pytest.raises(RefusedAction, match="uzelf"):
        appoint(gemeente, naam="", email=beheerder.email, rol="meldpunt", actor=beheerder, now=now)


def test_the_same_role_twice_is_refused(gemeente, beheerder, now):
    person = {"naam": "Karel Noordzij", "email": "karel@example.nl", "rol": "trainer"}
    appoint(gemeente, actor=beheerder, now=now, **person)
    with pytest.raises(RefusedAction, match="al"):
        appoint(gemeente, actor=beheerder, now=now, **person)


def test_the_last_beheerder_cannot_leave(gemeente, beheerder, now):
    mine = Aanstelling.objects.get(gebruiker=beheerder)
    AanstellingFactory(beheer=True)  # of another gemeente
    AanstellingFactory(beheer=True, gemeente=gemeente, tot=VANDAAG + timedelta(days=30))
    AanstellingFactory(beheer=True, gemeente=gemeente, gebruiker__is_active=False)
    with pytest.raises(RefusedAction, match="laatste beheerder"):
        end_appointment(mine, tot=VANDAAG, actor=beheerder, now=now)

    AanstellingFactory(beheer=True, gemeente=gemeente)
    end_appointment(mine, tot=VANDAAG, actor=beheerder, now=now)

    assert not load_rollen(beheerder, VANDAAG)
    assert Logregel.objects.filter(gebeurtenis="aanstelling.beeindigd").count() == 1
