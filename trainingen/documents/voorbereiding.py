"""The preparation of an evening on paper."""

from buurtpreventie.documents.rendering import render_pdf
from trainingen.moments import moment_in_words


def render_voorbereiding(sheet, today) -> bytes:
    """The whole sheet."""
    words = {"vel": sheet, "sessie": sheet.sessie, "wanneer": moment_in_words(sheet.sessie, today)}
    return render_pdf("documents/voorbereiding.html", words)
