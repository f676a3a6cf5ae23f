"""What somebody does who writes down a round; every tap is counted."""

import re

from playwright.sync_api import expect

SEED = "opvolging.tests.browser.seed_verslag"


class Taps:
    """Acts of one person, counted as a thumb would."""

    def __init__(self, person):
        self.person, self.count = person, 0

    def follow(self, words):
        self.count += 1
        self.person.follow(words)

    def press(self, words):
        self.count += 1
        self.person.press(words)

    def answer(self, question, words):
        """One answer of one question."""
        self.count += 1
        choice_of(self.person, question, words).check()


def choice_of(person, question, words):
    """A radio or a box under its question."""
    group = person.page.get_by_role("group", name=question)
    return group.get_by_label(re.compile(f"^{re.escape(words)}"))


def quiet(taps):
    """Nothing happened, and that is worth knowing."""
    taps.answer("Zag u iets opvallends?", "Nee, niets bijzonders")
    taps.answer("Hebt u met mensen gepraat?", "Nee")
    taps.answer("Is er iets kapot of vies op straat?", "Nee")
    taps.answer("Hebt u 112 of de politie gebeld?", "Nee")
    taps.answer("Voelde u zich veilig?", "Ja")


def is_kept(person):
    """The page says that what was filled in is on the server."""
    expect(person.page.locator("[data-bewaard]")).to_contain_text("Bewaard om")
