"""Who walks how often: for who makes the planning only (E109)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from teams.rondes.lopers import lopers_of
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def leader(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


def walked(team, wie, days_ago):
    ronde = RondeFactory(team=team, thuis=True, leider=wie, op=timezone.now().replace(microsecond=0) - days_ago * DAY)
    DeelnameFactory(ronde=ronde, gebruiker=wie, liep_mee=True)
    return ronde


def counts(team, user):
    rows = lopers_of(team, user, timezone.now(), timezone.localdate())
    return {row.gebruiker: (row.gelopen, row.niet_gekomen, row.laatst) for row in rows}


def test_rounds_of_the_last_eight_weeks_count_and_the_last_one_shows_however_long_ago(team, leader):
    often, before = (LidmaatschapFactory(team=team).gebruiker for _ in range(2))
    last = walked(team, often, 3)
    walked(team, often, 10)
    long_ago = walked(team, before, 57)
    assert counts(team, leader) == {
        often: (2, 0, last.begin),
        before: (0, 0, long_ago.begin),
        leader: (0, 0, None),
    }


def test_signed_up_is_not_walked_and_not_coming_is_counted_apart(team, leader):
    wie = LidmaatschapFactory(team=team).gebruiker
    for stand in ("aangemeld", "afgemeld", "niet_gekomen"):
        DeelnameFactory(ronde=RondeFactory(team=team, op=timezone.now() - DAY), gebruiker=wie, stand=stand)
    assert counts(team, leader)[wie] == (0, 1, None)


def test_rounds_with_another_team_and_former_members_do_not_show(team, leader):
    both = LidmaatschapFactory(team=team).gebruiker
    other = LidmaatschapFactory(gebruiker=both).team
    walked(other, both, 2)
    LidmaatschapFactory(team=team, tot=timezone.localdate())
    assert counts(team, leader) == {both: (0, 0, None), leader: (0, 0, None)}


def test_only_who_leads_the_team_sees_the_page(client, team, leader):
    deputy = LidmaatschapFactory(team=team, plaatsvervanger=True).gebruiker
    lid = LidmaatschapFactory(team=team).gebruiker
    stranger = LidmaatschapFactory(coordinator=True).gebruiker
    url = reverse("rondes:lopers", args=[team.pk])
    seen = {}
    for naam, who in {"leader": leader, "deputy": deputy, "member": lid, "stranger": stranger}.items():
        client.force_login(who)
        seen[naam] = client.get(url).status_code
    assert seen == {"leader": 200, "deputy": 200, "member": 403, "stranger": 404}


def test_the_page_says_what_it_is_for(client, team, leader):
    walked(team, LidmaatschapFactory(team=team, gebruiker__naam="Teun Hogenes").gebruiker, 2)
    client.force_login(leader)
    page = client.get(reverse("rondes:lopers", args=[team.pk])).content.decode()
    assert "eerlijk te verdelen" in page
    assert "Teun Hogenes" in page and "1 keer" in page


def test_a_seat_at_the_gemeente_does_not_open_it(client, team):
    client.force_login(AanstellingFactory(gemeente=team.gemeente, rol="beleid").gebruiker)
    assert client.get(reverse("rondes:lopers", args=[team.pk])).status_code in (302, 403)
