"""The key that a page carries, by which what is sent twice is one round."""

import uuid

from teams.rondes.models import Ronde


def own_key(sleutel):
    """This key for a new round; another one when there is none, or when a round of another team has it already."""
    taken = sleutel and Ronde.objects.filter(sleutel=sleutel).exists()
    return uuid.uuid4() if taken or not sleutel else sleutel
