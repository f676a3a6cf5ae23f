"""The rounds that ``script/bench rondes`` measures with are rounds as the house makes them, evenly spread."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opvolging.tests import bench_rondes
from teams.models import Team
from teams.rondes.invariants import checks
from teams.rondes.models import Deelname, Ronde, RondeStand, Verslag

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(monkeypatch):
    """Two gemeenten with twelve teams each, and fifty rounds per team."""
    for name, number in {"GEMEENTEN": 2, "TEAMS": 24, "VISITORS": 4}.items():
        monkeypatch.setattr(bench_rondes, name, number)
    bench_rondes.begin()
    bench_rondes.fill(24 * 50)


def test_the_rounds_of_the_bench_break_no_rule_and_lie_evenly_over_teams_and_years(filled):
    assert [naam for naam, rows in checks().items() if rows.exists()] == []
    now = timezone.now()
    history = Ronde.objects.exclude(stand=RondeStand.BEZIG)
    per_team = [history.filter(team=team, moment__lt=now - timedelta(days=1)).count() for team in Team.objects.all()]
    assert len(per_team) == 24 and min(per_team) >= 45
    for year in range(4):
        until = now - timedelta(days=1 + 365 * year)
        of_year = history.filter(moment__lt=until, moment__gte=until - timedelta(days=340))
        assert 200 <= of_year.count() <= 340
    assert 30 <= history.filter(moment__gt=now + timedelta(days=1)).count() <= 60  # planned ahead
    assert Deelname.objects.filter(stand="liep_mee").count() > 2000
    assert Verslag.objects.count() > 900


def test_the_evening_is_on_every_board_and_every_visitor_is_answered(filled):
    for client, url in [*bench_rondes.who_watch(), *bench_rondes.who_lead()]:
        assert bench_rondes.ask(client, url) > 0
    page = bench_rondes.who_watch()[0][0].get("/op-straat/").text
    assert "Nu buiten (5)" in page and "30 minuten te laat" in page
    assert page.count("start niet gemeld</li>") == 2
