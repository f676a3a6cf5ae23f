"""Outcomes as a page shows them: each question with its table, and its bars where there is something to compare."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from buurtpreventie.ui.charts import Grafiek, Punt, lying_bars
from evaluaties.figures.outcomes import against_condition, question_table, version_cell
from evaluaties.figures.results import Resultaten, VersieUitkomst
from evaluaties.figures.rounding import together
from evaluaties.figures.tables import Tabel


@dataclass(frozen=True)
class Getoond:
    """One question; ``anker`` is unique on its page; ``let_op`` is what does not fit."""

    anker: str
    tabel: Tabel
    grafiek: Grafiek | None
    let_op: str
    noten: tuple[str, ...]


@dataclass(frozen=True)
class Blok:
    """One version of a questionnaire."""

    anker: str
    uitkomst: VersieUitkomst
    versie: str
    vragen: tuple[Getoond, ...]


def blocks_of(resultaten: Resultaten, anker="uitkomst") -> list[Blok]:
    """Every block, drawn."""
    return [_block(f"{anker}-{number}", blok) for number, blok in enumerate(resultaten.blokken, start=1)]


def _block(anker, blok):
    return Blok(anker, blok, version_cell(blok).tekst, tuple(_shown(anker, one) for one in blok.vragen))


def _shown(anker, uitkomst):
    tabel = question_table(uitkomst)
    anker = f"{anker}-{tabel.naam}"
    let_op = against_condition(uitkomst) if uitkomst.past_niet else ""
    return Getoond(anker, tabel, _bars(anker, uitkomst), let_op, tuple(one for one in tabel.noten if one != let_op))


def _bars(anker, uitkomst):
    """How many people gave each answer, of all who answered; None with fewer than two answers to compare."""
    told = [one for one in uitkomst.antwoorden if one.aantal is not None]
    if len(told) < 2:
        return None
    punten = [Punt(_with_share(one), one.aantal) for one in told]
    return lying_bars(anker, uitkomst.tekst, punten, kop=_("Antwoord"), eenheid=_("Mensen"), vol=uitkomst.n)


def _with_share(one):
    """The sign stays on the line of its number."""
    return one.tekst if one.procent is None else f"{one.tekst}: {together(one.procent)}"
