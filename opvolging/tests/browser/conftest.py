"""One real stack and one browser for all stories; each story has a gemeente of its own."""

import os
from hashlib import sha256

import pytest
from playwright.sync_api import sync_playwright

from opvolging.tests.browser.chromium import executable, launch
from opvolging.tests.browser.person import KeyboardPerson, Person
from opvolging.tests.browser.site import running_site

AT_ONCE = 16  # gemeenten that are made together: one start of Django for all
LONG = ("test_every_page_of_trainings_is_sound_for_eyes_and_ears",)  # begun first, the others fill up beside it


def pytest_collection_modifyitems(items):
    """Two browsers end at the same time when the longest story is not the last to begin."""
    items.sort(key=lambda item: item.name not in LONG)


@pytest.fixture(scope="package")
def browser():
    if executable() is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed.")
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def site(browser):
    """The site with web, worker, beat and mail server; nothing of it is left behind."""
    with running_site() as site:
        site.casts, site.made = [], 0
        yield site


@pytest.fixture
def cast(site):
    """Everybody of a gemeente that no other story uses."""
    if not site.casts:
        slugs = [f"zuiderhage-{site.made + number}" for number in range(AT_ONCE)]
        site.casts, site.made = list(site.seed("make_gemeenten", *slugs).values()), site.made + AT_ONCE
    return site.casts.pop()


class LookedAt:
    """The pages that axe has seen in one run, whoever looked: each is a file in a folder that all workers share."""

    def __init__(self, folder):
        folder.mkdir(exist_ok=True)
        self.folder = folder

    def is_new(self, kind):
        """True for the first who asks about this kind of page."""
        try:
            (self.folder / sha256(repr(kind).encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


@pytest.fixture(scope="package")
def looked_at(tmp_path_factory):
    """A worker's own folder stands in that of the run."""
    own = tmp_path_factory.getbasetemp()
    return LookedAt((own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "looked_at")


@pytest.fixture
def somebody(browser, site, looked_at):
    """Call it for a person with a fresh browser; at the end nothing may have gone wrong in any of them."""
    people = []

    def come(*, keyboard=False, javascript=True):
        kind = KeyboardPerson if keyboard else Person
        people.append(kind(browser, site.url, looked_at, javascript=javascript))
        return people[-1]

    yield come
    troubles = []
    for person in people:
        person.context.close()
        troubles += person.troubles
    assert troubles == []
