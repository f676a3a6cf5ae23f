"""One evening on the real stack: planned, walked, warned, written down and read, with script and without (issue 4)."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_ronde_meldingen import lamp_of_round
from opvolging.tests.browser.acts_rondes import (
    SEED,
    hears,
    make_roster,
    on_the_first_round,
    start,
    stays_open,
    to_the_round,
)
from opvolging.tests.browser.acts_verslag import Taps, quiet
from opvolging.tests.browser.acts_waarschuwing import OVER, WHAT, begin_warning, close_warning, ring_and_send

pytestmark = pytest.mark.browser
FEW = 12  # taps of the report of a quiet round on a known route
TELEPHONE = "06 24681012"


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_from_roster_to_warning_report_melding_and_the_page_of_the_team(site, cast, somebody, javascript):
    evening = site.seed("make_evening", cast["slug"], module=SEED)
    teun, jolanda, wilma, police = (somebody(javascript=javascript) for _ in range(4))

    come_in(teun, site, cast["coordinator"], lands="Team Molenkwartier")
    make_roster(teun, evening)
    on_the_first_round(teun, "Ik loop mee")
    teun.reads("Op dit moment bent u als enige aangemeld.")

    come_in(jolanda, site, cast["melder"])
    on_the_first_round(jolanda, "Ik loop mee")
    on_the_first_round(jolanda, "Ik kan niet")
    jolanda.reads("U kunt niet mee.")
    by_day = not site.is_night()  # at night nobody is mailed about a round that is over before the morning
    if by_day:
        site.mail(evening["wilma"], "invallen")
    come_in(wilma, site, evening["wilma"])
    on_the_first_round(wilma, "Ik val in")
    if by_day:
        site.mail(cast["melder"], "invaller")

    start(wilma)
    stays_open(wilma)
    come_in(police, site, evening["politie"], lands="Nu op straat")
    police.reads("Team Molenkwartier", TELEPHONE)
    begin_warning(police)
    ring_and_send(police, TELEPHONE)
    stays_open(police)
    hears(wilma, WHAT)
    wilma.press("Gezien")
    wilma.reads("Doorgegeven: u zag dit.")
    site.mail(cast["coordinator"], "Waarschuwing voor uw ronde", WHAT)
    hears(police, "1 van 2 gezien.")
    close_warning(police)
    hears(wilma, OVER)
    site.mail(cast["coordinator"], "Afgesloten", OVER)

    to_the_round(wilma)
    wilma.press("Iedereen is thuis")
    wilma.reads("Leg de ronde nu vast.")
    taps = Taps(wilma)
    taps.follow("Leg de ronde vast")
    taps.press("Hetzelfde als vorige keer")
    quiet(taps)
    taps.press("Verstuur het verslag")
    wilma.sees("Uw verslag is verstuurd")
    assert taps.count <= FEW

    wilma.follow("Naar de ronde")
    wilma.follow("Meldingen uit deze ronde")
    wilma.follow("Iets melden van deze ronde")
    wilma.sees("Wat wilt u melden?")
    wilma.follow("Straat en groen")
    lamp_of_round(wilma)
    assert site.seed("evening", cast["slug"], module=SEED) == ["afgerond", ["Teun Hogenes", "Wilma Stokvis"], 1]

    teun.go("/")
    teun.sees("Team Molenkwartier")
    teun.reads("Rondes per week", "Lantaarnpaal of verlichting kapot")
    site.check()
