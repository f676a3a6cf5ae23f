"""The three numbers of a gemeente: answered in time, late, and without answer. Pure questions, nothing about a person.

Counted are the meldingen received in a period, without those that were withdrawn. ``eerste_belofte`` decides what is
in time; a logged reason why there can be no answer is never an answer. Confidential meldingen (V2 per kind, V3 of the
whole gemeente) are shown from five melders on, and never so that a smaller group can be found by subtraction.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from django.db.models import (
    Aggregate,
    Case,
    Count,
    DurationField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import ExtractQuarter, TruncDate

from meldingen.models import Belmoment, Melding, Stand
from meldingen.querysets import not_about_own_team
from opvolging.models import GeenAntwoord, Terugkoppeling
from teams.models import Niveau, Soort

AT_LEAST = 5
OPEN, CONFIDENTIAL, STRICT = 0, 2, 3
STRICT_KIND = ""  # V3 is one cell for the whole gemeente
MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Periode:
    """A quarter of a year, or the whole year when ``kwartaal`` is 0."""

    jaar: int
    kwartaal: int = 0

    @property
    def van(self):
        return date(self.jaar, 1 + MONTHS_IN_QUARTER * max(self.kwartaal - 1, 0), 1)

    @property
    def tot(self):
        """The first day after the period."""
        if self.kwartaal in (0, 4):
            return date(self.jaar + 1, 1, 1)
        return date(self.jaar, 1 + MONTHS_IN_QUARTER * self.kwartaal, 1)

    @property
    def laatste_dag(self):
        return self.tot - timedelta(days=1)

    @property
    def quarters(self):
        return [] if self.kwartaal else [Periode(self.jaar, n) for n in (1, 2, 3, 4)]


@dataclass(frozen=True)
class Cel:
    """The numbers of one group; ``melders`` are different people."""

    op_tijd: int = 0
    te_laat: int = 0
    zonder: int = 0
    loopt: int = 0
    melders: int = 0
    mediaan: timedelta | None = field(default=None, compare=False)  # from report to answer; a sum of groups has none

    @property
    def totaal(self):
        return self.op_tijd + self.te_laat + self.zonder + self.loopt

    @property
    def dagen(self):
        """Half of the answers came within this many days; None without answers."""
        return None if self.mediaan is None else days(self.mediaan)

    @property
    def procent_op_tijd(self):
        """Answered in time, out of what should have been answered by now; None when that is nothing."""
        return percentage(self.op_tijd, self.totaal - self.loopt)

    def __add__(self, other):
        return Cel(
            self.op_tijd + other.op_tijd,
            self.te_laat + other.te_laat,
            self.zonder + other.zonder,
            self.loopt + other.loopt,
            self.melders + other.melders,
        )


@dataclass
class Rij:
    """One line of the table; ``cel`` is None when the group is too small to show."""

    soort: str
    niveau: int
    cel: Cel | None


@dataclass
class Cijfers:
    """All lines, and the sum of what is shown."""

    rijen: list[Rij] = field(default_factory=list)

    @property
    def totaal(self):
        return sum((rij.cel for rij in self.rijen if rij.cel), Cel())

    @property
    def verborgen(self):
        """Whether a group is left out."""
        return any(rij.cel is None for rij in self.rijen)


def percentage(part, whole):
    """A whole percentage; None of nothing."""
    return round(100 * part / whole) if whole else None


def days(duration):
    """A duration in whole days, rounded up: a part of a day is a day of waiting."""
    return ceil(duration / timedelta(days=1))


class Median(Aggregate):
    """The middle one of durations, by PostgreSQL."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def figures_of(gemeenten, periode, today, lezer=None):
    """The figures of these gemeenten over a period; ``lezer`` counts nothing that is wrong in a team of one's own."""
    seen = not_about_own_team(lezer) if lezer else Q()
    whole = _cells(gemeenten, periode, today, seen)
    parts = [_cells(gemeenten, quarter, today, seen) for quarter in periode.quarters]
    rows = [
        Rij(soort, level, shown(level, cell, _parts_of(parts, key)))
        for key, cell in whole.items()
        for soort, level in [key]
    ]
    return Cijfers(sorted(rows, key=lambda row: (row.soort == STRICT_KIND, _order(row.soort), row.niveau)))


