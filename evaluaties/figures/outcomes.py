"""The outcomes of questions as tables: one per question for a page, and all of them under each other for a file."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluaties.figures.results import FEWEST, Resultaten, VersieUitkomst, VraagUitkomst
from evaluaties.figures.rounding import DASH, in_words
from evaluaties.figures.tables import CIJFER, Cel, Tabel, getal, procent, tekst
from evaluaties.models import VraagType

ONE_ANSWER = (VraagType.KEUZE, VraagType.JA_NEE, VraagType.SCHAAL, VraagType.RAPPORTCIJFER)


def too_few():
    """What stands where fewer than five answered."""
    return _("Nog te weinig antwoorden (minder dan %(n)s).") % {"n": FEWEST}


def small_group():
    """What stands beside a figure of few people (E205)."""
    return _("Kleine groep, lees met zorg.")


def rebuilt():
    """What stands wherever a figure was rebuilt from a report."""
    return _("Nagebouwd naar het gepubliceerde verslag")


# --- one question -----------------------------------------------------------------------------------


def question_table(uitkomst: VraagUitkomst) -> Tabel:
    """How many people gave which answer; under it what one has to know to read it well."""
    return Tabel(
        naam=uitkomst.sleutel.lower().replace(".", "-"),
        kop=uitkomst.tekst,
        kolommen=(_("Antwoord"), _("Aantal"), _("Percentage")),
        rijen=tuple((tekst(one.tekst), _count(one.aantal), procent(one.procent)) for one in uitkomst.antwoorden),
        noten=tuple(_notes(uitkomst)),
        feiten=tuple(_facts(uitkomst)),
    )


def _count(aantal):
    return tekst(_("niet gepubliceerd")) if aantal is None else getal(aantal)


def _facts(uitkomst):
    """(name, cell): n, the mean, and how many forms say nothing about this."""
    if not uitkomst.n:
        return
    yield _("Mensen"), people_cell(uitkomst)
    if uitkomst.gemiddeld is not None:
        yield _("Gemiddeld"), getal(uitkomst.gemiddeld)
    if uitkomst.onleesbaar:
        yield _("Niet te lezen"), getal(uitkomst.onleesbaar)
    if uitkomst.zonder_antwoord and not uitkomst.n_hoogstens:
        yield _("Geen antwoord"), getal(uitkomst.zonder_antwoord)


def people_cell(uitkomst):
    """n of one question: "79", or "ten hoogste 9" where the report does not say."""
    if uitkomst.n_hoogstens:
        return Cel(_("ten hoogste %(n)s") % {"n": in_words(uitkomst.n)}, uitkomst.n, CIJFER)
    return getal(uitkomst.n)


def _notes(uitkomst):
    if not uitkomst.n:
        yield _nothing(uitkomst)
        return
    if uitkomst.past_niet:
        yield against_condition(uitkomst)
    elif uitkomst.van is not None:
        yield _asked_of(uitkomst)
    if uitkomst.is_klein:
        yield small_group()
    if uitkomst.weggelaten:
        yield _left_out(uitkomst.weggelaten)
    if uitkomst.zonder_verdeling:
        yield _("Het verslag noemt niet hoeveel mensen welk antwoord gaven.")
    if uitkomst.vraag.type == VraagType.MEERKEUZE and uitkomst.antwoorden:
        yield _("Mensen mochten meer antwoorden kiezen.")
    elif rounding_shows(uitkomst):
        yield _("Door afronden is het samen niet precies 100 %.")


def _nothing(uitkomst):
    if uitkomst.te_weinig:
        return too_few()
    return _("Niet gepubliceerd in het verslag.") if uitkomst.niet_gepubliceerd else _("Niemand gaf hier antwoord.")


def against_condition(uitkomst):
    """ "Let op: 1 + 4 = 5 antwoorden, maar 4 mensen kozen “Ja”": told, never smoothed."""
    given = [one.aantal for one in uitkomst.antwoorden if one.aantal]
    whole = f"{' + '.join(map(str, given))} = {uitkomst.n}" if len(given) > 1 and _adds_up(uitkomst) else uitkomst.n
    facts = {"som": whole, "wie": uitkomst.van_wie, "van": uitkomst.van, "tegen": uitkomst.tegen}
    facts["vraag"] = uitkomst.vraag.als_vraag.tekst if uitkomst.vraag.als_vraag_id else ""
    if uitkomst.van is None:
        words = _("Let op: %(tegen)s van de %(som)s antwoorden past niet bij wat dezelfde mensen eerder kozen.")
        return words % facts
    words = _("Let op: %(som)s antwoorden, maar %(van)s mensen kozen “%(wie)s” bij “%(vraag)s”.")
    return words % facts + " " + _against(uitkomst.tegen)


def _against(number):
    words = ngettext(
        "%(n)s formulier past dus niet. Wij tellen het mee en veranderen niets.",
        "%(n)s formulieren passen dus niet. Wij tellen ze mee en veranderen niets.",
        number,
    )
    return words % {"n": number}


def _adds_up(uitkomst):
    return uitkomst.vraag.type in ONE_ANSWER and sum(one.aantal or 0 for one in uitkomst.antwoorden) == uitkomst.n


def _asked_of(uitkomst):
    words = ngettext(
        "Alleen voor wie “%(wie)s” koos bij “%(vraag)s”: %(van)s mens.",
        "Alleen voor wie “%(wie)s” koos bij “%(vraag)s”: %(van)s mensen.",
        uitkomst.van,
    )
    return words % {"wie": uitkomst.van_wie, "vraag": uitkomst.vraag.als_vraag.tekst, "van": uitkomst.van}


def _left_out(number):
    words = ngettext(
        "Bij %(n)s groep gaven minder dan 5 mensen hier antwoord. Die telt hier niet mee.",
        "Bij %(n)s groepen gaven minder dan 5 mensen hier antwoord. Die tellen hier niet mee.",
        number,
    )
    return words % {"n": number}


def rounding_shows(uitkomst):
    """Whether whole percentages of one choice each come to another number than a hundred."""
    shares = [one.procent for one in uitkomst.antwoorden if one.procent is not None]
    return uitkomst.vraag.type in ONE_ANSWER and bool(shares) and _adds_up(uitkomst) and sum(shares) != 100


# --- everything, for a file -------------------------------------------------------------------------


def outcomes_table(resultaten: Resultaten, naam: str, kop: str) -> Tabel:
    """Every answer of every question on a line of its own, with what holds for its question beside it."""
    rows = [row for blok in resultaten.blokken for uitkomst in blok.vragen for row in _lines(blok, uitkomst)]
    return Tabel(naam=naam, kop=kop, kolommen=_columns(), rijen=tuple(rows), noten=tuple(sources(resultaten)))


def _columns():
    asked = (_("Vragenlijst"), _("Versie"), _("Herkomst"), _("Vraag"))
    numbers = (_("Mensen"), _("Gemiddeld"), _("Antwoord"), _("Aantal"), _("Percentage"))
    return (*asked, *numbers, _("Niet te lezen"), _("Geen antwoord"), _("Let op"))


def _lines(blok, uitkomst):
    table = question_table(uitkomst)
    facts = dict(table.feiten)
    of = (facts.get(name, Cel(DASH)) for name in (_("Mensen"), _("Gemiddeld"), _("Niet te lezen"), _("Geen antwoord")))
    people, average, unreadable, silent = of
    asked = (tekst(blok.versie.vragenlijst.naam), version_cell(blok), tekst(origin(blok)), tekst(table.kop))
    notes = (unreadable, silent, tekst(" ".join(table.noten)))
    for row in table.rijen or [(Cel(DASH),) * 3]:
        yield (*asked, people, average, *row, *notes)


def version_cell(blok: VersieUitkomst):
    """Which wording: its number, and whose own it is."""
    versie = blok.versie
    own = _("%(n)s (eigen versie)") if versie.gemeente_id else "%(n)s"
    return tekst(own % {"n": versie.nummer})


def origin(blok: VersieUitkomst):
    """Given here, or rebuilt from which report."""
    return f"{rebuilt()}: {', '.join(blok.bronnen)}" if blok.nagebouwd else _("Hier ingevuld")


def sources(resultaten: Resultaten):
    """The reports of which something was rebuilt, a sentence each."""
    found = sorted({bron for blok in resultaten.blokken for bron in blok.bronnen})
    return [f"{rebuilt()}: {bron}." for bron in found]
