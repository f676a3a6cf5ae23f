"""The quarter of one team, for who leads it and for beleid: rounds, meldingen, trainings; never a person."""

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from evaluaties.documents.verslag import Deel, Hoofdstuk, Plan
from evaluaties.figures.kring import Kring, Per
from evaluaties.figures.kring_tabellen import loop_table, period_in_words
from evaluaties.figures.kwartalen import overview
from evaluaties.figures.verslag_tabellen import (
    outcomes_table,
    team_cover_table,
    team_evenings_table,
    team_rounds_table,
)
from evaluaties.models import RapportSoort, quarter_in_words
from opvolging.figures import Periode
from teams.clocks import local_date


def plan(rapport, now) -> Plan:
    """The chapters about one team in one quarter."""
    team, periode, today = rapport.team, Periode(rapport.jaar, rapport.kwartaal), local_date(now)
    overzicht = overview(rapport.gemeente, periode, now)
    return Plan(
        soort=rapport.soort,
        titel=RapportSoort.TEAM_KWARTAAL.label,
        gemeente=overzicht.naam,
        peildatum=today,
        versies=_("over %(periode)s") % {"periode": period_in_words(periode)},
        merken=(
            _("%(team)s, gemeente %(gemeente)s") % {"team": team.naam, "gemeente": overzicht.naam},
            _("Over %(periode)s") % {"periode": quarter_in_words(periode.jaar, periode.kwartaal)},
        ),
        hoofdstukken=(
            lambda: _rounds(overzicht, team),
            lambda: _meldingen(overzicht, team, months_of(periode), today),
            lambda: _trainings(team, periode, today),
        ),
    )


def months_of(periode):
    """The first days of its months."""
    return [date(periode.jaar, periode.van.month + n, 1) for n in range(3)]


def _rounds(overzicht, team):
    tabel = team_rounds_table(overzicht, team)
    return Hoofdstuk(_("Rondes"), delen=(Deel(_("Wat de rondes brachten"), tabel=tabel),))


def _meldingen(overzicht, team, months, today):
    loop = loop_table(of_team(overzicht, team), Per.TEAM)
    done = outcomes_table(team, months, today)
    delen = (
        Deel(_("Antwoord aan de melders"), tabel=loop, alineas=() if loop.rijen else (_("Er zijn geen meldingen."),)),
        Deel(
            _("Wat er met meldingen is gedaan"),
            tabel=done,
            alineas=() if done.rijen else (_("In dit kwartaal kreeg geen open melding antwoord."),),
        ),
    )
    return Hoofdstuk(_("Meldingen"), delen=delen)


def of_team(overzicht, team):
    """The same period with the lines of one team only."""
    parts = tuple(replace(deel, kring=_only(deel.kring, team)) for deel in overzicht.delen)
    return replace(overzicht, delen=parts)


def _only(kring, team):
    return Kring({Per.TEAM.value: tuple(rij for rij in kring.rijen(Per.TEAM) if rij.sleutel == str(team.pk))})


def _trainings(team, periode, today):
    evenings, cover = team_evenings_table(team, periode), team_cover_table(team, today)
    return Hoofdstuk(
        _("Trainingen"),
        delen=(Deel(_("Avonden in dit kwartaal"), tabel=evenings), Deel(_("Wie is actueel"), tabel=cover)),
    )
