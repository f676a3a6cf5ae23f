"""Rounds from paper: several at once, each checked by itself, all kept or none (E098-E106)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from teams.clocks import at
from teams.rondes.actions import log_paper
from teams.rondes.models import Deelname, Ronde, RondeStand, Verslag
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory, VerslagFactory
from teams.rondes.tests.threads import at_once
from teams.rondes.vorige import last_time
from teams.tests.factories import LidmaatschapFactory, StraatFactory, TeamFactory

pytestmark = pytest.mark.django_db
DINSDAG = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
VRIJDAG = date(2026, 11, 13)
DAY = timedelta(days=1)
ANSWERS = {
    "wegen": ["hoofdwegen"],
    "lette_op": ["verlichting", "groen"],
    "opvallend": "nee",
    "gepraat": "4",
    "verloop": "prettig",
    "kapot": "nee",
    "gebeld": "nee",
    "veilig": "ja",
}


@pytest.fixture(autouse=True)
def on_tuesday():
    with time_machine.travel(DINSDAG, tick=False):
        yield


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def leader(team):
    return LidmaatschapFactory(team=team, coordinator=True, gebruiker__naam="Greetje Zwagerman").gebruiker


@pytest.fixture
def teun(team):
    return LidmaatschapFactory(team=team, gebruiker__naam="Teun Hogenes").gebruiker


@pytest.fixture
def route(team):
    return RouteFactory(team=team, naam="Rond het park")


@pytest.fixture
def desk(client, leader):
    client.force_login(leader)
    return client


def url_of(team):
    return reverse("rondes:papier", args=[team.pk])


def row(nummer, **fields):
    """What a browser sends of one row."""
    fields = {"sleutel": str(uuid4()), "gevraagd": ""} | fields
    return {f"rij{nummer}-{name}": value for name, value in fields.items()}


def round_of(route, *people, datum="2026-11-13", begin="20:00", einde="21:30", **more):
    who = [str(wie.pk) for wie in people]
    return {"datum": datum, "begin": begin, "einde": einde, "route": str(route.pk), "deelnemers": who} | more


def send(client, team, *rows, actie="opslaan", aantal=None):
    data = {"rijen": aantal or max(2, len(rows)), "actie": actie}
    for fields in rows:
        data |= fields
    return client.post(url_of(team), data)


def vrijdag(hour, minute=0):
    return at(VRIJDAG, time(hour, minute))


def times():
    return sorted(Ronde.objects.values_list("begin", "einde", "stand"))


def text(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


# --- what is kept -----------------------------------------------------------------------------------


def test_two_rounds_with_times_route_and_people_are_kept_with_what_the_paper_says(desk, team, leader, teun, route):
    answer = send(
        desk,
        team,
        row(1, **round_of(route, leader, teun, gasten=["boa"], **ANSWERS)),
        row(2, **round_of(route, teun, datum="2026-11-14", begin="23:00", einde="00:30")),
    )

    assert answer.status_code == 302
    assert times() == [
        (vrijdag(20), vrijdag(21, 30), "afgerond"),
        (vrijdag(23) + DAY, vrijdag(23) + DAY + timedelta(minutes=90), "afgerond"),
    ]
    first, second = Ronde.objects.order_by("begin")
    assert set(people_in(first)) == {leader.pk, teun.pk, None}
    assert people_in(second) == [teun.pk]
    report = Verslag.objects.get()
    assert (report.ronde, report.door, report.wegen, report.gepraat) == (first, leader, ["hoofdwegen"], True)
    assert [(g.onderwerp, g.aantal, g.verloop) for g in report.gesprekken.all()] == [("praatje", 4, "prettig")]


def people_in(ronde):
    return list(Deelname.objects.walked().filter(ronde=ronde).values_list("gebruiker", flat=True))


def test_streets_are_known_by_name_and_others_stay_as_they_were_written(desk, team, teun, route):
    straat = StraatFactory(buurt=team.buurten.get(), naam="Elzenpad")
    send(desk, team, row(1, **round_of(route, teun) | {"route": "", "straten": "elzenpad, Zwarte pad;  Elzenpad"}))
    ronde = Ronde.objects.get()
    assert [d.straat for d in ronde.gelopen_straten.all()] == [straat]
    assert (ronde.andere_straten, ronde.route) == ("Zwarte pad", None)


def test_a_planned_round_of_that_time_becomes_this_one_and_who_did_not_come_is_known(desk, team, leader, teun, route):
    planned = RondeFactory(team=team, op=vrijdag(20, 15))
    for wie in (leader, teun):
        DeelnameFactory(ronde=planned, gebruiker=wie)
    later = RondeFactory(team=team, op=vrijdag(21, 25))
    send(desk, team, row(1, **round_of(route, teun)))
    planned.refresh_from_db(), later.refresh_from_db()
    assert (planned.stand, planned.begin) == (RondeStand.AFGEROND, vrijdag(20))
    assert planned.deelnames.get(gebruiker=leader).stand == "niet_gekomen"
    assert later.stand == RondeStand.GEPLAND


def test_two_others_of_the_team_who_walked_at_that_time_keep_their_own_round(desk, team, leader, teun, route):
    theirs = RondeFactory(team=team, thuis=True, leider=leader, op=vrijdag(20))
    DeelnameFactory(ronde=theirs, gebruiker=leader, liep_mee=True)
    planned = RondeFactory(team=team, op=vrijdag(20))
    DeelnameFactory(ronde=planned)
    send(desk, team, row(1, **round_of(route, teun)))
    assert Ronde.objects.count() == 3
    assert [people_in(ronde) for ronde in (theirs, planned)] == [[leader.pk], []]
    theirs.refresh_from_db()
    assert theirs.stand == RondeStand.THUIS


def test_a_round_that_was_walked_and_not_written_down_is_that_round(desk, team, leader, teun, route):
    theirs = RondeFactory(team=team, thuis=True, leider=teun, op=vrijdag(20))
    DeelnameFactory(ronde=theirs, gebruiker=teun, liep_mee=True)
    send(desk, team, row(1, **round_of(route, teun, leader, einde="21:15")))
    ronde = Ronde.objects.get()
    assert (ronde, ronde.stand, ronde.einde) == (theirs, RondeStand.AFGEROND, vrijdag(21, 15))
    assert set(people_in(ronde)) == {teun.pk, leader.pk}


def test_a_second_press_and_a_sheet_that_comes_in_twice_change_nothing(desk, team, teun, route):
    RondeFactory(team=team, op=vrijdag(20))
    rows = [row(1, **round_of(route, teun)), row(2, **round_of(route, teun, datum="2026-11-15"))]
    assert [send(desk, team, *rows).status_code for _ in range(2)] == [302, 302]
    again = row(1, **round_of(route, teun))  # typed anew
    assert send(desk, team, again).status_code == 302
    assert Ronde.objects.count() == 2


def test_somebody_who_left_a_short_while_ago_can_be_ticked_for_a_day_before(desk, team, route):
    gone = LidmaatschapFactory(team=team, tot=date(2026, 11, 16)).gebruiker
    long_gone = LidmaatschapFactory(team=team, tot=date(2026, 9, 1)).gebruiker
    assert send(desk, team, row(1, **round_of(route, gone))).status_code == 302
    assert send(desk, team, row(1, **round_of(route, long_gone, datum="2026-11-14"))).status_code == 422


@pytest.mark.parametrize(
    "datum, begin, einde, minutes",
    [
        ("2026-10-24", "23:30", "03:30", 300),
        ("2026-10-24", "22:00", "02:30", 270),
        ("2026-03-28", "23:00", "03:30", 210),
    ],
)
def test_the_nights_of_the_clock_change_last_as_long_as_they_last(
    desk, team, teun, route, datum, begin, einde, minutes
):
    assert send(desk, team, row(1, **round_of(route, teun, datum=datum, begin=begin, einde=einde))).status_code == 302
    ronde = Ronde.objects.get()
    assert ronde.einde - ronde.begin == timedelta(minutes=minutes)


# --- what is wrong ------------------------------------------------------------------------------------


def test_one_wrong_row_keeps_nothing_and_loses_nothing(desk, team, teun, route):
    remark = "De lamp bij de brug knippert."
    answer = send(
        desk,
        team,
        row(1, **round_of(route, teun, **ANSWERS, opmerking=remark)),
        row(2, **round_of(route, datum="2026-11-14")),
    )
    assert answer.status_code == 422
    assert not Ronde.objects.exists()
    assert "Er is nog niets bewaard" in text(answer)
    assert "Ronde 2: Zet een vinkje bij wie er meeliep." in text(answer)
    assert remark in text(answer) and 'value="2026-11-14"' in answer.content.decode()
    assert answer.content.decode().count("<title>Fout: ") == 1


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"datum": "2026-11-17", "begin": "20:00", "einde": "21:00"}, "nog niet begonnen"),
        ({"datum": "2026-11-17", "begin": "10:00", "einde": "12:00"}, "nog niet voorbij"),
        ({"begin": "20:00", "einde": "20:00"}, "niet na het begin"),
        ({"begin": "20:00", "einde": "19:00"}, "langer dan 8 uur"),
        ({"datum": "2025-11-01"}, "langer dan een jaar geleden"),
        ({"datum": "9999-01-01"}, "tussen 1900 en 2100"),
        ({"datum": "vrijdag"}, "Vul een datum in"),
        ({"route": ""}, "Kies een route, of schrijf op door welke straten"),
        ({"wegen": ["hoofdwegen"]}, "Kies of zij zich veilig voelden"),
        (ANSWERS | {"gepraat": ""}, "Met niemand? Vul dan 0 in"),
        (ANSWERS | {"gepraat": "201"}, "hooguit 200"),
        (ANSWERS | {"opmerking": "Gepraat met mevrouw Terpstra."}, "Staat er een naam of adres in?"),
        ({"sleutel": "x"}, "Ronde 1"),
    ],
)
def test_each_row_says_what_to_do_about_it(desk, team, teun, route, fields, sentence):
    answer = send(desk, team, row(1, **round_of(route, teun) | fields))
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Ronde.objects.exists()


def test_what_may_be_a_slip_is_asked_once(desk, team, teun, route):
    StraatFactory(buurt__gemeente=team.gemeente, naam="Verweg")
    fields = row(1, **round_of(route, teun) | {"route": "", "straten": "Verweg"})
    asked = send(desk, team, fields)
    assert "buiten de buurten van uw team" in text(asked)
    mark = re.search(r'name="rij1-gevraagd" value="(\w+)"', asked.content.decode())[1]
    assert send(desk, team, fields | {"rij1-gevraagd": mark}).status_code == 302


def test_one_person_in_two_rows_at_once_hears_which_row(desk, team, teun, route):
    answer = send(
        desk,
        team,
        row(1, **round_of(route, teun)),
        row(2, **round_of(route, teun, begin="21:00", einde="22:00")),
    )
    assert answer.status_code == 409
    assert "Ronde 2: Teun Hogenes liep toen ook mee in ronde 1." in text(answer)
    assert not Ronde.objects.exists()


def test_somebody_who_walked_elsewhere_then_is_named_at_the_row(desk, team, teun, route):
    other = RondeFactory(afgerond=True, op=vrijdag(19))
    DeelnameFactory(ronde=other, gebruiker=teun, liep_mee=True)
    answer = send(desk, team, row(1, **round_of(route, teun, datum="2026-11-14")), row(2, **round_of(route, teun)))
    assert answer.status_code == 409
    assert "Ronde 2: Teun Hogenes liep toen mee in een andere ronde." in text(answer)
    assert not Ronde.objects.filter(team=team).exists()


def test_a_sheet_without_any_round_asks_for_one(desk, team):
    answer = send(desk, team, row(1), row(2))
    assert answer.status_code == 422
    assert "Vul ten minste één ronde in." in text(answer)


def test_a_team_without_routes_is_asked_for_streets_only(desk, team, teun):
    fields = {"datum": "2026-11-13", "begin": "20:00", "einde": "21:30", "deelnemers": [str(teun.pk)]}
    answer = send(desk, team, row(1, **fields))
    assert "Door welke straten gingen zij?" in text(answer) and "Welke route?" not in text(answer)
    assert "Schrijf op door welke straten zij gingen." in text(answer)
    assert send(desk, team, row(1, **fields, straten="Zwarte pad")).status_code == 302


def test_strangers_and_routes_of_others_are_no_choice(desk, team, teun, route):
    stranger, elsewhere = LidmaatschapFactory().gebruiker, RouteFactory()
    assert send(desk, team, row(1, **round_of(route, teun, stranger))).status_code == 422
    assert send(desk, team, row(1, **round_of(elsewhere, teun))).status_code == 422


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.dictionaries(
        st.sampled_from(sorted(row(1, **ANSWERS, datum="", begin="", einde="", straten="", opmerking=""))),
        st.one_of(st.text(max_size=60), st.just("\x00\ud800‮")),
        max_size=6,
    ),
    st.sampled_from(["opslaan", "erbij", "zelfde-1", "zelfde-99", "zelfde-0", "", "\x00"]),
    st.sampled_from(["2", "0", "99", "x", ""]),
)
def test_nonsense_is_asked_again(desk, team, data, actie, rijen):
    data = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name, value in data.items()}
    answer = desk.post(url_of(team), data | {"actie": actie, "rijen": rijen})
    assert answer.status_code in (200, 422)
    assert not Ronde.objects.exists()


# --- the other buttons --------------------------------------------------------------------------------


def test_another_row_keeps_what_was_typed_and_ends_at_ten(desk, team, teun, route):
    answer = send(desk, team, row(1, **round_of(route, teun, begin="quarter")), actie="erbij")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="quarter"' in page and "Ronde 3" in page and "Fout:" not in page
    full = send(desk, team, actie="erbij", aantal=10)
    assert "Nog een ronde" not in text(full) and "Ronde 10" in text(full) and "Ronde 11" not in text(full)


def test_the_same_as_last_time_fills_what_is_empty_from_the_last_round_written_down(desk, team, leader, teun, route):
    last = RondeFactory(team=team, afgerond=True, op=vrijdag(20), route=route)
    DeelnameFactory(ronde=last, gebruiker=teun, liep_mee=True)
    DeelnameFactory(ronde=last, gebruiker=None, gast="boa", liep_mee=True)
    VerslagFactory(ronde=last, door=teun, wegen=["achterpaden"], lette_op=["afval"])

    answer = send(desk, team, row(1, datum="2026-11-16", einde="21:00"), actie="zelfde-1")

    first = answer.context["vel"].rijen[0]
    shown = {name: first[name].value() for name in first.fields if first[name].value()}
    assert {name: shown[name] for name in shown if name not in ("sleutel",)} == {
        "datum": "2026-11-16",
        "begin": "20:00",
        "einde": "21:00",
        "route": str(route.pk),
        "deelnemers": [str(teun.pk)],
        "gasten": ["boa"],
        "wegen": ["achterpaden"],
        "lette_op": ["afval"],
    }
    assert not Ronde.objects.exclude(pk=last.pk).exists()


def test_the_same_as_the_row_before_it(desk, team, teun, route):
    answer = send(desk, team, row(1, **round_of(route, teun, **ANSWERS)), row(2), actie="zelfde-2")
    second = answer.context["vel"].rijen[1]
    assert (second["begin"].value(), second["deelnemers"].value()) == ("20:00", [str(teun.pk)])
    assert (second["datum"].value(), second["gepraat"].value()) == (None, None)


def test_without_a_last_time_the_button_changes_nothing(desk, team):
    assert send(desk, team, actie="zelfde-1").status_code == 200
    assert last_time(team, LidmaatschapFactory(team=team).gebruiker) == {}


def test_of_another_team_nothing_is_taken_over(team, leader):
    VerslagFactory(ronde__op=vrijdag(20))
    assert last_time(team, leader) == {}


# --- who ------------------------------------------------------------------------------------------------


def test_the_sheet_is_for_who_leads_the_team(client, team, leader, teun):
    seen = {}
    for naam, who in {
        "leader": leader,
        "member": teun,
        "stranger": LidmaatschapFactory(coordinator=True).gebruiker,
    }.items():
        client.force_login(who)
        seen[naam] = client.get(url_of(team)).status_code
    assert seen == {"leader": 200, "member": 403, "stranger": 404}
    with pytest.raises(RefusedAction, match="Alleen wie dit team leidt"):
        log_paper(team, rijen={}, actor=teun, now=DINSDAG)


def test_the_log_says_which_rounds_came_from_paper(desk, team, leader, teun, route):
    send(desk, team, row(1, **round_of(route, teun)))
    line = Logregel.objects.get(gebeurtenis="ronde.papier")
    assert (line.actor_id, line.details) == (leader.pk, {"rondes": [Ronde.objects.get().pk]})


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_are_one_round(team, leader, teun, route):
    rij = {
        "begin": vrijdag(20),
        "einde": vrijdag(21, 30),
        "deelnemers": [teun],
        "route": route,
        "sleutel": uuid4(),
    }
    press = [lambda: log_paper(team, rijen={1: dict(rij)}, actor=leader, now=DINSDAG)] * 4
    refused = [given for given in at_once(*press) if isinstance(given, Exception)]
    assert (refused, Ronde.objects.count()) == ([], 1)
