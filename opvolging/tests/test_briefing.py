"""What a team reads before and after a round; a worry about somebody is never on it (E102, E105, E117)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meldingen.actions import raise_level, recategorise, take_up
from meldingen.models import Melding
from opvolging.actions import close_with_antwoord, lower_level, split_melding
from opvolging.actions.team import tell_team
from opvolging.invariants import broken_invariants
from opvolging.tests.meldpunt_pages import signed_in, text_of
from teams.rondes.tests.factories import AandachtspuntFactory, DeelnameFactory, RondeFactory, RouteFactory
from teams.tests.factories import StraatFactory

pytestmark = pytest.mark.django_db

UUR = timedelta(hours=1)


@pytest.fixture
def nu():
    return timezone.now()


@pytest.fixture
def onderweg(wereld, nu):
    ronde = RondeFactory(team=wereld.team, bezig=True, op=nu - UUR, leider=wereld.melder)
    DeelnameFactory(ronde=ronde, gebruiker=wereld.melder, liep_mee=True)
    return ronde


def page(user, ronde):
    return signed_in(user).get(reverse("opvolging:ronde_letten", args=[ronde.pk]))


def numbers(regels):
    return [regel.melding.nummer for regel in regels]


def test_before_a_round_one_reads_what_came_of_meldingen_on_the_route_and_in_the_buurt(wereld, nu):
    straat = StraatFactory(buurt=wereld.buurt, naam="Elzenpad")
    ronde = RondeFactory(team=wereld.team, op=nu + UUR, route=RouteFactory(team=wereld.team, straten=[straat]))
    on_route = wereld.report(0, now=nu - timedelta(days=3), inhoud={"straat": "elzenpad"})
    around = wereld.report(0, now=nu - timedelta(days=4), inhoud={"straat": "Kerkweg"})
    wereld.report(0, now=nu - timedelta(weeks=8, days=1), inhoud={"straat": "Elzenpad"})
    wereld.report(2, now=nu - timedelta(days=1), inhoud={"straat": "Elzenpad"})

    briefing = page(wereld.teamgenoot, ronde).context["briefing"]

    assert (numbers(briefing.op_route), numbers(briefing.in_buurt)) == ([on_route.nummer], [around.nummer])
    assert briefing.uit_ronde == []


def test_what_the_meldpunt_told_the_team_stands_beside_it(wereld, nu):
    ronde = RondeFactory(team=wereld.team, op=nu + UUR)
    melding = wereld.taken_up(0, now=nu - timedelta(days=3))
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=wereld.meldpunt, now=nu)
    melding.refresh_from_db()
    tell_team(melding, "De lamp doet het weer.", actor=wereld.meldpunt, now=nu)

    body = text_of(page(wereld.teamgenoot, ronde))

    assert "De lamp doet het weer." in body
    assert "Opgelost of hersteld" in body
    assert wereld.melder.naam not in body


def test_points_of_attention_stand_on_the_briefing_of_their_team_only(wereld, nu):
    AandachtspuntFactory(team=wereld.team, tekst="Kijk of de poort dicht is.", van=nu - UUR)
    AandachtspuntFactory(team=wereld.ander_teamlid.lidmaatschappen.get().team, tekst="KANARIE", van=nu - UUR)

    body = text_of(page(wereld.teamgenoot, RondeFactory(team=wereld.team, op=nu + UUR)))

    assert "Kijk of de poort dicht is." in body
    assert "KANARIE" not in body


def test_without_anything_the_page_says_so(wereld, nu):
    body = text_of(page(wereld.teamgenoot, RondeFactory(team=wereld.team, op=nu + UUR)))

    assert "vragen nu niets bijzonders" in body
    assert "Er waren geen meldingen die u mag lezen." in body


def test_after_a_round_each_reads_of_its_meldingen_what_that_reader_may(wereld, onderweg, nu):
    lamp = wereld.report(0, now=nu, ronde=onderweg)
    noise = wereld.report(1, now=nu, ronde=onderweg)
    wereld.report(0, now=nu)

    seen = {
        rol: numbers(page(getattr(wereld, rol), onderweg).context["briefing"].uit_ronde)
        for rol in ("teamgenoot", "coordinator", "melder")
    }

    assert seen == {
        "teamgenoot": [lamp.nummer],
        "coordinator": [lamp.nummer, noise.nummer],
        "melder": [lamp.nummer, noise.nummer],
    }


@pytest.mark.parametrize("rol", ["ander_teamlid", "meldpunt", "beheer", "beleid", "trainer", "politie_dienst", "piket"])
def test_for_everybody_outside_the_team_the_briefing_does_not_exist(wereld, onderweg, rol):
    assert page(getattr(wereld, rol), onderweg).status_code == 404


def test_the_briefing_asks_the_same_for_one_melding_and_for_nine(wereld, onderweg, nu):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert page(wereld.coordinator, onderweg).status_code == 200
        return len(queries)

    wereld.report(0, now=nu, ronde=onderweg)
    few = asked()
    for i in range(8):
        wereld.report(i % 2, now=nu, ronde=onderweg if i % 3 else None)
        AandachtspuntFactory(team=wereld.team, van=nu - UUR)

    assert asked() == few


# --- nothing confidential hangs on a round --------------------------------------------------------


def test_the_meldpunt_reads_in_the_dossier_on_which_round_it_was_seen(wereld, onderweg, nu):
    melding, other = wereld.report(0, now=nu, ronde=onderweg), wereld.report(0, now=nu)
    desk = signed_in(wereld.meldpunt)

    bodies = [text_of(desk.get(reverse("opvolging:dossier", args=[one.nummer]))) for one in (melding, other)]

    assert ["Gezien tijdens een ronde" in body for body in bodies] == [True, False]
    assert wereld.team.naam in bodies[0]


def test_who_may_read_it_sees_that_it_was_seen_on_a_round(wereld, onderweg, nu):
    melding = wereld.report(0, now=nu, ronde=onderweg)

    own = text_of(signed_in(wereld.melder).get(reverse("opvolging:mijn_melding", args=[melding.nummer])))
    of_team = text_of(signed_in(wereld.teamgenoot).get(reverse("opvolging:team_melding", args=[melding.nummer])))

    assert "gezien tijdens een ronde" in own
    assert "gezien tijdens een ronde" in of_team


@pytest.mark.parametrize(("niveau", "hangs"), [(0, True), (1, True), (2, False), (3, False)])
def test_reporting_itself_keeps_what_is_confidential_off_a_round(wereld, onderweg, nu, niveau, hangs):
    melding = wereld.report(niveau, now=nu, ronde=onderweg)

    assert melding.ronde == (onderweg if hangs else None)


def test_a_round_of_another_team_is_left_out(wereld, elders, nu):
    other = wereld.ander_teamlid.lidmaatschappen.get().team
    for team in (other, elders.team):
        assert wereld.report(0, now=nu, ronde=RondeFactory(team=team, bezig=True, op=nu - UUR)).ronde is None


def test_raising_the_level_takes_it_off_its_round_for_good(wereld, onderweg, nu):
    melding = wereld.report(1, now=nu, ronde=onderweg)

    raise_level(melding, niveau=2, reden="gevoelig", actor=wereld.meldpunt, now=nu)
    assert Melding.objects.get().ronde is None

    lower_level(Melding.objects.get(), niveau=1, reden="vergissing", actor=wereld.meldpunt, now=nu)
    melding = Melding.objects.get()
    assert (melding.vertrouwelijkheid, melding.ronde) == (1, None)


@pytest.mark.parametrize("niveau", [2, 3])
def test_a_subject_about_a_person_takes_it_off_its_round(wereld, onderweg, nu, niveau):
    melding = wereld.report(0, now=nu, ronde=onderweg)

    recategorise(melding, categorie=wereld.categorieen[niveau], actor=wereld.meldpunt, now=nu)

    assert Melding.objects.get().ronde is None


def test_another_open_subject_leaves_it_on_its_round(wereld, onderweg, nu):
    melding = wereld.report(0, now=nu, ronde=onderweg)

    recategorise(melding, categorie=wereld.categorieen[1], actor=wereld.meldpunt, now=nu)

    assert Melding.objects.get().ronde == onderweg


def test_a_worry_made_beside_a_melding_of_a_round_is_not_tied_to_it(wereld, onderweg, nu):
    lamp = wereld.report(0, now=nu, ronde=onderweg)

    worry = wereld.report(2, now=nu, afgesplitst_van=lamp)
    other_lamp = wereld.report(0, now=nu, afgesplitst_van=lamp)
    noise = wereld.report(1, now=nu, afgesplitst_van=lamp)
    raise_level(noise, niveau=2, reden="gevoelig", actor=wereld.meldpunt, now=nu)
    noise.refresh_from_db()

    assert [one.afgesplitst_van for one in (worry, other_lamp, noise)] == [None, lamp, None]
    assert broken_invariants() == {}


def test_splitting_makes_no_melding_of_a_round(wereld, onderweg, nu):
    lamp = take_up(wereld.report(1, now=nu, ronde=onderweg), actor=wereld.meldpunt, now=nu)
    words = {"straat": "", "huisnummer": "", "actor": wereld.meldpunt, "now": nu}

    worry = split_melding(lamp, categorie=wereld.categorieen[2], waarneming="Iemand at niet.", **words)
    other = split_melding(lamp, categorie=wereld.categorieen[0], waarneming="De lamp is stuk.", **words)

    assert [(one.ronde, one.afgesplitst_van) for one in (worry, other)] == [(None, None), (None, lamp)]
    assert broken_invariants() == {}


@pytest.mark.parametrize("niveau", [2, 3])
def test_the_database_refuses_a_round_at_a_confidential_melding(wereld, onderweg, nu, niveau):
    melding = wereld.report(niveau, now=nu)

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="melding_v2_zonder_ronde"):
        cursor.execute("UPDATE meldingen_melding SET ronde_id = %s WHERE id = %s", [onderweg.pk, melding.pk])


@pytest.mark.parametrize("niveau", [2, 3])
def test_the_database_refuses_a_higher_level_that_keeps_its_round(wereld, onderweg, nu, niveau):
    melding = wereld.report(0, now=nu, ronde=onderweg)

    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="melding_v2_zonder_ronde"):
        cursor.execute("UPDATE meldingen_melding SET vertrouwelijkheid = %s WHERE id = %s", [niveau, melding.pk])


def test_the_invariants_notice_a_melding_on_a_round_of_another_team(wereld, nu):
    melding = wereld.report(0, now=nu)
    other = wereld.ander_teamlid.lidmaatschappen.get().team
    Melding.objects.filter(pk=melding.pk).update(ronde=RondeFactory(team=other, bezig=True, op=nu - UUR))

    assert broken_invariants()["melding_van_ronde_van_ander_team"] == [melding.pk]


def test_the_invariants_notice_a_worry_that_leads_to_a_round(wereld, onderweg, nu):
    lamp, worry = wereld.report(0, now=nu, ronde=onderweg), wereld.report(2, now=nu)
    Melding.objects.filter(pk=worry.pk).update(afgesplitst_van=lamp)

    assert broken_invariants()["zorg_leidt_naar_ronde"] == [worry.pk]
