"""Every kind of answer carries exactly the headers and cookies of the house (veiligheid 8 and 9).

Every page for every role is looked at by the access matrix; here stand the answers that no page gives by itself, and
what a real site adds.
"""

import json
import os
import subprocess
import sys
from io import BytesIO

import pytest
from django.test import Client

from buurtpreventie.embedded.suite import like_production
from buurtpreventie.ui.middleware import PERMISSIONS
from buurtpreventie.ui.tests.headers import ALWAYS, PAGE, inline_code, wrong_headers
from buurtpreventie.ui.uploads import MOST_REQUEST_BYTES

pytestmark = pytest.mark.django_db
BREAKS = "buurtpreventie.ui.tests.urls"
ON_A_REAL_SITE = """
import json, django
django.setup()
from django.conf import settings
from buurtpreventie.accounts import stash
from buurtpreventie.ui.notices import NoticeCookieStorage
from evaluaties import devices
names = [name for name in dir(settings) if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_"))]
print(json.dumps({
    "settings": {name: getattr(settings, name) for name in names},
    "cookies": [stash.COOKIE, stash.WHO_COOKIE, NoticeCookieStorage.cookie_name, devices.COOKIE],
}))
"""


@pytest.fixture
def visitor():
    """A browser that gets the pages a reader gets when something is wrong."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.fixture
def real_site(settings):
    """This site with what the settings of a real one say about the browser; gives the names of the other cookies."""
    said = settings_of_a_real_site()
    for name, value in said["settings"].items():
        setattr(settings, name, value)
    settings.ALLOWED_HOSTS = ["buurt.example.nl"]
    return said["cookies"]


def settings_of_a_real_site():
    """Asked of a process that starts as a server would; it opens no database."""
    env = like_production(dict(os.environ)) | {"DATABASE_URL": "postgres://web@localhost/none"}
    told = subprocess.run([sys.executable, "-c", ON_A_REAL_SITE], env=env, capture_output=True, text=True, check=True)
    return json.loads(told.stdout)


ANSWERS = {
    "a page": (200, lambda v: v.get("/privacy/")),
    "the head of a page": (200, lambda v: v.head("/privacy/")),
    "a redirect": (302, lambda v: v.get("/mijn-meldingen/")),
    "a slash too few": (301, lambda v: v.get("/privacy")),
    "a name that is not ours": (400, lambda v: v.get("/privacy/", headers={"host": "elders.example"})),
    "a form from elsewhere": (403, lambda v: v.post("/privacy/")),
    "a page that is not there": (404, lambda v: v.get("/bestaat-niet/")),
    "a file that is not there": (404, lambda v: v.get("/static/bestaat-niet.css")),
    "a way that is not there": (405, lambda v: Client().put("/privacy/")),
    "far too much": (
        413,
        lambda v: v.post("/privacy/", CONTENT_LENGTH=MOST_REQUEST_BYTES + 1, **{"wsgi.input": BytesIO()}),
    ),
    "an invalid form": (422, lambda v: Client().post("/stijlgids/stap/", {})),
    "health": (503, lambda v: v.get("/gezond")),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_kind_of_answer_has_exactly_the_headers_of_the_house(visitor, name):
    status, ask = ANSWERS[name]

    answer = ask(visitor)

    assert answer.status_code == status
    assert wrong_headers(answer) + inline_code(answer) == []


@pytest.mark.parametrize(("path", "status"), [("/stuk/", 500), ("/melden/", 503)])
@pytest.mark.parametrize("method", ["get", "head"])
def test_an_error_of_our_own_has_them_too(visitor, settings, path, status, method):
    settings.ROOT_URLCONF = BREAKS

    answer = getattr(visitor, method)(path)

    assert answer.status_code == status
    assert wrong_headers(answer) + inline_code(answer) == []


def test_a_static_file_may_be_kept_and_has_all_others(visitor):
    answer = visitor.get("/static/css/app.css")

    answer.close()
    assert answer.status_code == 200
    assert [text for text in wrong_headers(answer) if not is_of_a_file(text)] == ["Cache-Control: max-age=60, public"]


def is_of_a_file(text):
    """What only a file that may be kept says."""
    return text.startswith(("Last-Modified", "ETag", "Access-Control-Allow-Origin", "Content-Security-Policy"))


def test_the_policy_of_a_page_is_read_as_it_was_written(visitor):
    policy = visitor.get("/privacy/")["Content-Security-Policy"]

    assert sorted(part.strip() for part in policy.split(";")) == sorted(PAGE)
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert "camera=()" in PERMISSIONS and "geolocation=()" in PERMISSIONS and ALWAYS["Cache-Control"] == "no-store"


def test_a_real_site_speaks_https_only_and_says_so_for_a_year(real_site, visitor):
    plain = visitor.get("/privacy/", headers={"host": "buurt.example.nl"})
    safe = visitor.get("/privacy/", headers={"host": "buurt.example.nl", "x-forwarded-proto": "https"})

    assert (plain.status_code, plain["Location"]) == (301, "https://buurt.example.nl/privacy/")
    assert wrong_headers(plain) == []
    assert safe.status_code == 200
    assert wrong_headers(safe) == ["Strict-Transport-Security: max-age=31536000; includeSubDomains; preload"]


def test_every_cookie_of_a_real_site_is_bound_to_its_host(real_site, settings, visitor):
    names = {*real_site, settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    page = visitor.get("/accounts/login/", headers={"host": "buurt.example.nl", "x-forwarded-proto": "https"})

    assert {name for name in names if not name.startswith("__Host-")} == {"__Secure-evaluatie"}  # of one path only
    assert page.cookies.keys() == {"__Host-csrf"}
    assert page.cookies["__Host-csrf"].OutputString().split("; ")[2:] == [
        "HttpOnly",
        "Max-Age=31449600",
        "Path=/",
        "SameSite=Lax",
        "Secure",
    ]
    assert settings.SESSION_COOKIE_SECURE and settings.SESSION_COOKIE_HTTPONLY
    assert (settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH) == (
        "Lax",
        None,
        "/",
    )
