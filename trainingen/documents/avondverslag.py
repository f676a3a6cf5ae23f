"""The report of a knowledge evening, to hand out."""

from buurtpreventie.documents.rendering import render_pdf


def render_avondverslag(verslag) -> bytes:
    """The report as a PDF."""
    return render_pdf("documents/avondverslag.html", {"verslag": verslag})
