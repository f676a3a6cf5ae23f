"""A certificate on paper, and proof that somebody was at an evening."""

from buurtpreventie.documents.rendering import render_pdf


def render_bewijs(bewijs, today) -> bytes:
    """What one person gained or showed, and until when it counts; no word about health."""
    sessie = bewijs.inschrijving.sessie if bewijs.inschrijving_id else None
    words = {
        "bewijs": bewijs,
        "sessie": sessie,
        "gemeente": sessie.gemeente_toen if sessie else bewijs.gemeente.naam,
        "telefoon": bewijs.gemeente.telefoon,
        "telt": bewijs.counts_on(today),
        "op": today,
    }
    return render_pdf("documents/bewijs.html", words)


def render_deelname(inschrijving, today) -> bytes:
    """That this person, or this guest, was there."""
    sessie = inschrijving.sessie
    words = {
        "wie": inschrijving,
        "sessie": sessie,
        "gemeente": sessie.gemeente_toen,
        "telefoon": sessie.gemeente.telefoon,
        "op": today,
    }
    return render_pdf("documents/deelname.html", words)
