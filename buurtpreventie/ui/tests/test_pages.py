"""The shell, the pages of its own, and what stands when something is wrong."""

from types import SimpleNamespace

import pytest
from django.http import Http404
from django.template import loader
from django.test import RequestFactory

from buurtpreventie.ui import views
from buurtpreventie.ui.stijlgids import PAGES, StapForm

TEXT = "De gordijnen zijn al 5 dagen dicht <b>en</b> de brievenbus zit vol."
SHELL = {
    "gemeente": "Voorbeeldstad",
    "thema": "neutraal",
    "nood": True,
    "menu": [{"url": "/", "tekst": "Start", "icoon": "huis", "nu": True}],
}


def test_the_shell_stands_without_a_gemeente_or_a_menu():
    html = loader.render_to_string("base.html", {})

    assert "<title>Welkom – Buurtpreventie</title>" in html
    assert 'class="voorbeeld-theme theme-neutraal"' in html
    assert "Hoofdmenu" not in html and "Bel 112" not in html


def test_the_shell_shows_what_the_gemeente_and_the_role_give_it():
    html = loader.render_to_string("base.html", {"schil": SHELL})

    assert "<title>Welkom – Buurtpreventie Voorbeeldstad</title>" in html
    assert "Gemeente Voorbeeldstad" in html and 'aria-current="page"' in html and "Bel 112" in html


def test_a_page_with_errors_says_so_first():
    html = loader.render_to_string("base.html", {"schil": SHELL, "form": StapForm({})})

    assert "<title>Fout: Welkom" in html
    assert html.index("app-foutenlijst") > html.index("<main")


def test_a_theme_that_does_not_exist_falls_back(settings):
    html = loader.render_to_string("base.html", {"schil": SHELL | {"thema": '"><script>'}})

    assert "theme-neutraal" in html and "<script>" not in html.replace("<script src", "")


def test_no_page_has_inline_script_or_style(client):
    for path in ["/stijlgids/", "/privacy/", "/toegankelijkheid/", "/hulp/", "/wat-mag/"]:
        html = client.get(path).content.decode()
        assert " style=" not in html and "<style" not in html and " onclick" not in html
        assert html.count("<script") == html.count("<script src=")


@pytest.mark.parametrize(
    "path",
    ["/stijlgids/", "/privacy/", "/toegankelijkheid/", "/hulp/", "/wat-mag/", *(f"/stijlgids/{n}/" for n in PAGES)],
)
def test_every_page_of_its_own_answers_and_is_not_kept(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store" and "camera=()" in answer.headers["Permissions-Policy"]


def test_the_pages_use_no_word_that_is_never_used(client):
    never = ["terugkoppeling", "opvolger", "afgehandeld", "casus", "verdachte", "dader", "cliënt", "problematiek"]
    for path in [
        "/stijlgids/",
        "/privacy/",
        "/toegankelijkheid/",
        "/hulp/",
        "/wat-mag/",
        *(f"/stijlgids/{name}/" for name in PAGES),
    ]:
        text = client.get(path).content.decode().lower()
        assert [word for word in never if word in text] == []


@pytest.mark.parametrize("user", [(True, False), (False, True)])
def test_the_styleguide_is_not_there_for_others(settings, user):
    settings.TESTING = settings.DEMO = False
    request = RequestFactory().get("/stijlgids/")
    request.user = SimpleNamespace(is_active=user[0], is_superuser=user[1])

    with pytest.raises(Http404):
        views.stijlgids(request)


def post(client, path, data, **extra):
    """A form sent with the token of this browser."""
    client.cookies["csrftoken"] = "a" * 32
    return client.post(path, data | {"csrfmiddlewaretoken": "a" * 32}, **extra)


def test_a_view_that_loses_the_database_gives_503_with_the_text_to_send_again(client):
    answer = post(client, "/melden/?stap=2", {"tekst": TEXT, "wijk": "noord", "password": "geheim", "code": "123456"})
    html = answer.content.decode()

    assert answer.status_code == 503 and answer.headers["Retry-After"]
    assert "&lt;b&gt;en&lt;/b&gt; de brievenbus" in html and 'name="wijk" value="noord"' in html
    assert 'action="/melden/?stap=2"' in html
    assert "geheim" not in html and "123456" not in html


def test_the_echo_brings_the_posted_token_back_and_never_a_new_one(client):
    html = post(client, "/melden/", {"tekst": TEXT}).content.decode()

    assert html.count("csrfmiddlewaretoken") == 1 and f'value="{"a" * 32}"' in html


def test_middleware_that_loses_the_database_gives_the_same_page(client, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "buurtpreventie.ui.tests.database_away.DatabaseAwayMiddleware"]

    answer = post(client, "/goed/", {"tekst": TEXT})

    assert answer.status_code == 503 and "de brievenbus" in answer.content.decode()


def test_a_form_from_elsewhere_is_not_sent_on_by_the_503_page(client, settings):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "buurtpreventie.ui.tests.database_away.DatabaseAwayMiddleware"]

    html = client.post("/goed/", {"tekst": TEXT}, headers={"origin": "https://elders.example"}).content.decode()

    assert "csrfmiddlewaretoken" not in html


def test_a_get_that_loses_the_database_offers_the_same_address_again(client):
    answer = client.get("/melden/")

    assert answer.status_code == 503 and 'href="/melden/"' in answer.content.decode()
    assert "<form" not in answer.content.decode()


def test_a_fault_of_our_own_gives_a_calm_page(client):
    answer = client.get("/stuk/")

    assert answer.status_code == 500 and "Dat ligt niet aan u" in answer.content.decode()


def test_a_stale_page_shows_the_text_of_our_own_form_to_copy(client):
    own = client.post("/goed/", {"tekst": TEXT}, headers={"origin": "http://testserver", "host": "testserver"})
    foreign = client.post("/goed/", {"tekst": TEXT}, headers={"origin": "https://elders.example", "host": "testserver"})

    assert own.status_code == foreign.status_code == 403
    assert "de brievenbus" in own.content.decode() and "<form" not in own.content.decode()
    assert "de brievenbus" not in foreign.content.decode()


def test_an_unknown_page_says_what_to_do(client):
    answer = client.get("/bestaat-niet/")

    assert answer.status_code == 404 and "Naar de startpagina" in answer.content.decode()


def test_a_post_too_large_to_read_is_answered(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    answer = post(
        client, "/melden/", {"tekst": "x" * 1000}, headers={"origin": "http://testserver", "host": "testserver"}
    )

    assert answer.status_code in {400, 503}


def test_a_step_form_can_be_sent_wrong_and_right(client):
    wrong = post(client, "/stijlgids/stap/", {"tekst": TEXT})
    right = post(client, "/stijlgids/stap/", {"gevaar": "nee"})

    assert wrong.status_code == 422 and "<title>Fout: " in wrong.content.decode()
    assert "de brievenbus" in wrong.content.decode()
    assert right.status_code == 302


def test_a_volunteer_reads_what_one_may_and_may_not_do_without_signing_in(client):
    """E009, E010, E015: limits of a neighbour, never behind the front door, privacy as a reason for care."""
    page = client.get("/wat-mag/").content.decode()

    assert "dezelfde rechten als ieder ander" in page
    assert "Achter de voordeur komen" in page
    assert "Privacy is geen reden om niets te doen" in page
    assert 'href="/wat-mag/"' in client.get("/hulp/").content.decode()
