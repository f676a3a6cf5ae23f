"""May they? Questions about one person and one ask or answer."""

from meldingen.models import Melding, Stand
from meldingen.permissions import can_handle, is_melder
from opvolging.models import Terugkoppeling
from teams.models import Niveau

Oordeel = Terugkoppeling.Oordeel


def oordelen_for(melding: Melding):
    """The verdicts that belong to the level; the second round has no reopening."""
    if melding.vertrouwelijkheid >= Niveau.V2:
        return [Oordeel.GENOEG, Oordeel.BEL_MIJ] + ([Oordeel.IETS_NIEUWS] if melding.keer == 1 else [])
    return [Oordeel.OPGELOST, Oordeel.DEELS, Oordeel.NIET_OPGELOST]


def can_judge(user, terugkoppeling: Terugkoppeling) -> bool:
    """The melder, about the last answer, as long as nothing was said about it."""
    melding = terugkoppeling.melding
    return (
        is_melder(user, melding)
        and terugkoppeling.soort == Terugkoppeling.Soort.ANTWOORD
        and not terugkoppeling.oordeel
        and terugkoppeling.keer == melding.keer
        and melding.stand == Stand.BEANTWOORD
    )


def can_ask(user, melding: Melding) -> bool:
    """The handler, while it runs or waits for its answer."""
    return is_handler(user, melding) and melding.stand in (Stand.OPGEPAKT, Stand.AFGEROND)


def is_handler(user, melding: Melding) -> bool:
    """Only who handles a melding acts on it; a colleague takes over first."""
    return can_handle(user, melding) and melding.behandelaar_id == user.pk
