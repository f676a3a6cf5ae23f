"""What is known of the effect: each indicator with the questions that measure it; the rest says "niet gemeten".

Nothing is counted here: rows show what ``results`` found, place by place and version by version (E207-E211, E217).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluaties.balansmodel import BESCHERMING, INDICATOREN, NEVENEFFECTEN, RISICO, Leefdomein
from evaluaties.figures.outcomes import origin, people_cell, too_few
from evaluaties.figures.results import Resultaten, VersieUitkomst, VraagUitkomst
from evaluaties.figures.rounding import DASH, in_words, percent_in_words
from evaluaties.figures.tables import Cel, Tabel, tekst
from evaluaties.models import Versie, Vraag, Vragenlijst


@dataclass(frozen=True)
class Meting:
    """The outcome of one question, somewhere."""

    waar: str
    blok: VersieUitkomst
    uitkomst: VraagUitkomst


def measured(places: list[tuple[str, Resultaten]]) -> list[Meting]:
    """Every outcome of these (name of the place, results)."""
    return [
        Meting(waar, blok, uitkomst)
        for waar, resultaten in places
        for blok in resultaten.blokken
        for uitkomst in blok.vragen
    ]


def questions_in_use(gemeente) -> list[Vraag]:
    """The questions that a new run of this gemeente asks, of every questionnaire."""
    newest = {}
    for versie in Versie.objects.filter(vragenlijst__in=Vragenlijst.objects.all()).used_by(gemeente):
        newest.setdefault(versie.vragenlijst_id, versie.pk)
    asked = Vraag.objects.filter(versie__in=newest.values()).select_related("versie__vragenlijst")
    return list(asked.order_by("versie__vragenlijst", "volgorde"))


def effect_tables(places, in_use) -> list[Tabel]:
    """Indicators, parts of life, risks, strengths and side effects; ``in_use``: questions that are asked by now."""
    found = measured(places)
    return [
        _indicators(found, in_use),
        _domains(),
        _factors("risico", _("Wat het moeilijker maakt"), RISICO, found, in_use),
        _factors("bescherming", _("Wat helpt"), BESCHERMING, found, in_use),
        _factors("neveneffecten", _("Wat er nog meer door verandert"), NEVENEFFECTEN, found, in_use),
    ]


def _indicators(found, in_use):
    rows = []
    for indicator in INDICATOREN:
        first = (tekst(indicator.naam), tekst(indicator.leefdomein.label))
        rows += [(*first, tekst(_("Leden")), *row) for row in _measured_by(indicator, found, in_use)]
        if indicator.over_bewoners:
            rows.append((*first, tekst(_("Bewoners")), *_not_measured(_("Niet gemeten: bewoners zijn niet gevraagd"))))
    columns = (_("Indicator"), _("Deel van het leven"), _("Wie"), *_columns())
    notes = (_("Leden vertellen wat zij denken. Wat bewoners merken, weten wij pas als wij het bewoners vragen."),)
    return Tabel("indicatoren", _("De drie indicatoren"), columns, tuple(rows), notes)


def _domains():
    """Each part of life with its indicators; one has none."""
    rows = []
    for domein in Leefdomein:
        names = [str(one.naam) for one in INDICATOREN if one.leefdomein == domein]
        rows.append((tekst(domein.label), tekst("; ".join(names) or _("Niet gemeten"))))
    return Tabel("leefdomeinen", _("De delen van het leven"), (_("Deel van het leven"), _("Indicatoren")), tuple(rows))


def _factors(naam, kop, factors, found, in_use):
    rows = []
    for factor in factors:
        rows += [(tekst(factor.naam), *row) for row in _measured_by(factor, found, in_use)]
    return Tabel(naam, kop, (_("Waar het om gaat"), *_columns()), tuple(rows))


def _columns():
    return (_("Vraag"), _("Uitkomst"), _("Mensen"), _("Waar"), _("Herkomst"))


def _measured_by(one, found, in_use):
    """A row per outcome; a question that is asked but has none yet says so; nothing at all is not measured."""
    rows = [_row(meting) for meting in found if one.is_measured_by(meting.uitkomst.vraag)]
    known = {meting.uitkomst.vraag.code for meting in found}
    coming = [vraag for vraag in in_use if one.is_measured_by(vraag) and vraag.code not in known]
    rows += [_not_measured(_("Nog niet gemeten"), vraag.tekst) for vraag in coming]
    return rows or [_not_measured(_("Niet gemeten"))]


def _row(meting):
    uitkomst = meting.uitkomst
    people = people_cell(uitkomst) if uitkomst.n else Cel(DASH)
    said = (tekst(uitkomst.tekst), tekst(in_short(uitkomst)), people)
    return (*said, tekst(meting.waar), tekst(origin(meting.blok)))


def _not_measured(words, vraag=DASH):
    return (tekst(vraag), tekst(words), Cel(DASH), Cel(DASH), Cel(DASH))


def in_short(uitkomst: VraagUitkomst) -> str:
    """The outcome on one line: the mean, or every answer with its share."""
    if uitkomst.te_weinig:
        return too_few()
    if not uitkomst.n:
        return _("Niet gepubliceerd") if uitkomst.niet_gepubliceerd else _("Niemand gaf hier antwoord")
    if uitkomst.gemiddeld is not None:
        return _("Gemiddeld %(cijfer)s") % {"cijfer": in_words(uitkomst.gemiddeld)}
    return ", ".join(_share(one) for one in uitkomst.antwoorden) or _("Niet gepubliceerd")


def _share(one):
    if one.aantal is None:
        return f"{one.tekst}: {_('niet gepubliceerd')}"
    return f"{one.tekst}: {in_words(one.aantal) if one.procent is None else percent_in_words(one.procent)}"
