"""In the street the connection goes away: "Geen verbinding. Uw tekst staat er nog.", on every page where one types."""

import io

import pytest
from PIL import Image

from opvolging.tests.browser.acts import come_in, open_ask
from opvolging.tests.browser.acts_team import without_connection

pytestmark = pytest.mark.browser
SEEN = "De lamp knippert en gaat dan uit."
DONE = "De lamp is vrijdag gemaakt."


def test_a_melder_without_connection_keeps_the_report_and_what_is_added(site, cast, somebody):
    melder = somebody()
    come_in(melder, site, cast["melder"])
    melder.go("/melden/openbare_ruimte/")
    melder.pick("Wat is er aan de hand?", "Lantaarnpaal of verlichting kapot")
    melder.choose("Molenkwartier")
    melder.fill("Straat", "Elzenpad")
    melder.choose("Nee")
    melder.fill("Wilt u iets toevoegen?", SEEN)

    without_connection(melder, "Verder", "Wilt u iets toevoegen?", SEEN)

    melder.press("Verder")
    melder.sees("Klopt het zo?")
    melder.reads(SEEN)
    choose_photo_without_connection(melder)
    melder.press("Melding versturen")
    melder.sees("Uw melding is verstuurd")
    melder.follow("Iets toevoegen")
    melder.sees("Iets toevoegen")
    melder.fill("Wat wilt u toevoegen?", DONE)

    without_connection(melder, "Toevoegen", "Wat wilt u toevoegen?", DONE)

    melder.press("Toevoegen")
    melder.reads("Toegevoegd. Het meldpunt leest het.")
    assert melder.page.locator("main img").count() == 1
    site.check()


def choose_photo_without_connection(person):
    """The photo cannot be sent, and stays chosen: it goes along with the melding later."""
    photo = io.BytesIO()
    Image.new("RGB", (80, 60), "grey").save(photo, "JPEG")
    chosen = person.page.locator("input[type=file]")
    person.context.set_offline(True)
    chosen.set_input_files({"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()})
    person.reads("Geen verbinding. Uw tekst staat er nog.")
    person.context.set_offline(False)
    assert chosen.evaluate("input => input.files.length") == 1


def test_partner_and_meldpunt_without_connection_keep_their_answers(site, cast, somebody):
    ask = site.seed("make_ask", cast["slug"], "openbare_ruimte")
    partner, meldpunt = somebody(), somebody()
    open_ask(partner, site, site.mail(cast["openbare_ruimte"]["mail"], ask["nummer"]))
    partner.follow("Het is al klaar")
    partner.choose("Opgelost of hersteld")
    partner.fill("Dit mag de melder lezen", DONE)

    without_connection(partner, "Verstuur het antwoord", "Dit mag de melder lezen", DONE)

    partner.press("Verstuur het antwoord")
    partner.sees("Uw antwoord")
    come_in(meldpunt, site, cast["meldpunt"], lands="Werklijst")
    meldpunt.go(f"/melding/{ask['nummer']}/antwoord/")
    meldpunt.fill("Antwoord aan de melder", DONE)

    without_connection(meldpunt, "Antwoord versturen", "Antwoord aan de melder", DONE)

    meldpunt.press("Antwoord versturen")
    meldpunt.reads("Het antwoord staat klaar voor de melder.")
    site.check()
