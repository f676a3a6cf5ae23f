"""What the meldpunt reads about meldingen that are handled together: only what one may handle oneself."""

from dataclasses import dataclass

from meldingen.models import Melding, Stand
from opvolging.models import BundelDeel


@dataclass(frozen=True)
class Bundeling:
    """A bundle as one reader sees it: the first of it on top, then by when it came in."""

    pk: int
    rijen: list[Melding]
    eerste: Melding | None  # None: beyond the reader's seat

    @property
    def te_antwoorden(self):
        return [melding for melding in self.rijen if melding.stand == Stand.AFGEROND]

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
    parts = list(parts)
    if not parts:
        return None
    first = next((part.melding for part in parts if part.hoofd), None)
    return Bundeling(pk, [part.melding for part in parts], first)


def bundle_of(melding, actor):
    """The bundle that this melding is in, or None."""
    part = BundelDeel.objects.visible_to(actor).inside().filter(melding=melding.pk).first()
    return read_bundle(part.bundel_id, actor) if part else None
