"""What goes on paper and in files: the letter to a melder who does not hear by mail (E067), and who saw what."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from buurtpreventie.documents.rendering import render_pdf
from buurtpreventie.ui.dates import local
from buurtpreventie.ui.spreadsheets import csv_response, xlsx_response
from meldingen.numbers import week_hours
from opvolging.models import Bezorging, Terugkoppeling


def render_brief(bericht: Terugkoppeling | Bezorging, op) -> bytes:
    """One message to the melder as a PDF; the template gets words only, so nothing of the contents can slip in."""
    melding, gemeente = bericht.melding, bericht.melding.gemeente
    words = {
        "gemeente": gemeente.naam,
        "nummer": melding.nummer,
        "aan": melding.melder.naam,
        "is_antwoord": bericht.soort == Terugkoppeling.Soort.ANTWOORD,
        "tekst": bericht.tekst,
        "op": op,
        "hoort_voor": bericht.nieuwe_datum,
        "telefoon": gemeente.meldpunt_telefoon,
        "week": week_hours(gemeente),
    }
    return render_pdf("documents/brief.html", words)


def render_kaarten(kaarten, gemeente) -> bytes:
    """Cards to fill in by hand, one on a page: its number twice, and nothing about anybody (E067)."""
    words = {
        "nummers": [kaart.nummer for kaart in kaarten],
        "gemeente": gemeente.naam,
        "telefoon": gemeente.meldpunt_telefoon,
        "week": week_hours(gemeente),
    }
    return render_pdf("documents/kaarten.html", words)


@dataclass(frozen=True)
class Cel:
    """A cell of words, as a workbook draws it."""

    tekst: str
    waarde: None = None
    soort: str = "tekst"


@dataclass(frozen=True)
class Blad:
    """One sheet of words."""

    kop: str
    kolommen: list[str]
    rijen: list[list[Cel]]
    noten: tuple[str, ...] = ()


def openings_csv(inzages, today):
    """Who saw what, a line each."""
    return csv_response(_file_name(today), _columns(), map(_cells, inzages))


def openings_xlsx(inzages, today):
    """The same as a workbook."""
    rows = [[Cel(text) for text in _cells(one)] for one in inzages]
    return xlsx_response(_file_name(today), [Blad(_("Wie zag wat"), _columns(), rows)])


def _file_name(today):
    return f"wie-zag-wat-{today}"


def _columns():
    return [_("Dag"), _("Tijd"), _("Wie"), _("Rol"), _("Melding"), _("Wat"), _("Hoe vertrouwelijk"), _("Reden")]


def _cells(inzage):
    moment = local(inzage.op)
    when = [f"{moment:%d-%m-%Y}", f"{moment:%H:%M}"]
    return [*when, inzage.naam, inzage.als, inzage.wat, inzage.deel, inzage.groep, inzage.reden]
