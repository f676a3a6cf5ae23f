"""What a round brought, written down by who walked: complete, true, and nobody's words lost (E098-E108)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from teams.rondes.actions.reporting import finish_verslag, log_afterwards, save_verslag
from teams.rondes.models import Correctie, Deelname, Ronde, Verslag
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory
from teams.rondes.walked import Feiten, read_feiten
from teams.tests.factories import LidmaatschapFactory, StraatFactory, TeamFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
QUIET = {
    "wegen": ["hoofdwegen"],
    "lette_op": ["verlichting"],
    "opvallend": "nee",
    "gepraat": False,
    "kapot": False,
    "gebeld": False,
    "veilig": "ja",
}


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def piet(team):
    return LidmaatschapFactory(team=team, gebruiker__naam="Piet").gebruiker


@pytest.fixture
def ria(team):
    return LidmaatschapFactory(team=team, gebruiker__naam="Ria").gebruiker


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


@pytest.fixture
def route(team):
    return RouteFactory(team=team)


@pytest.fixture
def thuis(team, piet, ria):
    """A round of Piet and Ria that ended two hours ago."""
    ronde = RondeFactory(thuis=True, team=team, op=NOW - timedelta(hours=3, minutes=30), leider=piet)
    for wie in (piet, ria):
        DeelnameFactory(ronde=ronde, gebruiker=wie, liep_mee=True)
    return ronde


def feiten(ronde, *wie, **others):
    given = {"begin": ronde.begin, "einde": ronde.einde, "deelnemers": wie, "andere_straten": "Zwarte pad"} | others
    return Feiten(**given)


def finish(ronde, wie, *walkers, answers=None, now=NOW, **facts):
    verslag = QUIET | (answers or {})
    return finish_verslag(
        ronde, feiten=feiten(ronde, *(walkers or (wie,)), **facts), verslag=verslag, actor=wie, now=now
    )


# --- a quiet round is a full answer -----------------------------------------------------------


def test_a_quiet_round_with_route_and_times_is_a_full_report(thuis, piet, ria, route):
    verslag = finish(thuis, piet, piet, ria, route=route, andere_straten="")

    thuis.refresh_from_db()
    assert (thuis.stand, thuis.route, thuis.afgerond_op) == ("afgerond", route, NOW)
    assert (verslag.klaar_op, verslag.opvallend, verslag.concept) == (NOW, "nee", None)
    assert list(Correctie.objects.all()) == []


def test_without_route_or_streets_it_is_refused(thuis, piet):
    with pytest.raises(RefusedAction, match="Kies een route"):
        finish(thuis, piet, andere_straten="")
    thuis.refresh_from_db()
    assert thuis.stand == "thuis"


@pytest.mark.parametrize("missing", list(QUIET))
def test_an_open_question_is_refused(thuis, piet, missing):
    with pytest.raises(RefusedAction, match="Beantwoord alle vragen"):
        finish(thuis, piet, answers={missing: None})


def test_who_talked_says_with_how_many(thuis, piet):
    with pytest.raises(RefusedAction, match="met hoeveel mensen"):
        finish(thuis, piet, answers={"gepraat": True, "gesprekken": {"praatje": 0}})

    verslag = finish(
        thuis, piet, answers={"gepraat": True, "gesprekken": {"praatje": 4, "klacht": 0}, "verloop": "prettig"}
    )
    assert [(g.onderwerp, g.aantal, g.verloop) for g in verslag.gesprekken.all()] == [("praatje", 4, "prettig")]


def test_streets_are_kept_in_the_order_of_walking_also_outside_the_own_buurten(thuis, piet):
    streets = [StraatFactory(), StraatFactory(buurt=thuis.team.buurten.first())]
    finish(thuis, piet, straten=tuple(streets), andere_straten="")
    assert [deel.straat for deel in thuis.gelopen_straten.all()] == streets


# --- times that cannot be ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "begin, einde, sentence",
    [
        (-60, -60, "eindigt niet na het begin"),
        (-60, -90, "eindigt niet na het begin"),
        (-600, -60, "langer dan 8 uur"),
        (-30, 30, "nog niet voorbij"),
        (30, 60, "nog niet begonnen"),
        (-600_000, -599_940, "langer dan een jaar geleden"),
    ],
)
def test_times_that_cannot_be_are_refused(thuis, piet, begin, einde, sentence):
    with pytest.raises(RefusedAction, match=sentence):
        finish(thuis, piet, begin=NOW + timedelta(minutes=begin), einde=NOW + timedelta(minutes=einde))


def test_a_round_of_the_future_is_not_logged_as_walked(team, piet):
    ronde = RondeFactory(team=team, op=NOW + timedelta(days=1))
    with pytest.raises(RefusedAction, match="nog niet begonnen"):
        finish(ronde, piet, begin=ronde.gepland_van, einde=ronde.gepland_tot)


def test_a_planned_round_that_nobody_started_is_logged_with_its_real_times(team, piet, ria):
    ronde = RondeFactory(team=team, op=NOW - timedelta(hours=5))
    for wie in (piet, ria):
        DeelnameFactory(ronde=ronde, gebruiker=wie)
    begin = ronde.gepland_van + timedelta(minutes=10)
    finish(ronde, piet, begin=begin, einde=begin + timedelta(hours=1))

    ronde.refresh_from_db()
    assert (ronde.stand, ronde.begin) == ("afgerond", begin)
    assert {d.gebruiker: d.stand for d in ronde.deelnames.all()} == {piet: "liep_mee", ria: "niet_gekomen"}


def test_a_round_that_does_not_go_on_is_not_logged(team, piet):
    ronde = RondeFactory(team=team, vervallen=True, op=NOW - timedelta(hours=5))
    with pytest.raises(RefusedAction, match="ging niet door"):
        finish(ronde, piet, begin=ronde.gepland_van, einde=ronde.gepland_tot)


def test_logging_a_round_under_way_closes_it(team, piet):
    ronde = RondeFactory(bezig=True, team=team, op=NOW - timedelta(hours=1), leider=piet)
    Deelname.objects.create(ronde=ronde, gebruiker=piet, stand="liep_mee", sinds=NOW, tijdvak=(ronde.begin, None))
    finish(ronde, piet, einde=NOW)

    ronde.refresh_from_db()
    assert (ronde.stand, ronde.einde, ronde.telefoon) == ("afgerond", NOW, None)
    assert ronde.deelnames.get().tijdvak.upper == NOW


# --- who --------------------------------------------------------------------------------------


def test_only_who_walked_writes_and_the_coordinator(thuis, piet, ria, coordinator):
    stranger = LidmaatschapFactory(team=thuis.team).gebruiker
    with pytest.raises(RefusedAction, match="Alleen wie meeliep"):
        finish(thuis, stranger, piet, ria)
    finish(thuis, coordinator, piet, ria)
    assert Verslag.objects.get().door == coordinator


def test_somebody_of_another_team_writes_nothing(thuis):
    other = LidmaatschapFactory().gebruiker
    for act in (lambda: finish(thuis, other), lambda: save_verslag(thuis, velden={}, actor=other, now=NOW)):
        with pytest.raises(RefusedAction, match="niet van uw team"):
            act()


def test_who_was_not_of_the_team_that_day_did_not_walk(thuis, piet):
    stranger = GebruikerFactory(naam="Joost")
    with pytest.raises(RefusedAction, match="Joost was op die dag niet in uw team"):
        finish(thuis, piet, piet, stranger)


def test_a_former_member_stays_in_an_old_round(team, piet):
    left = LidmaatschapFactory(team=team, tot=timezone.localdate()).gebruiker
    ronde = RondeFactory(team=team, op=NOW - timedelta(days=3))
    finish(ronde, piet, piet, left, begin=ronde.gepland_van, einde=ronde.gepland_tot)
    assert ronde.deelnames.walked().filter(gebruiker=left).exists()


def test_nobody_walks_in_two_rounds_at_once(thuis, piet, ria):
    other = RondeFactory(team=thuis.team, op=thuis.begin + timedelta(minutes=30))
    with pytest.raises(RefusedAction, match="Ria liep toen mee in een andere ronde"):
        finish(other, piet, ria, begin=thuis.einde - timedelta(minutes=5), einde=thuis.einde + timedelta(minutes=30))


def test_guests_are_counted_as_they_were(thuis, piet):
    Deelname.objects.create(ronde=thuis, gast="boa", sinds=NOW, stand="liep_mee", tijdvak=(thuis.begin, thuis.einde))
    finish(thuis, piet, gasten=(("boa", ""), ("wijkagent", "Kim")))
    assert sorted(read_feiten(thuis).gasten) == [("boa", ""), ("wijkagent", "Kim")]


# --- drafts and two at once -------------------------------------------------------------------


def test_a_draft_keeps_what_it_was_and_takes_what_changed(thuis, piet):
    save_verslag(thuis, velden={"veilig": ["ja"], "opmerking": ["Mooi weer"]}, actor=piet, now=NOW)
    verslag = save_verslag(thuis, velden={"veilig": ["nee"]}, actor=piet, now=NOW)
    assert verslag.concept == {"veilig": ["nee"], "opmerking": ["Mooi weer"]}
    assert Verslag.objects.visible_to(LidmaatschapFactory(team=thuis.team).gebruiker).count() == 0


def test_two_who_log_keep_both_reports(thuis, piet, ria):
    finish(thuis, piet, piet, ria)
    finish(thuis, ria, piet, ria, answers={"veilig": "nee"})
    assert sorted(Verslag.objects.finished().values_list("door__naam", "veilig")) == [("Piet", "ja"), ("Ria", "nee")]
    assert list(Correctie.objects.all()) == []


def test_the_same_report_sent_twice_is_one(thuis, piet):
    first = finish(thuis, piet)
    assert finish(thuis, piet, answers={"veilig": "nee"}) == first
    assert Verslag.objects.get().veilig == "ja"


def test_a_report_that_was_sent_takes_no_draft(thuis, piet):
    finish(thuis, piet)
    with pytest.raises(RefusedAction, match="al verstuurd"):
        save_verslag(thuis, velden={"veilig": ["nee"]}, actor=piet, now=NOW)


# --- afterwards -------------------------------------------------------------------------------


def log(team, actor, *walkers, ago=5, **others):
    begin = NOW - timedelta(hours=ago)
    given = {"begin": begin, "einde": begin + timedelta(hours=1), "deelnemers": walkers or (actor,)}
    return log_afterwards(
        team, **(given | {"andere_straten": "Zwarte pad", "verslag": QUIET, "actor": actor, "now": NOW} | others)
    )


def test_a_round_that_nobody_started_is_logged_afterwards(team, piet, ria, route):
    ronde = log(team, piet, piet, ria, route=route)
    assert (ronde.stand, ronde.gepland_van, ronde.route) == ("afgerond", None, route)
    assert {d.gebruiker for d in ronde.deelnames.walked()} == {piet, ria}
    assert Verslag.objects.finished().get().door == piet


def test_logged_twice_with_the_same_key_is_one_round(team, piet):
    sleutel = uuid4()
    assert log(team, piet, sleutel=sleutel) == log(team, piet, sleutel=sleutel)
    assert Ronde.objects.count() == 1


def test_what_is_refused_leaves_no_round(team, piet, thuis):
    with pytest.raises(RefusedAction, match="andere ronde"):
        log(team, piet, ago=3)
    with pytest.raises(RefusedAction, match="alle vragen"):
        log(team, piet, ago=9, verslag=QUIET | {"veilig": ""})
    assert list(Ronde.objects.all()) == [thuis]


def test_only_who_leads_logs_a_round_without_a_report(team, piet, coordinator):
    with pytest.raises(RefusedAction, match="Beantwoord ook de vragen"):
        log(team, piet, verslag=None)
    assert log(team, coordinator, piet, verslag=None).stand == "afgerond"


def test_it_was_the_planned_round(team, piet):
    planned = RondeFactory(team=team, op=NOW - timedelta(hours=5))
    assert log(team, piet, ronde=planned) == planned
    with pytest.raises(RefusedAction, match="al opgeschreven"):
        log(team, piet, ago=12, ronde=planned)
