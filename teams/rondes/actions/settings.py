"""What of the safety net a team has switched on (E114)."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from teams.actions.changes import refuse_unread
from teams.rondes.actions.planning import locked_team
from teams.rondes.models import TeamInstelling
from teams.wijzigingen import words_of


@transaction.atomic
def set_safety_net(team, *, bewaking, coordinator_bellen, piket_bellen, gelezen=None, actor, now):
    """Three ticks; the same again changes nothing."""
    team = locked_team(team)
    wanted = {"bewaking": bewaking, "coordinator_bellen": coordinator_bellen, "piket_bellen": piket_bellen}
    setting, _made = TeamInstelling.objects.get_or_create(team=team)
    refuse_unread(words_of(setting, wanted), gelezen)
    if any(getattr(setting, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(setting, name, value)
        setting.save()
        record("team.rondes_instelling", team, actor=actor, now=now, **wanted)
    return setting
