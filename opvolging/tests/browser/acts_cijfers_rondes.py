"""What people do with the pages on which rounds are read."""

import csv

SEED = "opvolging.tests.browser.seed_cijfers_rondes"


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
