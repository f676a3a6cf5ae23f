"""What a training changed: the share of asks that partners sent back, half a year before and after it, per team.

Of a team the last evening counts whose half year after is over; while there is none, its last evening, which then says
that it still runs. Asks about confidential meldingen are left out. A share is told from five asks on each side.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from buurtpreventie.database import as_figures
from evaluaties.figures.kring_tabellen import date_with_year
from evaluaties.figures.rounding import percent
from evaluaties.figures.tables import Cel, Tabel, getal, procent, tekst
from opvolging.figures import AT_LEAST
from opvolging.models import Opvolging, VraagStand
from teams.models import Niveau, Soort
from trainingen.models import Sessie, SessieTeam
from trainingen.validity import months_after

HALF_A_YEAR = 6
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Helft:
    """Asks of one side of a training that partners finished or sent back."""

    gevraagd: int = 0
    terug: int = 0

    @property
    def procent(self):
        """Sent back; None when there are too few to say."""
        return percent(self.terug, self.gevraagd) if self.gevraagd >= AT_LEAST else None

    def __add__(self, other):
        return Helft(self.gevraagd + other.gevraagd, self.terug + other.terug)


@dataclass(frozen=True)
class VoorNa:
    """One team around one evening."""

    team: str
    training: str
    dag: date
    voor: Helft
    na: Helft
    loopt: bool  # the half year after is not over

    @property
    def is_genoeg(self):
        return self.voor.procent is not None and self.na.procent is not None


def before_and_after(gemeente, today) -> list[VoorNa]:
    """A line per team that was trained; two queries."""
    evenings = _evenings(gemeente)
    asks = _asks(gemeente, {team for team, _day in evenings})
    found = [_around(team, days, asks[team], today) for team, days in _per_team(evenings).items()]
    return sorted(found, key=lambda one: one.team.casefold())


def _evenings(gemeente):
    """{(team, day): (its name then, the subject)} of trainings that were held."""
    held = Sessie.objects.filter(gemeente=gemeente, soort="training").held().values("pk")
    rows = SessieTeam.objects.filter(sessie__in=held).select_related("sessie__module").order_by("sessie__dag", "pk")
    return {(row.team_id, row.sessie.dag): (row.naam_toen, row.sessie.titel) for row in rows}


def _per_team(evenings):
    found = defaultdict(list)
    for (team, day), words in evenings.items():
        found[team].append((day, *words))
    return found


@as_figures()
def _asks(gemeente, teams):
    """{team: [(day, sent back)]} of what was finished or sent back."""
    rows = (
        Opvolging.objects.filter(melding__gemeente=gemeente, melding__team__in=teams)
        .filter(stand__in=[VraagStand.AFGEROND, VraagStand.TERUGGEGEVEN], melding__vertrouwelijkheid__lt=Niveau.V2)
        .exclude(melding__categorie__soort=Soort.TEAM)
        .annotate(dag=TruncDate("gevraagd_op"))
        .values_list("melding__team", "dag", "stand")
    )
    found = defaultdict(list)
    for team, day, stand in rows:
        found[team].append((day, stand == VraagStand.TERUGGEGEVEN))
    return found


def _around(team, evenings, asks, today):
    over = [one for one in evenings if months_after(one[0], HALF_A_YEAR) <= today]
    day, naam, training = max(over or evenings)
    begin, end = months_after(day, -HALF_A_YEAR), months_after(day, HALF_A_YEAR)
    return VoorNa(
        team=naam,
        training=training,
        dag=day,
        voor=_side(asks, begin, day),
        na=_side(asks, day + DAY, end + DAY),
        loopt=not over,
    )


def _side(asks, begin, end):
    inside = [back for day, back in asks if begin <= day < end]
    return Helft(len(inside), sum(inside))


def together(rijen) -> tuple[Helft, Helft]:
    """All teams: before, after; only of trainings whose half year is over."""
    over = [rij for rij in rijen if not rij.loopt]
    return sum((rij.voor for rij in over), Helft()), sum((rij.na for rij in over), Helft())


def before_and_after_table(rijen, today) -> Tabel:
    """A line per team and one for all of them together."""
    lines = [_line(rij) for rij in rijen]
    if len([rij for rij in rijen if not rij.loopt]) > 1:
        voor, na = together(rijen)
        lines.append((tekst(_("Alle teams samen")), tekst(""), *_sides(voor, na)))
    return Tabel(
        naam="voor-en-na-een-training",
        kop=_("Teruggegeven door partners, voor en na een training"),
        kolommen=(
            _("Team"),
            _("Training"),
            _("Vragen ervoor"),
            _("Teruggegeven ervoor"),
            _("Vragen erna"),
            _("Teruggegeven erna"),
        ),
        rijen=tuple(lines),
        noten=(
            _("Geteld op %(dag)s.") % {"dag": date_with_year(today)},
            _("Wij tellen vragen die een partner afrondde of teruggaf, een half jaar voor en na de avond."),
            _("Een percentage staat er pas bij 5 vragen ervoor en 5 erna. Vertrouwelijke meldingen tellen niet mee."),
            _("Een verschil kan ook door iets anders komen dan door de training."),
        ),
    )


def _line(rij):
    facts = {"training": rij.training, "dag": date_with_year(rij.dag)}
    words = _("%(training)s, %(dag)s (halfjaar loopt nog)") if rij.loopt else _("%(training)s, %(dag)s")
    return (tekst(rij.team), tekst(words % facts), *_sides(rij.voor, rij.na))


def _sides(voor, na):
    enough = voor.procent is not None and na.procent is not None
    return tuple(cel for side in (voor, na) for cel in (getal(side.gevraagd), _share(side, enough)))


def _share(side, enough):
    return procent(side.procent) if enough else Cel(_("nog te weinig"))
