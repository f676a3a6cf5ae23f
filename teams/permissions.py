"""Who may do what with people; a coordinator's word ends at the border of the team."""

from django.utils import timezone

from teams.models import PartnerSoort
from teams.rollen import rollen_van


def can_manage_members(user, team):
    """The coordinator and the deputy of this team, and beheer of its gemeente."""
    rollen = rollen_van(user)
    return team.pk in rollen.coordineert or team.gemeente_id in rollen.beheert


def can_manage_people(user, gemeente):
    """Beheer of this gemeente."""
    return gemeente.pk in rollen_van(user).beheert


def reaches_all_roles(user, gebruiker, today):
    """Every role of ``gebruiker`` is one that ``user`` manages: only then may the user decide where mail goes."""
    rollen = rollen_van(user)
    members = gebruiker.lidmaatschappen.not_ended(today).select_related("team")
    seats = gebruiker.aanstellingen.not_ended(today)
    in_reach = all(lid.team_id in rollen.coordineert or lid.team.gemeente_id in rollen.beheert for lid in members)
    return in_reach and all(seat.gemeente_id in rollen.beheert for seat in seats) and not gebruiker.is_superuser


def can_reset_second_factor(user, gebruiker, today):
    """Beheer, of a colleague whose roles are all within reach; never of oneself."""
    in_beheer = bool(rollen_van(user).beheert) and gebruiker.pk != user.pk
    return in_beheer and reaches_all_roles(user, gebruiker, today)


def wijkagent_in(user):
    """The gemeenten where this person has an account as wijkagent (asks the database only for such an account)."""
    if not rollen_van(user).has("opvolger"):
        return frozenset()
    seats = user.aanstellingen.current(timezone.localdate()).filter(rol="opvolger", partner__actief=True)
    of_police = seats.filter(partner__soort=PartnerSoort.WIJKAGENT)
    return frozenset(of_police.values_list("partner__gemeente", flat=True))
