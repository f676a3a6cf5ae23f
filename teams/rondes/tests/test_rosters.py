"""Weekly patterns: six weeks ahead, once, without holidays, right by the clock on the wall (E109)."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from teams.clocks import Kalender, at, local_date
from teams.models import Sluitingsdag, Team
from teams.rondes.actions import (
    cancel_ronde,
    change_rooster,
    make_rooster,
    plan_ahead,
    plan_ronde,
    restore_ronde,
    sign_up,
    stop_rooster,
)
from teams.rondes.models import Ronde, Rooster
from teams.rondes.patterns import days_of
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RoosterFactory, RouteFactory
from teams.rondes.tests.threads import at_once
from teams.rondes.times import span
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 9, 15)  # six weeks without a holiday; on 25 October the clock goes back
FRIDAYS = [date(2026, 9, 18) + timedelta(weeks=n) for n in range(6)]


@pytest.fixture
def now():
    return at(TUESDAY, time(14))


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def coordinator(team):
    return LidmaatschapFactory(team=team, coordinator=True).gebruiker


def facts(**more):
    return {
        "weekdag": 4,
        "van_tijd": time(20),
        "tot_tijd": time(21, 30),
        "elke_weken": 1,
        "route": None,
        "van": TUESDAY,
        "tot": None,
        "ook_op_feestdagen": False,
    } | more


def days(**where):
    return [local_date(ronde.gepland_van) for ronde in Ronde.objects.filter(**where).order_by("gepland_van")]


# --- the clock on the wall -------------------------------------------------------------------------


def test_an_end_before_the_begin_is_after_midnight():
    begin, einde = span(TUESDAY, time(23), time(0, 30))
    assert (begin, einde) == (at(TUESDAY, time(23)), at(TUESDAY + timedelta(days=1), time(0, 30)))


@pytest.mark.parametrize("van, tot", [(time(20), time(20)), (time(20), time(19)), (time(8), time(17))])
def test_a_round_takes_some_time_and_at_most_eight_hours(van, tot):
    with pytest.raises(RefusedAction):
        span(TUESDAY, van, tot)


SPRING, AUTUMN = date(2027, 3, 27), date(2026, 10, 24)  # the evenings before


@pytest.mark.parametrize("evening, hours", [(SPRING, 4), (TUESDAY, 5), (AUTUMN, 6)])
def test_a_round_through_the_night_in_which_the_clock_changes_ends_by_the_clock_on_the_wall(evening, hours):
    begin, einde = span(evening, time(23), time(4))
    assert timezone.localtime(einde).time() == time(4)
    assert einde - begin == timedelta(hours=hours)


@given(
    day=st.sampled_from([SPRING, SPRING + timedelta(days=1), AUTUMN, AUTUMN + timedelta(days=1)]),
    van=st.times(),
    tot=st.times(),
)
def test_whatever_the_clock_does_a_round_ends_after_it_began(day, van, tot):
    try:
        begin, einde = span(day, van, tot)
    except RefusedAction:
        return
    assert timedelta(0) < einde - begin <= timedelta(hours=8)


def test_rounds_of_a_pattern_keep_their_hour_when_the_clock_changes(team, coordinator, now):
    make_rooster(team, actor=coordinator, now=now, **facts(weekdag=6))
    rondes = Ronde.objects.order_by("gepland_van")
    assert {timezone.localtime(ronde.gepland_van).time() for ronde in rondes} == {time(20)}
    assert date(2026, 10, 25) in days()


# --- the days --------------------------------------------------------------------------------------


def test_a_new_pattern_makes_the_rounds_of_six_weeks_at_once(team, coordinator, now):
    route = RouteFactory(team=team)
    rooster = make_rooster(team, actor=coordinator, now=now, **facts(route=route)).rooster

    assert days() == FRIDAYS
    first = Ronde.objects.order_by("gepland_van").first()
    assert (first.rooster, first.route, first.stand) == (rooster, route, "gepland")
    assert first.gepland_tot - first.gepland_van == timedelta(minutes=90)


def test_every_second_week_counts_from_the_first_day(team, coordinator, now):
    make_rooster(team, actor=coordinator, now=now, **facts(elke_weken=2))
    assert days() == FRIDAYS[::2]


def test_a_pattern_ends_on_its_last_day(team, coordinator, now):
    make_rooster(team, actor=coordinator, now=now, **facts(tot=FRIDAYS[1]))
    assert days() == FRIDAYS[:2]


@pytest.mark.parametrize("also, skipped", [(False, True), (True, False)])
def test_holidays_and_closing_days_are_skipped_unless_ticked(team, coordinator, also, skipped):
    now = at(date(2026, 12, 1), time(14))
    Sluitingsdag.objects.create(gemeente=team.gemeente, datum=date(2026, 12, 18), naam="Vrije dag")
    make_rooster(team, actor=coordinator, now=now, **facts(ook_op_feestdagen=also, van=date(2026, 12, 1)))

    for day in (date(2026, 12, 18), date(2026, 12, 25), date(2027, 1, 1)):
        assert (day not in days()) is skipped


def test_the_round_of_this_evening_is_made_and_that_of_this_morning_is_not(team, coordinator, now):
    make_rooster(team, actor=coordinator, now=now, **facts(weekdag=1))
    make_rooster(team, actor=coordinator, now=now, **facts(weekdag=1, van_tijd=time(9), tot_tijd=time(10)))
    assert days().count(TUESDAY) == 1


@given(weken=st.integers(1, 4), weekdag=st.integers(0, 6), start=st.integers(-60, 60), ahead=st.integers(0, 60))
def test_the_days_of_a_pattern_are_its_weekday_at_its_pace(weken, weekdag, start, ahead):
    rooster = Rooster(
        team=Team(), weekdag=weekdag, elke_weken=weken, van=TUESDAY + timedelta(days=start), ook_op_feestdagen=True
    )
    found = list(days_of(rooster, TUESDAY, TUESDAY + timedelta(days=ahead), Kalender()))
    assert all(day.weekday() == weekdag and day >= max(TUESDAY, rooster.van) for day in found)
    assert all((b - a).days == 7 * weken for a, b in zip(found, found[1:], strict=False))


# --- again and again -------------------------------------------------------------------------------


def test_planning_ahead_again_makes_nothing_twice_and_the_next_week_later(team, now):
    RoosterFactory(team=team, van=TUESDAY)
    assert (plan_ahead(now), plan_ahead(now)) == (6, 0)
    assert plan_ahead(now + timedelta(weeks=1)) == 1


def test_a_team_that_stopped_gets_no_rounds(now):
    RoosterFactory(team=TeamFactory(stand="gestopt"), van=TUESDAY)
    assert plan_ahead(now) == 0


def test_the_same_pattern_sent_twice_is_one(team, coordinator, now):
    first, second = (make_rooster(team, actor=coordinator, now=now, **facts()).rooster for _ in range(2))
    assert first == second
    assert len(days()) == 6


@pytest.mark.django_db(transaction=True)
def test_many_clocks_at_once_make_each_round_once(transactional_db, now):
    for _ in range(3):
        RoosterFactory(van=TUESDAY)
    results = at_once(*[lambda: plan_ahead(now)] * 8)

    assert sum(results) == 18
    assert Ronde.objects.count() == 18


def test_a_round_that_was_called_off_does_not_come_back_by_night(team, coordinator, now):
    make_rooster(team, actor=coordinator, now=now, **facts())
    cancel_ronde(Ronde.objects.order_by("gepland_van").first(), reden="weer", actor=coordinator, now=now)
    assert plan_ahead(now) == 0
    assert days(stand="gepland") == FRIDAYS[1:]


# --- another plan ----------------------------------------------------------------------------------


def with_people(day):
    """Somebody signed up for the round of this day."""
    return DeelnameFactory(ronde=Ronde.objects.get(rooster_dag=day))


def test_another_weekday_takes_away_the_rounds_and_tells_who_signed_up(team, coordinator, now):
    rooster = make_rooster(team, actor=coordinator, now=now, **facts()).rooster
    deelname = with_people(FRIDAYS[1])
    gevolg = change_rooster(rooster, actor=coordinator, now=now, **facts(weekdag=3))

    assert gevolg.vervallen == [deelname.ronde]
    assert days(stand="vervallen") == [FRIDAYS[1]]
    assert days(stand="gepland") == [day - timedelta(days=1) for day in FRIDAYS]
    [mail] = Bericht.objects.all()
    assert (mail.aan, mail.onderwerp) == (deelname.gebruiker.email, "De ronde op vrijdag 25 september gaat niet door")


def test_another_time_moves_the_rounds_and_the_sign_ups_stay(team, coordinator, now):
    rooster = make_rooster(team, actor=coordinator, now=now, **facts()).rooster
    deelname = with_people(FRIDAYS[0])
    gevolg = change_rooster(rooster, actor=coordinator, now=now, **facts(van_tijd=time(19), tot_tijd=time(20)))

    assert gevolg.verplaatst == [deelname.ronde]
    assert days(stand="gepland") == FRIDAYS
    assert {timezone.localtime(ronde.gepland_van).hour for ronde in Ronde.objects.all()} == {19}
    assert list(deelname.ronde.deelnames.values_list("stand", flat=True)) == ["aangemeld"]
    [mail] = Bericht.objects.all()
    assert "Eerst: vrijdag 18 september, 20.00 tot 21.30 uur." in mail.tekst
    assert "Nu: vrijdag 18 september, 19.00 tot 20.00 uur." in mail.tekst


def test_who_signs_up_for_a_round_that_was_just_taken_away_hears_so(team, coordinator, now):
    rooster = make_rooster(team, actor=coordinator, now=now, **facts()).rooster
    ronde = Ronde.objects.get(rooster_dag=FRIDAYS[0])
    stop_rooster(rooster, actor=coordinator, now=now)
    with pytest.raises(RefusedAction, match="niet meer op de planning"):
        sign_up(ronde, actor=coordinator, now=now)


def test_another_route_tells_nobody(team, coordinator, now):
    rooster = make_rooster(team, actor=coordinator, now=now, **facts()).rooster
    with_people(FRIDAYS[0])
    route = RouteFactory(team=team)
    change_rooster(rooster, actor=coordinator, now=now, **facts(route=route))

    assert set(Ronde.objects.values_list("route", flat=True)) == {route.pk}
    assert not Bericht.objects.exists()


def test_what_is_under_way_or_over_stays_as_it_was(team, coordinator, now):
    rooster = make_rooster(team, actor=coordinator, now=now, **facts()).rooster
    later = at(FRIDAYS[0], time(20, 30))
    stop_rooster(rooster, actor=coordinator, now=later)
    assert days() == [FRIDAYS[0]]


def test_a_stopped_pattern_makes_nothing_any_more_and_stopping_twice_is_once(team, coordinator, now):
    rooster = make_rooster(team, actor=coordinator, now=now, **facts(van=TUESDAY + timedelta(days=30))).rooster
    for _ in range(2):
        stop_rooster(rooster, actor=coordinator, now=now)
    assert days() == []
    assert plan_ahead(now + timedelta(weeks=5)) == 0
    with pytest.raises(RefusedAction, match="gestopt"):
        change_rooster(rooster, actor=coordinator, now=now, **facts())


def test_a_route_of_another_team_is_no_route_of_this_one(team, coordinator, now):
    with pytest.raises(RefusedAction, match="Kies een andere route"):
        make_rooster(team, actor=coordinator, now=now, **facts(route=RouteFactory()))


# --- one round -------------------------------------------------------------------------------------


def test_a_round_called_off_and_on_again_is_told_both_times(team, coordinator, now):
    ronde = RondeFactory(team=team, op=at(FRIDAYS[0], time(20)))
    DeelnameFactory(ronde=ronde)
    cancel_ronde(ronde, reden="te_weinig", actor=coordinator, now=now)
    cancel_ronde(ronde, reden="te_weinig", actor=coordinator, now=now)
    later = now + timedelta(hours=1)
    restore_ronde(ronde, actor=coordinator, now=later)
    restore_ronde(ronde, actor=coordinator, now=later)

    subjects = Bericht.objects.order_by("pk").values_list("onderwerp", "stand")
    assert list(subjects) == [
        ("De ronde op vrijdag 18 september gaat niet door", "vervallen"),
        ("De ronde op vrijdag 18 september gaat toch door", "klaar"),
    ]


@pytest.mark.parametrize("act", [lambda r, **k: cancel_ronde(r, reden="weer", **k), restore_ronde])
def test_a_round_that_began_is_not_called_off_or_on(team, coordinator, now, act):
    with pytest.raises(RefusedAction, match="al begonnen"):
        act(RondeFactory(team=team, bezig=True), actor=coordinator, now=now)


def test_a_round_whose_time_passed_can_be_taken_off_the_list_and_does_not_come_back(team, coordinator, now):
    ronde = RondeFactory(team=team, op=now - timedelta(days=1))
    DeelnameFactory(ronde=ronde)
    cancel_ronde(ronde, reden="weer", actor=coordinator, now=now)
    assert not Bericht.objects.exists()
    with pytest.raises(RefusedAction, match="voorbij"):
        restore_ronde(ronde, actor=coordinator, now=now)


def test_a_future_round_is_no_report_and_a_past_one_no_plan(team, coordinator, now):
    ronde = plan_ronde(team, datum=FRIDAYS[0], van_tijd=time(20), tot_tijd=time(21), actor=coordinator, now=now)
    assert (ronde.begin, ronde.einde, ronde.stand) == (None, None, "gepland")
    with pytest.raises(RefusedAction, match="achteraf"):
        plan_ronde(team, datum=TUESDAY, van_tijd=time(13), tot_tijd=time(14), actor=coordinator, now=now)
