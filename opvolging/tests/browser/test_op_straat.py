"""Police on duty watch which teams are out: the board changes by itself and never looks fresher than it is (E110)."""

import pytest

from opvolging.tests.browser.acts import come_in, sign_in_on_duty
from opvolging.tests.browser.acts_op_straat import SEED, mark_page, no_longer_sees, sees_by_itself

pytestmark = pytest.mark.browser
OLD = "Niet ververst sinds"


def test_the_board_changes_by_itself_says_when_it_is_old_and_holds_no_sign_in_page(site, cast, somebody):
    police = somebody()
    come_in(police, site, site.seed("make_police", cast["slug"], module=SEED), lands="Nu op straat")
    police.reads("Er is nu geen team buiten.", "Ververst om")
    mark_page(police)

    site.seed("plan_round", cast["slug"], module=SEED)
    site.seed("walk_out", cast["slug"], module=SEED)
    sees_by_itself(police, "Bel 06 24681012")
    police.reads("Team Molenkwartier", "2 mensen.")
    assert police.page.locator("[role=status]", has_text="Er is nu 1 team buiten.").count() == 1  # said aloud
    assert "Jolanda" not in police.text() and "Teun" not in police.text()

    police.expected |= {"offline"}
    police.context.set_offline(True)
    police.reads(OLD, "Bel 06 24681012")
    police.context.set_offline(False)
    no_longer_sees(police, OLD)

    site.seed("sign_out_everywhere", cast["slug"], module=SEED)
    sees_by_itself(police, "Dit deel van de pagina ververst niet meer.")
    assert police.page.locator("input").count() == 0
    no_longer_sees(police, "Bel 06 24681012")
    no_longer_sees(police, "Ververst om")
    police.follow("Laad de pagina opnieuw")
    police.sees("Inloggen")
    site.check()


def test_without_script_the_board_has_a_link_to_look_again(site, cast, somebody):
    email = site.seed("make_police", cast["slug"], module=SEED)
    police = somebody(javascript=False)
    sign_in_on_duty(police, email)
    police.reads("Er is nu geen team buiten.")
    site.seed("plan_round", cast["slug"], module=SEED)
    police.follow("Ververs nu")
    police.reads("start niet gemeld")
    site.check()
