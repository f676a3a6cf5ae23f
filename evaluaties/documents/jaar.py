"""The year of a gemeente for the council: what was asked for, what was done, and what it did (E213, E215).

Three blocks (beleid, proces, effect), a summary that repeats cells of their tables, and a line per team at the end.
Quarters that closed are drawn as they were kept.
"""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from evaluaties.documents.antwoorden import version_in_words
from evaluaties.documents.verslag import Deel, Hoofdstuk, Plan, bars_of
from evaluaties.figures.effect import effect_tables, questions_in_use
from evaluaties.figures.kort import short_table
from evaluaties.figures.kring import Per
from evaluaties.figures.kring_tabellen import (
    calls_table,
    counted_on,
    date_with_year,
    hidden_note,
    loop_table,
    network_in_words,
    opinion_table,
    partner_table,
    standing,
    where_it_breaks,
)
from evaluaties.figures.kwartalen import overview
from evaluaties.figures.outcomes import origin
from evaluaties.figures.results import results_of_gemeente
from evaluaties.figures.rounding import DASH
from evaluaties.figures.tables import Tabel, tekst
from evaluaties.figures.verslag_tabellen import (
    agreements_table,
    cover_by_team,
    evenings_table,
    forms_table,
    partners_table,
    rounds_table,
    team_work_table,
    teams_table,
)
from evaluaties.figures.voor_na import before_and_after, before_and_after_table
from evaluaties.models import RapportSoort
from opvolging.figures import Periode
from teams.clocks import local_date

HUNDRED = 100
DRAWN = {  # table: the column that is drawn, and what a full bar stands for
    "antwoorden-per-soort": (5, HUNDRED),
    "antwoorden-per-partner": (5, HUNDRED),
    "rondes": (1, None),
    "avonden": (1, None),
}


def plan(rapport, now) -> Plan:
    """The blocks of one year; a year that still runs is counted so far."""
    gemeente, periode, today = rapport.gemeente, Periode(rapport.jaar), local_date(now)
    overzicht = overview(gemeente, periode, now)
    before = overview(gemeente, Periode(rapport.jaar - 1), now)
    van, tot = date(rapport.jaar, 1, 1), date(rapport.jaar, 12, 31)
    resultaten = results_of_gemeente(gemeente, van=van, tot=tot)
    return Plan(
        soort=rapport.soort,
        titel=_("%(titel)s %(jaar)s") % {"titel": RapportSoort.JAAR.label, "jaar": rapport.jaar},
        gemeente=overzicht.naam,
        peildatum=today,
        versies=_("gemeente %(naam)s, %(jaar)s") % {"naam": overzicht.naam, "jaar": rapport.jaar},
        merken=tuple(_about(overzicht, today)),
        samenvatting=summary,
        hoofdstukken=(
            lambda: _beleid(gemeente, today),
            lambda: _loop(overzicht, before),
            lambda: _places(overzicht),
            lambda: _work(overzicht),
            lambda: _answers(resultaten),
            lambda: _effect(gemeente, resultaten, overzicht, today),
            lambda: _teams(gemeente, overzicht, today),
        ),
    )


def _about(overzicht, today):
    facts = {"gemeente": overzicht.naam, "dag": date_with_year(today)}
    yield _("Gemeente %(gemeente)s. Gemaakt op %(dag)s.") % facts
    yield from (counted_on(overzicht) if overzicht.delen else [nothing_yet()])
    yield hidden_note(overzicht)
    yield _("In dit verslag staan geen namen of adressen van mensen.")


# --- the blocks -----------------------------------------------------------------------------------


def _beleid(gemeente, today):
    tabellen = (agreements_table(gemeente, today), teams_table(gemeente, today), partners_table(gemeente, today))
    return Hoofdstuk(_("Beleid: wat was de bedoeling?"), alineas=(goal(),), delen=tuple(_parts(tabellen)))


def goal():
    """What everything here serves."""
    return _("Wie iets meldt, hoort wat ermee is gedaan. Bij elke melding hoort één partij, een datum en een antwoord.")


def _loop(overzicht, before):
    tabellen = (loop_table(overzicht, Per.SOORT), opinion_table(overzicht), calls_table(overzicht))
    breaks = [words for words, _per in where_it_breaks(overzicht)]
    alineas = (network_in_words(overzicht, before), *breaks) if overzicht.delen else (nothing_yet(),)
    return Hoofdstuk(_("Proces: meldingen en antwoorden"), alineas=alineas, delen=tuple(_parts(tabellen, overzicht)))


def nothing_yet():
    """What stands where no quarter has begun."""
    return _("Over dit jaar is nog niets geteld.")


def _places(overzicht):
    tabellen = (
        loop_table(overzicht, Per.PARTNER),
        partner_table(overzicht),
        loop_table(overzicht, Per.CATEGORIE),
        loop_table(overzicht, Per.WIJK),
    )
    return Hoofdstuk(_("Proces: per partner, onderwerp en wijk"), delen=tuple(_parts(tabellen, overzicht)))


