"""Who was at an evening, on paper."""

from buurtpreventie.documents.rendering import render_pdf
from trainingen.moments import moment_in_words


def render_presentie(presentie, today) -> bytes:
    """The list and its number."""
    sessie = presentie.sessie
    words = {
        "presentie": presentie,
        "sessie": sessie,
        "teams": [row.naam_toen for row in sessie.sessieteams.all()],
        "wanneer": moment_in_words(sessie, today),
    }
    return render_pdf("documents/presentie.html", words)
