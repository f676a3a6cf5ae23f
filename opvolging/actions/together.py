"""Several meldingen of one event, handled together: one ask, and each melder an own answer (E120)."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions import locked, take_up
from meldingen.models import Stand
from meldingen.permissions import can_handle
from opvolging.actions.answers import close_with_antwoord, give_antwoord, record_no_antwoord
from opvolging.actions.bundled import (
    bundled_with,
    finish_along,
    head_of,
    hold_bundles,
    locked_together,
    place_of,
)
from opvolging.actions.desk import ask_partners
from opvolging.models import Bundel, BundelDeel, GeenAntwoord
from teams.models import Niveau

AT_LEAST = 2


@act
def bundle(meldingen, *, hoofd, actor, now):
    """Handle these together from now on; the ask hangs on ``hoofd``. The same press twice is one bundle.

    Raises RefusedAction when they cannot be one case; then none of them changes.
    """
    hold_bundles(hoofd, *meldingen)
    first = locked(hoofd)
    rest = [locked(melding) for melding in sorted(meldingen, key=lambda one: one.pk) if melding.pk != hoofd.pk]
    same = _same_bundle(first, rest)
    if same:
        return same
    _check_fit([first, *rest], actor)
    _check_free(rest, first)
    bundel = Bundel.objects.create(gemeente=first.gemeente, gemaakt_door=actor, gemaakt_op=now)
    for melding in (first, *rest):
        _join(bundel, melding, melding == first, actor, now)
    return bundel


def _same_bundle(first, rest):
    """The bundle in which exactly these are already, with this first."""
    place = place_of(first)
    if place and place.hoofd and bundled_with(first) == {first.pk, *(one.pk for one in rest)}:
        return place.bundel
    return None


def _check_fit(meldingen, actor):
    if len(meldingen) < AT_LEAST:
        raise RefusedAction(_("Kies twee of meer meldingen om samen te behandelen."))
    if len({melding.gemeente_id for melding in meldingen}) > 1:
        raise RefusedAction(_("Deze meldingen zijn van verschillende gemeenten. Dat kan niet samen."))
    levels = {melding.vertrouwelijkheid for melding in meldingen}
    if len(levels) > 1 and max(levels) >= Niveau.V2:
        raise RefusedAction(_("Een vertrouwelijke melding kan alleen samen met meldingen van hetzelfde niveau."))
    for melding in meldingen:
        _check_mine(melding, actor)


def _check_mine(melding, actor):
    if not can_handle(actor, melding):
        raise RefusedAction(_("U behandelt niet al deze meldingen. Vraag een collega."))
    if melding.behandelaar_id not in (None, actor.pk):
        raise RefusedAction(
            _("%(naam)s behandelt %(nummer)s. Neem die melding eerst over.")
            % {"naam": melding.behandelaar.naam, "nummer": melding.nummer}
        )


def _check_free(rest, first):
    """Nothing of them is with a partner already but the first, and none is in another bundle or further on."""
    for melding in (first, *rest):
        if place_of(melding):
            raise RefusedAction(_("%(nummer)s zit al in een bundel.") % {"nummer": melding.nummer})
        if melding.stand not in (Stand.ONTVANGEN, Stand.OPGEPAKT):
            raise RefusedAction(
                _("%(nummer)s is al %(stand)s en kan niet meer mee.")
                % {"nummer": melding.nummer, "stand": melding.get_stand_display().lower()}
            )
    _check_not_asked(rest)


def _check_not_asked(rest):
    for melding in rest:
        if melding.opvolgingen.open().exists():
            raise RefusedAction(
                _("%(nummer)s ligt al bij een partner. Maak die de eerste, of trek de vraag in.")
                % {"nummer": melding.nummer}
            )


def _join(bundel, melding, is_first, actor, now):
    BundelDeel.objects.create(bundel=bundel, melding=melding, hoofd=is_first, erbij_op=now, erbij_door=actor)
    if melding.stand == Stand.ONTVANGEN:
        take_up(melding, actor=actor, now=now)
    record("melding.samen", melding, actor=actor, now=now, bundel=bundel.pk)


@act
def bundle_or_join(meldingen, *, hoofd, actor, now):
    """A new bundle of these; or, when ``hoofd`` is the first of one already, the others join that."""
    hold_bundles(hoofd, *meldingen)
    place = place_of(hoofd)
    if place is None or not place.hoofd:
        return bundle(meldingen, hoofd=hoofd, actor=actor, now=now)
    for melding in meldingen:
        if melding.pk != hoofd.pk:
            add_to_bundle(melding, hoofd=hoofd, actor=actor, now=now)
    return place.bundel


@act
def take_up_and_ask(melding, *, asked, uittreksel, actor, now):
    """Take up what nobody has and ask at once: both or neither."""
    melding = _mine(melding, actor, now)
    return ask_partners(melding, asked=asked, uittreksel=uittreksel, actor=actor, now=now)


@act
def take_up_and_close(melding, *, uitkomst, tekst, actor, now):
    """Take up what nobody has and answer at once: both or neither."""
    melding = _mine(melding, actor, now)
    return close_with_antwoord(melding, uitkomst=uitkomst, tekst=tekst, actor=actor, now=now)


def _mine(melding, actor, now):
    """Taken up when it was free; refused when a colleague has it."""
    melding = locked_together(melding)
    _check_mine(melding, actor)
    return take_up(melding, actor=actor, now=now) if melding.stand == Stand.ONTVANGEN else melding


@act
def add_to_bundle(melding, *, hoofd, actor, now):
    """One more report of the same event; it comes to where the first is. Twice is once."""
    hold_bundles(hoofd, melding)
    first, melding = locked(hoofd), locked(melding)
    place = place_of(first)
    if place is None or not place.hoofd:
        raise RefusedAction(_("%(nummer)s is niet de eerste van een bundel.") % {"nummer": first.nummer})
    here = place_of(melding)
    if here and here.bundel_id == place.bundel_id:
        return place.bundel
    if first.stand not in (Stand.OPGEPAKT, Stand.AFGEROND):
        raise RefusedAction(_("%(nummer)s loopt nu niet. Er kan niets bij.") % {"nummer": first.nummer})
    _check_fit([first, melding], actor)
    _check_newcomer(melding)
    _join(place.bundel, melding, False, actor, now)
    if first.stand == Stand.AFGEROND:
        finish_along(locked(melding), first.uitkomst, actor=actor, now=now)
    return place.bundel


def _check_newcomer(melding):
    if place_of(melding):
        raise RefusedAction(_("%(nummer)s zit al in een andere bundel.") % {"nummer": melding.nummer})
    if melding.stand not in (Stand.ONTVANGEN, Stand.OPGEPAKT):
        raise RefusedAction(
            _("%(nummer)s is al %(stand)s en kan niet meer mee.")
            % {"nummer": melding.nummer, "stand": melding.get_stand_display().lower()}
        )
    _check_not_asked([melding])


@act
def leave_bundle(melding, *, actor, now):
    """Handle this one by itself again; with one left there is no bundle any more. Twice is once.

    Raises RefusedAction for the first of a bundle while a partner works on it.
    """
    melding = locked_together(melding)
    place = place_of(melding)
    if place is None:
        return melding
    if place.hoofd and melding.opvolgingen.open().exists():
        raise RefusedAction(
            _("De vraag aan de partner gaat over deze melding. Wacht op antwoord, of trek de vraag eerst in.")
        )
    _leave(place, actor, now)
    record("melding.los", melding, actor=actor, now=now, bundel=place.bundel_id)
    return melding


def _leave(place, actor, now):
    """Out of the bundle; another becomes the first, and the last one left stands alone too."""
    place.eraf_op = now
    place.save(update_fields=["eraf_op"])
    left = list(BundelDeel.objects.inside().filter(bundel=place.bundel_id).select_related("melding").order_by("pk"))
    if len(left) == 1:
        last = left[0]
        last.eraf_op = now
        last.save(update_fields=["eraf_op"])
        record("melding.los", last.melding, actor=actor, now=now, bundel=place.bundel_id)
    elif left and place.hoofd:
        heir = next((part for part in left if part.melding.is_open), left[0])
        heir.hoofd = True
        heir.save(update_fields=["hoofd"])


def leave_by_verdict(melding, *, now):
    """Who still sees it gets a case of his own; called with the whole bundle held."""
    place = place_of(melding)
    if place:
        _leave(place, None, now)
        record("melding.los", melding, actor=None, now=now, bundel=place.bundel_id)


@act
def answer_bundle(bundel, *, teksten, actor, now):
    """Give each melder an own answer, all or none; ``teksten`` maps keys of meldingen to words.

    A withdrawn name gets the logged reason instead. Raises RefusedAction with the number of what is in the way.
    """
    hold_bundles(head_of(bundel))
    inside = bundled_with(head_of(bundel))
    return [_answer_one(pk, teksten[pk], actor, now) for pk in sorted(teksten) if pk in inside]


def _answer_one(pk, tekst, actor, now):
    melding = locked(BundelDeel.objects.inside().select_related("melding").get(melding=pk).melding)
    try:
        if melding.behandelaar_id != actor.pk:
            _check_mine(melding, actor)
        if melding.melder_id is None:
            return record_no_antwoord(melding, reden=GeenAntwoord.Reden.NAAM_INGETROKKEN, actor=actor, now=now)
        return give_antwoord(melding, tekst=tekst, actor=actor, now=now)
    except RefusedAction as refusal:
        raise RefusedAction(f"{melding.nummer}: {refusal.message}") from refusal


@act
def take_up_bundle(bundel, *, actor, now):
    """Become the handler of all that still runs in this bundle; refused when one of them is beyond the own seat."""
    hold_bundles(head_of(bundel))
    parts = (
        BundelDeel.objects.inside().filter(bundel=bundel.pk).select_related("melding__categorie").order_by("melding")
    )
    running = [part.melding for part in parts if part.melding.is_open]
    if not all(can_handle(actor, melding) for melding in running):
        raise RefusedAction(_("U behandelt niet al deze meldingen. Vraag een collega."))
    return [take_up(melding, actor=actor, now=now) for melding in running]
