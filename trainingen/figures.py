"""How many came, per module, programme and gemeente; sums of ``Sessie.with_opkomst`` and nothing else (E173, E184).

An evening counts once it is held. Of an evening that only a report knows, the published turn-out is the truth. Where
nothing was published nobody knows: such an evening counts as an evening and not in the number of people.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Lower

from teams.models import Team
from trainingen.cover import SoortDekking, TeamDekking, covers
from trainingen.models import BewijsSoort, Inschrijving, Module, Programma, Sessie


@dataclass(frozen=True)
class Opkomst:
    """How many evenings, of how many the turn-out is known, and how many times somebody came to those."""

    avonden: int = 0
    bekend: int = 0
    aanwezig: int = 0

    @property
    def is_bekend(self):
        return self.bekend > 0

    @property
    def gemiddeld(self):
        """Per evening of which it is known; None when there is none."""
        return round(self.aanwezig / self.bekend, 1) if self.bekend else None

    def __add__(self, other):
        return Opkomst(self.avonden + other.avonden, self.bekend + other.bekend, self.aanwezig + other.aanwezig)


COUNTED = {"n_avonden": Count("pk"), "n_bekend": Count("opkomst"), "n_aanwezig": Sum("opkomst")}


def turnout(sessies: QuerySet) -> Opkomst:
    """What these evenings came to, of those that are held: one query."""
    return _opkomst(sessies.held().with_opkomst().order_by().aggregate(**COUNTED))


def turnout_per(sessies: QuerySet, field: str) -> dict[object, Opkomst]:
    """The same for each value of ``field``: one query."""
    rows = sessies.held().with_opkomst().order_by().values(field).annotate(**COUNTED)
    return {row[field]: _opkomst(row) for row in rows}


def _opkomst(row):
    return Opkomst(row["n_avonden"], row["n_bekend"], row["n_aanwezig"] or 0)


# --- people -----------------------------------------------------------------------------------------


def people_at(sessies: QuerySet) -> int | None:
    """Who was at one or more of these evenings, each once: members by account, guests by name.

    None when one of the evenings is known from a report only: then nobody knows who were the same.
    """
    held = sessies.held().order_by()
    if held.filter(uit_verslag=True).exists():
        return None
    present = Inschrijving.objects.present().filter(sessie__in=held.values("pk"))
    return present.aggregate(
        n=Count("gebruiker", distinct=True) + Count(Lower("gast_naam"), distinct=True, filter=Q(gebruiker__isnull=True))
    )["n"]


def participants(programma: Programma) -> int | None:
    """How many people took part in a programme: as published, else who was there."""
    if programma.verslag_deelnemers is not None:
        return programma.verslag_deelnemers
    return people_at(Sessie.objects.filter(programma=programma))


# --- one gemeente -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ModuleRij:
    """A module; None for the knowledge evenings together."""

    module: Module | None
    opkomst: Opkomst


@dataclass(frozen=True)
class ProgrammaRij:
    """A programme as far as it was held here; ``deelnemers``: the published number of the whole, where there is one."""

    programma: Programma
    opkomst: Opkomst

    @property
    def deelnemers(self):
        return self.programma.verslag_deelnemers


@dataclass(frozen=True)
class SoortTotaal:
    """One kind over the teams together, each person once; teams of few members are left out of what says too much."""

    soort: BewijsSoort
    actueel: int
    leden: int
    verborgen_teams: int

    @property
    def procent(self):
        return round(100 * self.actueel / self.leden) if self.leden else 0


@dataclass(frozen=True)
class GemeenteCijfers:
    """What beleid reads: evenings of a year (or of all), and the cover of today."""

    avonden: QuerySet  # with opkomst, the newest first
    totaal: Opkomst
    mensen: int | None
    modules: tuple[ModuleRij, ...]
    programmas: tuple[ProgrammaRij, ...]
    teams: tuple[TeamDekking, ...]
    soorten: tuple[SoortTotaal, ...]

    @property
    def zonder_training(self):
        """(team, kinds in which nobody is up to date), the team that misses most on top."""
        missing = [(dekking.team, dekking.zonder_training) for dekking in self.teams]
        found: list[tuple[Team, tuple[SoortDekking, ...]]] = [one for one in missing if one[1]]
        return sorted(found, key=lambda one: (-len(one[1]), one[0].naam))


def years_of(gemeente) -> list[int]:
    """The years in which an evening was held here, the newest first."""
    days = Sessie.objects.filter(gemeente=gemeente).held().order_by().dates("dag", "year", order="DESC")
    return [day.year for day in days]


def gemeente_figures(gemeente, jaar: int | None, today: date) -> GemeenteCijfers:
    """The figures of one gemeente; the number of queries does not depend on how much there is."""
    evenings = Sessie.objects.filter(gemeente=gemeente)
    evenings = evenings.filter(dag__year=jaar) if jaar else evenings
    teams = Team.objects.filter(gemeente=gemeente, stand=Team.Stand.ACTIEF).order_by("naam")
    cover = tuple(covers(teams, today))
    modules = _modules(gemeente, evenings)
    return GemeenteCijfers(
        avonden=evenings.held().with_opkomst().for_list().select_related("programma").order_by("-dag", "-pk"),
        totaal=sum((rij.opkomst for rij in modules), Opkomst()),
        mensen=people_at(evenings),
        modules=modules,
        programmas=_programmes(evenings),
        teams=cover,
        soorten=tuple(_over_teams(soort, cover) for soort in BewijsSoort),
    )


def _modules(gemeente, evenings):
    """Every module of which there was an evening, in the order of the gemeente; knowledge evenings last."""
    found = turnout_per(evenings, "module")
    rows = [ModuleRij(module, found[module.pk]) for module in Module.objects.filter(pk__in=found, gemeente=gemeente)]
    return (*rows, *([ModuleRij(None, found[None])] if None in found else []))


def _programmes(evenings):
    found = turnout_per(evenings, "programma")
    return tuple(ProgrammaRij(one, found[one.pk]) for one in Programma.objects.filter(pk__in=found.keys() - {None}))


def _over_teams(soort, cover):
    shown = [dekking for dekking in cover if not dekking.of(soort).is_verborgen]
    up_to_date = {}
    for rij in (rij for dekking in shown for rij in dekking.leden):
        here = any(vak.is_actueel for vak in rij.vakken if vak.soort == soort)
        up_to_date[rij.lid.gebruiker_id] = up_to_date.get(rij.lid.gebruiker_id, False) or here
    hidden = sum(bool(dekking.leden) for dekking in cover) - sum(bool(dekking.leden) for dekking in shown)
    return SoortTotaal(soort, sum(up_to_date.values()), len(up_to_date), hidden)
