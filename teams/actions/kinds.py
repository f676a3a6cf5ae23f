"""Which kinds of melding a team takes on."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from teams.actions.changes import change
from teams.models import Soort, Team


@transaction.atomic
def switch_kinds(team, *, soorten, besproken=False, gelezen=None, actor, now):
    """The kinds that members of this team can report; niet pluis only after the team talked about it (E011).

    Raises RefusedAction without that talk, for a team that stopped, and for a page that is out of date.
    """
    team = Team.objects.select_for_update(of=("self",)).select_related("gemeente").get(pk=team.pk)
    if team.stand == Team.Stand.GESTOPT:
        raise RefusedAction(_("Dit team is gestopt. U kunt hier niets meer veranderen."))
    if Soort.NIET_PLUIS in soorten and Soort.NIET_PLUIS not in team.soorten and not besproken:
        raise RefusedAction(_("Bespreek dit eerst met het team. Zet daarna het vinkje."))
    chosen = [soort.value for soort in Soort if soort in soorten and soort != Soort.TEAM]
    return change(team, {"soorten": chosen}, gelezen=gelezen, event="team.soorten", actor=actor, now=now)
