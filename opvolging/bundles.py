"""What the meldpunt reads about meldingen that are handled together: only what one may handle oneself."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from meldingen.models import Melding, Stand
from opvolging.models import Bezorging, BundelDeel


@dataclass(frozen=True)
class Bundeling:
    """A bundle as one reader sees it: the first of it on top, then by when it came in."""

    pk: int
    rijen: list[Melding]
    eerste: Melding | None  # None: beyond the reader's seat

    @property
    def te_antwoorden(self):
        """Those whose answer was not written yet; one that somebody is to bring was."""
        return [m for m in self.rijen if m.stand == Stand.AFGEROND and not m.wordt_gebracht]

    @property
    def aantal(self):
        """How many wait for their answer."""
        return len(self.te_antwoorden)


def read_bundle(pk, actor):
    """The bundle with this key, or None when nothing is in it that the reader may handle."""
    parts = BundelDeel.objects.visible_to(actor).inside().filter(bundel=pk)
    parts = parts.select_related(
        "melding__categorie", "melding__buurt", "melding__behandelaar", "melding__melder", "melding__gemeente"
    ).order_by("-hoofd", "melding__gemeld_op", "melding")
    waits = Bezorging.objects.filter(melding=OuterRef("melding"), klaar_op__isnull=True, soort="antwoord")
    parts = list(parts.annotate(wordt_gebracht=Exists(waits)))
    if not parts:
        return None
    for part in parts:
        part.melding.wordt_gebracht = part.wordt_gebracht
    first = next((part.melding for part in parts if part.hoofd), None)
    return Bundeling(pk, [part.melding for part in parts], first)


def bundle_of(melding, actor):
    """The bundle that this melding is in, or None."""
    part = BundelDeel.objects.visible_to(actor).inside().filter(melding=melding.pk).first()
    return read_bundle(part.bundel_id, actor) if part else None
