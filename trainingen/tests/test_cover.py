"""Who of a team is up to date in what, what ends soon, and since when nobody is (E166, E184)."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from teams.tests.factories import LidmaatschapFactory, TeamFactory
from trainingen.cover import cover_of, covers
from trainingen.models import BewijsRegel, BewijsSoort
from trainingen.tests.factories import BewijsFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 10)
DAY = timedelta(days=1)


@pytest.fixture
def team():
    return TeamFactory()


def member(team, **facts):
    return LidmaatschapFactory(team=team, **facts).gebruiker


def gained(person, soort="reanimatie", *, on=date(2026, 1, 5), until=date(2028, 1, 5), **facts):
    return BewijsFactory(gebruiker=person, soort=soort, gehaald_op=on, geldig_tot=until, **facts)


def counts(team, soort=BewijsSoort.REANIMATIE):
    found = cover_of(team, TODAY).of(soort)
    return found.actueel, found.leden


def test_how_many_of_the_members_are_up_to_date(team):
    people = [member(team) for _ in range(12)]
    for person in people[:3]:
        gained(person)
    gained(people[3], "vog")
    assert counts(team) == (3, 12)
    assert counts(team, BewijsSoort.VOG) == (1, 12)
    assert counts(team, BewijsSoort.NIET_PLUIS) == (0, 12)


def test_only_who_is_a_member_today_counts(team):
    gained(member(team))
    gained(member(team, tot=TODAY))
    gained(member(team, van=TODAY + DAY))
    gained(member(team, tot=TODAY + DAY))
    gained(member(TeamFactory(gemeente=team.gemeente)))
    assert counts(team) == (2, 2)


def test_what_ends_today_was_taken_back_or_comes_tomorrow_does_not_count(team):
    gained(member(team), until=TODAY)
    gained(member(team), ingetrokken_op="2026-02-01T12:00Z")
    gained(member(team), on=TODAY + DAY)
    gained(member(team), until=TODAY + DAY)
    assert counts(team) == (1, 4)


def test_of_several_of_one_kind_the_one_that_lasts_longest_counts(team):
    person = member(team)
    gained(person, on=date(2023, 1, 1), until=date(2025, 1, 1))
    gained(person, on=date(2026, 2, 1), until=date(2026, 12, 1))
    longest = gained(person, on=date(2026, 1, 1), until=date(2029, 1, 1))
    (row,) = cover_of(team, TODAY).leden
    vak = next(vak for vak in row.vakken if vak.soort == BewijsSoort.REANIMATIE)
    assert (vak.bewijs, vak.is_actueel, vak.loopt_af) == (longest, True, False)
    assert counts(team) == (1, 1)


def test_a_certificate_for_good_counts_and_never_ends(team):
    gained(member(team), until=None)
    assert counts(team) == (1, 1)
    assert cover_of(team, TODAY).loopt_af == []


def test_a_certificate_goes_with_the_person_to_another_team(team):
    person = member(team)
    gained(person)
    elsewhere = TeamFactory()
    LidmaatschapFactory(team=elsewhere, gebruiker=person)
    assert counts(elsewhere) == (1, 1)


def test_what_ends_within_three_months_stands_first_to_last(team):
    later, sooner, far = (member(team, gebruiker__naam=naam) for naam in ("Bep", "Ans", "Cor"))
    gained(later, until=date(2027, 2, 10))
    gained(sooner, "vog", until=date(2026, 11, 11))
    gained(far, until=date(2027, 2, 11))
    found = cover_of(team, TODAY)
    assert [(rij.naam, vak.soort) for rij, vak in found.loopt_af] == [
        ("Ans", BewijsSoort.VOG),
        ("Bep", BewijsSoort.REANIMATIE),
    ]
    assert found.of(BewijsSoort.REANIMATIE).loopt_af == 1


def test_the_gemeente_says_how_long_before_the_end_one_renews(team):
    bewijs = gained(member(team), until=date(2027, 5, 1))
    assert cover_of(team, TODAY).loopt_af == []
    BewijsRegel.objects.create(gemeente=bewijs.gemeente, soort="reanimatie", geldig_maanden=24, venster_maanden=6)
    assert len(cover_of(team, TODAY).loopt_af) == 1


def test_a_team_without_training_says_since_when(team):
    people = [member(team) for _ in range(2)]
    gained(people[0], "wijkveiligheid", on=date(2022, 1, 1), until=date(2025, 1, 1))
    gained(people[1], "wijkveiligheid", on=date(2023, 5, 1), until=date(2026, 5, 1))
    without = {found.soort: found.sinds for found in cover_of(team, TODAY).zonder_training}
    assert without == {BewijsSoort.WIJKVEILIGHEID: date(2026, 5, 1), BewijsSoort.NIET_PLUIS: None}


def test_one_trained_member_is_a_team_with_training_and_a_team_without_members_is_not_counted(team):
    gained(member(team), "wijkveiligheid")
    assert [found.soort for found in cover_of(team, TODAY).zonder_training] == [BewijsSoort.NIET_PLUIS]
    assert cover_of(TeamFactory(), TODAY).zonder_training == ()


def test_resuscitation_is_expected_of_who_chose_to_be_hartveilig_and_hidden_for_few():
    small, large = TeamFactory(alle_soorten=True), TeamFactory(alle_soorten=True)
    for team, n in ((small, 4), (large, 5)):
        for _ in range(n):
            gained(member(team), "wijkveiligheid")
    assert [found.soort for found in cover_of(small, TODAY).zonder_training] == [BewijsSoort.NIET_PLUIS]
    assert BewijsSoort.REANIMATIE in [found.soort for found in cover_of(large, TODAY).zonder_training]
    hidden = {found.soort for found in cover_of(small, TODAY).soorten if found.is_verborgen}
    assert hidden == {BewijsSoort.REANIMATIE, BewijsSoort.VOG}
    assert not any(found.is_verborgen for found in cover_of(large, TODAY).soorten)


def test_the_cover_of_many_teams_is_that_of_each_and_takes_two_queries():
    teams = TeamFactory.create_batch(3)
    for n, team in enumerate(teams):
        for _ in range(n):
            gained(member(team))
    with CaptureQueriesContext(connection) as queries:
        together = covers(teams, TODAY)
    assert len(queries) == 2
    assert together == [cover_of(team, TODAY) for team in teams]
