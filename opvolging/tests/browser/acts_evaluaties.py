"""What people do around a questionnaire, by the words that stand on the page."""

SEED = "opvolging.tests.browser.seed_evaluaties"
YES_OR_NO = ("herkennen van een niet-pluisgevoel", "met de bewoner zelf", "signaleren en melden", "met professionals")


def begin_evaluation(trainer, avond):
    """From the evening to the code on the screen; gives the four digits."""
    trainer.go(f"/evaluatie/avond/{avond}/")
    trainer.press("Begin de evaluatie")
    trainer.sees("Wat vond u van de avond?")
    return trainer.page.locator(".app-wand__code").inner_text().replace(" ", "")


def type_the_code(visitor, code):
    """Who cannot scan types the digits, signed out."""
    visitor.go("/e/")
    visitor.sees("Wat vond u van de avond?")
    visitor.fill("Code op het scherm", code)
    visitor.press("Naar de vragen")


def answer(visitor, *, score, last="Ja", words=""):
    """Everything that must be answered: a score, three times yes, and ``last`` about working with professionals."""
    visitor.reads("Niemand ziet welk antwoord van u is.")
    visitor.page.get_by_role("group", name="Wat vindt u van de inhoud").get_by_label(str(score)).check()
    for vraag in YES_OR_NO:
        said = last if vraag == YES_OR_NO[-1] else "Ja"
        visitor.page.get_by_role("group", name=vraag).get_by_label(said, exact=True).check()
    if words:
        visitor.fill("Hebt u een suggestie of opmerking?", words)
    visitor.press("Verstuur")
    visitor.sees("Dank u wel")


def next_on_this_phone(visitor):
    visitor.follow("Nieuw formulier")


def type_over(trainer, scores):
    """Paper in one grid, held beside the pile, and kept."""
    trainer.follow("Papieren formulieren overtypen")
    trainer.sees("Papieren formulieren overtypen")
    trainer.fill("Hoeveel formulieren gaat u overtypen?", str(len(scores)))
    trainer.press("Naar het rooster")
    trainer.sees("Formulieren overtypen")
    for number, score in enumerate(scores, start=1):
        trainer.pick(f"Formulier {number}: Wat vindt u van de inhoud", str(score))
        for vraag in YES_OR_NO:
            field = trainer.page.locator("select").and_(trainer.page.get_by_label(f"Formulier {number}:"))
            field.and_(trainer.page.get_by_label(vraag)).select_option(label="Nee")
    trainer.press("Naar de aantallen")
    trainer.sees("Klopt het met de stapel?")
    trainer.fill("Hoeveel formulieren liggen er op de stapel?", str(len(scores)))
    trainer.press("Bewaar de formulieren")


def close(trainer):
    """Everything is in."""
    trainer.follow("Alles is binnen")
    trainer.press("Sluit de evaluatie")
    trainer.reads("Gesloten")


def read_words(trainer):
    """What somebody wrote is read by a person before it stands anywhere."""
    trainer.follow("Lees wat mensen schreven (1)")
    trainer.sees("Wat mensen schreven")
    trainer.follow("Lees het eerste antwoord")
    trainer.sees("Mag dit in het verslag?")
    trainer.press("Mag in het verslag")
    trainer.sees("Wat mensen schreven")
