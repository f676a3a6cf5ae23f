"""A round that nobody planned: out, longer, late, and home by the link of a mail (E110, E112, E114)."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_onderweg import SEED, home_by_link, start_unplanned
from opvolging.tests.browser.site import link

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_out_longer_late_and_home_by_the_mail(site, cast, somebody, javascript):
    jolanda, by_mail = somebody(javascript=javascript), somebody(javascript=javascript)
    come_in(jolanda, site, cast["melder"])
    start_unplanned(jolanda, site.seed("start_page", cast["slug"], module=SEED))
    jolanda.reads("Wijkagent")
    jolanda.press("15 minuten langer")
    jolanda.reads("Uw ronde loopt nu tot")

    site.seed("time_passes", cast["slug"], module=SEED)
    site.stack.manage("tik")
    there = link(site.mail(cast["melder"], "Is iedereen thuis van uw ronde?"))
    home_by_link(by_mail, there)
    jolanda.page.reload()
    jolanda.reads("Leg de ronde nu vast.")

    by_mail.expected |= {404}
    by_mail.go(there)
    by_mail.sees("Deze link werkt niet")
    site.check()
