"""Toezicht ticks off who opened what, and takes it along for a breach."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.audit.models import Logregel
from buurtpreventie.database import act, one_at_a_time
from buurtpreventie.errors import RefusedAction
from opvolging.models import Nazicht
from opvolging.openings import in_words, openings_in, with_reasons
from opvolging.reviewing import bounds, month_of


@act
def tick_line(regel: Logregel, *, gemeente, oordeel, opmerking="", actor, now):
    """Say of one opening whether it is in order. A second tick changes nothing."""
    return _tick(gemeente, month_of(regel.op), regel.pk, oordeel, opmerking, actor, now)


@act
def tick_month(gemeente, *, maand, oordeel, opmerking="", actor, now):
    """Say that a whole month was looked at. A second tick changes nothing; RefusedAction while the month runs."""
    if now < bounds(maand)[1]:
        raise RefusedAction(_("Deze maand loopt nog. Vink de maand af als zij voorbij is."))
    return _tick(gemeente, maand, None, oordeel, opmerking, actor, now)


def _tick(gemeente, maand, regel, oordeel, opmerking, actor, now):
    one_at_a_time(f"nazicht:{gemeente.pk}")
    before = Nazicht.objects.filter(gemeente=gemeente, maand=maand, regel=regel).first()
    if before:
        return before
    if oordeel != Nazicht.Oordeel.IN_ORDE and not opmerking:
        raise RefusedAction(_("Schrijf op wat u vroeg of wat er niet in orde is. Noem geen bewoners."))
    words = {"oordeel": oordeel, "opmerking": opmerking}
    tick = Nazicht.objects.create(gemeente=gemeente, maand=maand, regel=regel, door=actor, op=now, **words)
    record("toezicht.nazicht", gemeente, actor=actor, now=now, maand=maand, regel=regel, oordeel=oordeel)
    return tick


@act
def take_openings_along(gemeente, *, van, tot, meldingen, persoon, actor, now):
    """The openings of a period, of some meldingen (by id) or of one person, in words; taking them is written down."""
    rows = openings_in(gemeente, van=van, tot=tot, meldingen=meldingen, persoon=persoon)
    found = in_words(with_reasons(rows), gemeente)
    facts = {"meldingen": sorted(meldingen) if meldingen is not None else None, "persoon": persoon}
    record("toezicht.meegenomen", gemeente, actor=actor, now=now, van=van, tot=tot, regels=len(found), **facts)
    return found
