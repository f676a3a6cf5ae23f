"""The report of a conversation at a table, to hand out (E193)."""

from buurtpreventie.documents.rendering import render_pdf
from evaluaties.together import agreements_of, lines_of


def render_samen(afname, verslag, teams, today) -> bytes:
    """What was said, and who does what by when."""
    words = {
        "afname": afname,
        "verslag": verslag,
        "teams": [team.naam for team in teams],
        "regels": lines_of(afname.versie, verslag),
        "afspraken": agreements_of(afname, today),
    }
    return render_pdf("documents/evaluatie_samen.html", words)
