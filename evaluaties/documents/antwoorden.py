"""Chapters about what people answered: questions as drawing and table, their own words, and what was done with it."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluaties.documents.verslag import Deel, Hoofdstuk, bars_of
from evaluaties.figures.outcomes import origin, question_table, too_few, version_cell
from evaluaties.figures.results import Resultaten
from evaluaties.figures.words import words_of
from evaluaties.models import OpenAntwoord, WijDeden

AANTAL, PROCENT = 1, 2  # columns of the table of a question
HUNDRED = 100


def answers_chapter(resultaten: Resultaten, te_weinig: str) -> Hoofdstuk:
    """Every version with its questions; ``te_weinig`` says where answers go that cannot be told yet."""
    kop = _("Wat mensen antwoordden")
    if resultaten.is_leeg:
        return Hoofdstuk(kop, alineas=(too_few(), te_weinig))
    return Hoofdstuk(kop, delen=tuple(deel for blok in resultaten.blokken for deel in _block(blok)))


def version_in_words(blok) -> str:
    """Niet pluis, versie 1."""
    return _("%(lijst)s, versie %(versie)s") % {"lijst": blok.versie.vragenlijst.naam, "versie": version_cell(blok)}


def versions_in_words(resultaten: Resultaten) -> str:
    """Which wordings the answers are to: for under every page."""
    codes = dict.fromkeys(
        _("%(code)s versie %(n)s") % {"code": blok.versie.vragenlijst.code, "n": version_cell(blok)}
        for blok in resultaten.blokken
    )
    return _("vragenlijst %(welke)s") % {"welke": " en ".join(codes)} if codes else ""


def _block(blok):
    yield Deel(version_in_words(blok), alineas=(_forms_in_words(blok),))
    for uitkomst in blok.vragen:
        yield question_part(uitkomst)


def _forms_in_words(blok):
    words = ngettext("%(n)s formulier.", "%(n)s formulieren.", blok.formulieren) % {"n": blok.formulieren}
    return f"{words} {origin(blok)}." if blok.nagebouwd else words


def question_part(uitkomst) -> Deel:
    """One question; a drawing only when there is more than one answer to hold beside another."""
    tabel = question_table(uitkomst)
    drawn = bars_of(tabel, PROCENT, tabel.kop, vol=HUNDRED) or bars_of(tabel, AANTAL, tabel.kop)
    return Deel(tabel.kop, niveau=4, tabel=tabel, grafiek=drawn)


def words_chapter(afnames, pools=()) -> Hoofdstuk:
    """What people wrote, as far as somebody read it and took out what points at a person or a place (E216)."""
    kop = _("In hun eigen woorden")
    found = words_of(OpenAntwoord.objects.filter(Q(afname__in=afnames) | Q(pool__in=pools)))
    if not found:
        return Hoofdstuk(kop, alineas=(_("Er zijn geen eigen woorden die hier mogen staan."),))
    intro = _("Een medewerker heeft dit gelezen en weggehaald wat naar een mens of een plek wijst.")
    delen = tuple(Deel(one.vraag.tekst, punten=one.teksten) for one in found)
    return Hoofdstuk(kop, alineas=(intro,), delen=delen)


def returned_chapter(afnames) -> Hoofdstuk:
    """ "U zei, wij deden": what came of it."""
    rows = WijDeden.objects.filter(afname__in=afnames).order_by("afname", "pk")
    said = tuple(
        _("U zei: %(uzei)s Wij deden: %(wijdeden)s")
        % {"uzei": _sentence(row.uzei), "wijdeden": _sentence(row.wijdeden)}
        for row in rows
    )
    nothing = (_("Hier is nog niets over opgeschreven."),)
    return Hoofdstuk(
        _("U zei, wij deden"),
        delen=(Deel(_("Wat wij ermee deden"), punten=said),) if said else (),
        alineas=() if said else nothing,
    )


def _sentence(tekst):
    return tekst if tekst.endswith((".", "!", "?")) else f"{tekst}."
