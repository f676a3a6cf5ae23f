"""A questionnaire on paper: large boxes, conditions in words, no place for a name (E198, E199)."""

from dataclasses import dataclass

from buurtpreventie.documents.rendering import render_pdf
from evaluaties.answers import condition_in_words, questions_of
from evaluaties.models import Soort, Vraag, VraagType

SHORT = 24  # options of so many characters stand beside each other
RANGES = (VraagType.SCHAAL, VraagType.RAPPORTCIJFER)
LINES = {VraagType.KORT: 1, VraagType.LANG: 3}


@dataclass(frozen=True)
class Rij:
    """What one crosses or writes for one question, or for one of the things that it is asked for."""

    naam: str
    hokjes: list
    regels: int

    @property
    def naast_elkaar(self):
        return all(len(hokje) <= SHORT for hokje in self.hokjes) and len(self.hokjes) <= 10


@dataclass(frozen=True)
class Gedrukt:
    """One question as it stands on paper."""

    vraag: Vraag
    nummer: int | None
    als: str
    rijen: list

    @property
    def is_meer(self):
        return self.vraag.type == VraagType.MEERKEUZE

    @property
    def is_schaal(self):
        return self.vraag.type in RANGES


def render_formulier(versie, *, waarover, gemeente) -> bytes:
    """The empty form of this version; ``waarover``: the evening or programme, as its run is called."""
    words = {
        "versie": versie,
        "waarover": waarover,
        "gemeente": gemeente,
        "vragen": printed(versie),
        "na_een_avond": versie.vragenlijst.soort == Soort.SESSIE,
        "samen": versie.vragenlijst.soort == Soort.SAMEN,
    }
    return render_pdf("documents/evaluatie_formulier.html", words)


def printed(versie):
    """The questions in their order; an explanation has no number."""
    found, nummer = [], 0
    for vraag in questions_of(versie):
        is_asked = vraag.type != VraagType.UITLEG
        nummer += is_asked
        rows = [row_of(vraag, sub["tekst"]) for sub in vraag.per] or [row_of(vraag, "")]
        found.append(Gedrukt(vraag, nummer if is_asked else None, condition_in_words(vraag), rows if is_asked else []))
    return found


def row_of(vraag, naam):
    """Boxes where one chooses, lines where one writes."""
    if vraag.type in RANGES:
        return Rij(naam, [str(cijfer) for cijfer in range(vraag.laagste, vraag.hoogste + 1)], 0)
    if vraag.type == VraagType.BEVESTIGING:
        return Rij(naam, ["Ja"], 0)
    if vraag.opties:
        return Rij(naam, [optie["tekst"] for optie in vraag.opties], 0)
    return Rij(naam, [], LINES.get(vraag.type, 1))
