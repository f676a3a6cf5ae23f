"""Tables of figures as one list of rows: page, CSV, spreadsheet and PDF draw the same cells, so they cannot differ."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from evaluaties.figures.rounding import DASH, in_words, percent_in_words

CIJFER, PROCENT, TEKST = "cijfer", "procent", "tekst"


@dataclass(frozen=True)
class Cel:
    """What stands in a cell, and the number that it is, for a spreadsheet that wants to count on."""

    tekst: str
    waarde: int | Decimal | None = None
    soort: str = TEKST

    @property
    def is_getal(self):
        return self.soort != TEKST

    def __str__(self):
        return self.tekst


@dataclass(frozen=True)
class Tabel:
    """One table of figures. ``naam`` is its file name, ``noten`` are the sentences under it; the first column is names.

    ``feiten``: (name, cell) of what holds for the whole table, such as n and the mean.
    """

    naam: str
    kop: str
    kolommen: tuple[str, ...]
    rijen: tuple[tuple[Cel, ...], ...]
    noten: tuple[str, ...] = ()
    feiten: tuple[tuple[str, Cel], ...] = ()

    @property
    def met_koppen(self):
        """Each row as (its name, [(column, cell), ...]): how a page draws it."""
        return [(row[0], list(zip(self.kolommen[1:], row[1:], strict=True))) for row in self.rijen]

    @property
    def getalkolommen(self):
        """Which columns hold numbers, by their place; they stand to the right."""
        return frozenset(i for i, _kolom in enumerate(self.kolommen) if any(row[i].is_getal for row in self.rijen))

    def __post_init__(self):
        if wrong := [row for row in self.rijen if len(row) != len(self.kolommen)]:
            raise ValueError(f"{self.naam}: {len(self.kolommen)} columns, but a row of {len(wrong[0])}")


def tekst(words):
    """A cell with words."""
    return Cel(str(words))


def getal(value):
    """A cell with a number; a dash when it is not known."""
    return Cel(DASH) if value is None else Cel(in_words(value), value, CIJFER)


def procent(value):
    """A cell with a percentage (``rounding.percent``); a dash when it is not known."""
    return Cel(DASH) if value is None else Cel(percent_in_words(value), value, PROCENT)


def with_places(naam, kop, tabellen, kolom=""):
    """Tables with the same columns under each other, for each (place, table); the first column says which place."""
    first = tabellen[0][1]
    rows = [(tekst(where), *row) for where, tabel in tabellen for row in tabel.rijen]
    notes = dict.fromkeys(note for _where, tabel in tabellen for note in tabel.noten)
    return Tabel(naam, kop, (kolom or _("Waar"), *first.kolommen), tuple(rows), tuple(notes))
