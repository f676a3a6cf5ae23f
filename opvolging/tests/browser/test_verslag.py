"""The report of a round on a phone: few taps, kept while one goes, nothing lost (E098-E108, E113, E115)."""

import pytest
from playwright.sync_api import expect

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_verslag import SEED, Taps, choice_of, is_kept, quiet

pytestmark = pytest.mark.browser
FEW = 12  # taps from the round's page, sending included


def test_a_quiet_round_on_a_known_route_takes_few_taps(site, cast, somebody):
    ronde = site.seed("walked", cast["slug"], module=SEED)
    jolanda = somebody()
    come_in(jolanda, site, cast["melder"])
    jolanda.go(f"/ronde/{ronde}/")
    taps = Taps(jolanda)
    taps.follow("Leg de ronde vast")
    jolanda.sees("Verslag van uw ronde")
    taps.press("Hetzelfde als vorige keer")
    quiet(taps)
    taps.press("Verstuur het verslag")
    jolanda.sees("Uw verslag is verstuurd")
    assert taps.count <= FEW
    assert site.seed("reports", cast["slug"], module=SEED) == ["afgerond", [["nee", "ja", 0]]]
    jolanda.follow("Naar de ronde")
    jolanda.reads("Uw verslag", "Niets bijzonders".lower())
    site.check()


def test_a_report_is_kept_while_one_goes_and_goes_on_elsewhere(site, cast, somebody):
    ronde = site.seed("walked", cast["slug"], module=SEED)
    phone, tablet = somebody(), somebody(javascript=False)
    come_in(phone, site, cast["melder"])
    phone.go(f"/ronde/{ronde}/verslag/")
    phone.sees("Verslag van uw ronde")
    choice_of(phone, "Hebt u met mensen gepraat?", "Ja").check()
    for _ in range(3):
        phone.press("Eén meer: Gewoon een praatje")
    is_kept(phone)
    phone.look()
    phone.expected |= {"offline"}
    phone.context.set_offline(True)
    phone.press("Eén minder: Gewoon een praatje")
    expect(phone.page.locator("[data-bewaard]")).to_contain_text("Niet bewaard: geen verbinding")
    phone.context.set_offline(False)
    is_kept(phone)

    tablet.expected |= {422}
    tablet.context.add_cookies(phone.context.cookies())  # the code of her phone may still be the newest mail
    tablet.go(f"/ronde/{ronde}/verslag/")
    expect(tablet.field("Gewoon een praatje")).to_have_value("2")
    tablet.press("Hetzelfde als vorige keer")
    expect(choice_of(tablet, "Welke wegen koos u?", "Achterpaden en doorgangen")).to_be_checked()
    tablet.press("Verstuur het verslag")
    tablet.reads("Er zijn nog 4 dingen die u moet aanpassen")
    taps = Taps(tablet)
    taps.answer("Zag u iets opvallends?", "Ja, maar ik twijfel")
    taps.answer("Is er iets kapot of vies op straat?", "Nee")
    taps.answer("Hebt u 112 of de politie gebeld?", "Nee")
    taps.answer("Voelde u zich veilig?", "Niet helemaal")
    tablet.press("Verstuur het verslag")
    tablet.sees("Uw verslag is verstuurd")
    assert site.seed("reports", cast["slug"], module=SEED) == ["afgerond", [["twijfel", "niet_helemaal", 2]]]
    tablet.follow("Bel mij")
    tablet.sees("Wilt u gebeld worden?")
    site.check()
