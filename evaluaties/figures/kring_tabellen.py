"""The loop as tables: what page, CSV, spreadsheet and paper draw; every one says on which day it was counted."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.ui.charts import Punt, lying_bars
from buurtpreventie.ui.dates import day_in_words
from evaluaties.figures.kring import Per
from evaluaties.figures.kwartalen import closes_on
from evaluaties.figures.tables import Tabel, getal, procent, tekst
from opvolging.figures import STRICT
from opvolging.models import GeenAntwoord, Mist, Nuttig, Terugkoppeling

USEFUL = (Nuttig.JA, Nuttig.DEELS, Nuttig.NEE)


def date_with_year(day):
    """14 oktober 2026: on a paper the year is never clear by itself."""
    return f"{day_in_words(day)} {day.year}"


def period_in_words(periode):
    """2026, or 2026, kwartaal 3."""
    if not periode.kwartaal:
        return str(periode.jaar)
    return _("%(jaar)s, kwartaal %(kwartaal)s") % {"jaar": periode.jaar, "kwartaal": periode.kwartaal}


# --- on which day it was counted ----------------------------------------------------------------


def counted_on(overzicht):
    """One sentence per quarter about when it was kept, or that it still counts; none about what never was."""
    alone = overzicht.periode.kwartaal
    return [_counted_on(deel, alone) for deel in overzicht.delen if not (deel.is_over and deel.kring.is_leeg)]


def _counted_on(deel, alone):
    facts = {"kwartaal": deel.periode.kwartaal, "dag": date_with_year(deel.peildatum or closes_on(deel.periode))}
    if deel.is_vast:
        words = _("Peildatum: %(dag)s.") if alone else _("Kwartaal %(kwartaal)s: peildatum %(dag)s.")
        return f"{words % facts} {_late(deel)}".strip()
    if deel.is_over:
        return _("Kwartaal %(kwartaal)s telt nog. Het wordt zo vastgezet.") % facts
    words = _("Dit kwartaal telt nog. Het wordt vastgezet op %(dag)s.")
    return (words if alone else _("Kwartaal %(kwartaal)s telt nog. Het wordt vastgezet op %(dag)s.")) % facts


def _late(deel):
    if not deel.is_laat:
        return ""
    return _("Dat is later dan gewoon (%(dag)s).") % {"dag": date_with_year(closes_on(deel.periode))}


def standing(overzicht):
    """What stands under every table: where, over which period, and on which day it was counted."""
    facts = {"gemeente": overzicht.naam, "periode": period_in_words(overzicht.periode)}
    return [_("%(gemeente)s, %(periode)s.") % facts, *counted_on(overzicht)]


def hidden_note(overzicht):
    """What is left out, said always: also when nothing was."""
    words = _("Vertrouwelijke meldingen tellen per groep pas mee vanaf 5 melders. Zo is niemand te herkennen.")
    if overzicht.lopend:
        words += " " + _("Zij tellen mee zodra het kwartaal is vastgezet.")
    return words


# --- tables -------------------------------------------------------------------------------------


def loop_table(overzicht, per) -> Tabel:
    """Answers to who reported, per kind, partner, subject, wijk or team."""
    per = Per(per)
    rijen = [_loop_row(_name(rij), rij.cel, per) for rij in overzicht.kring.rijen(per)]
    if per == Per.SOORT and len(rijen) > 1:
        rijen.append(_loop_row(_("Samen"), overzicht.kring.totaal, per))
    return Tabel(
        naam=f"antwoorden-per-{per.value}",
        kop=_("Antwoorden per %(wat)s") % {"wat": per.label.lower()},
        kolommen=(
            str(per.label),
            _("Op tijd"),
            _("Te laat"),
            _("Zonder antwoord"),
            _("Loopt nog"),
            _("Op tijd, van wat klaar moest zijn"),
            _("Helft binnen (dagen)"),
            *([_("Nog niets gehoord")] if per == Per.TEAM else []),
        ),
        rijen=tuple(rijen),
        noten=tuple(_loop_notes(overzicht, per)),
    )


def _loop_row(naam, cel, per):
    numbers = [getal(n) for n in (cel.op_tijd, cel.te_laat, cel.zonder, cel.loopt)]
    row = [tekst(naam), *numbers, procent(cel.procent_op_tijd), getal(cel.dagen)]
    return tuple([*row, getal(cel.niets_gehoord)] if per == Per.TEAM else row)


def _name(rij):
    return _("%(naam)s (vertrouwelijk)") % {"naam": rij.naam} if rij.is_vertrouwelijk else rij.naam


def _loop_notes(overzicht, per):
    yield from standing(overzicht)
    yield hidden_note(overzicht)
    if per == Per.PARTNER:
        yield _("Een melding bij twee partners staat bij allebei.")
    if per != Per.SOORT and any(rij.niveau == STRICT for rij in overzicht.kring.rijen(Per.SOORT)):
        yield _("Strikt vertrouwelijke meldingen staan alleen in de tabel per soort.")


def partner_table(overzicht) -> Tabel:
    """How partners react to what they are asked (E148), and whether they could use it (E158)."""
    return Tabel(
        naam="vragen-per-partner",
        kop=_("Hoe partners reageren"),
        kolommen=(
            _("Partner"),
            _("Gevraagd"),
            _("Op tijd gereageerd"),
            _("Klaar"),
            _("Op tijd klaar"),
            _("Helft klaar binnen (dagen)"),
            _("Teruggegeven"),
            _("Bruikbaar: ja"),
            _("Bruikbaar: deels"),
            _("Bruikbaar: nee"),
        ),
        rijen=tuple(_partner_row(rij) for rij in overzicht.kring.rijen(Per.PARTNER) if rij.vragen),
        noten=(*standing(overzicht), hidden_note(overzicht)),
    )


def _partner_row(rij):
    asked = rij.vragen
    return (
        tekst(_name(rij)),
        getal(asked.gevraagd),
        procent(asked.procent_gereageerd),
        getal(asked.klaar),
        procent(asked.procent_klaar),
        getal(asked.dagen),
        getal(asked.terug),
        *(getal(asked.nuttig[answer.value]) for answer in USEFUL),
    )


def opinion_table(overzicht) -> Tabel:
    """What melders said of the answer, why there could be none, and what partners missed."""
    totaal, vragen = overzicht.kring.totaal, overzicht.kring.vragen
    rijen = [
        *_counted(_("Melder over het antwoord"), Terugkoppeling.Oordeel, totaal.oordelen),
        *_counted(_("Waarom er geen antwoord kan zijn"), GeenAntwoord.Reden, totaal.redenen),
        *_counted(_("Wat partners misten in een melding"), Mist, vragen.mist),
    ]
    return Tabel(
        naam="oordelen",
        kop=_("Wat melders en partners ervan vonden"),
        kolommen=(_("Onderwerp"), _("Antwoord"), _("Aantal")),
        rijen=tuple(rijen),
        noten=(*standing(overzicht), _("Een reden waarom er geen antwoord kan zijn, telt nooit als antwoord.")),
    )


def _counted(onderwerp, choices, found):
    """Every answer that can be given, also when nobody gave it; nothing when nobody gave any."""
    return [(tekst(onderwerp), tekst(one.label), getal(found[one.value])) for one in choices] if found else []


def opinion_charts(overzicht):
    """The same numbers as a drawing per subject."""
    per = {}
    for onderwerp, antwoord, aantal in opinion_table(overzicht).rijen:
        per.setdefault(str(onderwerp), []).append(Punt(str(antwoord), aantal.waarde))
    return [
        lying_bars(f"oordeel-{n}", onderwerp, punten, kop=_("Antwoord"), eenheid=_("keer"))
        for n, (onderwerp, punten) in enumerate(per.items(), start=1)
    ]


def calls_table(overzicht) -> Tabel:
    """Calls of which nothing is kept (V4), from five per kind and quarter."""
    return Tabel(
        naam="gebeld",
        kop=_("Gebeld, niets bewaard"),
        kolommen=(_("Soort"), _("Kwartaal"), _("Gebeld")),
        rijen=tuple(
            (tekst(soort), tekst(kwartaal), getal(aantal)) for kwartaal, soort, aantal in overzicht.kring.gebeld
        ),
        noten=tuple(standing(overzicht)),
    )


def network_table(overzicht) -> Tabel:
    """How many partners reacted to something, per quarter (E154)."""
    parts = [(_("Kwartaal %(n)s") % {"n": deel.periode.kwartaal}, deel.kring.meededen) for deel in overzicht.delen]
    return Tabel(
        naam="netwerk",
        kop=_("Partners die meededen"),
        kolommen=(_("Periode"), _("Partners")),
        rijen=tuple((tekst(naam), getal(aantal)) for naam, aantal in parts),
        noten=(*standing(overzicht), _("Meedoen is: op een vraag reageren.")),
    )


def main_tables(overzicht, per) -> list[Tabel]:
    """What one way of looking shows, as far as there are lines."""
    found = [loop_table(overzicht, per)]
    if per == Per.PARTNER:
        found += [partner_table(overzicht), *([] if overzicht.kring.is_leeg else [network_table(overzicht)])]
    return [tabel for tabel in found if tabel.rijen]


def kring_tables(overzicht) -> list[Tabel]:
    """Every table of a period that has a line: for a file."""
    found = [loop_table(overzicht, per) for per in Per]
    found += [partner_table(overzicht), network_table(overzicht), opinion_table(overzicht), calls_table(overzicht)]
    return [tabel for tabel in found if tabel.rijen] or found[:1]


def network_in_words(overzicht, vorige):
    """How many partners took part, beside the period before (E154)."""
    now, before = overzicht.kring.meededen, vorige.kring.meededen
    words = ngettext("%(n)s partner deed mee.", "%(n)s partners deden mee.", now) % {"n": now}
    return f"{words} {_('In de periode ervoor: %(n)s.') % {'n': before}}"


# --- where it breaks ------------------------------------------------------------------------------

ENOUGH = 5  # meldingen that should have been answered, before a place is named
WORST = 2
PLACES = (Per.PARTNER, Per.CATEGORIE, Per.WIJK)


def where_it_breaks(overzicht):
    """At most two places where most answers came late or not: (words, way of looking), the worst first."""
    found = []
    for per in PLACES:
        rows = [rij for rij in overzicht.kring.rijen(per) if rij.sleutel != "0" and rij.cel.moest >= ENOUGH]
        rows = [rij for rij in rows if rij.cel.te_laat + rij.cel.zonder]
        found += [(per, rij) for rij in sorted(rows, key=lambda rij: (_share(rij), rij.naam))[:1]]
    return [(_breaks(per, rij), per) for per, rij in sorted(found, key=lambda one: _share(one[1]))[:WORST]]


def _share(rij):
    broken = rij.cel.te_laat + rij.cel.zonder
    return (-broken / rij.cel.moest, -broken)


def _breaks(per, rij):
    facts = {"naam": _name(rij), "n": rij.cel.te_laat + rij.cel.zonder, "van": rij.cel.moest}
    words = {
        Per.PARTNER: _("Bij %(naam)s kwam op %(n)s van de %(van)s meldingen te laat of geen antwoord."),
        Per.CATEGORIE: _("Over “%(naam)s” kwam op %(n)s van de %(van)s meldingen te laat of geen antwoord."),
        Per.WIJK: _("In %(naam)s kwam op %(n)s van de %(van)s meldingen te laat of geen antwoord."),
    }
    return words[per] % facts
