"""May they? Pure questions about one person and one melding; nothing changes, nothing raises."""

from meldingen.models import Melding, Stand
from teams.models import Niveau, Soort
from teams.rollen import rollen_van

REPORTABLE = (Soort.NIET_PLUIS, Soort.OPENBARE_RUIMTE)  # the kinds that have a form


def seat_covers(user, gemeente_id, soort, niveau) -> bool:
    """A seat of this person at the meldpunt covers this kind and level."""
    return any(
        seat.gemeente == gemeente_id and soort in seat.soorten and niveau <= seat.niveau
        for seat in rollen_van(user).meldpunt
    )


def can_handle(user, melding: Melding) -> bool:
    """Work on it at the meldpunt."""
    return seat_covers(user, melding.gemeente_id, melding.categorie.soort, melding.vertrouwelijkheid)


def is_melder(user, melding: Melding) -> bool:
    return melding.melder_id is not None and melding.melder_id == user.pk


def can_add(user, melding: Melding) -> bool:
    """Add something: the melder always, who entered it only while it is not confidential."""
    if not melding.is_open:
        return False
    entered = melding.ingevoerd_door_id == user.pk and not melding.is_confidential
    return is_melder(user, melding) or entered


def can_withdraw(user, melding: Melding) -> bool:
    """V0/V1 before pick-up; of V2/V3 the name, as long as it is open."""
    if not is_melder(user, melding) or not melding.is_open:
        return False
    return melding.is_confidential or melding.stand == Stand.ONTVANGEN


def needs_fresh_sign_in(melding: Melding) -> bool:
    """The melder's own text of V2 and V3 asks for a fresh code, after half an hour (ontwerp §4)."""
    return melding.vertrouwelijkheid >= Niveau.V2


def can_report_for_others(user) -> bool:
    """On behalf of somebody: coordinators and the meldpunt (E132)."""
    rollen = rollen_van(user)
    return bool(rollen.coordineert or rollen.meldpunt)
