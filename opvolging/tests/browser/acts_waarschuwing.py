"""What people do with a warning: who warns on a telephone in a car, and who is out."""

from playwright.sync_api import expect

from opvolging.tests.browser.acts_op_straat import sees_by_itself

WHAT, DO = "Bij het plein is ingebroken. Twee mensen renden weg.", "Ga naar huis. Spreek niemand aan."
OVER = "Niemand gevonden. U kunt weer gewoon lopen."


def begin_warning(person):
    """From the board to the list of whom to ring."""
    person.follow("Waarschuw de teams")
    person.sees("Waarschuw de teams")
    person.reads("Dit is geen alarm: alleen wie het scherm open heeft ziet dit.")
    person.press("Verder naar bellen")
    person.reads("1. Bel nu", "Nog bellen")


def ring_and_send(person, telephone):
    """Nobody answers; what was typed meanwhile stays when the list is drawn again."""
    expect(person.one("link", f"Bel {telephone}")).to_be_visible()
    if person.javascript:
        person.fill("Wat is er aan de hand?", WHAT)
    person.press("Geen gehoor")
    person.reads("1 keer gebeld")
    if not person.javascript:
        person.fill("Wat is er aan de hand?", WHAT)
    assert person.field("Wat is er aan de hand?").input_value() == WHAT
    person.fill("Wat moet het team doen?", DO)
    person.press("Verstuur de waarschuwing")
    person.reads("De waarschuwing is verstuurd.", "Bel: nog niet gezien", "0 van 2 gezien.")


def close_warning(person):
    person.fill("Hoe is het afgelopen?", OVER)
    person.press("Sluit af en vertel het iedereen")
    person.reads("De waarschuwing is afgesloten.", OVER)


def comes_up(person, words, address):
    """On an open page by itself; without script on the next page."""
    if person.javascript:
        return sees_by_itself(person, words)
    person.go(address)
    person.reads(words)
