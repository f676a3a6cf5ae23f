"""What a signed-in person is today: one value, loaded once per request, that every rule asks."""

from collections import namedtuple
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.utils import timezone

from buurtpreventie.prepared import Later, Prepared

Lid = namedtuple("Lid", "team rol team__gemeente voorgangers")
Seat = namedtuple("Seat", "rol gemeente soorten hoogste_niveau")


@dataclass(frozen=True)
class MeldpuntRol:
    """A seat at the meldpunt: these kinds, up to this level, in this gemeente."""

    gemeente: int
    soorten: frozenset[str]
    niveau: int


@dataclass(frozen=True)
class Rollen:
    """Roles that count today; ids only, so that rules are plain set questions."""

    lid_van: frozenset[int] = frozenset()
    coordineert: frozenset[int] = frozenset()
    voorgangers: frozenset[int] = frozenset()  # teams that became part of one's own: what they left is looked after
    team_gemeenten: frozenset[int] = frozenset()
    meldpunt: tuple[MeldpuntRol, ...] = ()
    aangesteld: dict[str, frozenset[int]] = field(default_factory=dict)  # rol -> gemeenten

    @cached_property
    def meldpunt_gemeenten(self):
        return frozenset(rol.gemeente for rol in self.meldpunt)

    @cached_property
    def beheert(self):
        return self.aangesteld.get("beheer", frozenset())

    @cached_property
    def gemeenten(self):
        """Gemeenten in which the person holds an appointment."""
        return frozenset().union(*self.aangesteld.values())

    @cached_property
    def alle_gemeenten(self):
        return self.gemeenten | self.team_gemeenten

    @cached_property
    def in_teams(self):
        return self.lid_van | self.coordineert

    @cached_property
    def eigen_teams(self):
        """The teams that one is in now, without those that became part of them."""
        return self.in_teams - self.voorgangers

    @property
    def needs_second_factor(self):
        """Everybody with an appointment; volunteers sign in without (veiligheid 5)."""
        return bool(self.aangesteld)

    def __bool__(self):
        return bool(self.in_teams or self.aangesteld)

    def has(self, rol):
        return rol in self.aangesteld


def load_rollen(user, today) -> Rollen:
    """Read the roles of one person on one day: two queries."""
    if not user.is_authenticated:
        return Rollen()
    leden = [Lid(*row) for row in LEDEN(user=user.pk, today=today)]
    aanstellingen = [Seat(*row) for row in AANSTELLINGEN(user=user.pk, today=today)]
    return Rollen(
        lid_van=_teams(leden),
        coordineert=_teams(lid for lid in leden if lid.rol != "lid"),
        voorgangers=frozenset(team for lid in leden for team in lid.voorgangers),
        team_gemeenten=frozenset(lid.team__gemeente for lid in leden),
        meldpunt=tuple(_meldpunt_rollen(aanstellingen)),
        aangesteld=_per_rol(aanstellingen),
    )


def _leden():
    rows = apps.get_model("teams", "Lidmaatschap").objects.filter(gebruiker=Later("user"))
    return rows.current(Later("today")).with_predecessors().values_list(*Lid._fields)


def _aanstellingen():
    rows = apps.get_model("teams", "Aanstelling").objects.filter(gebruiker=Later("user"))
    return rows.current(Later("today")).values_list(*Seat._fields)


LEDEN, AANSTELLINGEN = Prepared(_leden), Prepared(_aanstellingen)


def rollen_van(user) -> Rollen:
    """The roles of this person today, remembered on the instance for the rest of the request."""
    if not hasattr(user, "_rollen"):
        user._rollen = load_rollen(user, timezone.localdate())
    return user._rollen


def _teams(leden):
    """Their teams, and the teams that became part of those."""
    return frozenset(team for lid in leden for team in (lid.team, *lid.voorgangers))


def _meldpunt_rollen(aanstellingen) -> Iterable[MeldpuntRol]:
    for a in aanstellingen:
        if a.rol == "meldpunt":
            yield MeldpuntRol(a.gemeente, frozenset(a.soorten), a.hoogste_niveau)


def _per_rol(aanstellingen):
    per_rol = {}
    for a in aanstellingen:
        per_rol.setdefault(a.rol, set()).add(a.gemeente)
    return {rol: frozenset(g for g in gemeenten if g) for rol, gemeenten in per_rol.items()}
