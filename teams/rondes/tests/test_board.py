"""Nu op straat: who watches over the teams that are out sees what is needed for that, and nothing else (E110)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teams.rondes.actions import watch
from teams.rondes.board import board_of, duration_in_words, evening_of
from teams.rondes.models import Ronde, TeamInstelling, WachtInstelling
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, WaarschuwingFactory
from teams.tests.factories import AanstellingFactory, BuurtFactory, GemeenteFactory, LidmaatschapFactory, TeamFactory

BOOKKEEPING = ("SAVEPOINT", "RELEASE", "ROLLBACK TO")
POLL = {"HX-Request": "true"}
URL = "/op-straat/"
NIGHT = datetime(2026, 11, 17, 20, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
HALF_HOUR = timedelta(minutes=30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def gemeente():
    return GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def politie(gemeente):
    return AanstellingFactory(politie_dienst=True, gemeente=gemeente).gebruiker


def team_of(gemeente, naam):
    return TeamFactory(
        gemeente=gemeente, naam=naam, buurten=[BuurtFactory(gemeente=gemeente, naam=f"Buurt van {naam}")]
    )


def outside(gemeente, naam, *, since=HALF_HOUR, until=timedelta(minutes=60), mensen=2, **facts):
    """A round that began ``since`` ago and should end ``until`` from now."""
    ronde = RondeFactory(
        team=team_of(gemeente, naam), bezig=True, op=NIGHT - since, verwacht_einde=NIGHT + until, **facts
    )
    for _i in range(mensen):
        DeelnameFactory(ronde=ronde, liep_mee=True)
    return ronde


def planned(gemeente, naam, van, **facts):
    return RondeFactory(team=team_of(gemeente, naam), op=van, **facts)


@pytest.mark.parametrize("rol", ["politie_dienst", "piket", "meldpunt"])
def test_who_watches_sees_team_buurten_times_people_and_the_telephone_of_who_leads(client, clock, gemeente, rol):
    ronde = outside(gemeente, "Noord", mensen=2)
    DeelnameFactory(ronde=ronde, gebruiker=None, gast="boa", gast_naam="Kees", liep_mee=True)
    DeelnameFactory(ronde=ronde)  # signed up and did not come
    client.force_login(AanstellingFactory(gemeente=gemeente, **{rol: True}).gebruiker)

    page = client.get(URL).text

    assert "Noord" in page and "Buurt van Noord" in page
    assert "Buiten sinds 20.00 uur, terug om 21.30 uur. 3 mensen." in page
    assert 'href="tel:0612345678"' in page
    for deelname in ronde.deelnames.exclude(gebruiker=None).select_related("gebruiker"):
        assert deelname.gebruiker.naam not in page
    assert ronde.leider.naam not in page and "Kees" not in page


def test_who_is_late_stands_on_top_with_how_late_and_what_the_coordinator_found(client, clock, gemeente, politie):
    outside(gemeente, "Op tijd")
    outside(gemeente, "Te laat", since=timedelta(hours=2), until=-timedelta(minutes=65), niemand_op=NIGHT - HALF_HOUR)
    outside(gemeente, "Iets te laat", since=timedelta(hours=2), until=-timedelta(minutes=25), belt_op=NIGHT)

    bord = board_of(politie, gemeente.pk, NIGHT)

    assert [(rij.team, rij.minuten_te_laat, rij.stappen) for rij in bord.buiten] == [
        ("Te laat", 65, ("Er is nog niemand gemaild.", "De coördinator kreeg om 20.00 uur niemand te pakken.")),
        ("Iets te laat", 25, ("Er is nog niemand gemaild.", "De coördinator belt sinds 20.30 uur.")),
        ("Op tijd", 0, ()),
    ]
    assert bord.in_words == "Er zijn nu 3 teams buiten, 2 te laat."
    client.force_login(politie)
    page = client.get(URL).text
    assert "1 uur en 5 minuten te laat" in page and "zou terug zijn om 19.25 uur" in page


def test_the_board_says_who_was_really_mailed_about_a_late_round(gemeente, politie):
    ronde = outside(gemeente, "Noord", since=timedelta(hours=1), until=timedelta())
    LidmaatschapFactory(team=ronde.team, coordinator=True)
    AanstellingFactory(gemeente=gemeente, piket=True)
    off = outside(gemeente, "Zonder vangnet", since=timedelta(hours=1), until=timedelta())
    TeamInstelling.objects.create(team=off.team, bewaking=False)

    def steps(minutes):
        now = NIGHT + timedelta(minutes=minutes)
        watch(now)
        return {rij.team: rij.stappen for rij in board_of(politie, gemeente.pk, now).buiten}

    no_mails = ("Dit team heeft het vragen uitgezet: er gaat geen mail uit.",)
    assert steps(0) == {"Noord": (), "Zonder vangnet": ()}
    assert steps(5) == {"Noord": ("Er is nog niemand gemaild.",), "Zonder vangnet": no_mails}
    assert steps(20)["Noord"] == ("Gemaild: de lopers.",)
    assert steps(40)["Noord"] == ("Gemaild: de lopers, de coördinator.",)
    assert steps(70) == {"Noord": ("Gemaild: de lopers, de coördinator, het piket.",), "Zonder vangnet": no_mails}
    Ronde.objects.filter(pk=ronde.pk).update(verlengd=1, verwacht_einde=NIGHT + timedelta(minutes=71))
    assert steps(75)["Noord"] == ("Er is nog niemand gemaild.",)  # a new end, and everything begins anew


def test_a_warning_that_nobody_closed_stands_on_top(client, clock, gemeente, politie):
    begun = {"gemeente": gemeente, "begonnen_op": NIGHT - HALF_HOUR}
    over = WaarschuwingFactory(verstuurd=True, geldig_tot=NIGHT - timedelta(minutes=1), **begun)
    exercise = WaarschuwingFactory(oefening=True, **begun)
    WaarschuwingFactory(stand="ingetrokken", gesloten_op=NIGHT, **begun)
    WaarschuwingFactory(begonnen_op=NIGHT)

    bord = board_of(politie, gemeente.pk, NIGHT)

    assert [(rij.pk, rij.oefening, rij.voorbij) for rij in bord.waarschuwingen] == [
        (exercise.pk, True, False),
        (over.pk, False, True),
    ]
    client.force_login(politie)
    page = client.get(URL).text
    assert "OEFENING" in page and "de tijd is voorbij, sluit haar af" in page
    assert reverse("rondes:waarschuwing_nieuw") in page and over.tekst not in page


def test_a_planned_round_of_now_says_that_no_start_was_told_and_later_ones_show_team_and_time_only(
    client, clock, gemeente, politie
):
    planned(gemeente, "Zuid", NIGHT - HALF_HOUR)
    planned(gemeente, "West", NIGHT + timedelta(hours=2))
    planned(gemeente, "Nacht", NIGHT + timedelta(hours=6))  # 2.30
    planned(gemeente, "Morgen", NIGHT + timedelta(hours=8))  # 4.30: not of this night
    planned(gemeente, "Voorbij", NIGHT - timedelta(hours=3))
    planned(gemeente, "Gaat niet door", NIGHT + HALF_HOUR, vervallen=True)

    bord = board_of(politie, gemeente.pk, NIGHT)

    assert [ronde.team for ronde in bord.niet_gestart] == ["Zuid"]
    assert [(ronde.team, ronde.tijden) for ronde in bord.straks] == [
        ("West", "22.30 tot 0.00 uur"),
        ("Nacht", "2.30 tot 4.00 uur"),
    ]
    client.force_login(politie)
    page = client.get(URL).text
    assert "gepland 20.00 tot 21.30 uur, start niet gemeld" in page
    assert "Buurt van West" not in page


def test_after_midnight_the_night_still_ends_at_four(gemeente, politie):
    at_two = NIGHT + timedelta(hours=5, minutes=30)
    planned(gemeente, "Half drie", at_two + HALF_HOUR)
    planned(gemeente, "Volgende avond", at_two + timedelta(hours=18))
    assert [ronde.team for ronde in board_of(politie, gemeente.pk, at_two).straks] == ["Half drie"]


@pytest.mark.parametrize("day, hours", [((2026, 3, 28), 11), ((2026, 10, 24), 13)])
def test_an_evening_ends_at_four_on_the_wall_in_the_nights_that_the_clock_changes(day, hours):
    begin, end = evening_of(datetime(*day, 20, 0, tzinfo=ZoneInfo("Europe/Amsterdam")))
    assert (begin.hour, end.hour) == (16, 4)
    assert end.timestamp() - begin.timestamp() == hours * 3600
    assert evening_of(end - timedelta(minutes=1)) == (begin, end)


def test_who_came_home_and_teams_of_another_gemeente_are_not_on_the_board(gemeente, politie):
    RondeFactory(team=team_of(gemeente, "Thuis"), thuis=True, op=NIGHT - timedelta(hours=2))
    RondeFactory(team=team_of(gemeente, "Vergeten"), niet_afgesloten=True, op=NIGHT - timedelta(days=1))
    elsewhere = GemeenteFactory()
    outside(elsewhere, "Elders")
    bord = board_of(politie, gemeente.pk, NIGHT)
    assert (bord.buiten, bord.niet_gestart, bord.straks) == ([], [], [])
    assert board_of(politie, elsewhere.pk, NIGHT).buiten == []


def test_an_empty_board_says_so(client, clock, politie):
    client.force_login(politie)
    page = client.get(URL).text
    assert "Er is nu geen team buiten." in page
    assert "Er staat tot 4.00 uur vannacht geen ronde meer gepland." in page
    assert "start niet gemeld" not in page


@pytest.mark.parametrize("rol", ["beheer", "beleid", "trainer", "toezicht"])
def test_other_roles_may_not_see_the_board(client, rol):
    client.force_login(AanstellingFactory(**{rol: True}).gebruiker)
    assert client.get(URL).status_code == 403


def test_a_member_may_not_see_the_board(client):
    client.force_login(LidmaatschapFactory(coordinator=True).gebruiker)
    assert client.get(URL).status_code == 403


def test_who_watches_in_two_gemeenten_sees_the_board_of_the_chosen_hat(client, clock, gemeente, politie):
    other = GemeenteFactory(naam="Ernaast")
    AanstellingFactory(gebruiker=politie, gemeente=other, politie_dienst=True)
    outside(gemeente, "Hier")
    outside(other, "Daar")
    client.force_login(politie)
    for plaats, seen, hidden in ((gemeente, "Hier", "Daar"), (other, "Daar", "Hier")):
        client.post("/rol/", {"pet": f"politie_dienst:{plaats.pk}"})
        page = client.get(URL).text
        assert "ronde-" in page and f">{seen}</h3>" in page and f">{hidden}</h3>" not in page


def test_the_page_asks_for_its_own_part_and_gets_nothing_else(client, clock, gemeente, politie):
    client.force_login(politie)
    page = client.get(URL).text
    assert f'hx-get="{URL}"' in page and "every 10s" in page
    assert "Ververst om <span data-ververst-tijd>20.30</span> uur." in page
    assert f'<a class="nl-link" href="{URL}">Ververs nu</a>' in page  # works without script

    outside(gemeente, "Net vertrokken")
    part = client.get(URL, headers=POLL).text

    assert "Net vertrokken" in part
    assert "<html" not in part and "<h1" not in part and "hx-get" not in part


def test_the_board_asks_the_database_the_same_for_one_team_and_for_thirty(client, clock, politie, gemeente):
    client.force_login(politie)

    def count(headers):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL, headers=headers).status_code == 200
        return sum(not query["sql"].startswith(BOOKKEEPING) for query in queries)

    def fill(n):
        for i in range(n):
            outside(gemeente, f"Buiten {n} {i}")
            planned(gemeente, f"Straks {n} {i}", NIGHT + HALF_HOUR)
            planned(gemeente, f"Niet gestart {n} {i}", NIGHT - HALF_HOUR)

    fill(1)
    count({})
    few = count({}), count(POLL)
    fill(30)
    assert (count({}), count(POLL)) == few
    assert few[0] <= 13


def test_durations_are_in_words():
    assert [duration_in_words(n) for n in (1, 25, 60, 61, 125)] == [
        "1 minuut",
        "25 minuten",
        "1 uur",
        "1 uur en 1 minuut",
        "2 uur en 5 minuten",
    ]


# --- who is told: beheer ------------------------------------------------------------------------


@pytest.fixture
def beheerder(gemeente):
    return AanstellingFactory(beheer=True, gemeente=gemeente).gebruiker


def typed(**waarden):
    return {"basisteam_email": "basisteam@politie.example", "piket_email": "", "piket_telefoon": "14 0123"} | waarden


def mark(page):
    return page.context["form"].mark


def test_beheer_sets_who_watches_and_the_history_tells_it(client, gemeente, beheerder):
    client.force_login(beheerder)
    assert reverse("rondes:wacht") in client.get("/beheer/instellingen/").text
    page = client.get(reverse("rondes:wacht"))
    answer = client.post(reverse("rondes:wacht"), typed(gelezen=mark(page)), follow=True)

    assert WachtInstelling.objects.get().basisteam_email == "basisteam@politie.example"
    assert WachtInstelling.objects.get().gemeente == gemeente
    assert "Opgeslagen." in answer.text and beheerder.naam in answer.text
    again = client.post(reverse("rondes:wacht"), typed(gelezen=mark(answer)))
    assert again.status_code == 302
    assert WachtInstelling.objects.get().piket_telefoon == "14 0123"


def test_a_wrong_address_or_number_comes_back_with_what_was_typed(client, beheerder):
    client.force_login(beheerder)
    page = client.get(reverse("rondes:wacht"))
    answer = client.post(
        reverse("rondes:wacht"), typed(gelezen=mark(page), piket_email="piket", piket_telefoon="geen nummer")
    )
    assert answer.status_code == 422
    assert "piket" in answer.text and "geen nummer" in answer.text
    assert not WachtInstelling.objects.exists()


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_unseen(client, gemeente, beheerder):
    client.force_login(beheerder)
    page = client.get(reverse("rondes:wacht"))
    WachtInstelling.objects.create(gemeente=gemeente, basisteam_email="ander@politie.example")
    answer = client.post(reverse("rondes:wacht"), typed(gelezen=mark(page)))
    assert answer.status_code == 409
    assert "ander@politie.example" in answer.text
    assert WachtInstelling.objects.get().basisteam_email == "ander@politie.example"


def test_only_beheer_sets_who_watches(client, politie):
    client.force_login(politie)
    assert client.get(reverse("rondes:wacht")).status_code == 403
    assert client.post(reverse("rondes:wacht"), typed()).status_code == 403
