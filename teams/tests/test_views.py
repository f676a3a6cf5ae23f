"""Start pages, hats, members and people: who sees and does what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.models import Aanstelling, Lidmaatschap
from teams.tests.factories import AanstellingFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

NEW = {"naam": "Ruben Hogenes", "email": "ruben@example.nl", "telefoon": "", "rol": "lid", "antwoord_via": "mail"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def team(gemeente):
    return TeamFactory(gemeente=gemeente, naam="Team Elzenpad")


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


@pytest.fixture
def beheerder(gemeente):
    return AanstellingFactory(beheer=True, gemeente=gemeente).gebruiker


def menu(client, path="/gegevens/"):
    return [(str(item.tekst), item.url) for item in client.get(path).context["schil"]["menu"]]


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/").url == "/accounts/login/?next=/"


def test_everybody_starts_with_the_own_work(client, team):
    coordinator = LidmaatschapFactory(team=team, plaatsvervanger=True).gebruiker
    starts = {
        LidmaatschapFactory(team=team).gebruiker: "/vandaag/",
        coordinator: f"/team/{team.pk}/",
        AanstellingFactory(meldpunt=True).gebruiker: "/werklijst/",
        AanstellingFactory(beheer=True).gebruiker: "/beheer/",
        AanstellingFactory(beleid=True).gebruiker: "/beleid/",
        AanstellingFactory(trainer=True).gebruiker: "/trainer/",
        AanstellingFactory(politie_dienst=True).gebruiker: "/op-straat/",
        AanstellingFactory(piket=True).gebruiker: "/op-straat/",
        AanstellingFactory(opvolger=True).gebruiker: "/welkom/",
        AanstellingFactory(bij_regio=True).gebruiker: "/welkom/",
        GebruikerFactory(platformbeheer=True, tweede_factor=True): "/platform/",
    }
    for gebruiker, url in starts.items():
        client.force_login(gebruiker)
        assert client.get("/").url == url


def test_menus_have_at_most_four_items(client, team, coordinator, beheerder):
    expected = {
        LidmaatschapFactory(team=team).gebruiker: ["Start", "Melden", "Mijn meldingen", "Rondes"],
        coordinator: ["Team", "Melden", "Mijn meldingen", "Rondes"],
        AanstellingFactory(meldpunt=True).gebruiker: ["Werklijst", "Melden", "Berichten", "Nu op straat"],
        beheerder: ["Beheer", "Mensen", "Partners", "Categorieën"],
        AanstellingFactory(beleid=True).gebruiker: ["Start", "Cijfers", "Evaluaties", "Verslagen"],
        AanstellingFactory(trainer=True).gebruiker: ["Vandaag", "Avonden", "Modules", "Oefenen"],
        AanstellingFactory(politie_dienst=True).gebruiker: ["Nu op straat"],
        AanstellingFactory(piket=True).gebruiker: ["Nu op straat"],
        AanstellingFactory(toezicht=True).gebruiker: ["Start", "Wie las wat", "Verzoeken", "Cijfers"],
    }
    for gebruiker, items in expected.items():
        client.force_login(gebruiker)
        assert [tekst for tekst, _url in menu(client)] == items


def test_the_strip_of_112_is_for_volunteers(client, coordinator, beheerder):
    client.force_login(coordinator)
    assert client.get("/gegevens/").context["schil"]["nood"]
    client.force_login(beheerder)
    assert not client.get("/gegevens/").context["schil"]["nood"]


def test_the_deepest_item_is_current(client, team, coordinator):
    client.force_login(coordinator)
    current = {"/rondes/": "Rondes", f"/rondes/team/{team.pk}/rooster/": "Rondes", f"/team/{team.pk}/": "Team"}
    for url, tekst in current.items():
        items = client.get(url).context["schil"]["menu"]
        assert [str(item.tekst) for item in items if item.nu] == [tekst]


def test_who_has_several_roles_chooses_one_and_can_change_it(client, gemeente, team, beheerder):
    LidmaatschapFactory(team=team, coordinator=True, gebruiker=beheerder)
    client.force_login(beheerder)
    assert client.get("/").url == "/rol/"
    page = client.get("/rol/").content.decode()
    assert "Beheer Veldrecht" in page and "Coördinator Team Elzenpad" in page

    client.post("/rol/", {"pet": f"coordinator:{team.pk}"})
    assert client.get("/").url == f"/team/{team.pk}/"
    client.post("/rol/", {"pet": f"beheer:{gemeente.pk}"})
    assert client.get("/").url == "/beheer/"


def test_a_hat_that_no_longer_fits_is_taken_off(client, gemeente, team, beheerder):
    lid = LidmaatschapFactory(team=team, coordinator=True, gebruiker=beheerder)
    client.force_login(beheerder)
    client.post("/rol/", {"pet": f"coordinator:{team.pk}"})
    Lidmaatschap.objects.filter(pk=lid.pk).update(tot=lid.van)

    assert client.get("/").url == "/beheer/"


def test_only_own_hats_can_be_chosen(client, coordinator):
    client.force_login(coordinator)
    answer = client.post("/rol/", {"pet": "beheer:1"})

    assert answer.status_code == 422
    assert "pet" not in client.session


def test_a_coordinator_sees_and_adds_members_of_the_own_team(client, team, coordinator):
    mine = LidmaatschapFactory(team=team, gebruiker__naam="Wout Veldkamp")
    LidmaatschapFactory(gebruiker__naam="Tonny Canarie")
    client.force_login(coordinator)

    page = client.get(f"/team/{team.pk}/leden/").content.decode()
    answer = client.post(f"/team/{team.pk}/leden/nieuw/", NEW)

    assert "Wout Veldkamp" in page and "Tonny Canarie" not in page
    assert answer.url == f"/team/{team.pk}/leden/"
    assert Lidmaatschap.objects.get(gebruiker__email="ruben@example.nl").team == mine.team


def test_another_team_and_a_missing_one_are_the_same_to_a_coordinator(client, coordinator):
    other = LidmaatschapFactory()
    client.force_login(coordinator)
    for template in ("/team/{}/leden/", "/team/{}/leden/nieuw/"):
        pages = [client.get(template.format(pk)) for pk in (other.team_id, 0)]
        assert [page.status_code for page in pages] == [404, 404]
        assert client.post(template.format(other.team_id), NEW).status_code in (404, 405)
    assert client.post(f"/lid/{other.pk}/einde/", {"tot": "2030-01-01"}).status_code == 404
    other.refresh_from_db()
    assert other.tot is None


def test_a_member_sees_the_team_but_manages_nobody(client, team):
    lid = LidmaatschapFactory(team=team)
    client.force_login(lid.gebruiker)

    assert client.get(f"/team/{team.pk}/leden/").status_code == 403
    assert client.post(f"/team/{team.pk}/leden/nieuw/", NEW).status_code == 403
    assert client.post(f"/lid/{lid.pk}/einde/", {"tot": "2030-01-01"}).status_code == 403


def test_a_coordinator_gives_no_role_outside_the_team(client, team, coordinator):
    client.force_login(coordinator)
    answer = client.post(f"/team/{team.pk}/leden/nieuw/", NEW | {"rol": "beheer", "gemeente": team.gemeente_id})

    assert answer.status_code == 422
    assert "Kies een antwoord uit de lijst" in answer.content.decode()
    for path in ("/beheer/mensen/", "/beheer/mensen/nieuw/"):
        assert client.get(path).status_code == 403
        assert client.post(path, NEW | {"rol": "beheer"}).status_code in (403, 405)
    assert list(Aanstelling.objects.all()) == []
    assert not Gebruiker.objects.filter(email="ruben@example.nl").exists()


def test_a_refused_member_comes_back_with_all_that_was_typed(client, team, coordinator):
    client.force_login(coordinator)
    client.post(f"/team/{team.pk}/leden/nieuw/", NEW)
    again = client.post(f"/team/{team.pk}/leden/nieuw/", NEW)

    assert again.status_code == 409
    assert "Deze persoon is al lid van dit team" in again.content.decode()
    assert "ruben@example.nl" in again.content.decode()


def test_beheer_manages_the_people_and_teams_of_the_own_gemeente_only(client, gemeente, team, beheerder):
    other = AanstellingFactory(meldpunt=True, gebruiker__naam="Ilse Canarie")
    client.force_login(beheerder)

    assert "Ilse Canarie" not in client.get("/beheer/mensen/").content.decode()
    assert client.get(f"/team/{team.pk}/leden/").status_code == 200
    assert client.get(f"/beheer/aanstelling/{other.pk}/einde/").status_code == 404
    assert client.post(f"/beheer/aanstelling/{other.pk}/einde/", {"tot": "2030-01-01"}).status_code == 404


def test_beheer_gives_and_ends_a_role(client, gemeente, beheerder):
    client.force_login(beheerder)
    person = {"naam": "Amina Schuttelaar", "email": "amina@example.nl", "rol": "meldpunt"}
    assert client.post("/beheer/mensen/nieuw/", person).status_code == 422  # no kinds: would see nothing
    client.post("/beheer/mensen/nieuw/", person | {"soorten": ["niet_pluis"], "hoogste_niveau": "2"})
    new = Aanstelling.objects.get(gebruiker__email="amina@example.nl")
    assert (new.gemeente, new.soorten, new.hoogste_niveau) == (gemeente, ["niet_pluis"], 2)

    client.post(f"/beheer/aanstelling/{new.pk}/einde/", {"tot": new.van.isoformat()})

    new.refresh_from_db()
    assert new.tot == new.van


def test_the_last_beheerder_gets_a_sentence_and_keeps_the_role(client, beheerder):
    client.force_login(beheerder)
    mine = Aanstelling.objects.get(gebruiker=beheerder)

    answer = client.post(f"/beheer/aanstelling/{mine.pk}/einde/", {"tot": "2099-01-01"})

    assert answer.status_code == 409
    assert "laatste beheerder" in answer.content.decode()


@pytest.mark.parametrize("path", ["leden", "mensen"])
def test_a_list_needs_the_same_queries_for_one_row_and_for_thirty(client, team, gemeente, coordinator, beheerder, path):
    client.force_login(coordinator if path == "leden" else beheerder)
    url = f"/team/{team.pk}/leden/" if path == "leden" else "/beheer/mensen/"
    client.get(url)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len([q for q in queries if "SAVEPOINT" not in q["sql"] and "set_config" not in q["sql"]])

    one = count()
    for _ in range(20):
        LidmaatschapFactory(team=team)
        AanstellingFactory(meldpunt=True, gemeente=gemeente)
        TeamFactory(gemeente=gemeente)
    assert count() == one <= 12


@pytest.mark.parametrize("path", ["/welkom/", "/rol/"])
def test_who_has_one_role_with_pages_of_its_own_goes_straight_to_them(client, gemeente, path):
    client.force_login(AanstellingFactory(meldpunt=True, gemeente=gemeente).gebruiker)
    assert client.get(path).url == "/"


def test_welkom_names_the_role_and_whom_to_call(client):
    client.force_login(AanstellingFactory(bij_regio=True).gebruiker)
    page = client.get("/welkom/").content.decode()

    assert "Regio" in page
    assert "Bel de gemeente waarmee u werkt" in page
