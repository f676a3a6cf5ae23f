"""Who on this evening, or in its teams, goes by a name that somebody typed."""

import unicodedata

from trainingen.evening import members_to_offer
from trainingen.models import Inschrijving, InschrijvingStand

SHORTEST, MOST = 2, 6  # letters before one looks, and how many are offered
NO_NAMES = "aan al bij de den der des du el en gast het in iemand la le onder op over te ten ter uit van"


def plain(naam):
    """The name for comparing: no accents, no capitals, single spaces."""
    letters = unicodedata.normalize("NFKD", naam).casefold()
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def rows_named(sessie, naam):
    """Everybody on the list of this evening with exactly this name, whatever the capitals."""
    rows = Inschrijving.objects.filter(sessie=sessie).for_list().order_by("pk")
    return [row for row in rows if plain(row.naam) == plain(naam)]


def resembles(naam, getypt):
    """Each typed word begins a word of the name: "wil sto" is Wilma Stokvis."""
    words = plain(naam).split()
    return all(any(word.startswith(part) for word in words) for part in plain(getypt).split())


def on_the_list(sessie, getypt):
    """Who is on the list, is not there yet as far as is known, and could be meant."""
    rows = Inschrijving.objects.filter(sessie=sessie).exclude(aanwezig=True).for_list().order_by("pk")
    return [row for row in rows if _may_be(row.naam, getypt)][:MOST]


def members_meant(sessie, getypt):
    """Members of the teams of this evening who are not on its list and could be meant."""
    listed = Inschrijving.objects.filter(sessie=sessie, gebruiker__isnull=False).values("gebruiker")
    members = members_to_offer(sessie).exclude(pk__in=listed)
    return [wie for wie in members if _may_be(wie.naam, getypt)][:MOST]


def _may_be(naam, getypt):
    return len(plain(getypt)) >= SHORTEST and resembles(naam, getypt)


def names_in(tekst, sessie):
    """Words of this text that are the name of somebody who was on this evening, as they were typed."""
    rows = Inschrijving.objects.filter(sessie=sessie).exclude(stand=InschrijvingStand.AFGEMELD).for_list()
    people = {word for row in rows for word in plain(row.naam).replace("-", " ").split() if len(word) >= SHORTEST}
    people -= set(NO_NAMES.split())
    typed = "".join(letter if letter.isalpha() else " " for letter in tekst).split()
    return sorted({word for word in typed if plain(word) in people})
