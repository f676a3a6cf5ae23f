"""What was done in a period, as tables for a page and a file; the papers draw the same ones."""

from django.utils.translation import gettext as _

from evaluaties.figures.kring_tabellen import standing
from evaluaties.figures.tables import Tabel, getal, tekst
from evaluaties.figures.verslag_tabellen import evenings_table, forms_table, hours, per_team, rounds_table


def rounds_per_team_table(overzicht) -> Tabel:
    """A line per team: its rounds, what they brought, and the evenings to which it was asked."""
    return Tabel(
        naam="teams",
        kop=_("Rondes en avonden per team"),
        kolommen=(
            _("Team"),
            _("Rondes"),
            _("Uren"),
            _("Gesprekken"),
            _("Afval"),
            _("Verlichting"),
            _("Verkeer"),
            _("Minder dan 2 mensen"),
            _("Avonden"),
        ),
        rijen=tuple(_team(rij) for rij in overzicht.werk.teams),
        noten=(*standing(overzicht), per_team()),
    )


def _team(rij):
    numbers = (rij.gesprekken, rij.afval, rij.verlichting, rij.verkeer, rij.alleen, rij.avonden)
    return (tekst(rij.naam), getal(rij.rondes), hours(rij), *(getal(number) for number in numbers))


def work_tables(overzicht) -> list[Tabel]:
    """Every table of what was done that has a line."""
    found = [rounds_table(overzicht), rounds_per_team_table(overzicht), evenings_table(overzicht)]
    return [tabel for tabel in (*found, forms_table(overzicht)) if tabel.rijen]
