"""Beheer makes a partner with a deputy, notes absence, changes a term and a text, and reads it back (E013, E149)."""

import pytest

from opvolging.tests.browser.acts import come_in, report_lamp
from opvolging.tests.browser.acts_beheer import (
    SEED,
    add_contact,
    change_term,
    make_partner,
    note_absence,
    word_a_text,
)

pytestmark = pytest.mark.browser
GGD = "GGD Zuiderhage"
WORDS = "Een collega leest vandaag nog mee."


def test_beheer_sets_up_a_partner_and_words_and_the_next_melder_sees_it(site, cast, somebody):
    beheer, melder = somebody(), somebody()
    come_in(beheer, site, site.seed("make_beheer", cast["slug"], module=SEED), lands="Beheer van gemeente")
    beheer.reads("Wat aandacht vraagt", "Er is nog geen partner van deze soort")

    make_partner(beheer, GGD)
    add_contact(beheer, GGD, "Soraya Kruisdal", f"soraya@{cast['slug']}.example")
    add_contact(beheer, GGD, "Huub Duinker", f"huub@{cast['slug']}.example", vervanger="Soraya Kruisdal")
    note_absence(beheer, GGD, "Huub Duinker")
    note_absence(beheer, GGD, "Soraya Kruisdal")
    beheer.reads("Afwezig en er is geen vervanger", "Wat is er veranderd?")
    beheer.go("/dekking/")
    beheer.sees("Wie pakt wat op, en waar?")
    beheer.reads("Hier pakt nog niemand het op")

    change_term(beheer, "Lantaarnpaal of verlichting kapot", "OR01")
    word_a_text(beheer, "verstuurd", "Na het versturen", WORDS)
    for page, heading in [
        ("/beheer/instellingen/", "Instellingen van gemeente"),
        ("/beheer/instellingen/openingstijden/", "Openingstijden van het meldpunt"),
        ("/beheer/instellingen/sluitingsdagen/", "Sluitingsdagen"),
        ("/beheer/nummers/", "Nummers om te bellen"),
        ("/beheer/teksten/", "Teksten van gemeente"),
        ("/beheer/mensen/", "Mensen van gemeente"),
    ]:
        beheer.go(page)
        beheer.sees(heading)

    come_in(melder, site, cast["melder"])
    report_lamp(melder)
    melder.reads(WORDS)
    site.check()