def _order(soort):
    return Soort.values.index(soort) if soort in Soort.values else len(Soort.values)


def _parts_of(parts, key):
    return [part[key] for part in parts if key in part]


def shown(level, cell, parts):
    """The cell, or None: too few melders, or a hidden quarter could be found by subtracting the shown ones."""
    if level == OPEN:
        return cell
    hidden = [part for part in parts if part.melders < AT_LEAST]
    by_subtraction = bool(hidden) and sum(part.melders for part in hidden) < AT_LEAST
    return None if cell.melders < AT_LEAST or by_subtraction else cell


def _cells(gemeenten, periode, today, seen):
    """The numbers per kind and group of levels: one query."""
    groups = (
        _counted(gemeenten, periode, today)
        .filter(seen)
        .values("groep_soort", "groep_niveau")
        .annotate(
            op_tijd=Count("pk", filter=Q(beantwoord__lte=F("eerste_belofte"))),
            te_laat=Count("pk", filter=Q(beantwoord__gt=F("eerste_belofte"))),
            zonder=Count("pk", filter=_without_answer(today)),
            loopt=Count("pk", filter=Q(beantwoord=None) & ~_without_answer(today)),
            melders=Count("melder", distinct=True),
            mediaan=Median(F("beantwoord") - F("gemeld"), filter=Q(beantwoord__isnull=False)),
        )
    )
    return {(row.pop("groep_soort"), row.pop("groep_niveau")): Cel(**row) for row in groups}


def _without_answer(today):
    """No answer, and the promise is over or there will never be one."""
    return Q(beantwoord=None) & (Q(eerste_belofte__lt=today) | Q(kan_niet=True))


def _counted(gemeenten, periode, today):
    first = Terugkoppeling.objects.to_melder().antwoorden().filter(melding=OuterRef("pk")).order_by("op")
    reason = GeenAntwoord.objects.filter(melding=OuterRef("pk"))
    strict = Q(vertrouwelijkheid=Niveau.V3)
    return (
        Melding.objects.filter(gemeente__in=gemeenten)
        .exclude(stand=Stand.INGETROKKEN)
        .annotate(
            gemeld=TruncDate("gemeld_op"),
            beantwoord=Subquery(first.annotate(dag=TruncDate("op")).values("dag")[:1]),
            kan_niet=Exists(reason),
            groep_soort=Case(When(strict, then=Value(STRICT_KIND)), default=F("categorie__soort")),
            groep_niveau=Case(
                When(strict, then=Value(STRICT)),
                When(vertrouwelijkheid=Niveau.V2, then=Value(CONFIDENTIAL)),
                default=Value(OPEN),
                output_field=IntegerField(),
            ),
        )
        .filter(gemeld__gte=periode.van, gemeld__lt=periode.tot)
        .order_by()
    )


# --- calls of which nothing is kept -----------------------------------------------------------


def belmomenten_of(gemeenten, periode):
    """Calls about which nothing is kept (V4), per kind and quarter, from five on; (quarter, kind, count)."""
    rows = (
        Belmoment.objects.filter(gemeente__in=gemeenten, week__gte=periode.van, week__lt=periode.tot)
        .annotate(kwartaal=ExtractQuarter("week"))
        .values("kwartaal", "soort")
        .annotate(aantal=Count("pk"))
        .filter(aantal__gte=AT_LEAST)
        .order_by("kwartaal", "soort")
    )
    return [(row["kwartaal"], Soort(row["soort"]).label, row["aantal"]) for row in rows]
