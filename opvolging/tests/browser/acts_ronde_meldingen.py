"""What people do with a round and a melding, by the words that stand on the page."""

from playwright.sync_api import expect

NEVER = "Een zorg om iemand hangen wij nooit aan uw ronde."


def report_from_round(person, ronde, kind):
    """From the page of the round to the first page of this kind."""
    person.go(f"/ronde/{ronde}/")
    person.follow("Iets melden")
    person.sees("Wat wilt u melden?")
    person.reads("U komt van uw ronde.")
    person.follow(kind)


def lamp_of_round(person):
    """The buurt stands there already; the check page says with which round it will stand."""
    person.sees("Wat is er op straat?")
    person.reads("Uw melding komt bij uw ronde van")
    expect(person.one("radio", "Molenkwartier")).to_be_checked()
    person.pick("Wat is er aan de hand?", "Lantaarnpaal of verlichting kapot")
    person.fill("Straat", "Elzenpad")
    person.choose("Nee")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.reads("Uw melding staat straks bij de ronde van Team Molenkwartier")
    person.press("Melding versturen")
    person.sees("Uw melding is verstuurd")


def worry_after_round(person):
    """Told twice that it hangs on no round: where one begins, and before sending."""
    person.sees("Is iedereen veilig?")
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
    person.choose("Molenkwartier")
    person.press("Verder")
    person.choose("Nee, dat heb ik nog niet gezegd")
    person.choose("Nee, alleen het meldpunt")
    person.choose("Per mail")
    person.press("Verder")
    person.sees("Klopt het zo?")
    person.reads(NEVER)
    person.tick("Hier staat alleen wat ik zag")
    person.press("Melding versturen")
    person.sees("Uw melding is verstuurd")


def tell_team(person, words):
    """From the board to a point of attention; with a house number it comes back."""
    person.go("/op-straat/")
    person.follow("Waar teams op letten")
    person.sees("Waar teams op letten")
    person.follow("Geef een team iets mee")
    person.sees("Geef een team iets mee")
    person.tick("Team Molenkwartier")
    person.choose("Een plek")
    person.fill("Waar kan het team op letten?", f"{words} Vooral bij Elzenpad 12.")
    person.expected.add(422)
    person.press("Geef door aan het team")
    person.reads("Laat het huisnummer weg.")
    person.fill("Waar kan het team op letten?", words)
    person.press("Geef door aan het team")
    person.reads("1 team leest dit vanaf nu.", words)
