"""Which points of attention does a team take along on a round?"""

from teams.rondes.models import Aandachtspunt


def points_for(user, ronde, now):
    """What this reader takes along on this round: the points that count when it begins, the newest first."""
    moment = max(now, ronde.moment)
    points = Aandachtspunt.objects.visible_to(user).current(now).filter(team=ronde.team_id, tot__gt=moment)
    return points.select_related("straat")
