"""Which hat does somebody wear now? Pure functions over ``Rollen``; the choice itself stands in the session."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SESSION_KEY = "pet"
NAMES = {
    "lid": _("Buurtprevent"),
    "coordinator": _("Coördinator"),
    "meldpunt": _("Meldpunt"),
    "beheer": _("Beheer"),
    "beleid": _("Beleid"),
    "trainer": _("Trainer"),
    "opvolger": _("Partner"),
    "politie_dienst": _("Politie in dienst"),
    "piket": _("Piket"),
    "toezicht": _("Toezicht op privacy"),
    "regio": _("Regio"),
}
VOLUNTEERS = {"lid", "coordinator"}


@dataclass(frozen=True)
class Pet:
    """A role in one team (coordinator) or one gemeente (all others; None for partner and regio)."""

    rol: str
    gemeente: int | None = None
    team: int | None = None

    @property
    def sleutel(self):
        """How the hat is called in the session and in a form."""
        return f"{self.rol}:{self.team or self.gemeente or 0}"

    @property
    def is_volunteer(self):
        return self.rol in VOLUNTEERS


def petten_van(rollen) -> list[Pet]:
    """All hats, the ones with work that waits first; who leads a team needs no hat of a member."""
    hats = [Pet(rol, gemeente) for rol in NAMES for gemeente in _gemeenten(rollen, rol)]
    hats += [Pet("coordinator", team=team) for team in sorted(rollen.coordineert - rollen.voorgangers)]
    if not rollen.coordineert:
        hats += [Pet("lid", gemeente) for gemeente in sorted(rollen.team_gemeenten)]
    return hats


def _gemeenten(rollen, rol):
    """Where somebody has this role; partner and regio stand outside a gemeente."""
    if not rollen.has(rol):
        return []
    return sorted(rollen.aangesteld[rol]) or [None]


def chosen_pet(hats, sleutel) -> Pet | None:
    """The hat of the session if it still fits, or the only one; None: the person has to choose."""
    fitting = [hat for hat in hats if hat.sleutel == sleutel]
    return (fitting or hats)[0] if fitting or len(hats) == 1 else None


def current_pet(hats, sleutel) -> Pet | None:
    """The hat that a page is shown under; before a choice was made it is the first."""
    return chosen_pet(hats, sleutel) or next(iter(hats), None)
