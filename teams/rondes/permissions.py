"""Who may do what with rounds; pure questions about roles and rows."""

from teams.rollen import rollen_van
from teams.rondes.querysets import op_straat_gemeenten


def can_plan(user, team):
    """The coordinator and the deputy of this team make rosters, routes and single rounds."""
    return team.pk in rollen_van(user).coordineert


def can_walk(user, team):
    """Every member of this team signs up, starts, comes home and writes a report."""
    return team.pk in rollen_van(user).in_teams


def can_watch_streets(user, gemeente_id):
    """Police on duty, piket and meldpunt see which teams are out, and may warn them (E110, E111)."""
    return gemeente_id in op_straat_gemeenten(user)