def _work(overzicht):
    if not overzicht.delen:
        return Hoofdstuk(_("Proces: rondes, trainingen en vragenlijsten"))
    tabellen = (rounds_table(overzicht), evenings_table(overzicht), forms_table(overzicht))
    return Hoofdstuk(_("Proces: rondes, trainingen en vragenlijsten"), delen=tuple(_parts(tabellen, overzicht)))


def _answers(resultaten):
    kop = _("Effect: wat deelnemers zeggen")
    if resultaten.is_leeg:
        return Hoofdstuk(kop, alineas=(_("In dit jaar is er geen vragenlijst met genoeg antwoorden (5 of meer)."),))
    delen = []
    for number, blok in enumerate(resultaten.blokken, 1):
        tabel = short_table(blok, f"antwoorden-{number}", version_in_words(blok))
        delen.append(Deel(tabel.kop, alineas=(origin(blok),), tabel=tabel))
    return Hoofdstuk(kop, delen=tuple(delen))


def _effect(gemeente, resultaten, overzicht, today):
    rows = [row for row in before_and_after(gemeente, today) if row.dag.year <= overzicht.periode.jaar]
    places = [(overzicht.naam, resultaten)]
    tabellen = (
        *(_lean(tabel, overzicht.naam) for tabel in effect_tables(places, questions_in_use(gemeente))),
        before_and_after_table(rows, today),
    )
    return Hoofdstuk(_("Effect: wat veranderde er?"), delen=tuple(_parts(tabellen, overzicht)))


def _lean(tabel, gemeente):
    """Without columns that say the same everywhere: all of this report is about one gemeente."""
    known = {DASH, gemeente, _("Hier ingevuld")}
    keep = [n for n in range(len(tabel.kolommen)) if n == 0 or {str(rij[n]) for rij in tabel.rijen} - known]
    kolommen = tuple(tabel.kolommen[n] for n in keep)
    return replace(tabel, kolommen=kolommen, rijen=tuple(tuple(rij[n] for n in keep) for rij in tabel.rijen))


def _teams(gemeente, overzicht, today):
    tabellen = (team_work_table(overzicht, cover_by_team(gemeente, today)), loop_table(overzicht, Per.TEAM))
    return Hoofdstuk(_("Bijlage: per team"), delen=tuple(_parts(tabellen, overzicht)))


def _parts(tabellen, overzicht=None):
    """A part per table that has a line, some with a drawing; what stands on the first page is not said again."""
    said = {*standing(overzicht), hidden_note(overzicht)} if overzicht else set()
    for tabel in tabellen:
        if tabel.rijen:
            noten = tuple(noot for noot in tabel.noten if noot not in said)
            yield Deel(tabel.kop, tabel=replace(tabel, noten=noten), grafiek=_drawn(tabel))
            said.update(noten)


def _drawn(tabel):
    """One column as bars; the whole would make every part of it look small."""
    if tabel.naam not in DRAWN:
        return None
    kolom, vol = DRAWN[tabel.naam]
    whole = tabel.rijen[-1][0].tekst == _("Samen")
    parts = replace(tabel, rijen=tabel.rijen[:-1] if whole and not vol else tabel.rijen)
    return bars_of(parts, kolom, f"{tabel.kop}: {_lower(tabel.kolommen[kolom])}", vol)


# --- the summary ----------------------------------------------------------------------------------

SHORT = (  # (table, column by its place), always of its last line: the whole
    ("antwoorden-per-soort", 1),
    ("antwoorden-per-soort", 2),
    ("antwoorden-per-soort", 3),
    ("antwoorden-per-soort", 4),
    ("antwoorden-per-soort", 5),
    ("rondes", 1),
    ("rondes", 2),
    ("rondes", 3),
    ("avonden", 1),
    ("avonden", 3),
    ("vragenlijsten", 1),
    ("vragenlijsten", 3),
)


def summary(chapters) -> Hoofdstuk:
    """The last lines of the tables that follow, cell by cell: it cannot say anything else."""
    tables = {deel.tabel.naam: deel.tabel for hoofdstuk in chapters for deel in hoofdstuk.delen if deel.tabel}
    rijen = tuple(
        (tekst(f"{tables[naam].kop}: {_lower(tables[naam].kolommen[place])}"), tables[naam].rijen[-1][place])
        for naam, place in SHORT
        if naam in tables
    )
    kop = _("Samenvatting")
    if not rijen:
        return Hoofdstuk(kop, alineas=(_("Over dit jaar is nog niets geteld."),))
    tabel = Tabel("samenvatting", _("Het jaar in het kort"), (_("Onderwerp"), _("Cijfer")), rijen)
    return Hoofdstuk(kop, delen=(Deel(tabel.kop, tabel=tabel),))


def _lower(words):
    return words[0].lower() + words[1:]
