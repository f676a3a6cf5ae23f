"""Two teams become one: everybody once, what was keeps its name, and what is open is looked after (E173)."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from teams.actions.merging import merge_team
from teams.clocks import at, local_date
from teams.models import Lidmaatschap, Team
from teams.petten import petten_van
from teams.rollen import load_rollen
from teams.tests.factories import (
    AanstellingFactory,
    BuurtFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    RegioFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
NOW = at(TODAY, datetime(2026, 1, 1, 12).time())
DAY = timedelta(days=1)


@pytest.fixture
def gemeente():
    return GemeenteFactory(regio=RegioFactory())


@pytest.fixture
def old(gemeente):
    return TeamFactory(gemeente=gemeente, naam="Team Oud")


@pytest.fixture
def new(gemeente):
    return TeamFactory(gemeente=gemeente, naam="Team Nieuw")


@pytest.fixture
def beheer(gemeente):
    return AanstellingFactory(gemeente=gemeente, beheer=True).gebruiker


def merge(old, new, actor=None, now=NOW):
    return merge_team(old, naar=new, actor=actor or GebruikerFactory(), now=now)


def roles(team, day=TODAY):
    rows = Lidmaatschap.objects.filter(team=team).current(day)
    return {lid.gebruiker: lid.rol for lid in rows.select_related("gebruiker")}


def test_everybody_goes_along_with_the_own_role_from_today(old, new):
    leads = LidmaatschapFactory(team=old, coordinator=True).gebruiker
    member = LidmaatschapFactory(team=old, woont_in_buurt=False).gebruiker
    stays = LidmaatschapFactory(team=new, coordinator=True).gebruiker
    gone = LidmaatschapFactory(team=old, tot=TODAY).gebruiker

    merge(old, new)

    old.refresh_from_db()
    assert (old.stand, old.opgegaan_in) == (Team.Stand.GESTOPT, new)
    assert roles(old) == {}
    assert roles(new) == {leads: "coordinator", member: "lid", stays: "coordinator"}
    assert gone not in roles(new)
    assert not new.lidmaatschappen.get(gebruiker=member).woont_in_buurt
    assert Logregel.objects.filter(gebeurtenis="team.samengevoegd", doel_id=old.pk).count() == 1


def test_who_is_in_both_is_in_it_once_with_the_role_there_and_no_shorter(old, new):
    person = GebruikerFactory()
    LidmaatschapFactory(team=old, gebruiker=person, coordinator=True)
    LidmaatschapFactory(team=new, gebruiker=person, van=TODAY + 5 * DAY, tot=TODAY + 9 * DAY)
    merge(old, new)
    (lid,) = new.lidmaatschappen.filter(gebruiker=person)
    assert (lid.rol, lid.van, lid.tot) == ("lid", TODAY, None)


def test_a_role_that_begins_later_and_one_that_ends_keep_their_days(old, new):
    later, ending = GebruikerFactory(), GebruikerFactory()
    LidmaatschapFactory(team=old, gebruiker=later, van=TODAY + 7 * DAY)
    LidmaatschapFactory(team=old, gebruiker=ending, tot=TODAY + 7 * DAY)
    merge(old, new)
    days = {lid.gebruiker: (lid.van, lid.tot) for lid in new.lidmaatschappen.all()}
    assert days == {later: (TODAY + 7 * DAY, None), ending: (TODAY, TODAY + 7 * DAY)}
    assert roles(old, TODAY + 7 * DAY) == {}
    assert roles(new) == {ending: "lid"}


def test_merging_twice_is_once(old, new):
    LidmaatschapFactory(team=old)
    merge(old, new)
    merge(old, new, now=NOW + DAY)
    assert new.lidmaatschappen.count() == 1
    assert Logregel.objects.filter(gebeurtenis="team.samengevoegd").count() == 1


def test_a_team_that_merged_before_follows(old, new):
    oldest = TeamFactory(gemeente=old.gemeente)
    merge(oldest, old)
    merge(old, new)
    oldest.refresh_from_db()
    assert oldest.opgegaan_in == new


def test_the_buurten_come_along_within_the_gemeente_only(old, new):
    before = set(new.buurten.all())
    merge(old, new)
    assert set(new.buurten.all()) == before | set(old.buurten.all())
    neighbour = TeamFactory(gemeente=GemeenteFactory(regio=old.gemeente.regio), buurten=[BuurtFactory()])
    merge(new, neighbour)
    assert neighbour.buurten.count() == 1


@pytest.mark.parametrize("which", ["itself", "stopped", "other stopped", "other regio", "no regio"])
def test_what_cannot_be_merged_is_refused(old, new, which):
    if which == "itself":
        new = old
    elif which == "stopped":
        Team.objects.filter(pk=old.pk).update(stand="gestopt")
    elif which == "other stopped":
        Team.objects.filter(pk=new.pk).update(stand="gestopt")
    else:
        new = TeamFactory(gemeente=GemeenteFactory(regio=RegioFactory() if which == "other regio" else None))
    lid = LidmaatschapFactory(team=old)
    with pytest.raises(RefusedAction):
        merge(old, new)
    lid.refresh_from_db()
    assert lid.tot is None


def test_who_came_in_before_gets_a_mail_and_an_open_invitation_stays(old, new):
    knows = LidmaatschapFactory(team=old, gebruiker=GebruikerFactory(last_login=NOW)).gebruiker
    LidmaatschapFactory(team=old, gebruiker=GebruikerFactory(last_login=None))
    LidmaatschapFactory(team=old, gebruiker=GebruikerFactory(email=None, antwoord_via="telefoon"))
    merge(old, new)
    (mail,) = Bericht.objects.all()
    assert mail.aan == knows.email
    assert "Team Oud en Team Nieuw gaan samen verder als Team Nieuw." in mail.tekst


def test_nobody_is_mailed_about_it_at_night(old, new):
    LidmaatschapFactory(team=old, gebruiker=GebruikerFactory(last_login=NOW))
    merge(old, new, now=NOW + timedelta(hours=11))
    assert local_date(Bericht.objects.get().volgende_poging) == TODAY + DAY


# --- what the old team left -----------------------------------------------------------------------


def test_the_new_team_looks_after_what_the_old_one_left_and_wears_one_hat(old, new):
    leads = LidmaatschapFactory(team=new, coordinator=True).gebruiker
    member = LidmaatschapFactory(team=new).gebruiker
    merge(old, new)
    rollen = load_rollen(leads, TODAY)
    assert (rollen.coordineert, rollen.eigen_teams) == ({old.pk, new.pk}, {new.pk})
    assert [(pet.rol, pet.team) for pet in petten_van(rollen)] == [("coordinator", new.pk)]
    assert load_rollen(member, TODAY).coordineert == frozenset()
    assert load_rollen(member, TODAY).in_teams == {old.pk, new.pk}


def test_a_team_of_another_gemeente_leaves_nothing_to_read(old):
    elsewhere = TeamFactory(gemeente=GemeenteFactory(regio=old.gemeente.regio))
    person = LidmaatschapFactory(team=old).gebruiker
    merge(old, elsewhere)
    assert load_rollen(person, TODAY).in_teams == {elsewhere.pk}


# --- the page -------------------------------------------------------------------------------------


@pytest.fixture
def client(beheer):
    with time_machine.travel(NOW, tick=False):
        client = Client()
        client.force_login(beheer)
        yield client


def page(team):
    return reverse("teams:team_samenvoegen", args=[team.pk])


def words(response):
    return " ".join(response.content.decode().split())


def test_beheer_chooses_reads_what_will_happen_and_then_does_it(client, old, new):
    LidmaatschapFactory(team=old, coordinator=True, gebruiker__naam="Coby Leider")
    both = LidmaatschapFactory(team=old).gebruiker
    LidmaatschapFactory(team=new, gebruiker=both)
    assert "Team Nieuw" in words(client.get(page(old)))
    shown = words(client.get(page(old), {"naar": new.pk}))
    assert "1 persoon komt vanaf vandaag in Team Nieuw" in shown
    assert "1 persoon is daar al lid en houdt die rol." in shown
    assert "Wie het team daarna leidt: Coby Leider." in shown
    old.refresh_from_db()
    assert old.stand == Team.Stand.ACTIEF
    for _twice in range(2):
        assert client.post(page(old), {"naar": new.pk}).status_code == 302
    assert "Opgegaan in Team Nieuw" in words(client.get(reverse("teams:mensen")))
    assert "Er valt niets meer samen te voegen." in words(client.get(page(old)))


def test_only_teams_that_one_manages_and_that_go_on_can_be_chosen(client, beheer, old, new):
    near = GemeenteFactory(regio=old.gemeente.regio)
    TeamFactory(gemeente=near, naam="Buren zonder beheer")
    mine = GemeenteFactory(regio=old.gemeente.regio)
    AanstellingFactory(gebruiker=beheer, gemeente=mine, beheer=True)
    over_there = TeamFactory(gemeente=mine, naam="Buren met beheer")
    TeamFactory(gemeente=old.gemeente, stand="gestopt", naam="Voorbij")
    choice = client.get(page(old)).context["form"].fields["naar"].queryset
    assert set(choice) == {new, over_there}
    stranger = Team.objects.get(naam="Buren zonder beheer")
    assert client.post(page(old), {"naar": stranger.pk}).status_code == 422


def test_nobody_but_beheer_of_the_gemeente_merges(old, new):
    leads = LidmaatschapFactory(team=old, coordinator=True).gebruiker
    elsewhere = AanstellingFactory(beheer=True).gebruiker
    for person, status in ((leads, 403), (elsewhere, 404)):
        other = Client()
        other.force_login(person)
        assert other.post(page(old), {"naar": new.pk}).status_code == status
    old.refresh_from_db()
    assert old.opgegaan_in is None
