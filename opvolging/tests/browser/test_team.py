"""A coordinator asks how it stands, and reads at the end of the month what the team brought about (E156, E157)."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_team import (
    SEED,
    answer_with_words_for_the_team,
    ask_how_it_stands,
    sign_in_as_coordinator,
)
from opvolging.tests.browser.site import link

pytestmark = pytest.mark.browser
LAMP = "Lantaarnpaal of verlichting kapot"


def test_the_team_waits_asks_how_it_stands_hears_it_and_reads_what_it_brought_about(site, cast, somebody):
    waiting = site.seed("make_waiting", cast["slug"], module=SEED)
    coordinator, meldpunt = somebody(), somebody()

    sign_in_as_coordinator(coordinator, site, cast["coordinator"])
    coordinator.reads("Wacht 12 dagen")
    assert waiting["zorg"] not in coordinator.text()
    ask_how_it_stands(coordinator, waiting["lamp"])

    mail = site.mail(cast["meldpunt"], f"Een team vraagt hoe het staat: {waiting['lamp']}")
    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    meldpunt.go(link(mail))
    answer_with_words_for_the_team(
        meldpunt, waiting["lamp"], "De lamp is gemaakt.", "In de hele straat zijn de lampen nagekeken."
    )

    coordinator.go("/")
    coordinator.reads("Uw team wacht nergens op.")
    year, month = site.seed("end_month", cast["slug"], module=SEED).split("-")
    site.change(
        "UPDATE outbox_bericht SET volgende_poging = now() WHERE sleutel LIKE 'teambericht:%' AND stand = 'klaar'"
    )
    site.stack.manage("tik")  # by day nothing else wakes the deliverer for a mail whose moment was moved
    told = site.mail(cast["coordinator"], "Dit heeft uw team bereikt")
    assert LAMP not in told.text
    coordinator.go(link(told))
    coordinator.sees("Dit heeft Team Molenkwartier bereikt")
    coordinator.reads("1 melding van uw team kreeg antwoord.", f"{LAMP}: 1 keer opgelost of hersteld.")
    coordinator.reads("In de hele straat zijn de lampen nagekeken.", "Doorsturen of afdrukken")
    coordinator.follow("Alle berichten")
    coordinator.sees("Dit heeft uw team bereikt")
    assert coordinator.page.locator(f"a[href$='/berichten/{int(year)}/{int(month)}/']").count() == 1
    site.check()
