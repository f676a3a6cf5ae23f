"""Charts as inline SVG: numbers in, text ready for a template out; nothing here knows what is counted.

Widths and places across are percentages and heights are ``em``, so a chart fits 320 px and grows with the letters.
``{% include "delen/_grafiek.html" with grafiek=… %}`` draws it, with its title, its description and the same numbers as
a table. Every geometry is text already: a template would write 12.5 as 12,5.
"""

import textwrap
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from django.utils.translation import gettext as _

TOP, PLOT, BELOW = 2.0, 11.0, 2.0  # em: room for the number on the highest bar, the bars, the names below
AXIS, FULL = 12.0, 100.0  # percent: where the bars begin and end across
THICKNESS = 0.66  # of the room that a bar has
FITS = 22  # columns times letters that stay apart at 320 px
AXIS_FITS = 3  # digits beside the axis at 320 px
LINE, BAR, GAP = 1.4, 1.1, 0.75  # em: one line of words, a bar lying down, and the room after it
LETTERS = 30  # of a name and its number beside each other at 320 px
STEPS = (2, 4, 6, 8, 10)
LARGEST = 1e15  # more is drawn as this; nobody counts so far


@dataclass(frozen=True)
class Punt:
    """One thing that was counted; ``nu`` marks the one that is not over yet."""

    naam: str
    waarde: float
    nu: bool = False


@dataclass(frozen=True)
class Rechthoek:
    """Where a bar stands, as SVG reads it."""

    x: str
    y: str
    breedte: str
    hoogte: str


@dataclass(frozen=True)
class Staaf:
    """A bar with the number that belongs to it and the lines of its name."""

    naam: str
    getal: str
    nu: bool
    vlak: Rechthoek
    midden: str
    getal_y: str
    regels: tuple = ()  # (y, words)
    spoor: Rechthoek | None = None  # what the longest bar would fill


@dataclass(frozen=True)
class Grafiek:
    """A drawing that says the same in words and in a table."""

    naam: str  # unique on its page
    titel: str
    omschrijving: str
    tekening: str  # the template of the SVG
    hoogte: str
    staven: tuple
    kop: str
    eenheid: str
    noot: str = ""
    lijnen: tuple = ()  # (y, y of the words, number)
    grondlijn: str = ""
    namen_y: str = ""

    @property
    def titel_id(self):
        return f"{self.naam}-titel"

    @property
    def tekst_id(self):
        return f"{self.naam}-tekst"


def number_in_words(value):
    """200000 is 200.000 and 12.5 is 12,5; what is no number is a dash."""
    if not _is_number(value):
        return "–"
    text = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def standing_bars(naam, titel, punten, *, kop, eenheid, noot=""):
    """Bars beside each other, for a few short names such as weeks; lying down when they would not fit a phone."""
    punten = tuple(punten)
    longest = max((len(text) for punt in punten for text in (number_in_words(punt.waarde), punt.naam)), default=0)
    top = _round_up(max((_size(punt.waarde) for punt in punten), default=0))
    if len(punten) * longest > FITS or len(number_in_words(top)) > AXIS_FITS:
        return lying_bars(naam, titel, punten, kop=kop, eenheid=eenheid, noot=noot)
    return Grafiek(
        naam=naam,
        titel=titel,
        omschrijving=description(punten, eenheid),
        tekening="delen/_grafiek_staand.html",
        hoogte=_em(TOP + PLOT + BELOW),
        staven=tuple(_standing(punt, n, len(punten), top) for n, punt in enumerate(punten)),
        kop=kop,
        eenheid=eenheid,
        noot=noot,
        lijnen=tuple(_grid_line(part * top / 2, top) for part in (2, 1, 0)),
        grondlijn=_em(TOP + PLOT),
        namen_y=_em(TOP + PLOT + 1.5),
    )


def lying_bars(naam, titel, punten, *, kop, eenheid, noot="", vol=None):
    """Bars under each other, each below its name: for words of any length and numbers of any size.

    ``vol`` is what a full bar stands for, such as 100 percent; without it that is the largest number.
    """
    punten = tuple(punten)
    top = vol or max((_size(punt.waarde) for punt in punten), default=0) or 1.0
    staven, y = [], 0.0
    for punt in punten:
        staven.append(_lying(punt, y, top))
        y += _height(punt)
    return Grafiek(
        naam=naam,
        titel=titel,
        omschrijving=description(punten, eenheid),
        tekening="delen/_grafiek_liggend.html",
        hoogte=_em(y),
        staven=tuple(staven),
        kop=kop,
        eenheid=eenheid,
        noot=noot,
    )


def description(punten, eenheid):
    """What a person who does not see the drawing hears: the unit, and every name with its number."""
    said = ", ".join(f"{punt.naam}: {number_in_words(punt.waarde)}" for punt in punten)
    return _("%(eenheid)s per onderdeel. %(getallen)s.") % {"eenheid": eenheid, "getallen": said} if said else eenheid


def _standing(punt, n, count, top):
    room = (FULL - AXIS) / count
    width = room * THICKNESS
    height = PLOT * (_size(punt.waarde) / top)
    middle = AXIS + room * (n + 0.5)
    return Staaf(
        naam=punt.naam,
        getal=number_in_words(punt.waarde),
        nu=punt.nu,
        vlak=Rechthoek(_percent(middle - width / 2), _em(TOP + PLOT - height), _percent(width), _em(height)),
        midden=_percent(middle),
        getal_y=_em(TOP + PLOT - height - 0.4),
    )


def _lying(punt, y, top):
    lines = _lines(punt)
    bar_y = y + LINE * len(lines)
    return Staaf(
        naam=punt.naam,
        getal=number_in_words(punt.waarde),
        nu=punt.nu,
        vlak=Rechthoek("0%", _em(bar_y), _percent(FULL * (_size(punt.waarde) / top)), _em(BAR)),
        spoor=Rechthoek("0%", _em(bar_y), _percent(FULL), _em(BAR)),
        midden=_percent(FULL),
        getal_y=_em(y + 1),
        regels=tuple((_em(y + 1 + LINE * n), line) for n, line in enumerate(lines)),
    )


def _height(punt):
    return LINE * len(_lines(punt)) + BAR + GAP


def _lines(punt):
    """The name in lines that leave room for the number, at least one."""
    width = max(LETTERS - len(number_in_words(punt.waarde)), 10)
    return textwrap.wrap(punt.naam, width) or [""]


def _grid_line(value, top):
    y = TOP + PLOT - PLOT * value / top
    return _em(y), _em(y + 0.35), number_in_words(value)


def _round_up(value):
    """The number at the top of the axis: round, and so is its half."""
    power = 1
    while value > STEPS[-1] * power:
        power *= 10
    return next(step * power for step in STEPS if value <= step * power)


def _is_number(value):
    return isinstance(value, int | float | Decimal) and isfinite(value)


def _size(value):
    """How much there is to draw: nothing below zero, and nothing for what is no number."""
    return (min(max(float(value), 0.0), LARGEST) or 0.0) if _is_number(value) else 0.0  # never -0.0


def _percent(value):
    return f"{value:.2f}%"


def _em(value):
    return f"{value:.2f}em"
