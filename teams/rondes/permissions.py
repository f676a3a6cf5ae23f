"""Who may do what with rounds; pure questions about roles and rows."""

from datetime import timedelta

from teams.permissions import wijkagent_in
from teams.rollen import rollen_van
from teams.rondes.querysets import op_straat_gemeenten

TEAM_CORRECTS = timedelta(hours=48)


def can_plan(user, team):
    """The coordinator and the deputy of this team make rosters, routes and single rounds."""
    return team.pk in rollen_van(user).coordineert


def can_walk(user, team):
    """Every member of this team signs up, starts, comes home and writes a report."""
    return team.pk in rollen_van(user).in_teams


def can_bring_home(user, ronde):
    """Who walks along says that everybody is home, or stays out longer; the coordinator may too (asks the database)."""
    walks = user.deelnames.walked().filter(ronde=ronde)
    return ronde.team_id in rollen_van(user).coordineert or (can_walk(user, ronde.team) and walks.exists())


def can_watch_streets(user, gemeente_id):
    """Police on duty, piket and meldpunt see which teams are out, and may warn them (E110, E111)."""
    return gemeente_id in op_straat_gemeenten(user)


def gemeenten_to_brief(user):
    """Where this person may tell teams what to look at: as meldpunt, or with an account as wijkagent (E117)."""
    return rollen_van(user).meldpunt_gemeenten | wijkagent_in(user)


def can_brief(user, punt):
    """The meldpunt of this gemeente; the wijkagent what it gave itself."""
    gemeente = punt.team.gemeente_id
    own = punt.door_id == user.pk and gemeente in wijkagent_in(user)
    return own or gemeente in rollen_van(user).meldpunt_gemeenten


def can_correct(user, ronde, now):
    """A finished round: everybody of the team for 48 hours, then only who leads it."""
    if ronde.afgerond_op is None:
        return False
    return can_plan(user, ronde.team) or (can_walk(user, ronde.team) and now < ronde.afgerond_op + TEAM_CORRECTS)


def gemeenten_with_figures(user):
    """Where this person reads what the rounds of all teams came to: beleid, and no round with it (E116)."""
    return rollen_van(user).aangesteld.get("beleid", frozenset())
