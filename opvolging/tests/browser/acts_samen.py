"""What the meldpunt does with several meldingen, and how often somebody pressed something."""

COUNT = """
for (const type of ["pointerdown", "keydown"])
  addEventListener(type, (event) => event.isTrusted && window.eenDruk(), { capture: true });
"""


def count_presses(person):
    """From here on every press of a finger or a key is counted; gives the list that grows."""
    presses = []
    person.context.expose_binding("eenDruk", lambda source: presses.append(source["page"].url))
    person.context.add_init_script(COUNT)
    return presses


def ask_as_proposed(person, words):
    """Read what the partner gets, tick that one did when it is confidential, and ask."""
    person.reads("Dit past bij")
    assert words in person.field("Dit mag de partner lezen").input_value()
    if person.page.get_by_role("checkbox", name="Ik heb gelezen wat de partner krijgt").count():
        person.tick("Ik heb gelezen wat de partner krijgt")
    person.press("Vraag dit aan")
    person.reads("De vraag is gesteld.")


def handle_together(person):
    """Tick all rows of the page and handle them as one event."""
    person.go("/werklijst/?soort=openbare_ruimte")
    person.sees("Werklijst")
    person.follow("Alles op deze bladzijde aanvinken")
    person.pick("Wat wilt u doen met wat u aanvinkte?", "Samen behandelen")
    person.press("Verder")
    person.sees("Samen behandelen")
    person.press("Samen behandelen")
    person.reads("U behandelt deze meldingen nu samen.")


def answer_all(person, nummer, other_words):
    """An answer for each melder; the one of ``nummer`` in other words."""
    person.follow("Alle antwoorden geven")
    person.sees("Antwoord aan 8 melders")
    person.fill(f"Antwoord op {nummer}", other_words)
    person.press("Alle antwoorden versturen")
    person.reads("De antwoorden staan klaar voor de melders.")
