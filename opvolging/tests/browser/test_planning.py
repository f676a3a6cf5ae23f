"""A roster, a sign-up, somebody who cannot come after all, and somebody in their place (E109)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_planning import IN_DAYS, SEED, make_pattern, make_route, to_rounds

pytestmark = pytest.mark.browser


def test_from_a_roster_to_a_round_with_a_stand_in(site, cast, somebody):
    second, third = site.seed("make_two", cast["slug"], module=SEED)
    teun, jolanda, amina, sjoerd = (somebody() for _ in range(4))
    come_in(teun, site, cast["coordinator"], lands="Team Molenkwartier")
    to_rounds(teun)
    teun.reads("Er staan nog geen rondes op de planning.")
    make_pattern(teun)

    come_in(jolanda, site, cast["melder"])
    to_rounds(jolanda)
    jolanda.reads("Nog 2 nodig")
    jolanda.press("Ik loop mee")
    jolanda.reads("Op dit moment bent u als enige aangemeld.", "Nog 1 nodig")

    come_in(amina, site, second)
    to_rounds(amina)
    amina.press("Ik loop mee")
    amina.reads("Aangemeld: u, Jolanda Veldkamp.")
    amina.press("Ik kan niet")
    amina.reads("U kunt niet mee.")

    come_in(sjoerd, site, third)
    to_rounds(sjoerd)
    sjoerd.reads("Iemand zoekt een invaller.")
    sjoerd.press("Ik val in")
    sjoerd.reads("Dank u wel. U valt in.", "Aangemeld: Jolanda Veldkamp, u.")

    to_rounds(teun)
    teun.follow("Planning van deze ronde")
    teun.reads("Kan niet", "Loopt mee")
    site.check()


def test_without_script_a_route_a_plan_and_a_round_that_does_not_go_on(site, cast, somebody):
    teun = somebody(javascript=False)
    come_in(teun, site, cast["coordinator"], lands="Team Molenkwartier")
    to_rounds(teun)
    make_route(teun, "Kastanjelaan", "Elzenpad")
    to_rounds(teun)
    teun.follow("Ronde plannen")
    teun.fill("Welke dag?", (timezone.localdate() + timedelta(days=IN_DAYS)).isoformat())
    teun.pick("Welke route?", "Rond het park")
    teun.press("Zet op de planning")
    teun.reads("De ronde staat op de planning", "Nog 2 nodig")
    teun.follow("Planning van deze ronde")
    teun.follow("Laat deze ronde vervallen")
    teun.choose("Het weer")
    teun.press("Laat de ronde vervallen")
    teun.reads("Gaat niet door", "Reden: het weer.")
    site.check()
