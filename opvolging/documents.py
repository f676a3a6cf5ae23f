"""What goes on paper: the letter to a melder who does not hear by mail (E067)."""

from buurtpreventie.documents.rendering import render_pdf
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
