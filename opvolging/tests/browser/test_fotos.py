"""A photo goes from a phone in the street to who repairs it, with and without script (E130)."""

import pytest

from opvolging.tests.browser.acts import (
    come_in,
    fill_in_lamp,
    open_ask,
    send,
    take_up,
)
from opvolging.tests.browser.acts_fotos import add_photos, choose_photos, sees_photos, snapshot

pytestmark = pytest.mark.browser
WITHOUT_SCRIPT = {"javascript": False}
LAMP = "Lantaarnpaal of verlichting kapot"


@pytest.mark.parametrize("hoe", [{}, WITHOUT_SCRIPT], ids=["with script", "without"])
def test_a_photo_of_a_broken_lamp_reaches_who_repairs_it(site, cast, somebody, hoe):
    melder, meldpunt, partner = (somebody(**hoe) for _ in range(3))
    buitendienst = cast["openbare_ruimte"]

    come_in(melder, site, cast["melder"])
    fill_in_lamp(melder)
    add_photos(melder)
    nummer = send(melder)
    melder.go(f"/mijn-meldingen/{nummer}/")
    sees_photos(melder, 1)
    melder.follow("Iets toevoegen")
    melder.page.locator("input[type=file]").set_input_files([snapshot(5)])
    melder.press("Toevoegen")
    melder.reads("Toegevoegd. Het meldpunt leest het.")
    sees_photos(melder, 2)

    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    take_up(meldpunt, LAMP, nummer)
    sees_photos(meldpunt, 2)
    meldpunt.page.get_by_role("link", name="Weghalen").first.click()
    meldpunt.sees("Foto weghalen")
    meldpunt.choose("Er staat een kenteken op")
    meldpunt.press("Foto weghalen")
    meldpunt.reads("De foto is weg.")
    sees_photos(meldpunt, 1)
    ask_with_photos(meldpunt, buitendienst)

    open_ask(partner, site, site.mail(buitendienst["mail"], nummer))
    sees_photos(partner, 1)
    site.check()


def ask_with_photos(person, partner):
    """The tick stands there already: a broken lamp is no secret."""
    person.follow("Partner vragen")
    person.tick(partner["naam"])
    person.press("Verder")
    person.sees("Wat mag de partner lezen?")
    person.choose(partner["contact"])
    assert person.one("checkbox", "Stuur de foto's mee").is_checked()
    person.press("Verder: bekijk de mail")
    person.reads("De foto's gaan mee.")
    person.press("Vraag versturen")
    person.reads("De vraag is gesteld.")


def test_a_photo_that_was_chosen_but_not_added_goes_along_when_the_melding_is_sent(site, cast, somebody):
    melder = somebody(javascript=False)

    come_in(melder, site, cast["melder"])
    fill_in_lamp(melder)
    melder.page.locator("input[type=file]").set_input_files([snapshot()])
    nummer = send(melder)

    melder.go(f"/mijn-meldingen/{nummer}/")
    sees_photos(melder, 1)
    site.check()


def test_a_photo_survives_a_closed_browser_as_the_draft_does(site, cast, somebody):
    melder = somebody()

    come_in(melder, site, cast["melder"])
    fill_in_lamp(melder)
    choose_photos(melder, snapshot())
    melder.reads("De foto staat erbij.")
    address = melder.page.url
    melder.page.close()
    melder.open_page()

    melder.go(address)
    sees_photos(melder, 1)
    site.check()


def test_too_much_at_once_is_said_on_the_page_and_nothing_is_lost(site, cast, somebody, tmp_path):
    melder, large = somebody(), tmp_path / "groot.jpg"
    with large.open("wb") as file:
        file.truncate(56 * 1024 * 1024)

    come_in(melder, site, cast["melder"])
    fill_in_lamp(melder)
    melder.expected.add(413)
    melder.page.locator("input[type=file]").set_input_files(large)

    melder.reads("De foto's zijn samen te groot. Uw tekst staat er nog.")
    choose_photos(melder, snapshot())
    sees_photos(melder, 1)
    send(melder)
    site.check()
