"""The same question at a later moment beside the first time, per questionnaire (E212)."""

from django.utils.translation import gettext as _

from evaluaties.figures.outcomes import people_cell, rebuilt, too_few
from evaluaties.figures.results import Resultaten
from evaluaties.figures.rounding import DASH
from evaluaties.figures.tables import Cel, Tabel, getal, procent, tekst


def comparisons(quarters: dict[tuple[int, int], Resultaten]) -> list[Tabel]:
    """A table for each questionnaire that was asked at two moments or more, a column per moment and version."""
    found = {}
    for quarter, resultaten in quarters.items():
        for blok in resultaten.blokken:
            found.setdefault(blok.versie.vragenlijst, []).append((quarter, blok))
    return [_table(lijst, columns) for lijst, columns in found.items() if len(columns) > 1]


def _table(lijst, columns):
    blocks = [blok for _quarter, blok in columns]
    keys = dict.fromkeys(one.sleutel for blok in blocks for one in blok.vragen)
    shared = [key for key in keys if sum(blok.of(key) is not None for blok in blocks) > 1]
    return Tabel(
        naam=f"{lijst.code.lower()}-door-de-tijd",
        kop=_("%(lijst)s: eerder en later") % {"lijst": lijst.naam},
        kolommen=(_("Vraag"), _("Antwoord"), *(_moment(quarter, blok) for quarter, blok in columns)),
        rijen=tuple(row for key in shared for row in _rows([blok.of(key) for blok in blocks])),
        noten=(_("Elke kolom gaat over andere mensen. Een verschil kan dus ook toeval zijn."),),
    )


def _moment(quarter, blok):
    """Kwartaal 2 van 2017, versie 1."""
    jaar, nummer = quarter
    words = _("Kwartaal %(nummer)s van %(jaar)s, versie %(versie)s")
    said = words % {"nummer": nummer, "jaar": jaar, "versie": blok.versie.nummer}
    return f"{said} ({rebuilt().lower()})" if blok.nagebouwd else said


def _rows(outcomes):
    """How many people, the mean where there is one, and the share of each answer; the words of the newest version."""
    newest = next(one for one in reversed(outcomes) if one is not None)
    yield (tekst(newest.tekst), tekst(_("Mensen")), *(_people(one) for one in outcomes))
    if any(one and one.gemiddeld is not None for one in outcomes):
        yield (tekst(newest.tekst), tekst(_("Gemiddeld")), *(getal(one and one.gemiddeld) for one in outcomes))
        return
    answers = {answer.code: answer.tekst for one in outcomes if one for answer in one.antwoorden}
    for code, words in answers.items():
        yield (tekst(newest.tekst), tekst(words), *(_share(one, code) for one in outcomes))


def _people(outcome):
    if outcome is None:
        return Cel(DASH)
    return tekst(too_few()) if outcome.te_weinig else people_cell(outcome)


def _share(outcome, code):
    return (
        procent(next((one.procent for one in outcome.antwoorden if one.code == code), None)) if outcome else Cel(DASH)
    )
