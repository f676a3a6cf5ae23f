"""The roster on paper: accessible, first names only, room to write (E109)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.documents.tests.reading import open_pdf, tags_of, words_of
from buurtpreventie.documents.tests.without_libraries import take_libraries_away
from teams.rondes.documents import regels_of, short_names
from teams.rondes.models import Ronde
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return TeamFactory(naam="Team Molenkwartier")


@pytest.fixture
def jolanda(team):
    return LidmaatschapFactory(team=team, gebruiker__naam="Jolanda Veldkamp").gebruiker


def url_of(team, query=""):
    return reverse("rondes:rooster_afdruk", args=[team.pk]) + query


def test_the_pdf_holds_the_rounds_of_these_weeks_and_is_accessible(client, team, jolanda):
    soon = RondeFactory(team=team, route=RouteFactory(team=team, naam="Rond het park"))
    DeelnameFactory(ronde=soon, gebruiker=jolanda)
    RondeFactory(team=team, op=timezone.now() + 13 * DAY, vervallen=True)
    RondeFactory(team=team, op=timezone.now() + 15 * DAY, route=RouteFactory(team=team, naam="Te laat"))
    RondeFactory(route=RouteFactory(naam="Ander team"))
    client.force_login(jolanda)

    answer = client.get(url_of(team, "?weken=2"))

    assert answer["Content-Type"] == "application/pdf"
    words = words_of(answer.content)
    assert "Rooster van Team Molenkwartier" in words
    assert "Rond het park" in words and "Gaat niet door" in words and "Jolanda" in words
    assert [w for w in ("Veldkamp", "Te laat", "Ander team") if w in words] == []
    assert {"H1", "Table", "TH", "TD"} <= set(tags_of(answer.content))
    assert open_pdf(answer.content).trailer["/Root"]["/Lang"] == "nl"


def test_who_signed_off_left_the_team_or_came_along_as_guest_is_not_on_it(team, jolanda):
    ronde = RondeFactory(team=team)
    DeelnameFactory(ronde=ronde, gebruiker=jolanda)
    DeelnameFactory(ronde=ronde, stand="afgemeld")
    DeelnameFactory(ronde=ronde, gebruiker=LidmaatschapFactory(team=team, tot=timezone.localdate()).gebruiker)
    DeelnameFactory(ronde=ronde, gebruiker=None, gast="boa")
    rows = Ronde.objects.for_planning()
    assert [regel.namen for regel in regels_of(team, rows, timezone.localdate())] == [("Jolanda",)]


def test_two_with_one_first_name_are_told_apart():
    people = {1: "Jolanda Veldkamp", 2: "Jolanda Terpstra", 3: "Teun van den Berg", 4: "Jolanda"}
    assert short_names(people) == {1: "Jolanda V.", 2: "Jolanda T.", 3: "Teun", 4: "Jolanda"}


def test_without_rounds_the_page_says_so(client, team, jolanda):
    client.force_login(jolanda)
    assert "nog niets om af te drukken" in client.get(url_of(team)).content.decode()
    assert client.get(url_of(team, "?weken=2")).status_code == 422


def test_nothing_in_so_few_weeks_asks_for_more(client, team, jolanda):
    RondeFactory(team=team, op=timezone.now() + 20 * DAY)
    client.force_login(jolanda)
    answer = client.get(url_of(team, "?weken=2"))
    assert answer.status_code == 422
    assert "Kies meer weken" in answer.content.decode()


@pytest.mark.parametrize("weken", ["", "0", "6000", "x", "6&weken=\x00"])
def test_odd_numbers_of_weeks_are_asked_again(client, team, jolanda, weken):
    RondeFactory(team=team)
    client.force_login(jolanda)
    assert client.get(url_of(team, f"?weken={weken}")).status_code == 422


def test_a_server_without_the_libraries_says_so(client, team, jolanda, monkeypatch):
    RondeFactory(team=team)
    take_libraries_away(monkeypatch)
    client.force_login(jolanda)
    answer = client.get(url_of(team, "?weken=2"))
    assert answer.status_code == 409
    assert "Een PDF maken lukt op deze server niet" in answer.content.decode()


def test_another_team_sees_no_roster(client, team):
    client.force_login(LidmaatschapFactory().gebruiker)
    assert client.get(url_of(team)).status_code == 404
