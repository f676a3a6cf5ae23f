"""What people do from planning an evening to its refresher, by the words that stand on the page."""

from opvolging.tests.browser.site import link

SEED = "opvolging.tests.browser.seed_trainingen"


def plan(trainer, dag, plaatsen):
    """A training of wijkveiligheid for the own team, and the teams invited."""
    trainer.follow("Avond plannen")
    trainer.sees("Training plannen")
    trainer.pick("Welke module?", "Wijkveiligheid")
    trainer.fill("Welke dag?", dag)
    trainer.fill("Waar is het?", "Buurthuis De Linde, Lindehof 3")
    trainer.fill("Hoeveel mensen kunnen er komen?", str(plaatsen))
    trainer.tick("Team Molenkwartier")
    trainer.tick("Trudy Rietveld")
    trainer.press("Zet op de agenda")
    trainer.sees("Wijkveiligheid")
    trainer.press("Nodig de teams uit")
    trainer.reads("Uitgenodigd")


def to_the_evening(person):
    """The list of trainings, and the first one on it."""
    person.go("/trainingen/")
    person.sees("Trainingen")
    person.follow("Wijkveiligheid")


def sign_up(person, wens="", knop="Ik kom"):
    """I come, and this is what I want to learn."""
    to_the_evening(person)
    if wens:
        person.unfold("Wat wilt u leren?")
        person.tick(wens)
    person.press(knop)


def sign_up_members(coordinator, aantal):
    """The first members of the team, by tick."""
    to_the_evening(coordinator)
    coordinator.follow("Meld mensen van uw team aan of af")
    coordinator.sees("Mensen aanmelden")
    boxes = coordinator.page.get_by_role("checkbox", name="Kruisdal")
    for number in range(aantal):
        boxes.nth(number).check()
    coordinator.press("Zet op de lijst")


def cannot_come(visitor, mail):
    """One tap from the mail, without sign-in."""
    visitor.go(link(mail))
    visitor.reads("U staat op de lijst.")
    visitor.press("Ik kan niet")
    visitor.reads("U zei dat u niet kunt.")
