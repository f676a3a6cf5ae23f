"""The dark look: contrast of its tokens, computed; which pages have it, and that the others stay light."""

import re
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from meldingen.actions import begin_concept
from opvolging.tests.meldpunt_pages import signed_in, text_of
from teams.rondes.tests.factories import RondeFactory

CSS = Path(settings.BASE_DIR) / "static/css"
DARK = CSS / "donker.css"
TEXT, BORDER = 7, 3
HUES = ("violet", "rood", "groen", "oranje", "blauw")
ON_DARK = "app-donker-mag"


def tokens(path=DARK):
    """Names and colours, without their long prefix."""
    return dict(re.findall(r"--(?:voorbeeld-kleuren-|app-)([\w-]+): (#[0-9a-f]{6});", path.read_text()))


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_low(pairs, least, found):
    return {
        pair: round(contrast(found[pair[0]], found[pair[1]]), 2)
        for pair in pairs
        if contrast(found[pair[0]], found[pair[1]]) < least
    }


def test_the_formula_is_that_of_wcag():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_all_text_has_a_contrast_of_seven_at_least():
    found = tokens() | {"letter": "#ffffff"}
    grey = [("grijs-700", back) for back in ("wit", "grijs-50", "grijs-100", "grijs-200")]
    soft = [(text, back) for text in ("grijs-500", "grijs-600") for back in ("wit", "grijs-50", "grijs-100")]
    on_hue = [(text, f"{hue}-{step}") for hue in HUES for step in (50, 100) for text in ("grijs-700", f"{hue}-700")]
    hue_on = [(f"{hue}-{step}", back) for hue in HUES for step in (500, 600) for back in ("wit", "grijs-50")]
    badge = [(f"{hue}-500", f"{hue}-50") for hue in HUES] + [("grijs-500", "violet-100")]
    button = [("wit", f"violet-{step}") for step in (500, 600)]  # dark letters on a light button
    alarm = [("letter", "alarm"), ("letter", "kop-vlak"), ("op-merk", "violet-500"), ("op-merk", "rood-500")]

    assert too_low(grey + soft + on_hue + hue_on + badge + button + alarm, TEXT, found) == {}


def test_edges_of_fields_and_signs_have_a_contrast_of_three_at_least():
    found = tokens()
    edges = [(f"{hue}-400", back) for hue in ("grijs", *HUES) for back in ("wit", "grijs-50")]
    assert too_low(edges, BORDER, found) == {}


def test_the_focus_ring_shows_in_the_dark_too():
    """A white gap and a yellow glow round it, on every dark plane."""
    found, theme = tokens(), tokens(CSS / "theme-neutraal.css")
    planes = ["wit", "grijs-50", *(f"{hue}-100" for hue in HUES), "alarm", "kop-vlak"]
    assert [plane for plane in planes if contrast(theme["focus-gloed"], found[plane]) < BORDER] == []


def test_each_step_of_the_light_theme_has_a_dark_one():
    light = {name for name in tokens(CSS / "theme-neutraal.css") if not name.startswith("focus")}
    assert light - set(tokens()) == set()


def test_only_the_screen_of_who_asks_for_it_gets_dark():
    base = (Path(settings.BASE_DIR) / "templates/base.html").read_text()
    assert 'donker.css\' %}" media="screen and (prefers-color-scheme: dark)"' in base
    assert "color-scheme: dark" in DARK.read_text()
    assert re.findall(r"^[^{}/]+\{", re.sub(r"/\*.*?\*/", "", DARK.read_text(), flags=re.S), re.M) == [
        "\n.voorbeeld-theme.app-donker-mag {"
    ]


@pytest.mark.django_db
def test_start_melden_and_own_meldingen_may_be_dark_and_all_other_pages_stay_light(wereld, now):
    with time_machine.travel(now, tick=False):
        melding = wereld.report(0, now=now)
        concept = begin_concept("openbare_ruimte", gemeente=wereld.gemeente, actor=wereld.melder, now=now)
        dark = {
            "opvolging:thuis": [],
            "opvolging:mijn": [],
            "opvolging:mijn_melding": [melding.nummer],
            "opvolging:toevoegen": [melding.nummer],
            "opvolging:intrekken": [melding.nummer],
            "meldingen:melden": [],
            "meldingen:zorgen": [],
            "meldingen:bellen": [],
            "meldingen:verstuurd": [melding.nummer],
            "meldingen:stap": [concept.pk, "wat"],
            "meldingen:weg": [concept.pk],
            "rondes:start": [wereld.team.pk],
            "rondes:ronde": [RondeFactory(team=wereld.team).pk],
            "rondes:noodkaart": [],
        }
        light = {
            "opvolging:team": (wereld.coordinator, [wereld.team.pk]),
            "opvolging:werklijst": (wereld.meldpunt, []),
            "opvolging:dossier": (wereld.meldpunt, [melding.nummer]),
            "ui:privacy": (wereld.melder, []),
        }

        client = signed_in(wereld.melder)
        seen = {name: html_tag(client, name, args) for name, args in dark.items()}
        seen_light = {name: html_tag(signed_in(who), name, args) for name, (who, args) in light.items()}

    assert [name for name, tag in seen.items() if ON_DARK not in tag] == []
    assert [name for name, tag in seen_light.items() if ON_DARK in tag] == []


def html_tag(client, name, args):
    response = client.get(reverse(name, args=args))
    assert response.status_code == 200, name
    return re.search(r"<html[^>]*>", text_of(response))[0]


def test_every_page_of_reporting_may_be_dark():
    """Also the ones that nobody thought of here."""
    pages = (Path(settings.BASE_DIR) / "templates/meldingen").glob("[!_]*.html")
    light = [
        page.name for page in pages if 'extends "base.html"' in page.read_text() and ON_DARK not in page.read_text()
    ]
    assert light == []
