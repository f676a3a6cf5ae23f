"""A template becomes a PDF that a screen reader can read, and that loads nothing from outside."""

import logging
import re
from contextlib import closing
from pathlib import Path

import pytest
import weasyprint
from django.conf import settings

from buurtpreventie.documents.rendering import (
    DrawingFailed,
    ForbiddenAddress,
    make_fetcher,
    own_address,
    render_long_pdf,
    render_pdf,
)
from buurtpreventie.documents.tests.reading import fonts_of, open_pdf, tags_of, words_of
from buurtpreventie.documents.tests.without_libraries import take_libraries_away
from buurtpreventie.errors import RefusedAction

PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
AROUND = """{% extends "documents/basis.html" %}
{% block titel %}Een brief{% endblock %}{% block inhoud %}…{% endblock %}"""
OUTSIDE = [
    "http://example.nl/pixel.png",
    "https://example.nl/pixel.png",
    "ftp://example.nl/pixel.png",
    "//example.nl/pixel.png",
    "file:///etc/passwd",
    f"file://{settings.BASE_DIR}/static/css/app.css",
    f"file://{settings.BASE_DIR}/static/../manage.py",
    "/etc/passwd",
    "static:/etc/passwd",
    "static:../manage.py",
    "static:%2e%2e/manage.py",
    "static:css/../../manage.py",
    "static:css/there-is-no-such.css",
    "STATIC:css/app.css",
]


@pytest.fixture
def page(tmp_path, settings):
    """Make a PDF with these contents."""
    [backend] = settings.TEMPLATES
    settings.TEMPLATES = [backend | {"DIRS": [tmp_path, *backend["DIRS"]]}]

    def make(inhoud, **context):
        (tmp_path / "proef.html").write_text(AROUND.replace("…", inhoud))
        return render_pdf("proef.html", context)

    return make


def test_the_words_of_the_template_are_in_the_pdf(page):
    assert words_of(page("<h1>Dag</h1><p>Beste {{ naam }},</p>", naam="Ans")) == "Dag Beste Ans, bladzijde 1 van 1"


def test_the_pdf_is_tagged_and_says_its_title_and_its_language(page):
    data = page("<h1>Dag</h1><p>Beste Ans,</p><ul><li>een</li></ul>")
    pdf = open_pdf(data)
    about = pdf.trailer["/Root"]
    assert about["/Lang"] == "nl"
    assert about["/MarkInfo"]["/Marked"]
    assert about["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Een brief"
    assert re.search(rb"pdfuaid:part\W+1\W", about["/Metadata"].get_data())
    assert [tag for tag in tags_of(data) if tag in ("H1", "P", "L", "LI")] == ["H1", "P", "L", "LI"]


def test_the_letters_are_ours_and_those_outside_western_europe_come_from_their_own_file(page):
    """Two files under one family name drew the r with a hook of Kořínek as another letter."""
    assert fonts_of(page("<p>Ans Kořínek</p>")) == {"Atkinson", "Atkinson-meer"}


def test_what_a_person_typed_stays_text(page):
    data = page("<p>{{ tekst }}</p>", tekst='<img src="file:///etc/passwd"><h1>Kop</h1>')
    assert '<img src="file:///etc/passwd"><h1>Kop</h1>' in words_of(data)
    assert "H1" not in tags_of(data)


@pytest.mark.parametrize("url", OUTSIDE)
def test_an_address_outside_the_document_and_our_static_files_is_refused(url):
    with pytest.raises(ForbiddenAddress):
        own_address(url)
    with pytest.raises(ForbiddenAddress):
        make_fetcher(weasyprint)(url)


def test_an_address_in_the_document_or_in_our_static_folders_is_read():
    assert own_address(PIXEL) == PIXEL
    with closing(make_fetcher(weasyprint).fetch(PIXEL)) as pixel:
        assert pixel.read().startswith(b"GIF89a")
    css = Path(settings.BASE_DIR, "static/css/app.css")
    with closing(make_fetcher(weasyprint).fetch("static:css/app.css")) as found:
        assert found.read() == css.read_bytes()


@pytest.mark.parametrize("url", ["https://example.nl/x", "file:///etc/hostname"])
def test_a_document_that_points_outside_is_made_without_it(page, url, caplog):
    caplog.set_level(logging.ERROR)
    data = page(
        '<link rel="stylesheet" href="{{ url }}"><link rel="attachment" href="{{ url }}">'
        '<p>Dag<img src="{{ url }}" alt="plaatje"></p><object data="{{ url }}"></object>',
        url=url,
    )
    assert "Dag" in words_of(data)
    assert open_pdf(data).attachments == {}
    assert "ForbiddenAddress" in caplog.text


def test_without_the_system_libraries_it_is_refused_in_a_sentence_for_the_user(page, monkeypatch):
    take_libraries_away(monkeypatch)
    with pytest.raises(RefusedAction, match="Een PDF maken lukt op deze server niet"):
        page("<p>Dag</p>")


# --- in a process of its own ------------------------------------------------------------------------------


@pytest.fixture
def long_page(page, tmp_path):
    """Make a PDF with these contents apart from the site."""

    def make(inhoud, **context):
        (tmp_path / "proef.html").write_text(AROUND.replace("…", inhoud))
        return render_long_pdf("proef.html", context)

    return make


def test_drawn_apart_it_is_the_same_paper(page, long_page):
    contents = "<h1>Dag</h1><p>Beste Ans, Şahin,</p>"
    assert words_of(long_page(contents)) == words_of(page(contents))
    assert tags_of(long_page(contents)) == tags_of(page(contents))
    assert fonts_of(long_page(contents)) == fonts_of(page(contents))


def test_drawn_apart_it_loads_no_more_than_the_site_lets_it(long_page):
    for address in ("http://example.nl/pixel.png", "file:///etc/passwd", "static:css/app.css"):
        assert "/XObject" not in str(open_pdf(long_page(f'<h1>Dag</h1><img src="{address}" alt="x">')).pages[0])


@pytest.mark.chaos
def test_a_paper_that_takes_too_much_memory_ends_alone(long_page):
    with pytest.raises(DrawingFailed, match="te_groot"):
        long_page("<p>woord" * 1_500_000)
