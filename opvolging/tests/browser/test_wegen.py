"""Other roads in and out: who only rings is heard, asked and answered all the same (issue 3)."""

import pytest

from opvolging.tests.browser.acts import answer, come_in
from opvolging.tests.browser.acts_samen import count_presses
from opvolging.tests.browser.acts_wegen import (
    ask_by_phone,
    close_with_answer,
    note_what_partner_says,
    report_lamp_for,
    tell_by_phone,
)

pytestmark = pytest.mark.browser
SEED, CASES = "opvolging.tests.browser.seed_wegen", "opvolging.tests.browser.seed_zaak"
MOST_TAPS = 6


def test_a_volunteer_without_mail_goes_from_a_phone_call_to_a_phone_answer(site, cast, somebody):
    truus = site.seed("make_member_without_mail", cast["slug"], module=SEED)
    meldpunt = somebody()

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    nummer = report_lamp_for(meldpunt, truus["naam"])
    close_with_answer(meldpunt, nummer, "De lamp is gemaakt.")
    meldpunt.reads(f"Bel {truus['naam']} met het antwoord")
    site.check()
    tell_by_phone(meldpunt, truus["naam"], "De lamp is gemaakt.")
    meldpunt.reads("Verteld per telefoon.", "De melder: Ja, het is opgelost")

    site.check()


def test_a_partner_who_only_rings_does_the_whole_ask_on_the_telephone(site, cast, somebody):
    partner = site.seed("make_partner_by_phone", cast["slug"], module=SEED)
    nummer = site.seed("make_case", cast["slug"], "niet_pluis", module=CASES)
    meldpunt = somebody()

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    ask_by_phone(meldpunt, nummer, partner)
    note_what_partner_says(meldpunt, "De partner pakt het op")
    done = {"Is de partner klaar?": "Hulp of contact geregeld"}
    note_what_partner_says(meldpunt, "De partner is klaar", "Wij waren er vanmorgen.", **done)
    answer(meldpunt, nummer)

    site.check()


def test_a_partner_accepts_and_finishes_an_open_ask_in_six_taps(site, cast, somebody):
    ask = site.seed("make_ask", cast["slug"], "openbare_ruimte")
    partner = somebody()
    taps = count_presses(partner)
    partner.go(ask["link"])
    partner.sees("vraagt u iets")

    partner.press("Bekijk de vraag")
    partner.follow("Ik pak dit op")
    partner.press("Neem de vraag aan")
    partner.follow("Afronden")
    partner.choose("Opgelost of hersteld")
    partner.press("Verstuur het antwoord")

    partner.sees("Uw antwoord")
    assert 4 <= len(taps) <= MOST_TAPS
    site.check()
