"""What counts as a round, and which number counts of two reports (E107, E115, E116)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teams.rondes.figures import Periode, Telling, gemeente_figures, team_figures
from teams.rondes.models import Gesprek, RondeStraat
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RouteFactory, VerslagFactory
from teams.tests.factories import BuurtFactory, GemeenteFactory, LidmaatschapFactory, StraatFactory, TeamFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def team():
    return TeamFactory()


def local(*moment):
    return datetime(*moment, tzinfo=ZoneInfo("Europe/Amsterdam"))


def report(ronde, *, gesprekken=None, **tellingen):
    """One more report of this round, by another member."""
    found = VerslagFactory(ronde=ronde, door=LidmaatschapFactory(team=ronde.team).gebruiker, **tellingen)
    for onderwerp, aantal in (gesprekken or {}).items():
        Gesprek.objects.create(verslag=found, onderwerp=onderwerp, aantal=aantal)
    return found


def test_a_round_counts_when_people_went_out_and_a_plan_does_not(team, now):
    for trait in ("thuis", "afgerond", "niet_afgesloten"):
        RondeFactory(team=team, op=now - timedelta(days=2), **{trait: True})
    for trait in ({}, {"vervallen": True}, {"bezig": True}):
        RondeFactory(team=team, op=now - timedelta(days=1), **trait)
    RondeFactory(afgerond=True, op=now - timedelta(days=2))

    assert team_figures(team, now).totaal == Telling(rondes=3, duur=3 * timedelta(minutes=90))
    assert team_figures(team, now).totaal.uren == 4.5


def test_of_two_reports_the_highest_number_counts_and_a_draft_does_not(team, now):
    ronde = RondeFactory(team=team, afgerond=True, op=now - timedelta(days=2))
    report(ronde, afval=4, verlichting=1, gesprekken={"praatje": 5, "team": 1})
    report(ronde, afval=3, verlichting=2, verkeer=1, gesprekken={"praatje": 2, "klacht": 3})
    draft = report(ronde, afval=90, gesprekken={"praatje": 90})
    draft.klaar_op = None
    draft.save()

    found = team_figures(team, now).totaal

    assert (found.afval, found.verlichting, found.verkeer, found.gesprekken) == (4, 2, 1, 5 + 1 + 3)
    assert found.rondes == 1 and found.duur == timedelta(minutes=90)


def test_two_rounds_add_up(team, now):
    for _ in range(2):
        report(RondeFactory(team=team, afgerond=True, op=now - timedelta(days=2)), afval=4, gesprekken={"praatje": 5})

    found = team_figures(team, now).totaal

    assert (found.rondes, found.afval, found.gesprekken) == (2, 8, 10)


def test_a_round_belongs_to_the_local_day_and_week_on_which_it_began(team, now):
    RondeFactory(team=team, afgerond=True, op=local(2026, 11, 15, 23, 30))  # Sunday, over at one on Monday
    RondeFactory(team=team, afgerond=True, op=local(2026, 11, 16, 0, 30))
    RondeFactory(team=team, afgerond=True, op=local(2026, 11, 1, 0, 15))  # in October by UTC
    RondeFactory(team=team, afgerond=True, op=local(2026, 10, 31, 23, 45))

    found = team_figures(team, now)

    assert [(week.nummer, week.telling.rondes, week.nu) for week in found.weken] == [
        (40, 0, False), (41, 0, False), (42, 0, False), (43, 0, False), (44, 2, False), (45, 0, False), (46, 1, False),
        (47, 1, True),
    ]  # fmt: skip
    assert (found.maand.rondes, found.vorige_maand.rondes) == (3, 1)


def test_hours_are_real_in_the_night_that_has_one_hour_twice(team):
    ronde = RondeFactory(team=team, afgerond=True, op=local(2026, 10, 25, 1, 30))
    ronde.einde = local(2026, 10, 25, 3, 30)
    ronde.save()

    assert team_figures(team, local(2026, 10, 26, 12, 0)).totaal.duur == 3 * HOUR


def test_the_weeks_go_on_over_the_turn_of_the_year(team):
    RondeFactory(team=team, afgerond=True, op=local(2026, 12, 29, 20, 0))

    found = team_figures(team, local(2027, 1, 12, 9, 0))

    assert [week.nummer for week in found.weken] == [48, 49, 50, 51, 52, 53, 1, 2]
    assert [week.telling.rondes for week in found.weken] == [0, 0, 0, 0, 0, 1, 0, 0]
    assert (found.maand.rondes, found.vorige_maand.rondes) == (0, 1)


def test_a_team_costs_one_query_however_many_rounds_it_walked(team, now):
    for n in range(30):
        report(RondeFactory(team=team, afgerond=True, op=now - timedelta(days=n)), gesprekken={"praatje": 1})

    with CaptureQueriesContext(connection) as queries:
        found = team_figures(team, now)

    assert len(queries) == 1 and found.totaal.gesprekken == 30


# --- a gemeente ------------------------------------------------------------------------------------


@pytest.fixture
def plaats():
    return GemeenteFactory()


@pytest.fixture
def eight_weeks(now):
    return Periode.last_weeks(now.date())


def team_in(gemeente, naam="Team Noord", **feiten):
    return TeamFactory(gemeente=gemeente, naam=naam, buurten=[BuurtFactory(gemeente=gemeente)], **feiten)


def streets(team, *namen):
    return [StraatFactory(buurt=team.buurten.get(), naam=naam) for naam in namen]


def test_the_last_eight_weeks_end_today():
    assert Periode.last_weeks(date(2026, 11, 17)) == Periode(date(2026, 9, 23), date(2026, 11, 17))
    assert (Periode.last_weeks(date(2026, 11, 17)).tot - date(2026, 9, 23)).days == 56


def test_only_rounds_of_this_gemeente_and_these_days_count_both_ends_included(plaats, now):
    team, here = team_in(plaats), Periode(date(2026, 11, 2), date(2026, 11, 8))
    for moment in (local(2026, 11, 2, 0, 5), local(2026, 11, 8, 23, 55)):
        RondeFactory(team=team, afgerond=True, op=moment)
    for moment in (local(2026, 11, 1, 23, 55), local(2026, 11, 9, 0, 5)):
        RondeFactory(team=team, afgerond=True, op=moment)
    RondeFactory(afgerond=True, op=local(2026, 11, 4, 20, 0))

    found = gemeente_figures(plaats, here, now)

    assert found.totaal == Telling(rondes=2, duur=3 * HOUR)
    assert [(rij.team, rij.telling.rondes) for rij in found.teams] == [(team, 2)]


def test_a_street_is_walked_when_it_was_written_down_or_is_on_the_route(plaats, eight_weeks, now):
    team = team_in(plaats)
    written, on_route, never, long_ago, only_planned = streets(team, "A", "B", "C", "D", "E")
    ronde = RondeFactory(
        team=team, afgerond=True, op=now - timedelta(days=3), route=RouteFactory(team=team, straten=[on_route])
    )
    RondeStraat.objects.create(ronde=ronde, straat=written, volgorde=1)
    RondeFactory(
        team=team, afgerond=True, op=now - timedelta(days=60), route=RouteFactory(team=team, straten=[long_ago])
    )
    RondeFactory(team=team, op=now - timedelta(days=1), route=RouteFactory(team=team, straten=[only_planned]))

    found = gemeente_figures(plaats, eight_weeks, now)

    assert list(found.straten) == [never, long_ago, only_planned]
    assert found.aantal_straten == 5
    assert [(rij.straten, rij.niet_gelopen) for rij in found.teams] == [(5, 3)]


def test_quiet_is_an_active_team_that_could_have_walked_and_did_not(plaats, eight_weeks, now):
    quiet, new = team_in(plaats, "Stil"), team_in(plaats, "Nieuw", gestart_op=now.date() - timedelta(days=7))
    walking = team_in(plaats, "Loopt")
    team_in(plaats, "App", werkwijze="appgroep")
    team_in(plaats, "Gestopt", stand="gestopt")
    team_in(plaats, "Begint", stand="in_oprichting")
    RondeFactory(team=walking, afgerond=True, op=now - timedelta(days=3))
    RondeFactory(team=quiet, op=now - timedelta(days=3))

    found = gemeente_figures(plaats, eight_weeks, now)

    assert [rij.team for rij in found.stil] == [quiet]
    assert [rij.team.naam for rij in found.teams] == ["App", "Loopt", "Nieuw", "Stil"]
    assert new.pk in {rij.team.pk for rij in found.teams}


def test_rounds_with_fewer_than_two_people_are_counted_and_a_guest_is_a_person(plaats, eight_weeks, now):
    team = team_in(plaats)
    alone, together, with_guest = (
        RondeFactory(team=team, afgerond=True, op=now - timedelta(days=n)) for n in (3, 4, 5)
    )
    for ronde in (alone, together, together, with_guest):
        DeelnameFactory(ronde=ronde, liep_mee=True)
    DeelnameFactory(ronde=alone)  # signed up, and did not come
    DeelnameFactory(ronde=with_guest, liep_mee=True, gebruiker=None, gast="wijkagent")
    RondeFactory(team=team, op=now - timedelta(days=1))  # planned, and nobody came
    RondeFactory(team=team, op=now + timedelta(hours=5))  # tonight: there is still time
    RondeFactory(team=team, vervallen=True, op=now - timedelta(days=1))

    (rij,) = gemeente_figures(plaats, eight_weeks, now).teams

    assert rij.alleen == 2


def test_a_team_in_two_wijken_stands_in_both_and_the_total_counts_it_once(plaats, eight_weeks, now):
    one, other = BuurtFactory(gemeente=plaats), BuurtFactory(gemeente=plaats)
    team = TeamFactory(gemeente=plaats, buurten=[one, other])
    StraatFactory(buurt=other)
    RondeFactory(team=team, thuis=True, op=now - timedelta(days=3))

    found = gemeente_figures(plaats, eight_weeks, now)

    assert [(rij.naam, rij.telling.rondes, rij.straten) for rij in found.wijken] == [
        (one.wijk.naam, 1, 0),
        (other.wijk.naam, 1, 1),
    ]
    assert found.totaal.rondes == 1


def test_a_gemeente_costs_the_same_for_one_team_and_for_thirty(now, eight_weeks):
    def cost(n):
        gemeente = GemeenteFactory()
        for i in range(n):
            team = team_in(gemeente, f"Team {i}")
            streets(team, "A", "B")
            RondeFactory(team=team, afgerond=True, op=now - timedelta(days=3))
        with CaptureQueriesContext(connection) as queries:
            assert len(gemeente_figures(gemeente, eight_weeks, now).teams) == n
        return len(queries)

    assert cost(1) == cost(30) == 6


def test_a_gemeente_without_teams_has_figures_of_nothing(plaats, eight_weeks, now):
    found = gemeente_figures(plaats, eight_weeks, now)

    assert (found.teams, found.wijken, found.straten, found.totaal) == ((), (), (), Telling())
