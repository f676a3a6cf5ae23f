"""The locks that acts on rounds take first: Team, then Ronde; after it what hangs on it, then Melding, then Bericht."""

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from teams.models import Team
from teams.rondes.models import Ronde


def locked_team(team):
    """The team, held until the transaction ends: what happens to its rounds comes one after the other."""
    rows = Team.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("gemeente").get(pk=team.pk)


def locked_ronde(ronde):
    """The row of this round as it is now, held until the transaction ends.

    Raises RefusedAction for a round that another plan of its roster took away a moment ago.
    """
    rows = Ronde.objects.select_for_update(of=("self",)).select_related("team__gemeente")
    locked = rows.filter(pk=ronde.pk).first()
    if locked is None:
        raise RefusedAction(_("Deze ronde staat niet meer op de planning."))
    return locked
