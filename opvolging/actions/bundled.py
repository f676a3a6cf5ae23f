"""What a bundle asks of the acts on one melding: held together, finished together, opened again together."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from meldingen.actions import advance, locked
from meldingen.models import Melding, Stand
from opvolging.actions.to_bring import drop_bezorging
from opvolging.models import BundelDeel

TRIES = 10


def locked_together(melding):
    """As ``locked``, with all that is in the same bundle held too; who is in it stands still from here on."""
    hold_bundles(melding)
    return locked(melding)


def hold_bundles(*meldingen):
    """Lock these and all that is bundled with them, the lowest key first: so two acts never wait in a ring.

    Joining and leaving hold the whole bundle as well. When somebody joined just now, what was held is let go again.
    """
    for _again in range(TRIES):
        try:
            with transaction.atomic():
                return _hold(meldingen)
        except _Joined:
            continue
    raise RefusedAction(_("Er is net iets veranderd. Probeer het nog een keer."))


class _Joined(Exception):
    """Somebody joined the bundle between looking and holding."""


def _hold(meldingen):
    seen = bundled_with(*meldingen)
    list(Melding.objects.filter(pk__in=seen).select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    if bundled_with(*meldingen) - seen:
        raise _Joined


def bundled_with(*meldingen):
    """Keys of all that is in the bundles of these now, themselves included."""
    keys = {melding.pk for melding in meldingen}
    mine = BundelDeel.objects.inside().filter(melding__in=keys).values("bundel")
    return keys | set(BundelDeel.objects.inside().filter(bundel__in=mine).values_list("melding", flat=True))


def place_of(melding):
    """The part that this melding is in its bundle, or None when it stands alone."""
    return BundelDeel.objects.inside().filter(melding=melding.pk).select_related("bundel").first()


def head_of(bundel):
    """The melding on which the ask of this bundle hangs."""
    first = Melding.objects.filter(bundeldelen__bundel=bundel.pk, bundeldelen__hoofd=True, bundeldelen__eraf_op=None)
    if not first:
        raise RefusedAction(_("Deze bundel is er niet meer. Ga terug naar de werklijst."))
    return first.get()


def check_stands_alone(melding):
    """Refuse an act that belongs to the first of a bundle, and say where."""
    place = place_of(melding)
    if place and not place.hoofd:
        raise RefusedAction(
            _("Deze melding hoort bij %(nummer)s. Doe het daar, of haal deze melding eerst uit de bundel.")
            % {"nummer": head_of(place.bundel).nummer}
        )


def check_not_bundled(melding):
    """Refuse an act that is about this one melding only, as long as others go along with it."""
    if len(bundled_with(melding)) > 1:
        raise RefusedAction(_("Deze melding wordt samen met andere behandeld. Haal hem eerst uit de bundel."))


def others_of(melding):
    """The other meldingen of the bundle of which this one is the first, as they are now."""
    place = place_of(melding)
    if place is None or not place.hoofd:
        return []
    others = bundled_with(melding) - {melding.pk}
    return list(Melding.objects.filter(pk__in=others).select_related("gemeente", "categorie").order_by("pk"))


def finish_others(melding, uitkomst, *, actor, now):
    """What the first of a bundle came to is what the others came to."""
    for other in others_of(melding):
        if other.stand in (Stand.OPGEPAKT, Stand.AANZIEN):
            finish_along(other, uitkomst, actor=actor, now=now)
        elif other.stand == Stand.AFGEROND and other.uitkomst != uitkomst:
            other.uitkomst = uitkomst
            other.save(update_fields=["uitkomst"])


def finish_along(melding, uitkomst, *, actor, now):
    """Round off one part of a bundle as its first was."""
    melding.uitkomst, melding.reageren_voor = uitkomst, None
    melding.aanzien_tot, melding.aanzien_reden = None, ""
    advance(melding, Stand.AFGEROND, now)
    record("melding.afgerond", melding, actor=actor, now=now, uitkomst=uitkomst)


def reopen_others(melding, now):
    """A new ask about the first of a bundle is about the others too, as far as they were not answered."""
    for other in others_of(melding):
        if other.stand == Stand.AFGEROND:
            other.uitkomst = ""
            drop_bezorging(other, actor=None, now=now)
            advance(other, Stand.OPGEPAKT, now)
