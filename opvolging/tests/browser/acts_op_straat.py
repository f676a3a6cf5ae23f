"""What somebody who watches over the streets does, by the words that stand on the page."""

from playwright.sync_api import expect

SEED = "opvolging.tests.browser.seed_op_straat"
TURN = 10_000  # milliseconds after which an open page looks again; a story lets them pass at once
WITHIN = 15_000  # milliseconds in which it shows what changed


def mark_page(person):
    """Put a mark in this window, gone when the page is loaded again; from now on its clock can be moved."""
    person.page.clock.install()
    person.page.reload()
    person.page.evaluate("window.gemerkt = true")


def sees_by_itself(person, words):
    """These words come without anybody touching the page, and the page was not loaded again."""
    person.page.clock.fast_forward(TURN)
    expect(person.page.get_by_text(words).first).to_be_visible(timeout=WITHIN)
    assert person.page.evaluate("window.gemerkt === true")


def no_longer_sees(person, words):
    """These words go away by themselves."""
    person.page.clock.fast_forward(TURN)
    expect(person.page.get_by_text(words)).to_be_hidden(timeout=WITHIN)
