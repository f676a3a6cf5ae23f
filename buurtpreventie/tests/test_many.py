"""``any_of`` finds what ``in`` finds."""

import pytest

from buurtpreventie import many  # noqa: F401  the lookup
from teams.models import Gemeente, Team
from teams.tests.factories import GemeenteFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gemeenten():
    return [GemeenteFactory(naam=f"Dorp {n}", slug=f"dorp-{n}") for n in range(3)]


def test_any_of_finds_numbers_and_words_as_in_does(gemeenten):
    some = gemeenten[:2]

    assert list(Gemeente.objects.filter(pk__any_of=[one.pk for one in some]).order_by("pk")) == some
    assert list(Gemeente.objects.filter(slug__any_of=["dorp-2", "dorp-9", 'it\'s {odd}, "quoted"'])) == gemeenten[2:]
    assert list(
        Gemeente.objects.exclude(slug__any_of=["dorp-0", "dorp-1"]).filter(pk__in=[g.pk for g in gemeenten])
    ) == [gemeenten[2]]


def test_any_of_looks_through_a_relation_and_finds_nothing_in_nothing(gemeenten):
    team = TeamFactory(gemeente=gemeenten[1])
    TeamFactory(gemeente=gemeenten[2])

    assert list(Team.objects.filter(gemeente__pk__any_of=[gemeenten[1].pk, 2**40])) == [team]
    assert list(Team.objects.filter(pk__any_of=[])) == []
