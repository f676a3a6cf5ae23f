"""What a pile of forms says before it is stored: to hold beside the paper; counted as everything else is."""

from dataclasses import dataclass
from datetime import date

from evaluaties.answers import ONLEESBAAR, key_in_words, value_in_words
from evaluaties.figures import rounding
from evaluaties.figures.counting import Atoom, code_of, count_form
from evaluaties.models import IN_NUMBERS, Vraag, VraagType


@dataclass(frozen=True)
class Totaal:
    """One question of a pile: ``antwoorden`` is (code, in words, how many) of each."""

    sleutel: str
    vraag: Vraag
    tekst: str
    n: int
    antwoorden: list
    leeg: int
    tegen: int
    gemiddeld: str


def totals(vragen, formulieren):
    """The totals of each closed question, also of answers that nobody gave."""
    atom = Atoom(date.min)
    for form in formulieren:
        for vraag in vragen:
            count_form(atom, vraag, form["antwoorden"], frozenset(form["vlaggen"]))
    return [
        total(vraag, sub, sleutel, atom.geteld[sleutel])
        for vraag in vragen
        if vraag.type != VraagType.UITLEG and not vraag.is_in_words
        for sleutel, sub in zip(vraag.sleutels, vraag.per or [None], strict=True)
    ]


def total(vraag, sub, sleutel, cell):
    """One question, or one of the things that it is asked for."""
    codes = [*(codes_of(vraag) or sorted(cell.aantallen)), ONLEESBAAR]
    counts = cell.aantallen | {ONLEESBAAR: cell.onleesbaar}
    rows = [(code, words_of(vraag, code), counts.get(code, 0)) for code in codes]
    return Totaal(
        sleutel, vraag, key_in_words(vraag, sub), cell.n, rows, cell.zonder_antwoord, cell.tegen, mean_of(vraag, cell)
    )


def codes_of(vraag):
    """The answers that one chooses from; none where one writes a number, a day or a time."""
    if vraag.laagste is not None:
        return [str(number) for number in range(vraag.laagste, vraag.hoogste + 1)]
    if vraag.type == VraagType.BEVESTIGING:
        return [code_of(True)]
    return [optie["code"] for optie in vraag.opties]


def words_of(vraag, code):
    """An answer in words, going by its code."""
    return value_in_words(vraag, True if vraag.type == VraagType.BEVESTIGING and code == code_of(True) else code)


def mean_of(vraag, cell):
    """Of figures only; empty when nobody gave one."""
    if vraag.type not in IN_NUMBERS or not cell.n:
        return ""
    return rounding.in_words(rounding.mean(sum(int(code) * n for code, n in cell.aantallen.items()), cell.n))
