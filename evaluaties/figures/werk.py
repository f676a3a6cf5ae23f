"""What was done in one quarter: rounds and evenings per team, evenings per module, and questionnaires.

Counting is done by the floors below (``teams.rondes.figures``, ``trainingen.figures``); here it is put in one shape
that a closed quarter can keep. An evening for several teams counts once for the gemeente and once for each of them.
"""

from dataclasses import dataclass, field, fields
from datetime import timedelta

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from evaluaties.models import Afname, Gevraagd, Respons, Soort
from teams.rondes import figures as rondes
from trainingen.figures import turnout_per
from trainingen.models import Sessie, SessieTeam

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class TeamWerk:
    """One team; ``naam`` is how it was called then."""

    team: int
    naam: str
    wijken: tuple[str, ...] = ()
    rondes: int = 0
    minuten: int = 0
    gesprekken: int = 0
    afval: int = 0
    verlichting: int = 0
    verkeer: int = 0
    alleen: int = 0
    avonden: int = 0

    def __add__(self, other):
        return _plus(self, other, ("team", "naam", "wijken"))


@dataclass(frozen=True)
class ModuleWerk:
    """One module, or the knowledge evenings together; people are known of ``bekend`` evenings."""

    sleutel: str
    naam: str
    avonden: int = 0
    bekend: int = 0
    aanwezig: int = 0

    def __add__(self, other):
        return _plus(self, other, ("sleutel", "naam"))


@dataclass(frozen=True)
class Formulieren:
    """Questionnaires that closed in this quarter: how many, how many people were asked, how many answered."""

    afnames: int = 0
    gevraagd: int = 0
    antwoorden: int = 0

    def __add__(self, other):
        return _plus(self, other, ())


@dataclass(frozen=True)
class Werk:
    """Everything that was done in a quarter, or in quarters together."""

    teams: tuple[TeamWerk, ...] = ()
    modules: tuple[ModuleWerk, ...] = ()
    formulieren: Formulieren = field(default_factory=Formulieren)

    def of_team(self, pk):
        """What one team did; nothing when it did nothing."""
        return next((rij for rij in self.teams if rij.team == pk), None)

    @property
    def totaal(self):
        """The rounds of all teams."""
        return sum(self.teams, TeamWerk(0, ""))

    @property
    def avonden(self):
        return sum(self.modules, ModuleWerk("", ""))

    def __add__(self, other):
        return Werk(
            _together(self.teams + other.teams, lambda rij: rij.team),
            _together(self.modules + other.modules, lambda rij: rij.sleutel),
            self.formulieren + other.formulieren,
        )


def _plus(one, other, names):
    """Two rows as one: numbers add up, and of ``names`` the later ones hold."""
    found = {f.name: getattr(other, f.name) for f in fields(one) if f.name in names}
    return type(one)(**found, **{n: getattr(one, n) + getattr(other, n) for n in _numbers(one, names)})


def _numbers(row, names):
    return [f.name for f in fields(row) if f.name not in names]


def _together(rijen, key):
    found = {}
    for rij in rijen:
        found[key(rij)] = found[key(rij)] + rij if key(rij) in found else rij
    return tuple(sorted(found.values(), key=lambda rij: rij.naam.casefold()))


# --- one quarter ------------------------------------------------------------------------------


def werk_of(gemeente, periode, now):
    """What was done in this gemeente; a fixed number of queries."""
    evenings = Sessie.objects.filter(gemeente=gemeente, dag__gte=periode.van, dag__lt=periode.tot)
    return Werk(_teams(gemeente, periode, evenings, now), _modules(evenings), _forms(gemeente, periode))


def _teams(gemeente, periode, evenings, now):
    found = rondes.gemeente_figures(gemeente, rondes.Periode(periode.van, periode.laatste_dag), now)
    per_team = SessieTeam.objects.filter(sessie__in=evenings.held().values("pk")).order_by()
    per_team = dict(per_team.values_list("team").annotate(n=Count("sessie", distinct=True)))
    return tuple(
        TeamWerk(
            team=rij.team.pk,
            naam=rij.team.naam,
            wijken=rij.wijken,
            rondes=rij.telling.rondes,
            minuten=rij.telling.duur // MINUTE,
            gesprekken=rij.telling.gesprekken,
            afval=rij.telling.afval,
            verlichting=rij.telling.verlichting,
            verkeer=rij.telling.verkeer,
            alleen=rij.alleen,
            avonden=per_team.get(rij.team.pk, 0),
        )
        for rij in found.teams
    )


def _modules(evenings):
    names = dict(evenings.exclude(module=None).values_list("module", "module__naam").order_by())
    rows = [
        ModuleWerk(str(pk or ""), names.get(pk) or _("Kennisavonden"), found.avonden, found.bekend, found.aanwezig)
        for pk, found in turnout_per(evenings, "module").items()
    ]
    return tuple(sorted(rows, key=lambda rij: rij.naam.casefold()))


def _forms(gemeente, periode):
    """Runs of the gemeente itself: one of a whole region is not its own, and one rebuilt from a report is no work."""
    closed = Afname.objects.closed().filter(gemeente=gemeente, nagebouwd=False)
    closed = closed.exclude(versie__vragenlijst__soort=Soort.SAMEN)  # a conversation
    closed = closed.filter(gesloten_op__gte=rondes.midnight(periode.van), gesloten_op__lt=rondes.midnight(periode.tot))
    asked = Gevraagd.objects.asked().filter(afname__in=closed.values("pk")).aggregate(n=Count("pk"))["n"]
    answered = Respons.objects.filter(afname__in=closed.values("pk")).aggregate(n=Sum("aantal"))["n"]
    return Formulieren(closed.count(), asked, answered or 0)


# --- as it is kept ----------------------------------------------------------------------------


def werk_as_json(werk):
    """What a closed quarter keeps of it."""
    return {
        "teams": [_as_json(rij) for rij in werk.teams],
        "modules": [_as_json(rij) for rij in werk.modules],
        "formulieren": _as_json(werk.formulieren),
    }


def _as_json(row):
    return {one.name: getattr(row, one.name) for one in fields(row)}


def werk_from_json(kept):
    """The same, read back."""
    return Werk(
        tuple(TeamWerk(**row | {"wijken": tuple(row["wijken"])}) for row in kept["teams"]),
        tuple(ModuleWerk(**row) for row in kept["modules"]),
        Formulieren(**kept["formulieren"]),
    )
