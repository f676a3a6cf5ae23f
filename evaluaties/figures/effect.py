"""What is known of the effect: each indicator with the questions that measure it; the rest says "niet gemeten".

Nothing is counted here: rows show what ``results`` found, place by place and version by version (E207-E211, E217).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluaties.balansmodel import BESCHERMING, INDICATOREN, NEVENEFFECTEN, RISICO, Leefdomein
from evaluaties.figures.outcomes import origin, people_cell, too_few
from evaluaties.figures.results import Resultaten, VersieUitkomst, VraagUitkomst
from evaluaties.figures.rounding import DASH, in_words, together
from evaluaties.figures.tables import Cel, Tabel, tekst, with_places
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
        *(_indicator(indicator, found, in_use) for indicator in INDICATOREN),
        _domains(),
        _factors("risico", _("Wat het moeilijker maakt"), RISICO, found, in_use),
        _factors("bescherming", _("Wat helpt"), BESCHERMING, found, in_use),
        _factors("neveneffecten", _("Wat er nog meer door verandert"), NEVENEFFECTEN, found, in_use),
    ]


def indicators_table(places, in_use) -> Tabel:
    """The three indicators in one table, for a file."""
    tables = effect_tables(places, in_use)[: len(INDICATOREN)]
    return with_places("effect", _("De drie indicatoren"), [(one.kop, one) for one in tables], _("Indicator"))


def _indicator(indicator, found, in_use):
    """What members say, question by question; of residents that they were not asked."""
    rows = [(row[0], tekst(_("Leden")), *row[1:]) for row in _measured_by(indicator, found, in_use)]
    if indicator.over_bewoners:
        nobody = tekst(_("Niet gemeten: bewoners zijn niet gevraagd"))
        rows.append((tekst(_("Wat bewoners zelf merken")), tekst(_("Bewoners")), nobody, Cel(DASH), Cel(DASH)))
    return Tabel(
        naam=indicator.sleutel.replace("_", "-"),
        kop=str(indicator.naam),
        kolommen=(_("Vraag"), _("Wie"), _("Uitkomst"), _("Mensen"), _("Waar")),
        rijen=tuple(rows),
        noten=tuple(_notes(indicator, found)),
        feiten=((_("Deel van het leven"), tekst(indicator.leefdomein.label)),),
    )


def _notes(indicator, found):
    of = [meting.blok for meting in found if indicator.is_measured_by(meting.uitkomst.vraag)]
    yield from sorted({f"{origin(blok)}." for blok in of if blok.nagebouwd})
    if indicator.over_bewoners:
        yield _("Leden vertellen wat zij denken. Wat bewoners merken, weten wij pas als wij het bewoners vragen.")


def _domains():
    """Each part of life with its indicators; one has none."""
    rows = []
    for domein in Leefdomein:
        names = [str(one.naam) for one in INDICATOREN if one.leefdomein == domein]
        rows.append((tekst(domein.label), tekst("; ".join(names) or _("Niet gemeten"))))
    columns = (_("Deel van het leven"), _("Indicator"))
    return Tabel("leefdomeinen", _("De delen van het leven"), columns, tuple(rows))


def _factors(naam, kop, factors, found, in_use):
    """What measures each; where that is an indicator, it stands there."""
    rows = []
    for factor in factors:
        about = _indicator_of(factor)
        measured_by = [_see(about)] if about else _measured_by(factor, found, in_use)
        rows += [(tekst(factor.naam), *row) for row in measured_by]
    columns = (_("Waar het om gaat"), _("Vraag"), _("Uitkomst"), _("Mensen"), _("Waar"))
    return Tabel(naam, kop, columns, tuple(rows))


def _indicator_of(factor):
    return next((one for one in INDICATOREN if one.sleutel == factor.indicator), None)


def _see(indicator):
    return (Cel(DASH), tekst(_("Zie hierboven: %(naam)s") % {"naam": indicator.naam}), Cel(DASH), Cel(DASH))


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
    return (tekst(uitkomst.tekst), tekst(in_short(uitkomst)), people, tekst(_where(meting)))


def _where(meting):
    return _("%(waar)s (nagebouwd)") % {"waar": meting.waar} if meting.blok.nagebouwd else meting.waar


def _not_measured(words, vraag=DASH):
    return (tekst(vraag), tekst(words), Cel(DASH), Cel(DASH))


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
    return f"{one.tekst}: {in_words(one.aantal) if one.procent is None else together(one.procent)}"
