"""What people do from a roster to the page of the team, by the words that stand on the page."""

from playwright.sync_api import expect

from buurtpreventie.accounts.tests.factories import WACHTWOORD
from opvolging.tests.browser.acts import app_code

SEED = "opvolging.tests.browser.seed_rondes"
DAYS = ["Maandag", "Dinsdag", "Woensdag", "Donderdag", "Vrijdag", "Zaterdag", "Zondag"]
WARNING, END = "Bij het plein is ingebroken.", "De politie heeft iemand gevonden. Het is voorbij."
WITHIN = 15_000  # milliseconds in which an open page shows a warning


def make_roster(person, evening):
    """A weekly pattern that begins this evening."""
    person.go("/rondes/")
    person.sees("Rondes")
    person.page.get_by_role("link", name="Rooster", exact=True).click()
    person.sees("Rooster van Team Molenkwartier")
    person.follow("Nieuw rooster")
    person.pick("Welke dag van de week?", DAYS[evening["weekdag"]])
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


def sign_in_on_duty(person, email):
    """Police begin at the board."""
    person.go("/")
    person.fill("E-mailadres", email)
    person.fill("Wachtwoord", WACHTWOORD)
    person.press("Inloggen")
    person.sees("Typ de code uit uw app")
    person.fill("Code uit uw app", app_code())
    person.press("Inloggen")
    person.sees("Nu op straat")


def warn(person):
    """The calls first, then the text."""
    person.reads("Team Molenkwartier", "06 24681012")
    person.follow("Waarschuw de teams")
    person.sees("Waarschuw de teams")
    person.press("Verder naar bellen")
    person.reads("Dit is geen alarm: alleen wie het scherm open heeft ziet dit.")
    person.press("Geen gehoor")
    person.reads("1 keer gebeld")
    person.fill("Wat is er aan de hand?", WARNING)
    person.fill("Wat moet het team doen?", "Ga naar huis. Spreek niemand aan.")
    person.press("Verstuur de waarschuwing")
    person.reads("Verstuurd, loopt nog", "0 van 2 gezien.")


def hears(person, words):
    """An open page shows these words within fifteen seconds; without script at the next page."""
    if not person.javascript:
        person.page.reload()
    expect(person.page.get_by_text(words).first).to_be_visible(timeout=WITHIN)


def close_warning(person):
    """How it ended goes to everybody."""
    person.fill("Hoe is het afgelopen?", END)
    person.press("Sluit af")
    person.reads("Afgesloten")


def report_lamp_of_round(person):
    """Straat en groen from the page of a round: the buurt stands there already."""
    person.sees("Wat is er op straat?")
    expect(person.one("radio", "Molenkwartier")).to_be_checked()
    person.pick("Wat is er aan de hand?", "Lantaarnpaal of verlichting kapot")
    person.fill("Straat", "Elzenpad")
    person.choose("Nee")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.press("Melding versturen")
    person.sees("Uw melding is verstuurd")
