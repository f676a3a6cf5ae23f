"""The lock that every act on a round takes first; after it rows that hang on it, then Melding, then Bericht."""

from teams.rondes.models import Ronde


def locked_ronde(ronde):
    """The row of this round as it is now, held until the transaction ends."""
    return Ronde.objects.select_for_update(of=("self",)).select_related("team__gemeente").get(pk=ronde.pk)
