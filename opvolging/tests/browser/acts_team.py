"""What a coordinator does with the pages of the team."""

from opvolging.tests.browser.acts import type_mailed_code

SEED = "opvolging.tests.browser.seed_team"


def sign_in_as_coordinator(person, site, email):
    """Who leads a team begins at the team."""
    person.go("/")
    person.sees("Inloggen")
    person.follow("Inloggen met een code")
    person.fill("E-mailadres", email)
    person.press("Stuur mij een code")
    type_mailed_code(person, site, email)
    person.sees("Team Molenkwartier")


def ask_how_it_stands(person, nummer):
    person.reads("Uw team wacht op", nummer)
    person.press("Vraag hoe het staat")
    person.reads(f"Gevraagd. Het meldpunt krijgt een mail over melding {nummer}.")
    person.reads("Uw team vroeg vandaag hoe het staat.")


def answer_with_words_for_the_team(person, nummer, words, for_team):
    person.go(f"/melding/{nummer}/")
    person.reads("Het team vroeg hoe het staat.")
    person.go(f"/melding/{nummer}/sluiten/")
    person.sees("Sluiten zonder partner")
    person.pick("Wat kwam ervan?", "Opgelost of hersteld")
    person.fill("Antwoord aan de melder", words)
    person.unfold("Ook iets laten weten aan het team")
    person.fill("Wat mag het team weten?", for_team)
    person.press("Sluiten en antwoord versturen")
    person.reads("De melding is gesloten.")


def without_connection(person, press, field, text):
    """Press while the network is away: the page and the text stay; then the network is back."""
    person.expected.add("offline")
    person.context.set_offline(True)
    person.press(press)
    person.reads("Geen verbinding. Uw tekst staat er nog.")
    assert person.field(field).input_value() == text
    person.context.set_offline(False)
    assert person.field(field).input_value() == text
