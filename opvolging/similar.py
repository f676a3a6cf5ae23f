"""What may be about the same thing: by subject and place, never by person, and only what the reader may see."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from meldingen.addresses import REMEMBERED_FOR, addresses_of, streets_of
from meldingen.models import Melding, Stand
from teams.clocks import local_date

NEARBY_DAYS, LOOKED_AT, AT_MOST = 14, 50, 5


@dataclass(frozen=True)
class Gelijkenis:
    """Another melding that may be the same, and why it seems so."""

    melding: Melding
    dagen: int  # between the two, whichever came first
    adres: bool
    straat: bool

    @property
    def nearness(self):
        return (not self.adres, not self.straat, self.dagen)


def similar_to(melding, inhoud, actor):
    """Within two weeks of each other: at the same address, in the same street, or of the same subject in the buurt."""
    near = timedelta(days=NEARBY_DAYS)
    same_place = Q(buurt=melding.buurt_id, categorie=melding.categorie_id)
    streets, houses = _streets(melding, inhoud), _houses(melding, inhoud)
    if streets:
        same_place |= Q(straat_index__in=streets, categorie__soort=melding.soort)
    if houses:
        same_place |= Q(inhoud__adres_index__in=houses)
    others = (
        Melding.objects.visible_to(actor)
        .at_meldpunt_of(actor)
        .filter(same_place, gemeente=melding.gemeente_id)
        .filter(gemeld_op__gt=melding.gemeld_op - near, gemeld_op__lt=melding.gemeld_op + near)
        .exclude(pk=melding.pk)
        .exclude(stand=Stand.INGETROKKEN)
        .annotate(adres=F("inhoud__adres_index"))
        .for_list()
    )
    found = [_likeness(melding, other, streets, houses) for other in others[:LOOKED_AT]]
    return sorted(found, key=lambda one: one.nearness)[:AT_MOST]


def _streets(melding, inhoud):
    """Under which values this street is found; none once its index has been wiped."""
    return {melding.straat_index, *streets_of(melding.gemeente_id, inhoud.straat)} if melding.straat_index else set()


def _houses(melding, inhoud):
    """Under which values this house is found; none once its index has been wiped."""
    if not inhoud.adres_index:
        return set()
    return {inhoud.adres_index, *addresses_of(melding.gemeente_id, inhoud.straat, inhoud.huisnummer)}


def _likeness(melding, other, streets, houses):
    return Gelijkenis(
        melding=other,
        dagen=abs((local_date(other.gemeld_op) - local_date(melding.gemeld_op)).days),
        adres=other.adres in houses,
        straat=other.straat_index in streets,
    )


def earlier_signals(melding, inhoud, actor, now):
    """Meldingen by other people about this address in the last half year, of what the reader may see; newest first."""
    houses = _houses(melding, inhoud)
    if not houses:
        return []
    same = (
        Melding.objects.visible_to(actor)
        .at_meldpunt_of(actor)
        .filter(inhoud__adres_index__in=houses, gemeld_op__gt=now - REMEMBERED_FOR)
        .exclude(pk=melding.pk)
    )
    if melding.melder_id:
        same = same.exclude(melder=melding.melder_id)
    return list(same.order_by("-gemeld_op"))
