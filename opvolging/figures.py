"""What figures count: every melding of a period once, its groups, and what came of it. Nothing about a person.

Counted are the meldingen received in a period, without those that were withdrawn. ``eerste_belofte`` decides what is
in time; a logged reason why there can be no answer is never an answer. What is wrong in a team itself counts nowhere:
so few people report it that any number would point at somebody, and who reads figures may be in that team.
Which groups are large enough to show is decided one floor up (``evaluaties.figures.drempel``).
"""

from collections import Counter
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from math import ceil
from statistics import median

from django.db.models import Aggregate, Count, DurationField, Exists, OuterRef, Subquery
from django.db.models.functions import ExtractQuarter, TruncDate

from meldingen.models import Belmoment, Melding, Stand
from opvolging.models import GeenAntwoord, Terugkoppeling
from teams.models import Niveau, Soort

AT_LEAST = 5
OPEN, CONFIDENTIAL, STRICT = 0, 2, 3  # V0 and V1 are one group, V2 is shown from five on, V3 per gemeente only
MONTHS_IN_QUARTER = 3


@dataclass(frozen=True)
class Periode:
    """A quarter of a year, or the whole year when ``kwartaal`` is 0."""

    jaar: int
    kwartaal: int = 0

    @classmethod
    def of(cls, day):
        """The quarter in which this day falls."""
        return cls(day.year, 1 + (day.month - 1) // MONTHS_IN_QUARTER)

    @property
    def van(self):
        """The first day."""
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
        """The four of a year; a quarter is its own only one."""
        return [self] if self.kwartaal else [Periode(self.jaar, n) for n in (1, 2, 3, 4)]

    @property
    def vorige(self):
        """The quarter before this one, or the year before this year."""
        if self.kwartaal == 0:
            return Periode(self.jaar - 1)
        return Periode(self.jaar, self.kwartaal - 1) if self.kwartaal > 1 else Periode(self.jaar - 1, 4)


def percentage(part, whole):
    """A whole percentage, half up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def days(duration):
    """A duration in whole days, rounded up: a part of a day is a day of waiting."""
    return ceil(duration / timedelta(days=1))


def middle(duur):
    """Half took this many days or fewer, of ``{days: how often}``; a half counts as a day; None of nothing."""
    return ceil(median(Counter(duur).elements())) if duur else None


def added(one, other):
    """Two cells of the same sort as one: numbers add up, and so do numbers per key."""
    return type(one)(**{f.name: getattr(one, f.name) + getattr(other, f.name) for f in fields(one)})


class Median(Aggregate):
    """The middle one of durations, by PostgreSQL."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


# --- meldingen --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gevolgd:
    """One melding as figures know it; each group is (key, name as it is now)."""

    melding: int
    gemeld: date
    melder: int | str | None
    niveau: int  # OPEN, CONFIDENTIAL or STRICT
    soort: tuple[str, str]
    categorie: tuple[str, str]
    wijk: tuple[int, str]
    team: tuple[int, str] | None
    uitslag: str  # a field of Cel
    dagen: int | None  # from report to answer
    reden: str  # why there can be no answer
    oordeel: str  # what the melder said of the first answer
    niets_gehoord: bool  # no word at all reached the melder


@dataclass(frozen=True)
class Cel:
    """The numbers of one group."""

    op_tijd: int = 0
    te_laat: int = 0
    zonder: int = 0
    loopt: int = 0
    niets_gehoord: int = 0
    duur: Counter = field(default_factory=Counter)  # {days until the answer: how often}
    redenen: Counter = field(default_factory=Counter)
    oordelen: Counter = field(default_factory=Counter)

    __add__ = added

    @property
    def totaal(self):
        return self.op_tijd + self.te_laat + self.zonder + self.loopt

    @property
    def moest(self):
        """How many should have been answered by now."""
        return self.totaal - self.loopt

    @property
    def dagen(self):
        """Half of the answers came within this many days; None without answers."""
        return middle(self.duur)

    @property
    def procent_op_tijd(self):
        """Answered in time, out of what should have been answered by now; None when that is nothing."""
        return percentage(self.op_tijd, self.moest)


def cell_of(rows):
    """The numbers of these meldingen."""
    how = Counter(row.uitslag for row in rows)
    return Cel(
        **how,
        niets_gehoord=sum(row.niets_gehoord for row in rows),
        duur=Counter(row.dagen for row in rows if row.dagen is not None),
        redenen=Counter(row.reden for row in rows if row.uitslag == "zonder" and row.reden),
        oordelen=Counter(row.oordeel for row in rows if row.oordeel),
    )


def followed(gemeente, periode, today):
    """Every melding of the period as figures know it: one query."""
    return [_followed(melding, today) for melding in _counted(gemeente, periode)]


def _counted(gemeente, periode):
    answers = Terugkoppeling.objects.to_melder().filter(melding=OuterRef("pk"))
    first = answers.antwoorden().order_by("op").annotate(dag=TruncDate("op"))
    reason = GeenAntwoord.objects.filter(melding=OuterRef("pk")).order_by("-keer")
    return (
        Melding.objects.filter(gemeente=gemeente)
        .exclude(stand=Stand.INGETROKKEN)
        .exclude(categorie__soort=Soort.TEAM)
        .annotate(
            gemeld=TruncDate("gemeld_op"),
            beantwoord=Subquery(first.values("dag")[:1]),
            oordeel=Subquery(first.values("oordeel")[:1]),
            reden=Subquery(reason.values("reden")[:1]),
            gehoord=Exists(answers),
        )
        .filter(gemeld__gte=periode.van, gemeld__lt=periode.tot)
        .select_related("categorie", "buurt__wijk", "team")
        .only(
            "gemeld_op",
            "melder",
            "melder_teken",
            "vertrouwelijkheid",
            "eerste_belofte",
            "categorie__soort",
            "categorie__code",
            "categorie__naam",
            "buurt__wijk__naam",
            "team__naam",
        )
        .order_by("pk")
    )


def _followed(melding, today):
    wijk, soort = melding.buurt.wijk, melding.categorie.soort
    return Gevolgd(
        melding=melding.pk,
        gemeld=melding.gemeld,
        melder=melding.melder_teken or melding.melder_id,  # the same person, by name or by token
        niveau=group_of_levels(melding.vertrouwelijkheid),
        soort=(soort, str(Soort(soort).label)),
        categorie=(melding.categorie.code, melding.categorie.naam),
        wijk=(wijk.pk, wijk.naam),
        team=(melding.team_id, melding.team.naam) if melding.team_id else None,
        uitslag=_how(melding, today),
        dagen=(melding.beantwoord - melding.gemeld).days if melding.beantwoord else None,
        reden=melding.reden or "",
        oordeel=melding.oordeel or "",
        niets_gehoord=not melding.gehoord,
    )


def group_of_levels(niveau):
    """V0 and V1 together, V2, V3."""
    return {Niveau.V2: CONFIDENTIAL, Niveau.V3: STRICT}.get(niveau, OPEN)


def _how(melding, today):
    """Without answer: the promise is over, or there will never be one."""
    if melding.beantwoord:
        return "op_tijd" if melding.beantwoord <= melding.eerste_belofte else "te_laat"
    return "zonder" if melding.reden or melding.eerste_belofte < today else "loopt"


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
