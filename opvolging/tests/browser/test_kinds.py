"""Every kind from a phone to the meldpunt; few taps; and a complaint that its coordinator never meets (issue 3)."""

import pytest

from buurtpreventie.accounts.tests.factories import WACHTWOORD
from opvolging.tests.browser.acts import app_code, come_in, send
from opvolging.tests.browser.acts_kinds import (
    CountedPerson,
    add_another_kind,
    ask_without_consent,
    fill_in_aed,
    fill_in_help,
    fill_in_safety,
    fill_in_team,
    lamp_in_few_taps,
    worry_in_few_taps,
)

pytestmark = pytest.mark.browser
LAMP_TAPS, WORRY_TAPS = 8, 16
KINDS = {
    "Babbeltruc of oplichting aan de deur": fill_in_safety,
    "Boodschappen of eten": fill_in_help,
    "AED of kast kapot": fill_in_aed,
}


def test_each_new_kind_goes_from_a_phone_to_the_worklist(site, cast, somebody):
    melder, meldpunt = somebody(), somebody()
    come_in(melder, site, cast["melder"])

    sent = {}
    for titel, fill_in in KINDS.items():
        fill_in(melder)
        sent[titel] = send(melder)
    ask_without_consent(melder)

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    for titel, nummer in sent.items():
        meldpunt.go(f"/melding/{nummer}/")
        meldpunt.sees(titel)
    site.check()


def test_a_lamp_post_takes_eight_taps_and_a_worry_sixteen_and_one_sentence(site, cast, browser, looked_at):
    melder = CountedPerson(browser, site.url, looked_at)
    come_in(melder, site, cast["melder"])
    taps = {}

    for what, report in (("straat en groen", lamp_in_few_taps), ("zorgen om iemand", worry_in_few_taps)):
        melder.go("/")
        melder.sees("Dag ")
        melder.taps = 0
        report(melder)
        taps[what] = melder.taps

    print(f"taps: {taps}")
    assert taps["straat en groen"] <= LAMP_TAPS
    assert taps["zorgen om iemand"] <= WORRY_TAPS
    site.check()
    melder.leave()


def test_a_second_need_of_the_same_observation_becomes_its_own_melding(site, cast, browser, looked_at):
    melder = CountedPerson(browser, site.url, looked_at)
    come_in(melder, site, cast["melder"])
    lamp_in_few_taps(melder)

    melder.reads("Past er nog iets bij?")
    add_another_kind(melder)
    send(melder)

    site.check()
    melder.leave()


def test_the_complaint_about_a_coordinator_is_nowhere_for_her_and_on_the_desk_of_a_colleague(site, cast, somebody):
    melder, coordinator, meldpunt = somebody(), somebody(), somebody()
    hers = site.seed("make_coordinator_at_the_desk", cast["slug"], module="opvolging.tests.browser.seed_kinds")
    sign_in_at_her_team(coordinator, hers)
    before = what_she_sees(coordinator)

    come_in(melder, site, cast["melder"])
    fill_in_team(melder)
    nummer = send(melder)
    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    meldpunt.go(f"/melding/{nummer}/")
    meldpunt.sees("Iets in ons team zit mij dwars")

    assert what_she_sees(coordinator) == before
    coordinator.expected.add(404)
    for address in (f"/melding/{nummer}/", f"/mijn/{nummer}/"):
        coordinator.go(address)
        assert nummer not in coordinator.page.content().replace(address, "")
        assert "Iets in ons team" not in coordinator.text()
    site.check()


def sign_in_at_her_team(person, email):
    person.go("/")
    person.fill("E-mailadres", email)
    person.fill("Wachtwoord", WACHTWOORD)
    person.press("Inloggen")
    person.sees("Typ de code uit uw app")
    person.fill("Code uit uw app", app_code())
    person.press("Inloggen")
    person.sees("U hebt meer rollen")


def what_she_sees(person):
    """Her worklist and her team, with every count on them."""
    seen = []
    for hat in ("Meldpunt", "Coördinator"):
        person.go("/rol/")
        person.choose(hat)
        person.press("Verder")
        seen.append(person.text())
    return seen
