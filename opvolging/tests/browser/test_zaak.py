"""One case at the meldpunt in a real browser: it waits and wakes, asks the melder, and a second person looks along."""

import pytest

from opvolging.tests.browser.acts import come_in
from opvolging.tests.browser.acts_zaak import (
    agree,
    answer_question,
    ask_for_a_lower_level,
    ask_melder,
    make_black,
    open_more,
    watch,
)
from opvolging.tests.browser.site import link

pytestmark = pytest.mark.browser
SEED = "opvolging.tests.browser.seed_zaak"
PAGES = [  # what stands in the list "Meer doen", and the heading it leads to
    ("Een stap zwaarder of lichter", "Een stap zwaarder of lichter"),
    ("Weet de bewoner ervan?", "Weet de bewoner ervan?"),
    ("Dit past niet bij melden", "Dit past niet bij melden"),
    ("Splitsen in twee meldingen", "Splitsen in twee meldingen"),
    ("Toewijzen aan een collega", "Toewijzen aan een collega"),
]


def test_a_case_that_is_watched_wakes_on_its_day(site, cast, somebody):
    melder, meldpunt = somebody(), somebody()
    nummer = site.seed("make_case", cast["slug"], "openbare_ruimte", module=SEED)

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    watch(meldpunt, nummer, "De lamp staat op de lijst van december.")
    come_in(melder, site, cast["melder"])
    melder.go(f"/mijn-meldingen/{nummer}/")
    melder.reads("Wij kijken het even aan tot", "De lamp staat op de lijst van december.")

    assert site.seed("let_its_day_come", nummer, module=SEED) == 1
    meldpunt.go(link(site.mail(cast["meldpunt"], f"Kijk weer naar melding {nummer}")))
    meldpunt.reads("Opgepakt")
    assert "U kijkt het even aan" not in meldpunt.text()

    site.check()


def test_a_question_to_the_melder_is_asked_and_answered(site, cast, somebody):
    melder, meldpunt = somebody(), somebody()
    nummer = site.seed("make_case", cast["slug"], "niet_pluis", module=SEED)

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    ask_melder(meldpunt, nummer, "Hebt u de bewoner nog gesproken?")
    come_in(melder, site, cast["melder"])
    melder.go(link(site.mail(cast["melder"], f"Een vraag over uw melding {nummer}")))
    melder.reads("Hebt u de bewoner nog gesproken?")
    answer_question(melder, "Nee, ik durfde niet aan te bellen.")

    meldpunt.go(link(site.mail(cast["meldpunt"], f"De melder gaf antwoord op uw vraag: {nummer}")))
    meldpunt.reads("Nee, ik durfde niet aan te bellen.")

    site.check()


def test_words_go_black_a_second_person_agrees_to_a_lower_level_and_every_page_is_without_a_barrier(
    site, cast, somebody
):
    meldpunt, collega = somebody(), somebody()
    nummer = site.seed("make_case", cast["slug"], "niet_pluis", module=SEED)
    other = site.seed("make_case", cast["slug"], "niet_pluis", module=SEED)
    site.change(f"UPDATE meldingen_melding SET gemeld_op = now() - interval '6 days' WHERE nummer = '{nummer}'")

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    make_black(meldpunt, nummer, "gordijnen")
    meldpunt.reads("De █████ zijn al vijf dagen dicht.")
    for words, heading in PAGES:
        open_more(meldpunt, nummer)
        meldpunt.follow(words)
        meldpunt.sees(heading)
    meldpunt.go(f"/melding/{nummer}/vergelijk/{other}/")
    meldpunt.sees("Gaat dit over hetzelfde?")
    meldpunt.follow("Sluiten als dubbel")
    meldpunt.sees("Sluiten als dubbel")
    ask_for_a_lower_level(meldpunt, nummer)
    meldpunt.reads("Wacht op een tweede persoon")
    come_in(collega, site, cast["collega"], lands="Werklijst")
    agree(collega, nummer)

    site.check()
