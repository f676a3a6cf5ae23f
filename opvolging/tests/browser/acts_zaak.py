"""What the meldpunt does with one case, by the words on its pages."""


def open_more(person, nummer):
    """The dossier, with the list of everything else that can be done."""
    person.go(f"/melding/{nummer}/")
    person.reads("Wat nu?")
    person.unfold("Meer doen")


def watch(person, nummer, words):
    """Wait two weeks; the melder hears why."""
    open_more(person, nummer)
    person.follow("Even aanzien")
    person.sees("Even aanzien")
    person.choose("Het werk is gepland")
    person.fill("Bericht aan de melder", words)
    person.press("Even aanzien")
    person.reads("De melding wacht.", "U kijkt het even aan tot")


def ask_melder(person, nummer, words):
    """One question."""
    open_more(person, nummer)
    person.follow("Vraag stellen aan de melder")
    person.sees("Vraag aan de melder")
    person.fill("Wat wilt u weten?", words)
    person.press("Vraag stellen")
    person.reads("De vraag staat klaar voor de melder.", "Wacht op de melder")


def answer_question(person, words):
    """On the own page."""
    person.fill("Uw antwoord", words)
    person.press("Antwoord versturen")
    person.reads("Dank u wel. Het meldpunt leest uw antwoord.")


def ask_for_a_lower_level(person, nummer):
    """What a second person has to agree to."""
    open_more(person, nummer)
    person.follow("Niveau verlagen")
    person.sees("Niveau verlagen")
    person.choose("Team en meldpunt")
    person.choose("Het gaat om een plek")
    person.press("Niveau verlagen")


def agree(person, nummer):
    """The second person, from the list to the decision."""
    person.go("/verlagingen/")
    person.sees("Wacht op een tweede persoon")
    person.page.get_by_role("listitem").filter(has_text=nummer).get_by_role("link").click()
    person.follow("Beslissen over het niveau")
    person.sees("Mag het niveau omlaag?")
    person.choose("Ja, ik ben het ermee eens")
    person.press("Vastleggen")
    person.reads("Uw collega krijgt een mail.")


def make_black(person, nummer, words):
    """Words that should not have been there."""
    open_more(person, nummer)
    person.follow("Woorden zwart maken")
    person.sees("Woorden zwart maken")
    person.fill("Welke woorden?", words)
    person.choose("Er stond een naam in")
    person.press("Maak deze woorden zwart")
    person.reads("De woorden zijn zwart")
