"""What a report is made of: chapters with parts, each with words, a drawing and a table that say the same.

Nothing here counts: numbers come as ``Tabel`` from ``evaluaties.figures``, and a drawing shows cells of its table.
"""

import base64
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from evaluaties.figures.tables import Tabel

NAME_LETTERS = 38  # of a name beside its bar
WIDE, FEW_ROWS = 5, 12  # columns of a table in small letters; rows that stay on one page
LETTERS, LETTERS_WIDE, PADDING = 84, 104, 3  # that stand beside each other; around the words of a cell
FEWEST_BARS = 2
SHORTEST, LONGEST, MOST_LETTERS, NAME = 4, 16, 60, 22
HEAD_LINES, WHOLE = 2, 7  # over which a long head goes; letters of a word that is not cut
LINE, GAP, BAR = 4.8, 2.4, 4.2  # mm
LEFT, FULL = 70.0, 82.0  # mm: where a bar begins, and how long a full one is


@dataclass(frozen=True)
class Staaf:
    """One bar: where its name and its number stand, and how long it is; mm, as SVG reads them."""

    regels: tuple
    getal: str
    y: str
    breedte: str
    getal_x: str
    getal_y: str


@dataclass(frozen=True)
class Staven:
    """Lying bars as a picture with words for who does not see it."""

    titel: str
    rijen: tuple  # (name, number in words, part of a full bar)

    @property
    def alt(self):
        """Every name with its number."""
        said = "; ".join(f"{naam}: {getal}" for naam, getal, _deel in self.rijen)
        return _("Staafdiagram. %(titel)s. %(getallen)s.") % {"titel": self.titel, "getallen": said}

    @property
    def adres(self):
        """The picture itself as an address, for in an img."""
        svg = render_to_string("documents/evaluatie_staven.svg", {"staven": self.placed, "hoogte": _mm(self.hoogte)})
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"

    @property
    def hoogte(self):
        return sum(_height(naam) for naam, _getal, _deel in self.rijen)

    @property
    def placed(self):
        """Each bar with its places."""
        y = 0.0
        for naam, getal, deel in self.rijen:
            high = _height(naam)
            middle, width = y + (high - GAP) / 2, FULL * min(max(deel, 0), 1)
            lines = _lines(naam)
            first = middle - LINE * (len(lines) - 1) / 2 + 1.3
            yield Staaf(
                regels=tuple((_mm(first + LINE * n), line) for n, line in enumerate(lines)),
                getal=getal,
                y=_mm(middle - BAR / 2),
                breedte=_mm(width),
                getal_x=_mm(LEFT + FULL + 2),
                getal_y=_mm(middle + 1.3),
            )
            y += high


@dataclass(frozen=True)
class Deel:
    """A part under a heading of its own: words, a drawing, a table, sentences of people."""

    kop: str
    niveau: int = 3
    alineas: tuple[str, ...] = ()
    tabel: Tabel | None = None
    grafiek: Staven | None = None
    punten: tuple[str, ...] = ()

    @property
    def breedtes(self):
        """The width of each column of the table in percents: its longest word fits, long texts share what is left."""
        columns = list(zip(self.tabel.kolommen, *(map(str, rij) for rij in self.tabel.rijen), strict=True))
        least = [_longest_word(column) + PADDING for column in columns]
        least[0] = max(least[0], min(max(map(len, columns[0][1:]), default=0), NAME) + PADDING)
        left = max((LETTERS_WIDE if self.is_breed else LETTERS) - sum(least), 0)
        wanted = [
            max(max(len(column[0]) // HEAD_LINES, *map(len, column[1:])) + PADDING - width, 0)
            for column, width in zip(columns, least, strict=True)
        ]
        wanted = [min(one, MOST_LETTERS) for one in wanted]
        share = left / (sum(wanted) or 1)
        widths = [width + want * min(share, 1) for width, want in zip(least, wanted, strict=True)]
        return [f"{100 * width / sum(widths):.1f}" for width in widths]

    @property
    def stays_together(self):
        """Short enough to stand on one page with its heading."""
        return self.tabel is None or len(self.tabel.rijen) <= FEW_ROWS

    @property
    def is_breed(self):
        return len(self.tabel.kolommen) > WIDE


@dataclass(frozen=True)
class Hoofdstuk:
    kop: str
    alineas: tuple[str, ...] = ()
    delen: tuple[Deel, ...] = ()


@dataclass(frozen=True)
class Verslag:
    """A whole report. ``merken`` stand under the title, ``versies`` on every page beside the peildatum."""

    soort: str
    titel: str
    gemeente: str
    peildatum: date
    merken: tuple[str, ...] = ()
    versies: str = ""
    hoofdstukken: tuple[Hoofdstuk, ...] = field(default=())


@dataclass(frozen=True)
class Plan:
    """A report that is still to be made: each chapter when it is its turn, and what can only be said at the end.

    ``samenvatting`` gets the chapters and gives the one that stands first: it repeats their cells and counts nothing.
    """

    soort: str
    titel: str
    gemeente: str
    peildatum: date
    hoofdstukken: tuple[Callable[[], Hoofdstuk], ...]
    merken: tuple[str, ...] = ()
    versies: str = ""
    samenvatting: Callable[[tuple[Hoofdstuk, ...]], Hoofdstuk] | None = None

    def verslag(self, chapters):
        """The whole report of these chapters; those without anything in them are left out."""
        made = tuple(chapters)
        first = (self.samenvatting(made),) if self.samenvatting else ()
        return Verslag(
            soort=self.soort,
            titel=self.titel,
            gemeente=self.gemeente,
            peildatum=self.peildatum,
            merken=self.merken,
            versies=self.versies,
            hoofdstukken=tuple(one for one in (*first, *made) if one.alineas or one.delen),
        )


def bars_of(tabel, kolom, titel, vol=None):
    """The cells of one column as bars; None when there are no two numbers to hold beside each other.

    ``vol`` is what a full bar stands for (100 for percents); without it that is the largest number.
    """
    known = [(rij[0].tekst, rij[kolom]) for rij in tabel.rijen if rij[kolom].waarde is not None]
    most = vol or max((cel.waarde for _naam, cel in known), default=0)
    if len(known) < FEWEST_BARS or not most:
        return None
    return Staven(titel, tuple((naam, cel.tekst, float(cel.waarde) / float(most)) for naam, cel in known))


def _longest_word(column):
    """In letters; the long words of a heading may be cut in two."""
    head, *cells = column
    words = [len(word) for cell in cells for word in cell.split()]
    heads = [min(len(word), max(len(word) // 2 + 2, WHOLE)) for word in head.split()]
    return min(max([*words, *heads, SHORTEST]), LONGEST)


def _lines(naam):
    return textwrap.wrap(naam, NAME_LETTERS) or [""]


def _height(naam):
    return max(LINE * len(_lines(naam)), BAR) + GAP


def _mm(value):
    return f"{value:.2f}"
