"""Police warn a team that is out: they ring, send, see who read it, and tell how it ended (E111)."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_op_straat import SEED, mark_page
from opvolging.tests.browser.acts_waarschuwing import (
    DO,
    OVER,
    WHAT,
    begin_warning,
    close_warning,
    comes_up,
    ring_and_send,
)
from opvolging.tests.browser.site import link

pytestmark = pytest.mark.browser
NUMBERS, TELEPHONE = "/wie-bel-ik/", "06 24681012"


@pytest.mark.parametrize("hoe", [{}, {"javascript": False}], ids=["with script", "without"])
def test_a_warning_reaches_who_is_out_is_read_and_ends(site, cast, somebody, hoe):
    police, walker, coordinator = somebody(**hoe), somebody(**hoe), somebody()
    email = site.seed("make_police", cast["slug"], module=SEED)
    site.seed("plan_round", cast["slug"], module=SEED)
    site.seed("walk_out", cast["slug"], module=SEED)
    come_in(walker, site, cast["melder"])
    walker.go(NUMBERS)
    mark_page(walker) if walker.javascript else None

    come_in(police, site, email, lands="Nu op straat")
    begin_warning(police)
    desk = police.page.url
    ring_and_send(police, TELEPHONE)
    mark_page(police) if police.javascript else None
    comes_up(walker, WHAT, NUMBERS)
    walker.reads(DO)
    walker.press("Gezien")
    walker.reads("Doorgegeven: u zag dit.")
    comes_up(police, "1 van 2 gezien.", desk)

    mail = site.mail(cast["coordinator"], "Waarschuwing voor uw ronde", WHAT)
    coordinator.go(link(mail))
    coordinator.sees("Waarschuwing voor uw ronde")
    coordinator.press("Wij gaan weg")
    coordinator.reads("Het is doorgegeven: u gaat weg.")
    comes_up(police, "Gaat weg", desk)

    close_warning(police)
    comes_up(walker, OVER, NUMBERS)
    site.mail(cast["coordinator"], "Afgesloten: waarschuwing voor uw ronde", OVER)
    site.check()
