"""Who may do what with people; a coordinator's word ends at the border of the team."""

from teams.rollen import rollen_van


def can_manage_members(user, team):
    """The coordinator and the deputy of this team, and beheer of its gemeente."""
    rollen = rollen_van(user)
    return team.pk in rollen.coordineert or team.gemeente_id in rollen.beheert


def can_manage_people(user, gemeente):
    """Beheer of this gemeente."""
    return gemeente.pk in rollen_van(user).beheert
