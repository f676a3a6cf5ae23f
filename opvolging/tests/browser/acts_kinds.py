"""What people do with every kind of melding, and somebody whose taps are counted."""

from opvolging.tests.browser.person import Person


class CountedPerson(Person):
    """Counts taps: one for a link, button, radio or box, two for a list; typing is free, and so is what is there."""

    taps = 0

    def activate(self, control, key):
        self.taps += 1
        super().activate(control, key)

    def choose(self, answer):
        self.taps += not self.one("radio", answer).is_checked()
        super().choose(answer)

    def tick(self, answer):
        self.taps += not self.one("checkbox", answer).is_checked()
        super().tick(answer)

    def pick(self, label, option):
        self.taps += 2
        super().pick(label, option)


def begin(person, kind, first_page):
    person.go("/")
    person.sees("Dag ")
    person.follow("Iets melden")
    person.sees("Wat wilt u melden?")
    person.follow(kind)
    person.sees(first_page)


def fill_in_safety(person):
    begin(person, "Wijkveiligheid", "Is iedereen veilig?")
    person.reads("Ga niet achter iemand aan.")
    person.choose("Ja, of ik twijfel")
    person.press("Verder")
    person.sees("Bel nu 112")
    person.press("Gebeld? Ga verder")
    person.sees("Waar gaat het over?")
    person.choose("Inbraak, diefstal of oplichting")
    person.press("Verder")
    person.sees("Wat merkt u precies?")
    person.choose("Babbeltruc of oplichting aan de deur")
    person.press("Verder")
    person.sees("Wat gebeurde er?")
    person.choose("Ja, 112")
    person.fill("Wat gebeurde er? Wat deed iemand precies?", "Iemand zei dat hij van de bank was en vroeg om een pas.")
    person.press("Verder")
    person.sees("Waar en wanneer was het?")
    person.choose("Molenkwartier")
    person.fill("Straat", "Elzenpad")
    person.choose("Zojuist")
    person.unfold("Meer vertellen")
    person.pick("Bent u bang voor problemen?", "Ja, voor problemen door deze melding")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.reads("U kunt ook bellen zonder uw naam te zeggen.")
    person.tick("Hier staat alleen wat ik zelf zag of hoorde")


def fill_in_help(person):
    begin(person, "Burenhulp", "Voor wie is de hulp?")
    person.choose("Ja, die vindt het goed")
    person.pick("Wat voor hulp?", "Boodschappen of eten")
    person.press("Verder")
    person.sees("Vertel kort wat er nodig is")
    person.fill("Wat is er nodig?", "Boodschappen na een val.")
    person.choose("Elke week")
    person.choose("Molenkwartier")
    person.fill("Naam van de persoon", "Mevrouw Linthorst")
    person.fill("Telefoonnummer van de persoon", "0599-444 555")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.reads("Naam en nummer van de persoon ziet alleen wie de hulp regelt.")


def ask_without_consent(person):
    begin(person, "Burenhulp", "Voor wie is de hulp?")
    person.choose("Nee, nog niet")
    person.press("Verder")
    person.sees("Wilt u gebeld worden?")


def fill_in_aed(person):
    begin(person, "Hartveilig", "Wat wilt u doorgeven over hartveilig?")
    person.reads("Reageert iemand niet? Bel 112.", "Dit formulier is geen alarm.")
    person.pick("Wat wilt u doorgeven?", "AED of kast kapot")
    person.choose("Molenkwartier")
    person.fill("Of beschrijf de plek", "Bij de ingang van de sporthal")
    person.press("Verder")
    person.sees("Klopt het zo?")


def fill_in_team(person, words="Onze lijst met nummers hangt in de kantine."):
    begin(person, "Iets in ons team", "Wat zit u dwars in uw team?")
    person.reads("Uw coördinator en uw team zien het niet.")
    person.fill("Wat zit u dwars?", words)
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.reads("Zij zien ook niet dát er een melding is.")


def lamp_in_few_taps(person):
    """Only what is asked for: a lamp post in the own buurt."""
    person.follow("Iets melden")
    person.follow("Straat en groen")
    person.pick("Wat is er aan de hand?", "Lantaarnpaal of verlichting kapot")
    person.fill("Straat", "Elzenpad")
    person.choose("Nee")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.press("Melding versturen")
    person.sees("Uw melding is verstuurd")


def worry_in_few_taps(person):
    """Only what is asked for, and one sentence."""
    person.follow("Iets melden")
    person.follow("Zorgen om iemand")
    person.choose("Nee, er is nu geen gevaar")
    person.press("Verder")
    person.choose("Iets doorgeven")
    person.choose("Iemand redt zich niet goed")
    person.press("Verder")
    person.choose("Iemand zorgt slecht voor zichzelf")
    person.press("Verder")
    person.tick("Ik zag iets")
    person.fill("Schrijf op wat u merkte", "De gordijnen zijn al vijf dagen dicht.")
    person.press("Verder")
    person.sees("Waar is het?")
    person.choose("Molenkwartier")
    person.press("Verder")
    person.choose("Nee, dat heb ik nog niet gezegd")
    person.choose("Nee, alleen het meldpunt")
    person.choose("Per mail")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.tick("Hier staat alleen wat ik zag")
    person.press("Melding versturen")
    person.sees("Uw melding is verstuurd")


def add_another_kind(person):
    """Past er nog iets bij? The place stands there already."""
    person.choose("Hartveilig")
    person.press("Maak er een melding bij")
    person.sees("Wat wilt u doorgeven over hartveilig?")
    assert person.field("Straat").input_value() == "Elzenpad"
    person.pick("Wat wilt u doorgeven?", "AED niet bereikbaar")
    person.press("Verder")
    person.sees("Klopt het zo?")
