"""What the meldpunt does for people who only ring: reporting for them, asking a partner, and telling the answer."""

from opvolging.tests.browser.acts import send


def report_lamp_for(person, naam):
    """Somebody rang about a lamp. The number of the melding."""
    person.go("/melden/")
    person.sees("Wat wilt u melden?")
    person.follow("Straat en groen")
    person.sees("Wat is er op straat?")
    person.pick("Voor wie meldt u?", naam)
    person.pick("Wat is er aan de hand?", "Lantaarnpaal of verlichting kapot")
    person.choose("Molenkwartier")
    person.fill("Straat", "Elzenpad")
    person.choose("Nee")
    person.press("Verder")
    person.sees("Klopt het zo?")
    return send(person)


def close_with_answer(person, nummer, words):
    """Picked up and answered in one go."""
    person.go(f"/melding/{nummer}/")
    person.press("Oppakken")
    person.reads("U behandelt deze melding nu.")
    person.go(f"/melding/{nummer}/sluiten/")
    person.sees("Sluiten zonder partner")
    person.reads("U belt zelf en leest dit voor")
    person.pick("Wat kwam ervan?", "Opgelost of hersteld")
    person.fill("Antwoord aan de melder", words)
    person.press("Sluiten en antwoord versturen")


def tell_by_phone(person, naam, words):
    """Nobody answers the first time; then it is told, and the melder says what it was worth."""
    person.go("/werklijst/")
    person.follow("1 melder hoort het van u")
    person.sees("Antwoorden om door te geven")
    person.follow(naam)
    person.sees(f"Bel {naam}")
    person.reads(words)
    person.press("Niet bereikt")
    person.reads("1 keer geprobeerd")
    person.choose("Per telefoon")
    person.unfold("Wat vond de melder ervan?")
    person.choose("Ja, het is opgelost")
    person.press("Vastleggen")
    person.reads("Vastgelegd dat de melder het weet.")


def ask_by_phone(person, nummer, partner):
    """Nothing goes out: the page says which number to ring and what to read out."""
    person.go(f"/melding/{nummer}/vragen/")
    person.sees("Wie kan dit oppakken?")
    person.tick(partner)
    person.press("Verder")
    person.sees("Wat mag de partner lezen?")
    person.press("Verder: bekijk de mail")
    person.sees("Klopt het zo?")
    person.reads("U belt zelf")
    person.press("Vraag versturen")
    person.reads("De vraag is gesteld.")


def note_what_partner_says(person, answer, words="", **picks):
    """One page for whatever was said on the telephone."""
    person.follow("Wat zei de partner?")
    person.sees("Wat zei de partner?")
    person.choose(answer)
    for label, option in picks.items():
        person.pick(label, option)
    if words:
        person.fill("In een paar woorden", words)
    person.press("Vastleggen")
    person.reads("Vastgelegd wat de partner zei.")
