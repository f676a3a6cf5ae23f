"""What somebody who watches over the streets does, by the words that stand on the page."""

from playwright.sync_api import expect

SEED = "opvolging.tests.browser.seed_op_straat"
WITHIN = 15_000  # milliseconds in which the board shows what changed


def mark_page(person):
    """Put a mark in this window: it is gone when the page was loaded again."""
    person.page.evaluate("window.gemerkt = true")


def sees_by_itself(person, words):
    """These words come without anybody touching the page, and the page was not loaded again."""
    expect(person.page.get_by_text(words).first).to_be_visible(timeout=WITHIN)
    assert person.page.evaluate("window.gemerkt === true")


def no_longer_sees(person, words):
    expect(person.page.get_by_text(words)).to_be_hidden(timeout=WITHIN)
