"""The meldpunt's morning, one event reported eight times, and a Friday night (issue 3)."""

import re

import pytest

from opvolging.tests.browser.acts import (
    accept_and_finish,
    come_in,
    open_ask,
    read_answer,
)
from opvolging.tests.browser.acts_samen import answer_all, ask_as_proposed, count_presses, handle_together

pytestmark = pytest.mark.browser
SEED = "opvolging.tests.browser.seed_samen"
MOST_PRESSES = 60


def test_a_morning_of_ten_new_meldingen_takes_at_most_sixty_presses(site, cast, somebody):
    meldpunt = somebody()
    words = site.seed("make_morning", cast["slug"], module=SEED)
    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    presses = count_presses(meldpunt)
    meldpunt.go("/werklijst/")

    for _ in range(10):
        meldpunt.press("Volgende oppakken")
        meldpunt.reads("U behandelt deze melding nu.")
        ask_as_proposed(meldpunt, words[meldpunt.page.url.split("/melding/")[1].split("/")[0]])

    found = site.seed("owners", cast["slug"], module=SEED)
    assert {nummer: text.split("\n")[0] for nummer, (_who, _partner, text) in found["vragen"].items()} == words
    assert {who for who, _partner, _text in found["vragen"].values()} == {cast["meldpunt"]}
    assert found["zonder"] == 0
    meldpunt.go("/werklijst/")
    meldpunt.reads("Alles heeft een behandelaar.")
    assert 20 <= len(presses) <= MOST_PRESSES
    site.check()


def test_eight_reports_of_one_event_are_one_ask_and_eight_answers(site, cast, somebody):
    melder, meldpunt, partner = (somebody() for _ in range(3))
    neighbours = site.seed("make_event", cast["slug"], module=SEED)
    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")

    handle_together(meldpunt)
    asked = meldpunt.page.url.split("/melding/")[1].split("/")[0]
    assert "8 keer gemeld" in meldpunt.field("Dit mag de partner lezen").input_value()
    ask_as_proposed(meldpunt, "hangt scheef")
    open_ask(partner, site, site.mail(cast["openbare_ruimte"]["mail"], asked))
    partner.reads("8 keer gemeld")
    accept_and_finish(partner, "De boom is vrijdag gesnoeid.")

    meldpunt.go(f"/melding/{asked}/")
    other = next(nummer for nummer in neighbours if nummer != asked)
    answer_all(meldpunt, other, "Dank u. Let op: de stoep is morgen dicht.")

    for nummer, email in neighbours.items():
        site.mail(email, f"Er is antwoord op uw melding {nummer}")
    come_in(melder, site, neighbours[other])
    read_answer(melder, site, neighbours[other], other, "de stoep is morgen dicht")
    site.check()


def test_on_a_friday_night_one_reads_whom_to_call_and_after_the_opening_the_alarm_rings(site, cast, somebody):
    melder, meldpunt = somebody(), somebody()
    site.seed("close_for_today", cast["slug"], module=SEED)
    come_in(melder, site, cast["melder"])
    nummer = report_not_seen(melder)
    site.mail(f"meldpunt@{cast['slug']}.example", f"Nu bellen: melding {nummer}")

    site.stack.manage("tik")
    assert not site.post.list(f"meldpunt@{cast['slug']}.example", "nog door niemand opgepakt")
    site.change(
        "UPDATE meldingen_melding SET gemeld_op = gemeld_op - interval '7 days', reageren_voor = reageren_voor - 7 "
        f"WHERE nummer = '{nummer}'"
    )
    for _ in range(2):
        site.stack.manage("tik")
    for who in ("meldpunt", "contact"):
        site.mail(f"{who}@{cast['slug']}.example", f"Nu bellen, nog door niemand opgepakt: {nummer}")
        assert len(site.post.list(f"{who}@{cast['slug']}.example", "nog door niemand opgepakt")) == 1

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    meldpunt.reads("Nu bellen", "wacht sinds")
    meldpunt.press("Volgende oppakken")
    meldpunt.reads("U behandelt deze melding nu.", nummer)
    site.check()


def report_not_seen(person):
    """Somebody who was not seen for a while, after hours: the page before sending says when it is read."""
    person.follow("Iets melden")
    person.sees("Wat wilt u melden?")
    person.follow("Zorgen om iemand")
    person.sees("Is iedereen veilig?")
    person.choose("Nee, er is nu geen gevaar")
    person.press("Verder")
    person.sees("Waar gaat het over?")
    person.choose("Iets doorgeven")
    person.choose("Iemand is alleen of al een tijd niet gezien")
    person.press("Verder")
    person.sees("Wat merkt u precies?")
    person.choose("Iemand al een tijd niet gezien")
    person.press("Verder")
    person.sees("Wat hebt u gemerkt?")
    person.tick("Ik zag iets")
    person.fill("Schrijf op wat u merkte", "De krant ligt al drie dagen op de mat.")
    person.press("Verder")
    person.sees("Waar is het?")
    person.choose("Molenkwartier")
    person.press("Verder")
    person.sees("Wie mag wat weten?")
    person.choose("Nee, dat heb ik nog niet gezegd")
    person.choose("Nee, alleen het meldpunt")
    person.choose("Per mail")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.reads("Het meldpunt leest dit pas", "Kan dat niet wachten?", "0599-654 321")
    person.tick("Hier staat alleen wat ik zag")
    person.press("Melding versturen")
    person.sees("Uw melding is verstuurd")
    return re.search(r"\d{4}-\d{4}", person.text())[0]
