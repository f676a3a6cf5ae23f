"""Rounding that is the same on every page and paper: half goes up, and a part of nothing is nothing."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

DASH = "–"


def half_up(value, decimals=0):
    """A fraction or number as a Decimal of so many decimals; 2,5 is 3."""
    scaled = Fraction(value) * 10**decimals
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return whole.scaleb(-decimals)


def percent(part, whole, decimals=0):
    """How much ``part`` is of ``whole`` in percents: an int, a Decimal when decimals are asked; None of nothing."""
    if not whole:
        return None
    found = half_up(Fraction(100 * part, whole), decimals)
    return found if decimals else int(found)


def mean(total, n, decimals=1):
    """The mean as a Decimal; None of nothing."""
    return half_up(Fraction(total, n), decimals) if n else None


def in_words(value):
    """3,9 and 8 and 1.234, as they are written in Dutch; a dash for what is not known."""
    if value is None:
        return DASH
    value = int(value) if value == int(value) else value
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def percent_in_words(value):
    """11,5 %; a dash for what is not known."""
    return DASH if value is None else f"{in_words(value)} %"


def together(value):
    """A percentage within a sentence: the sign never goes to the next line."""
    return percent_in_words(value).replace(" ", "\N{NO-BREAK SPACE}")
