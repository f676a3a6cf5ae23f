"""Pictures of who watches over the teams that are out, and of a warning as police and walkers see it."""

from opvolging.tests.browser.acts_waarschuwing import DO, OVER, WHAT
from opvolging.tests.browser.site import link

SEED = "opvolging.tests.browser.seed_straat"
BOARD, STRIP = "/op-straat/", "/vandaag/"


def visit_as_police(person, found):
    """The board in all its states, and a warning from begin to end, with somebody of the team beside it."""
    walker, mailbox = person.beside("loper", found["cookies"]["loper"]), person.beside("loper-uitgelogd", None)
    person.visit({"op-straat": BOARD, "waarschuwingen": f"{BOARD}waarschuwingen/"})
    board_as_time_passes(person)
    for exercise in (False, True):
        play_warning(person, walker, mailbox, "oefening" if exercise else "waarschuwing")
    for other in (walker, mailbox):
        other.context.close()
        person.troubles += other.troubles


def board_as_time_passes(person):
    person.site.seed("not_started", module=SEED)
    for minutes in (10, 25, 45, 75):
        person.site.seed("too_late", str(minutes), module=SEED)
        person.visit({f"op-straat-{minutes}-te-laat": BOARD})
    person.site.seed("in_time", module=SEED)
    person.visit({"op-straat-druk": BOARD})


def play_warning(person, walker, mailbox, naam):
    """Begun, sent with an error first, read by one, over its time, closed; each as all see it."""
    person.go(f"{BOARD}waarschuwing/nieuw/")
    if naam == "oefening":
        person.tick("Dit is een oefening")
    person.snap(f"{naam}-nieuw")
    person.press("Verder naar bellen")
    person.reads("1. Bel nu")
    person.snap(f"{naam}-bellen")
    person.press("Geen gehoor")
    person.reads("1 keer gebeld")
    person.press("Verstuur de waarschuwing")
    person.reads("Er zijn nog 2 dingen die u moet aanpassen")
    person.snap(f"{naam}-fout")
    person.fill("Wat is er aan de hand?", WHAT)
    person.fill("Wat moet het team doen?", DO)
    person.press("Verstuur de waarschuwing")
    person.reads("De waarschuwing is verstuurd.")
    person.snap(f"{naam}-verstuurd")
    number = person.page.url.rstrip("/").split("/")[-1]
    walker.visit({f"{naam}-strook": STRIP, f"{naam}-eigen-pagina": f"/waarschuwing/{number}/"})
    mail = person.site.mail("vrijwilliger5@example.nl", "Waarschuwing voor uw ronde")
    mailbox.visit({f"{naam}-link": link(mail)})
    mailbox.press("Gezien")
    mailbox.reads("Het is doorgegeven")
    mailbox.snap(f"{naam}-link-gezien")
    walker.visit({f"{naam}-strook-gezien": STRIP})
    person.visit({f"{naam}-gezien": person.page.url, f"op-straat-{naam}": BOARD})
    person.site.seed("warning_is_over", module=SEED)
    person.visit({f"op-straat-{naam}-voorbij": BOARD, f"{naam}-voorbij": f"{BOARD}waarschuwing/{number}/"})
    person.fill("Hoe is het afgelopen?", OVER)
    person.press("Sluit af en vertel het iedereen")
    person.reads("De waarschuwing is afgesloten.")
    person.snap(f"{naam}-afgesloten")
    walker.visit({f"{naam}-strook-klaar": STRIP, f"{naam}-eigen-pagina-klaar": f"/waarschuwing/{number}/"})
    mailbox.visit({f"{naam}-link-klaar": link(mail)})
