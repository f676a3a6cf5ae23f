"""Every question of one version on one line: for a report that has no room for a table per question (E213)."""

from django.utils.translation import gettext as _

from evaluaties.figures.effect import in_short
from evaluaties.figures.outcomes import against_condition, people_cell, question_table
from evaluaties.figures.results import VersieUitkomst
from evaluaties.figures.rounding import DASH
from evaluaties.figures.tables import Cel, Tabel, tekst


def short_table(blok: VersieUitkomst, naam: str, kop: str) -> Tabel:
    """How many answered, the mean, and the share of each answer; what does not fit says so."""
    return Tabel(
        naam=naam,
        kop=kop,
        kolommen=(_("Vraag"), _("Mensen"), _("Gemiddeld"), _("Antwoorden")),
        rijen=tuple(_line(uitkomst) for uitkomst in blok.vragen),
        noten=tuple(against_condition(uitkomst) for uitkomst in blok.vragen if uitkomst.n and uitkomst.past_niet),
    )


def _line(uitkomst):
    average = dict(question_table(uitkomst).feiten).get(_("Gemiddeld"), Cel(DASH))
    people = people_cell(uitkomst) if uitkomst.n else Cel(DASH)
    words = DASH if uitkomst.gemiddeld is not None else in_short(uitkomst)
    return (tekst(uitkomst.tekst), people, average, tekst(words))
