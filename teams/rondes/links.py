"""Links of mails that open nothing any more."""

from teams.rondes.models import Sleutel


def was_just_used(token, doel, now):
    """Whether who has this link closed the round with it a moment ago: the second press of the same button."""
    return Sleutel.objects.pressed_before(now).by_token(token, doel).exists()
