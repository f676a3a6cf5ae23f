"""Outcomes in one line per question, and side effects with what was not measured said as such (E213, E217)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluaties.figures.kring import Per
from evaluaties.figures.outcomes import people_cell, question_table
from evaluaties.figures.results import Resultaten, VersieUitkomst
from evaluaties.figures.tables import Cel, Tabel, tekst
from teams.models import Soort

NOT_MEASURED = gettext_lazy("niet gemeten")
# (good or bad, what, the question of EIND that measures it; "" when nothing does)
SIDE_EFFECTS = (
    (gettext_lazy("Goed"), gettext_lazy("Mensen zijn meer met elkaar verbonden"), "E10"),
    (gettext_lazy("Goed"), gettext_lazy("Leden letten meer op hoe het met iemand gaat"), "E2"),
    (gettext_lazy("Goed"), gettext_lazy("De buurt lost meer zelf op"), ""),
    (gettext_lazy("Slecht"), gettext_lazy("Het werk wordt te zwaar voor leden"), "E12"),
    (gettext_lazy("Slecht"), gettext_lazy("Mensen worden verkeerd aangekeken"), ""),
    (gettext_lazy("Slecht"), gettext_lazy("Bewoners zijn bang of voelen zich bekeken"), ""),
)


def short_table(blok: VersieUitkomst, naam: str, kop: str) -> Tabel:
    """Every question of one version: how many answered, the mean, and each answer."""
    rows = []
    for uitkomst in blok.vragen:
        facts = dict(question_table(uitkomst).feiten)
        average = facts.get(_("Gemiddeld"), Cel("–"))
        rows.append((tekst(uitkomst.tekst), people_cell(uitkomst), average, tekst(answers_in_words(uitkomst))))
    kolommen = (_("Vraag"), _("Mensen"), _("Gemiddeld"), _("Antwoorden"))
    return Tabel(naam=naam, kop=kop, kolommen=kolommen, rijen=tuple(rows))


def answers_in_words(uitkomst) -> str:
    """ "Ja 90 %, Nee 9 %": the cells of its table; where there are none, why."""
    table = question_table(uitkomst)
    given = [f"{answer} {share if share.is_getal else number}" for answer, number, share in table.rijen]
    flagged = uitkomst.past_niet or not given
    return " ".join([", ".join(given), *(table.noten[:1] if flagged else ())]).strip()


def side_effects_table(resultaten: Resultaten, overzicht) -> Tabel:
    """What else it brought, good and bad; what nobody asked or counted says so."""
    blocks = [blok for blok in resultaten.of("EIND") if not blok.nagebouwd]
    rijen = [_side_effect(kind, what, code, blocks) for kind, what, code in SIDE_EFFECTS]
    rijen.append((tekst(_("Slecht")), tekst(_("Er is iets mis in een team")), _complaints(overzicht)))
    return Tabel(
        naam="neveneffecten",
        kop=_("Neveneffecten"),
        kolommen=(_("Goed of slecht"), _("Neveneffect"), _("Wat wij weten")),
        rijen=tuple(rijen),
        noten=(_("Bewoners zijn niet gevraagd. Wat leden vinden, is geen meting bij bewoners."),),
    )


def _side_effect(kind, what, code, blocks):
    found = [blok.of(code) for blok in blocks if code and blok.of(code) is not None and blok.of(code).n]
    words = " ".join(_("%(antwoorden)s (%(n)s mensen).") % _facts(one) for one in found)
    return (tekst(kind), tekst(what), tekst(words or NOT_MEASURED))


def _facts(uitkomst):
    return {"antwoorden": answers_in_words(uitkomst), "n": people_cell(uitkomst)}


def _complaints(overzicht):
    """Complaints about a team, as far as the loop shows them."""
    rows = [rij for rij in overzicht.kring.rijen(Per.SOORT) if rij.sleutel == Soort.TEAM]
    if not rows:
        return tekst(_("Geen meldingen die hier mogen staan (vanaf 5 melders)."))
    total = sum(rij.cel.totaal for rij in rows)
    return tekst(_("%(n)s meldingen.") % {"n": total})
