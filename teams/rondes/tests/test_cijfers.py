"""Beleid reads what rounds came to, per team and per wijk, and no round and nobody (E116)."""

import csv
import io
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teams.rondes.models import Gesprek, Ronde
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory, VerslagFactory
from teams.tests.factories import (
    AanstellingFactory,
    BuurtFactory,
    GemeenteFactory,
    LidmaatschapFactory,
    StraatFactory,
    TeamFactory,
)

pytestmark = pytest.mark.django_db
PAGE, TEAMS, STREETS = (f"rondes:{name}" for name in ("cijfers", "cijfers_csv", "straten_csv"))


@pytest.fixture
def plaats(now):
    with time_machine.travel(now, tick=False):
        yield GemeenteFactory(naam="Veldrecht")


@pytest.fixture
def beleid(plaats):
    return signed_in(AanstellingFactory(gemeente=plaats, beleid=True).gebruiker)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def team_in(plaats, naam, **feiten):
    return TeamFactory(gemeente=plaats, naam=naam, buurten=[BuurtFactory(gemeente=plaats)], **feiten)


def walk(team, op, **tellingen):
    ronde = RondeFactory(team=team, afgerond=True, op=op, route=RouteFactory(team=team, straten=[]))
    DeelnameFactory.create_batch(2, ronde=ronde, liep_mee=True)
    report = VerslagFactory(ronde=ronde, **tellingen)
    Gesprek.objects.create(verslag=report, onderwerp="praatje", aantal=4)
    return ronde


def lines(response):
    assert response.status_code == 200
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_page_and_the_file_say_the_same(beleid, plaats, now):
    north, south = team_in(plaats, "Noord"), team_in(plaats, "Zuid")
    for n in (1, 8, 70):
        walk(north, now - timedelta(days=n), afval=2, verlichting=1)
    StraatFactory.create_batch(3, buurt=south.buurten.get())

    page = beleid.get(reverse(PAGE))
    header, *rows = lines(beleid.get(reverse(TEAMS)))

    assert [(vak["tekst"], vak["aantal"]) for vak in page.context["vakken"]] == [
        ("Rondes", "2"),
        ("Uren op straat", "3"),
        ("Gesprekken", "8"),
        ("Straten niet gelopen", "3"),
    ]
    assert header[3:] == [
        "Team", "Wijk", "Rondes", "Uren", "Gesprekken", "Afval op straat", "Kapotte verlichting",
        "Onveilige plek in het verkeer", "Rondes met minder dan 2 mensen", "Straten", "Straten niet gelopen",
        "Stil team",
    ]  # fmt: skip
    period = ["Veldrecht", "2026-09-23", "2026-11-17"]
    wijken = [team.buurten.get().wijk.naam for team in (north, south)]
    assert rows == [
        [*period, "Noord", wijken[0], "2", "3,0", "8", "4", "2", "0", "0", "0", "0", "nee"],
        [*period, "Zuid", wijken[1], "0", "0,0", "0", "0", "0", "0", "0", "3", "3", "ja"],
    ]
    assert [(r.team.naam, r.telling.rondes, r.telling.uren) for r in page.context["cijfers"].teams] == [
        ("Noord", 2, 3.0),
        ("Zuid", 0, 0.0),
    ]


def test_filters_narrow_the_page_and_both_files_alike(beleid, plaats, now):
    north, south = team_in(plaats, "Noord"), team_in(plaats, "Zuid")
    for team in (north, south):
        StraatFactory(buurt=team.buurten.get(), naam=f"{team.naam}straat")
        walk(team, now - timedelta(days=70))
    wijk = south.buurten.get().wijk
    asked = {"van": "2026-09-01", "tot": "2026-09-30", "wijk": wijk.pk}

    page = beleid.get(reverse(PAGE), asked)
    shown = text_of(page)

    assert [r.team for r in page.context["cijfers"].teams] == [south]
    assert page.context["cijfers"].totaal.rondes == 1
    assert f'href="{reverse(TEAMS)}?van=2026-09-01&amp;tot=2026-09-30&amp;wijk={wijk.pk}"' in shown
    assert "Zuidstraat" in shown and "Noordstraat" not in shown
    assert [row[3] for row in lines(beleid.get(reverse(TEAMS), asked))[1:]] == ["Zuid"]
    assert [row[3:] for row in lines(beleid.get(reverse(STREETS), asked))[1:]] == [
        [wijk.naam, south.buurten.get().naam, "Zuidstraat"]
    ]


