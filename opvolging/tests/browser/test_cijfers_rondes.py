"""A team reads what it did; beleid reads what all teams did, and takes it along (E107, E115, E116)."""

import pytest
from playwright.sync_api import expect

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_cijfers_rondes import SEED, download, numbers_in

pytestmark = pytest.mark.browser


def test_the_coordinator_reads_the_team_and_beleid_all_teams(site, cast, somebody):
    beleid = site.seed("make_rounds", cast["slug"], module=SEED)
    coordinator, policy = somebody(), somebody()

    come_in(coordinator, site, cast["coordinator"], lands="Team Molenkwartier")
    coordinator.reads("Komende rondes", "Nog 1 nodig", "Rond het park · 1 mens", "We tellen per team")
    assert numbers_in(coordinator, "Wat kwam het team tegen?") == ["12", "8", "0", "0"]
    assert sum(int(number) for number in numbers_in(coordinator, "Rondes per week")) == 4
    coordinator.unfold("Bekijk als tabel: Rondes per week")
    coordinator.reads("In 1 van de 2 straten")
    coordinator.unfold("Bekijk deze straten")
    coordinator.reads("Kastanjelaan")
    coordinator.look()

    come_in(policy, site, beleid, lands="Krijgen melders antwoord?")
    policy.follow("Rondes")
    policy.sees("Rondes in ")
    policy.reads("1 team liep in deze periode geen enkele ronde.", "1 van de 2 straten")
    assert "Jolanda" not in policy.text()
    rows = download(policy, "Teams als bestand")
    assert [dict(zip(rows[0], row, strict=True))["Rondes"] for row in rows[1:]] == ["0", "4"]
    assert [row[-1] for row in download(policy, "Straten waar niemand kwam als bestand")[1:]] == ["Kastanjelaan"]
    policy.expected.add(422)
    policy.go("/cijfers/rondes/?van=2026-01-10&tot=2026-01-05")
    policy.reads("Deze dag is eerder dan de eerste dag.", "Verander eerst de periode.")
    site.check()


def test_without_javascript_the_figures_stand_there_too(site, cast, somebody):
    site.seed("make_rounds", cast["slug"], module=SEED)
    coordinator = somebody(javascript=False)

    come_in(coordinator, site, cast["coordinator"], lands="Team Molenkwartier")
    coordinator.unfold("Bekijk als tabel: Wat kwam het team tegen?")
    expect(coordinator.page.get_by_role("row", name="Afval op straat 8")).to_be_visible()
    assert numbers_in(coordinator, "Wat kwam het team tegen?") == ["12", "8", "0", "0"]
    site.check()
