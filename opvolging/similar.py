"""What may be about the same thing: by subject and place, never by person, and only what the reader may see."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Q

from meldingen.models import Melding, Stand
from teams.clocks import local_date

REMEMBERED_FOR = timedelta(days=183)  # an address is recognised for half a year (ontwerp §4)
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
    if melding.straat_index:
        same_place |= Q(straat_index=melding.straat_index, categorie__soort=melding.soort)
    if inhoud.adres_index:
        same_place |= Q(inhoud__adres_index=inhoud.adres_index)
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
    found = [_likeness(melding, inhoud, other) for other in others[:LOOKED_AT]]
    return sorted(found, key=lambda one: one.nearness)[:AT_MOST]


def _likeness(melding, inhoud, other):
    return Gelijkenis(
        melding=other,
        dagen=abs((local_date(other.gemeld_op) - local_date(melding.gemeld_op)).days),
        adres=bool(inhoud.adres_index) and other.adres == inhoud.adres_index,
        straat=bool(melding.straat_index) and other.straat_index == melding.straat_index,
    )


def earlier_signals(melding, inhoud, actor, now):
    """Meldingen by other people about this address in the last half year, of what the reader may see; newest first."""
    if not inhoud.adres_index:
        return []
    same = (
        Melding.objects.visible_to(actor)
        .at_meldpunt_of(actor)
        .filter(inhoud__adres_index=inhoud.adres_index, gemeld_op__gt=now - REMEMBERED_FOR)
        .exclude(pk=melding.pk)
    )
    if melding.melder_id:
        same = same.exclude(melder=melding.melder_id)
    return list(same.order_by("-gemeld_op"))
