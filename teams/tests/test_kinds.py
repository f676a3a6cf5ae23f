"""What a team can report: switched on and off by who leads it, niet pluis only after a talk (E011)."""

import pytest
from django.urls import reverse

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.tests.reading import mark_of
from teams.actions import switch_kinds
from teams.forms import MedewerkerForm
from teams.models import Wijziging
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return TeamFactory(gemeente=GemeenteFactory(naam="Veldrecht"), naam="Team Elzenpad")


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


def url(team):
    return reverse("teams:soorten", args=[team.pk])


def send(client, team, **data):
    return client.post(url(team), mark_of(client.get(url(team))) | data)


def test_niet_pluis_is_off_until_somebody_switches_it_on(team):
    assert team.soorten == ["wijkveiligheid", "openbare_ruimte"]


def test_the_coordinator_switches_kinds_and_history_says_what_changed(client, team, coordinator):
    client.force_login(coordinator)

    response = send(client, team, soorten=["openbare_ruimte", "hartveilig"])

    team.refresh_from_db()
    assert response.url == reverse("teams:leden", args=[team.pk])
    assert team.soorten == ["openbare_ruimte", "hartveilig"]
    line = Wijziging.objects.get()
    assert (line.veld, line.van, line.naar) == (
        "soorten",
        "Wijkveiligheid, Straat en groen",
        "Straat en groen, Hartveilig",
    )
    assert (line.door, line.gemeente) == (coordinator, team.gemeente)
    assert Logregel.objects.about(team).get().gebeurtenis == "team.soorten"


def test_niet_pluis_asks_whether_the_team_talked_about_it(client, team, coordinator):
    client.force_login(coordinator)
    wanted = ["openbare_ruimte", "niet_pluis"]

    refused = send(client, team, soorten=wanted)

    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["besproken"]
    team.refresh_from_db()
    assert "niet_pluis" not in team.soorten
    send(client, team, soorten=wanted, besproken="on")
    team.refresh_from_db()
    assert team.soorten == ["niet_pluis", "openbare_ruimte"]


def test_what_is_on_already_is_not_asked_again(client, team, coordinator):
    team.soorten = ["niet_pluis"]
    team.save()
    client.force_login(coordinator)

    assert "besproken" not in client.get(url(team)).context["form"].fields
    assert send(client, team, soorten=["niet_pluis", "burenhulp"]).status_code == 302


def test_a_team_always_has_something_to_report(client, team, coordinator):
    client.force_login(coordinator)

    assert list(send(client, team, soorten=[]).context["form"].errors) == ["soorten"]
    assert send(client, team, soorten=["team", "onzin"]).status_code == 422


def test_pressed_twice_it_is_one_line_of_history(client, team, coordinator):
    client.force_login(coordinator)

    seen = mark_of(client.get(url(team)))
    for _press in range(2):
        client.post(url(team), seen | {"soorten": ["openbare_ruimte"]})

    assert Wijziging.objects.count() == 1


def test_the_action_itself_refuses_niet_pluis_without_a_talk_and_a_team_that_stopped(team, coordinator, now):
    with pytest.raises(RefusedAction, match="Bespreek dit eerst met het team"):
        switch_kinds(team, soorten=["niet_pluis"], actor=coordinator, now=now)
    team.stand = "gestopt"
    team.save()
    with pytest.raises(RefusedAction, match="gestopt"):
        switch_kinds(team, soorten=["hartveilig"], actor=coordinator, now=now)


def test_beheer_may_members_and_others_may_not(client, team):
    beheer = AanstellingFactory(beheer=True, gemeente=team.gemeente).gebruiker
    seen = {
        LidmaatschapFactory(team=team).gebruiker: 403,
        AanstellingFactory(meldpunt=True, gemeente=team.gemeente).gebruiker: 403,
        AanstellingFactory(beheer=True).gebruiker: 404,
        LidmaatschapFactory(coordinator=True).gebruiker: 404,
        beheer: 200,
    }
    for gebruiker, status in seen.items():
        client.force_login(gebruiker)
        assert client.get(url(team)).status_code == status


def test_beheer_can_give_a_seat_for_what_is_wrong_in_teams():
    choices = dict(MedewerkerForm().fields["soorten"].choices)

    assert str(choices["team"]) == "Iets in ons team"
