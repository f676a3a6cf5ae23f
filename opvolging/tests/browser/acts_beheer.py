"""What beheer does, each act by the words that stand on the page."""

import re
from datetime import timedelta

from django.utils import timezone

SEED = "opvolging.tests.browser.seed_beheer"


def make_partner(person, naam):
    """A partner that is asked by mail; nobody works there yet."""
    person.go("/beheer/partners/")
    person.sees("Partners van gemeente")
    person.follow("Partner toevoegen")
    person.sees("Partner toevoegen")
    person.fill("Naam", naam)
    person.pick("Wat voor partner is het?", "GGD")
    person.press("Partner toevoegen")
    person.sees(naam)
    person.reads("Er is nog niemand om een mail aan te sturen.")


def add_contact(person, partner, naam, email, vervanger=""):
    person.follow("Contactpersoon toevoegen")
    person.sees(f"Contactpersoon bij {partner}")
    person.fill("Naam", naam)
    person.fill("E-mailadres", email)
    if vervanger:
        person.pick("Wie vervangt deze persoon?", vervanger)
    person.press("Contactpersoon toevoegen")
    person.sees(partner)
    person.reads(naam)


def note_absence(person, partner, naam):
    """Away from today for a week."""
    today = timezone.localdate()
    card = person.page.locator("article", has=person.page.get_by_role("heading", name=naam))
    person.activate(card.get_by_role("link", name=re.compile("^Afwezig")), "Enter")
    person.sees(f"Is {naam} afwezig?")
    person.fill("Afwezig vanaf", today.isoformat())
    person.fill("Weer terug op", (today + timedelta(days=7)).isoformat())
    person.press("Opslaan")
    person.sees(partner)
    person.reads("Nu afwezig")


def change_term(person, onderwerp, code):
    """Look first, then save; what it was stands in the history."""
    person.go("/beheer/categorieen/")
    person.sees("Categorieën van gemeente")
    person.follow(onderwerp)
    person.sees(f"{code}: {onderwerp}")
    person.reads("Zo ziet de melder het")
    person.fill("Werkdagen tot het antwoord", "4")
    person.press("Bekijk zonder op te slaan")
    person.reads("Er is nog niets opgeslagen.")
    person.press("Opslaan")
    person.reads("Het onderwerp is opgeslagen.", "Antwoord werkdagen")


def word_a_text(person, sleutel, kop, woorden):
    """Look first, then save."""
    person.go(f"/beheer/teksten/{sleutel}/")
    person.sees(kop)
    person.fill("Tekst", woorden)
    person.press("Bekijk zonder op te slaan")
    person.reads("Er is nog niets opgeslagen.", woorden)
    person.press("Opslaan")
    person.reads("De tekst is opgeslagen.", "Terug naar de standaardtekst")
