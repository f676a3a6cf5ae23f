"""What the link of a mail opens: for who has it, without sign-in."""

from teams.rondes.models import Sleutel


def key_of(token, doel, now):
    """The link with this secret for this purpose, while it still opens something; of who may still sign in."""
    return Sleutel.objects.usable(now).by_token(token, doel).select_related("waarschuwing__gemeente").first()


def was_just_used(token, doel, now):
    """Whether who has this link closed the round with it a moment ago: the second press of the same button."""
    return Sleutel.objects.pressed_before(now).by_token(token, doel).exists()
