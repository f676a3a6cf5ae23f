"""What the link of a mail opens: for who has it, without sign-in."""

from teams.rondes.models import Sleutel
from teams.rondes.permissions import can_plan, can_walk

MAY_USE = {Sleutel.Doel.THUIS: can_walk, Sleutel.Doel.BELLEN: can_plan, Sleutel.Doel.WAARSCHUWING: can_walk}


def key_of(token, doel, now):
    """The link with this secret for this purpose, while it still opens something and its owner may still do that."""
    rows = Sleutel.objects.usable(now).by_token(token, doel).select_related("waarschuwing__gemeente")
    key = rows.first()
    return key if key and MAY_USE[key.doel](key.gebruiker, key.ronde.team) else None


def was_just_used(token, doel, now):
    """Whether who has this link closed the round with it a moment ago: the second press of the same button."""
    return Sleutel.objects.pressed_before(now).by_token(token, doel).exists()
