"""What people do with the pages on which rounds are read."""

import csv

from opvolging.tests.browser.acts import WACHTWOORD, app_code

SEED = "opvolging.tests.browser.seed_rondes_h"


def sign_in_as_beleid(person, email):
    """A password and the code of an app; the figures come first."""
    person.go("/")
    person.sees("Inloggen")
    person.fill("E-mailadres", email)
    person.fill("Wachtwoord", WACHTWOORD)
    person.press("Inloggen")
    person.sees("Typ de code uit uw app")
    person.fill("Code uit uw app", app_code())
    person.press("Inloggen")
    person.sees("Krijgen melders antwoord?")


def numbers_in(person, titel):
    """What is printed in the drawing with this title, for who sees it."""
    drawing = person.page.get_by_role("img", name=titel)
    return drawing.locator("text.getal-bij-staaf").all_text_contents()


def download(person, words):
    """The lines of the file behind this link."""
    with person.page.expect_download() as waiting:
        person.follow(words)
    with open(waiting.value.path(), encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))
