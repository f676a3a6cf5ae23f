"""A route that somebody walked keeps its streets: another way is a new row under the same name (E099)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from teams.rondes.actions import change_route, plan_ronde, start_ronde
from teams.rondes.models import Route
from teams.rondes.tests.factories import RondeFactory, RoosterFactory, RouteFactory
from teams.rondes.tests.threads import at_once
from teams.tests.factories import LidmaatschapFactory, StraatFactory, TeamFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YESTERDAY, TOMORROW = NOW - timedelta(days=1), NOW + timedelta(days=1)


@pytest.fixture
def route():
    return RouteFactory(team=TeamFactory(), naam="Rond het park")


@pytest.fixture
def elsewhere(route):
    """Other streets of the same team."""
    return StraatFactory.create_batch(3, buurt=route.team.buurten.get())


def change(route, straten, naam="Rond het park", now=NOW):
    return change_route(route, naam=naam, straten=straten, actor=GebruikerFactory(), now=now)


def streets(route):
    return [deel.straat for deel in route.delen.select_related("straat")]


@pytest.mark.parametrize("stand", ["bezig", "thuis", "niet_afgesloten", "afgerond"])
def test_the_streets_of_a_walked_round_stay_when_the_route_changes(route, elsewhere, stand):
    walked, before = RondeFactory(team=route.team, op=YESTERDAY, **{stand: True}, route=route), streets(route)
    new = change(route, elsewhere)
    walked.refresh_from_db()

    assert (new.naam, new.actief, streets(new)) == ("Rond het park", True, elsewhere)
    assert walked.route == route != new
    assert streets(walked.route) == before
    assert (walked.route.naam, walked.route.actief) == ("Rond het park (tot 22 november 2026)", False)


def test_what_is_planned_follows_the_new_way(route, elsewhere):
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    rooster = RoosterFactory(team=route.team, route=route)
    coming = RondeFactory(team=route.team, op=TOMORROW, route=route)
    called_off = RondeFactory(team=route.team, op=TOMORROW, vervallen=True, route=route)
    not_written = RondeFactory(team=route.team, op=YESTERDAY, route=route)
    new = change(route, elsewhere)

    for planned in (rooster, coming, called_off):
        planned.refresh_from_db()
        assert planned.route == new
    not_written.refresh_from_db()
    assert not_written.route == route


def test_a_planned_round_of_yesterday_may_have_been_walked(route, elsewhere):
    RondeFactory(team=route.team, op=YESTERDAY, route=route)
    assert change(route, elsewhere) != route


def test_a_route_that_nobody_walked_just_changes(route, elsewhere):
    RondeFactory(team=route.team, op=TOMORROW, route=route)
    RondeFactory(team=route.team, op=YESTERDAY, vervallen=True, route=route)
    assert change(route, elsewhere, naam="Om het plein") == route
    assert (Route.objects.get().naam, streets(route)) == ("Om het plein", elsewhere)


def test_another_name_for_the_same_streets_is_the_same_route(route):
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    assert change(route, streets(route), naam="Parkronde") == route
    assert Route.objects.get().naam == "Parkronde"


def test_two_changes_on_one_day_have_two_names(route, elsewhere):
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    second = change(route, elsewhere)
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=second)
    third = change(second, elsewhere[::-1])

    assert list(Route.objects.order_by("pk").values_list("naam", "actief")) == [
        ("Rond het park (tot 22 november 2026)", False),
        ("Rond het park (tot 22 november 2026, 2)", False),
        (third.naam, True),
    ]


def test_a_long_name_still_says_until_when(route, elsewhere):
    Route.objects.update(naam="R" * 80)
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    change(route, elsewhere, naam="R" * 80)
    route.refresh_from_db()
    assert (len(route.naam), route.naam.endswith("RR (tot 22 november 2026)")) == (80, True)


def test_the_second_press_makes_no_third_route(route, elsewhere):
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    assert change(route, elsewhere) == change(route, elsewhere)
    assert Route.objects.count() == 2


def test_a_page_of_before_does_not_overwrite_the_new_way(route, elsewhere):
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    new = change(route, elsewhere)
    with pytest.raises(RefusedAction):
        change(route, elsewhere[:1])
    assert streets(new) == elsewhere


def test_a_route_that_was_put_away_stays_away(route, elsewhere):
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    Route.objects.update(actief=False)
    assert change(route, elsewhere).actief is False


@pytest.mark.django_db(transaction=True)
def test_a_start_a_plan_and_a_change_at_the_same_moment_do_not_wait_for_each_other_in_a_circle(route, elsewhere):
    RondeFactory(team=route.team, op=YESTERDAY, afgerond=True, route=route)
    ronde = RondeFactory(team=route.team, op=NOW, route=route)
    loper = LidmaatschapFactory(team=route.team).gebruiker
    people = {"deelnemers": [loper], "leider": loper, "actor": loper, "telefoon": "06-12345678"}
    end = NOW + timedelta(hours=1)
    day = {"datum": TOMORROW.date(), "van_tijd": time(20), "tot_tijd": time(21)}
    results = at_once(
        lambda: start_ronde(team=route.team, ronde=ronde, verwacht_einde=end, now=NOW, **people),
        lambda: change(route, elsewhere),
        lambda: change(route, elsewhere),
        lambda: plan_ronde(route.team, route=None, actor=loper, now=NOW, **day),
    )
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Route.objects.count() == 2
    ronde.refresh_from_db()
    assert (ronde.stand, ronde.route.team) == ("bezig", route.team)
