"""From a round to a melding, and what a team is asked to look at before it goes (E102, E105, E117)."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_ronde_meldingen import lamp_of_round, report_from_round, tell_team, worry_after_round

pytestmark = pytest.mark.browser
SEED = "opvolging.tests.browser.seed_ronde_meldingen"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_lamp_seen_on_a_round_hangs_on_it_and_a_worry_does_not(site, cast, somebody, javascript):
    ronde = site.seed("walk_out", cast["slug"], module=SEED)
    melder = somebody(javascript=javascript)

    come_in(melder, site, cast["melder"])
    report_from_round(melder, ronde, "Straat en groen")
    lamp_of_round(melder)
    report_from_round(melder, ronde, "Zorgen om iemand")
    worry_after_round(melder)

    melder.go(f"/ronde/{ronde}/letten/")
    melder.sees("Waar u op kunt letten")
    melder.reads("1 melding die u mag lezen.", "Lantaarnpaal of verlichting kapot")
    hangs_on = site.seed("rounds_of_meldingen", cast["slug"], module=SEED)
    assert hangs_on == {"openbare_ruimte": ronde, "niet_pluis": None}
    site.check()


def test_what_the_meldpunt_gives_along_stands_on_the_briefing_of_the_team(site, cast, somebody):
    ronde = site.seed("plan_tomorrow", cast["slug"], module=SEED)
    meldpunt, melder = somebody(), somebody()
    words = "De poort van het speelplein staat vaak open."

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    tell_team(meldpunt, words)
    come_in(melder, site, cast["melder"])
    melder.go("/rondes/")
    melder.follow("1 ding om op te letten")
    melder.sees("Waar u op kunt letten")
    melder.reads(words)
    melder.go(f"/ronde/{ronde}/")
    melder.follow("Waar kunt u op letten? (1)")

    meldpunt.press("Stop hiermee")
    meldpunt.reads("Gestopt. Het team ziet dit niet meer.")
    site.check()
