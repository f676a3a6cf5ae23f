"""What people do from a roster to the page of the team, by the words that stand on the page."""

from playwright.sync_api import expect

from buurtpreventie.ui.dates import WEEKDAYS
from opvolging.tests.browser.acts_op_straat import mark_page, sees_by_itself

SEED = "opvolging.tests.browser.seed_rondes"


def make_roster(person, evening):
    """A weekly pattern that begins this evening."""
    person.go("/rondes/")
    person.sees("Rondes")
    person.page.get_by_role("link", name="Rooster", exact=True).click()
    person.sees("Rooster van Team Molenkwartier")
    person.follow("Nieuw rooster")
    person.pick("Welke dag van de week?", WEEKDAYS[evening["weekdag"]].capitalize())
    person.fill("Begint om", evening["begin"])
    person.fill("Klaar om", evening["einde"])
    person.pick("Welke route?", "Rond het park")
    person.fill("Eerste dag", evening["dag"])
    person.tick("Ook op feestdagen")
    person.press("Bewaar")
    person.sees("Rooster van Team Molenkwartier")


def on_the_first_round(person, button):
    """Press this button of the round of this evening."""
    person.go("/rondes/")
    person.sees("Rondes")
    person.page.get_by_role("button", name=button).first.click()


def start(person):
    """From the list to the page of a round that is under way."""
    person.go("/rondes/")
    person.page.get_by_role("link", name="Start ronde").first.click()
    person.sees("Ronde starten")
    person.press("Start de ronde")
    person.reads("Klaar met lopen?")


def to_the_round(person):
    """The page of the first round on the list."""
    person.go("/rondes/")
    person.page.get_by_role("article").first.get_by_role("link").first.click()
    person.reads("Klaar met lopen?")


def stays_open(person):
    """This page is left open: what it ``hears`` comes by itself."""
    if person.javascript:
        mark_page(person)


def hears(person, words):
    """An open page shows these words at its next turn; without script they stand there at the next page."""
    if person.javascript:
        return sees_by_itself(person, words)
    person.page.reload()
    expect(person.page.get_by_text(words).first).to_be_visible()