def test_a_name_that_a_spreadsheet_would_run_is_only_a_name(beleid, plaats, now):
    team_in(plaats, "=HYPERLINK(1)")

    assert [row[3] for row in lines(beleid.get(reverse(TEAMS)))[1:]] == ["'=HYPERLINK(1)"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"van": "gisteren"}, "Vul een datum in."),
        ({"van": "2026-02-31"}, "Vul een datum in."),
        ({"van": "0001-01-01"}, "Vul een datum in tussen 1900 en 2100."),
        ({"van": "2026-11-18"}, "Deze dag moet nog komen. Kies een eerdere dag."),
        ({"van": "2026-11-10", "tot": "2026-11-09"}, "Deze dag is eerder dan de eerste dag. Kies een latere dag."),
        ({"van": "2020-01-01"}, "Kies een periode van hooguit 2 jaar."),
        ({"wijk": "999999"}, "Kies een antwoord uit de lijst."),
        ({"wijk": "x\x00"}, "Kies een antwoord uit de lijst."),
    ],
)
def test_nonsense_is_said_to_be_so_and_gives_no_numbers(beleid, plaats, asked, sentence):
    team_in(plaats, "Noord")

    for name in (PAGE, TEAMS, STREETS):
        response = beleid.get(reverse(name), asked)
        assert response.status_code == 422
        assert sentence in text_of(response) and "Noord" not in text_of(response)


def test_an_empty_day_is_the_usual_one(beleid, plaats):
    response = beleid.get(reverse(PAGE), {"van": "", "tot": " ", "wijk": ""})

    periode = response.context["periode"]
    assert (periode.van, periode.tot_en_met) == (date(2026, 9, 23), date(2026, 11, 17))


def test_a_gemeente_without_teams_and_a_period_without_rounds_say_so(beleid, plaats):
    assert "Hier is nog geen team dat loopt." in text_of(beleid.get(reverse(PAGE)))
    team_in(plaats, "Stil aan de Vecht")

    shown = text_of(beleid.get(reverse(PAGE)))

    assert "In deze periode is geen ronde vastgelegd." in shown
    assert "1 team liep in deze periode geen enkele ronde." in shown and "Stil aan de Vecht" in shown


def test_a_long_period_shows_the_weeks_that_fit(beleid, plaats, now):
    walk(team_in(plaats, "Noord"), now - timedelta(days=3))

    chart = beleid.get(reverse(PAGE), {"van": "2025-01-01"}).context["weken"]

    assert [staaf.naam for staaf in chart.staven] == [str(week) for week in range(38, 48)]
    assert chart.noot == "Weeknummer. Alleen de laatste 10 weken van de periode."


def test_streets_can_be_opened_all_at_once_to_print(beleid, plaats):
    StraatFactory(buurt=team_in(plaats, "Noord").buurten.get(), naam="Kerkweg")

    assert '<details class="app-meer app-meer--groep" open>' not in text_of(beleid.get(reverse(PAGE)))
    assert '<details class="app-meer app-meer--groep" open>' in text_of(beleid.get(reverse(PAGE), {"open": "1"}))


def test_nobody_is_named_and_no_round_is_seen(beleid, plaats, now):
    ronde = walk(team_in(plaats, "Noord"), now - timedelta(days=1))
    people = [deelname.gebruiker.naam for deelname in ronde.deelnames.all()]

    said = "".join(beleid.get(reverse(name)).content.decode() for name in (PAGE, TEAMS, STREETS))

    assert not [naam for naam in [*people, ronde.leider.naam] if naam in said]
    assert not Ronde.objects.visible_to(AanstellingFactory(gemeente=plaats, beleid=True).gebruiker).exists()


def test_only_beleid_reads_them_and_only_of_the_own_gemeente(plaats, now):
    walk(team_in(plaats, "Noord"), now - timedelta(days=1))
    elsewhere = AanstellingFactory(gemeente=GemeenteFactory(), beleid=True).gebruiker
    roles = [AanstellingFactory(gemeente=plaats, **rol).gebruiker for rol in ({"meldpunt": True}, {"beheer": True})]
    member = LidmaatschapFactory(team__gemeente=plaats).gebruiker

    for name in (PAGE, TEAMS, STREETS):
        assert "Noord" not in text_of(signed_in(elsewhere).get(reverse(name)))
        assert {signed_in(user).get(reverse(name)).status_code for user in [*roles, member]} == {403}
        assert Client().get(reverse(name)).status_code == 302


def test_the_page_costs_the_same_for_one_team_and_for_thirty(now):
    def cost(n):
        gemeente = GemeenteFactory()
        for i in range(n):
            team = team_in(gemeente, f"Team {i}")
            StraatFactory.create_batch(2, buurt=team.buurten.get())
            walk(team, now - timedelta(days=1))
        client = signed_in(AanstellingFactory(gemeente=gemeente, beleid=True).gebruiker)
        client.get(reverse(PAGE))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(PAGE)).status_code == 200
        return len(queries)

    with time_machine.travel(now, tick=False):
        assert cost(1) == cost(30)


def test_it_is_one_of_the_pages_of_figures_in_the_menu_of_beleid(beleid, plaats):
    assert 'href="/cijfers/" aria-current="page"' in text_of(beleid.get(reverse(PAGE)))
