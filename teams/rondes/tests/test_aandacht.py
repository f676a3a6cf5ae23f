"""Points of attention: behaviour or a place, for a few weeks, for this team only (E117)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from teams.rondes.actions.attention import add_points, end_point
from teams.rondes.attention import points_for
from teams.rondes.models import Aandachtspunt
from teams.rondes.tests.factories import AandachtspuntFactory, RondeFactory
from teams.rondes.words import describes_looks, names_a_plate, names_an_address
from teams.tests.factories import (
    AanstellingFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    PartnerFactory,
    StraatFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db

GOED = {"soort": "gedrag", "tekst": "Let op wie langs de auto's loopt en aan deuren voelt.", "weken": 2}


@pytest.fixture
def team():
    return TeamFactory(gemeente=GemeenteFactory(naam="Veldrecht"), naam="Team Molenkwartier")


@pytest.fixture
def meldpunt(team):
    return AanstellingFactory(gemeente=team.gemeente, meldpunt=True).gebruiker


@pytest.fixture
def wijkagent(team):
    partner = PartnerFactory(gemeente=team.gemeente, soort="wijkagent")
    return AanstellingFactory(opvolger=True, partner=partner).gebruiker


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def post(user, teams, **said):
    data = GOED | {"namens": "meldpunt", "teams": [team.pk for team in teams]} | said
    return signed_in(user).post(reverse("rondes:aandacht_nieuw"), data)


def said_to(team):
    return [punt.tekst for punt in Aandachtspunt.objects.filter(team=team)]


def test_the_meldpunt_tells_two_teams_at_once(team, meldpunt):
    other = TeamFactory(gemeente=team.gemeente)
    TeamFactory(gemeente=team.gemeente)

    response = post(meldpunt, [team, other])

    assert response.url == reverse("rondes:aandacht")
    assert [(punt.team, punt.tekst, punt.namens) for punt in Aandachtspunt.objects.order_by("team")] == [
        (team, GOED["tekst"], "meldpunt"),
        (other, GOED["tekst"], "meldpunt"),
    ]
    assert Aandachtspunt.objects.filter(tot__gt=timezone.now() + timedelta(days=13, hours=23)).count() == 2


def test_a_second_press_is_the_same_point(team, meldpunt):
    post(meldpunt, [team])
    post(meldpunt, [team])

    assert said_to(team) == [GOED["tekst"]]
    assert Logregel.objects.filter(gebeurtenis="aandachtspunt.gegeven").count() == 1


def test_a_wijkagent_with_an_account_speaks_as_wijkagent_whatever_is_posted(team, wijkagent):
    post(wijkagent, [team], namens="meldpunt")

    assert Aandachtspunt.objects.get().namens == "wijkagent"
    assert "Geef een team iets mee" in signed_in(wijkagent).get(reverse("rondes:aandacht")).content.decode()


def test_a_wijkagent_sees_and_ends_only_what_it_gave_itself(team, meldpunt, wijkagent):
    of_meldpunt = AandachtspuntFactory(team=team, door=meldpunt, tekst="KANARIE bij het park")
    own = AandachtspuntFactory(team=team, door=wijkagent, namens="wijkagent", tekst="De tunnel bij het station.")
    client = signed_in(wijkagent)

    page = client.get(reverse("rondes:aandacht")).content.decode()
    assert "De tunnel bij het station." in page
    assert "KANARIE" not in page
    assert client.post(reverse("rondes:aandacht_einde", args=[of_meldpunt.pk])).status_code == 404
    assert client.post(reverse("rondes:aandacht_einde", args=[own.pk])).status_code == 302
    own.refresh_from_db()
    assert own.ingetrokken_op is not None


@pytest.mark.parametrize("soort", ["wijkteam", "politie", "handhaving"])
def test_another_partner_with_an_account_tells_teams_nothing(team, soort):
    partner = PartnerFactory(gemeente=team.gemeente, soort=soort)
    user = AanstellingFactory(opvolger=True, partner=partner).gebruiker

    assert signed_in(user).get(reverse("rondes:aandacht")).status_code == 403
    assert post(user, [team]).status_code == 403


@pytest.mark.parametrize("rol", ["beheer", "beleid", "trainer", "politie_dienst", "piket"])
def test_other_roles_neither_read_nor_write_it(team, rol):
    user = AanstellingFactory(gemeente=team.gemeente, **{rol: True}).gebruiker
    punt = AandachtspuntFactory(team=team)

    assert signed_in(user).get(reverse("rondes:aandacht")).status_code == 403
    assert signed_in(user).post(reverse("rondes:aandacht_einde", args=[punt.pk])).status_code == 404
    assert list(Aandachtspunt.objects.visible_to(user)) == []


def test_a_team_of_another_gemeente_cannot_be_told(team, meldpunt):
    away = TeamFactory()

    response = post(meldpunt, [team, away])

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["teams"]
    assert Aandachtspunt.objects.count() == 0


def test_the_coordinator_reads_it_and_does_not_take_it_back(team):
    coordinator = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    punt = AandachtspuntFactory(team=team)

    assert signed_in(coordinator).post(reverse("rondes:aandacht_einde", args=[punt.pk])).status_code == 403
    assert list(Aandachtspunt.objects.visible_to(coordinator)) == [punt]


def test_another_team_does_not_read_it(team):
    AandachtspuntFactory(team=team)
    neighbour = LidmaatschapFactory(team=TeamFactory(gemeente=team.gemeente)).gebruiker

    assert list(Aandachtspunt.objects.visible_to(neighbour)) == []


@pytest.mark.parametrize(
    "tekst",
    [
        "Let op Elzenpad 12.",
        "Bij Kerkstraat 3a staat een busje.",
        "Kijk bij nr 14 op de hoek.",
        "Kijk bij nummer 7.",
        "Het huis op 1234 AB.",
        "Huisnummers 3 tot 9 aan de dijk",
        "Kerkweg nr. 8 is leeg",
    ],
)
def test_a_house_number_is_refused_and_what_was_typed_stays(team, meldpunt, tekst):
    response = post(meldpunt, [team], tekst=tekst)

    assert response.status_code == 422
    assert response.context["form"].errors["tekst"] == ["Laat het huisnummer weg. Noem hooguit de straat."]
    assert response.context["form"]["tekst"].value() == tekst


def test_everything_that_is_wrong_is_said_at_once(team, meldpunt):
    response = post(meldpunt, [team], tekst="Let op 12-ABC-3 bij Elzenpad 12.")

    assert [words.split(" weg")[0] for words in response.context["form"].errors["tekst"]] == [
        "Laat het huisnummer",
        "Laat het kenteken",
    ]


@pytest.mark.parametrize(
    "tekst",
    [
        "Let op een donkere man.",
        "Groep Marokkaanse jongens bij het plein",
        "Man met een getinte huid",
        "Vrouw met hoofddoek voelt aan deuren",
        "Mannen van Oost-Europese afkomst",
        "Twee blanke jongens op een scooter",
        "Poolse arbeiders in busjes",
    ],
)
def test_how_somebody_looks_is_refused_with_the_question_what_somebody_does(team, meldpunt, tekst):
    response = post(meldpunt, [team], tekst=tekst)

    assert response.status_code == 422
    assert response.context["form"].errors["tekst"][0].startswith("Wat doet iemand?")


def test_a_number_plate_is_refused(team, meldpunt):
    assert post(meldpunt, [team], tekst="Grijze bus met kenteken 12-ABC-3.").status_code == 422


@pytest.mark.parametrize(
    "tekst",
    [
        "Tussen 20.00 en 22.30 uur wordt er aan deuren gevoeld.",
        "Op het Elzenpad 20.30 uur: de lampen gaan laat aan.",
        "Op de Kerkweg 22 uur: kijk of de poort dicht is.",
        "De donkere hoek achter de garages.",
        "Iemand belt aan en zegt van de bank te zijn, vooral bij mensen boven de 70.",
        "De 2 lantaarnpalen bij de sporthal.",
        "Wij horen het graag uiterlijk vrijdag.",
        "In 2026 al drie keer vuur bij de tunnel.",
        "Pool-toernooi in het buurthuis: veel fietsen.",
    ],
)
def test_times_places_and_behaviour_are_fine(team, meldpunt, tekst):
    assert not (names_an_address(tekst), names_a_plate(tekst), describes_looks(tekst)).count(True)


def test_a_street_is_one_of_the_gemeente_and_first_of_the_team(team, meldpunt):
    StraatFactory(naam="Elzenpad", buurt__gemeente=team.gemeente)
    of_team = StraatFactory(naam="Elzenpad", buurt=team.buurten.get())
    StraatFactory(naam="Verweg")

    post(meldpunt, [team], straat="elzenpad")
    assert Aandachtspunt.objects.get().straat == of_team
    assert list(post(meldpunt, [team], straat="Verweg").context["form"].errors) == ["straat"]


def test_it_lasts_at_most_four_weeks_and_goes_by_itself(team, meldpunt):
    now = timezone.now()
    said = {"teams": [team], "soort": "plek", "tekst": "De tunnel.", "namens": "meldpunt", "actor": meldpunt}
    with pytest.raises(RefusedAction, match="4 weken"):
        add_points(weken=5, now=now, **said)
    with pytest.raises(RefusedAction, match="4 weken"):
        add_points(weken=0, now=now, **said)

    [punt] = add_points(weken=4, now=now, **said)

    assert list(Aandachtspunt.objects.current(now + timedelta(days=27, hours=23))) == [punt]
    assert list(Aandachtspunt.objects.current(now + timedelta(days=28))) == []


def test_a_team_that_stopped_is_told_nothing(team, meldpunt):
    team.stand = "gestopt"
    team.save()

    with pytest.raises(RefusedAction, match="gestopt"):
        add_points(
            teams=[team],
            soort="plek",
            tekst="De tunnel.",
            namens="meldpunt",
            weken=1,
            actor=meldpunt,
            now=timezone.now(),
        )


def test_ended_twice_is_ended_once(team, meldpunt):
    punt, now = AandachtspuntFactory(team=team), timezone.now()

    end_point(punt, actor=meldpunt, now=now)
    end_point(punt, actor=meldpunt, now=now + timedelta(minutes=1))

    punt.refresh_from_db()
    assert punt.ingetrokken_op == now
    assert Logregel.objects.filter(gebeurtenis="aandachtspunt.gestopt").count() == 1


def test_a_round_takes_along_what_counts_when_it_begins(team):
    member, now = LidmaatschapFactory(team=team).gebruiker, timezone.now()
    lasts = AandachtspuntFactory(team=team, van=now - timedelta(days=1))
    AandachtspuntFactory(team=team, van=now - timedelta(days=10), tot=now + timedelta(hours=3))
    AandachtspuntFactory(team=team, van=now - timedelta(days=1), ingetrokken_op=now)
    AandachtspuntFactory(team=TeamFactory(gemeente=team.gemeente))
    ronde = RondeFactory(team=team, op=now + timedelta(days=2))

    assert list(points_for(member, ronde, now)) == [lasts]


def test_the_log_holds_no_words(team, meldpunt):
    post(meldpunt, [team])

    line = Logregel.objects.get(gebeurtenis="aandachtspunt.gegeven")
    assert (line.gemeente_id, set(line.details)) == (team.gemeente_id, {"soort", "namens", "tot"})


def test_an_empty_page_says_so_and_leads_on(meldpunt):
    page = signed_in(meldpunt).get(reverse("rondes:aandacht")).content.decode()

    assert "Geen team heeft nu iets om op te letten." in page


def test_the_welcome_page_leads_a_wijkagent_there_and_no_other_partner(team, wijkagent):
    partner = AanstellingFactory(opvolger=True, partner=PartnerFactory(gemeente=team.gemeente)).gebruiker

    shown = [
        reverse("rondes:aandacht") in signed_in(user).get("/welkom/").content.decode() for user in (wijkagent, partner)
    ]

    assert shown == [True, False]


@pytest.mark.parametrize(
    "odd",
    [
        {"tekst": "\x00"},
        {"tekst": "plek " * 200_000},
        {"teams": "kanarie"},
        {"teams": ["1", "99999999999999999999"]},
        {"weken": "5"},
        {"weken": "-1"},
        {"straat": "\x00Nergens"},
        {"soort": "persoon"},
        {"namens": "politie"},
    ],
)
def test_odd_input_is_an_error_at_its_field_and_never_a_point(team, meldpunt, odd):
    data = GOED | {"namens": "meldpunt", "teams": [team.pk]} | odd

    response = signed_in(meldpunt).post(reverse("rondes:aandacht_nieuw"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(odd)
    assert Aandachtspunt.objects.count() == 0
