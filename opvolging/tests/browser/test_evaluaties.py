"""From the end of an evening to the report that is read, on the real stack (issue 6)."""

import subprocess

import pytest

from opvolging.tests.browser.acts import come_in, open_session
from opvolging.tests.browser.acts_evaluaties import (
    SEED,
    answer,
    begin_evaluation,
    close,
    next_on_this_phone,
    read_words,
    type_over,
    type_the_code,
)

pytestmark = pytest.mark.browser
SCORES = (5, 4, 4, 3, 4, 5, 4, 4, 2)  # of nine phones
PAPER = (3, 4, 4)


def test_from_the_code_on_the_wall_to_the_report_that_is_read(site, cast, somebody):
    made = site.seed("evenings", cast["slug"], 12, 4, 4, module=SEED)
    first, second, third = made["avonden"]
    trainer = somebody()
    come_in(trainer, site, made["trainer"], lands="Vandaag")
    code = begin_evaluation(trainer, first)
    phones(site, somebody, code, SCORES)
    trainer.reads("9 van 12 binnen")

    trainer.follow("De evaluatie")
    trainer.reads("De uitkomst ziet u na het sluiten")
    run = trainer.page.url
    type_over(trainer, PAPER)
    trainer.reads("van 12 mensen")
    close(trainer)
    read_words(trainer)
    trainer.go(f"{run}resultaat/")
    trainer.sees("Uitkomst")
    trainer.reads("Graag vaker oefenen.", "Met de code van de avond", "Op papier", "3,8")
    assert answers_of(trainer, "met professionals") == [
        ["Ja", "6", "50 %"],
        ["Nee", "6", "50 %"],
        ["Niet van toepassing", "0", "0 %"],
    ]

    for avond in (second, third):
        code = begin_evaluation(trainer, avond)
        phones(site, somebody, code, (4, 4, 4, 4))
        trainer.follow("De evaluatie")
        trainer.reads("De uitkomst ziet u na het sluiten")
        run = trainer.page.url
        close(trainer)
        trainer.go(f"{run}resultaat/")
        trainer.reads("Nog te weinig antwoorden")
    trainer.go(f"/evaluaties/programma/{made['programma']}/")
    assert answers_of(trainer, "met professionals")[0] == ["Ja", "14", "70 %"]
    assert site.seed("published", cast["slug"], module=SEED) == 20

    beleid = somebody()
    open_session(beleid, site, made["beleid"])
    report = asked_for(beleid, site, made)
    for words in ("3,9", "Ja 14 70", "Nee 6 30"):  # over all twenty
        assert words in report, words
    site.check()


def phones(site, somebody, code, scores):
    """One telephone that goes round: each time a fresh form."""
    visitor = somebody()
    type_the_code(visitor, code)
    for number, score in enumerate(scores):
        if number:
            next_on_this_phone(visitor)
        words = "Graag vaker oefenen." if number == 0 else ""
        answer(visitor, score=score, last="Ja" if number < 6 else "Nee", words=words)


def answers_of(person, vraag):
    """The rows of the table of one question, as they stand on the page."""
    table = person.page.locator("table", has=person.page.locator("caption", has_text=vraag)).first
    read = "rows => rows.map(row => Array.from(row.cells).map(cell => cell.textContent.trim()))"
    return table.locator("tbody tr").evaluate_all(read)


def asked_for(beleid, site, made):
    """The report of the programme: asked for, made by the worker while the page waits, mailed and read."""
    beleid.go("/rapporten/nieuw/?soort=programma")
    beleid.pick("Van welk programma?", "Najaar")
    beleid.press("Vraag het verslag")
    beleid.reads("Klaar")
    site.mail(made["beleid"], "verslag")
    with beleid.page.expect_download() as paper:
        beleid.follow("Open het verslag")
    run = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(paper.value.path()), "-"], capture_output=True, check=True
    )
    return " ".join(run.stdout.decode().split())


def test_every_page_of_evaluations_is_sound_for_eyes_and_ears(site, cast, somebody):
    """axe and 320 pixels on each page, for the first of these people who reads it."""
    made = site.seed("make_pages", cast["slug"], module=SEED)
    assert sum(map(len, made["paginas"].values())) > 40
    for rol, pages in made["paginas"].items():
        person = somebody()
        if rol in made["mensen"]:
            open_session(person, site, made["mensen"][rol])
        for page in pages:
            person.go(page)
            person.look()
    site.check()
