"""What a calendar program reads of rounds: when, and nothing else (E109).

The calendar of a phone is seen by others: no route, no street, no name of a person or a team stands in it.
"""

from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from buurtpreventie.agenda import Moment, write
from teams.rollen import rollen_van
from teams.rondes.models import Deelname, Ronde, RondeStand

BACK, AHEAD = timedelta(weeks=4), timedelta(weeks=12)
LARGEST = 500  # rounds in one feed: several a day for sixteen weeks
SOME_TIME = timedelta(hours=1)  # of a round of which nobody knows how long it takes


def feed_of(agenda, now):
    """The feed of this link as bytes, or None when who owns it is in no such team any more."""
    in_teams = rollen_van(agenda.gebruiker).in_teams
    if not in_teams or (agenda.team_id and agenda.team_id not in in_teams):
        return None
    rounds = moments_of_team(agenda, now) if agenda.team_id else moments_of_person(agenda.gebruiker, now)
    return write([*rounds, *other_moments(agenda, now)], is_own=agenda.team_id is None)


def other_moments(agenda, now):
    """What higher floors put in the same calendar; rounds do not know them (``settings.AGENDA_BRONNEN``)."""
    when = {"since": now - BACK, "until": now + AHEAD}
    return [
        moment
        for source in settings.AGENDA_BRONNEN
        for moment in import_string(source)(agenda.gebruiker, team_id=agenda.team_id, **when)
    ]


def moments_of_team(agenda, now):
    """Every round of the team, as far as the owner of the link sees it today."""
    rows = Ronde.objects.visible_to(agenda.gebruiker).filter(team=agenda.team_id)
    rows = rows.filter(moment__range=(now - BACK, now + AHEAD)).order_by("moment", "pk")
    return [moment_of(ronde, ronde.stand == RondeStand.VERVALLEN) for ronde in rows[:LARGEST]]


def moments_of_person(gebruiker, now):
    """Rounds that this person signed up for or walked; who cannot come sees the round struck out."""
    rows = Deelname.objects.visible_to(gebruiker).filter(gebruiker=gebruiker).select_related("ronde")
    rows = rows.filter(ronde__moment__range=(now - BACK, now + AHEAD)).order_by("ronde__moment", "pk")
    stays_away = {Deelname.Stand.AFGEMELD, Deelname.Stand.NIET_GEKOMEN}
    return [
        moment_of(row.ronde, row.ronde.stand == RondeStand.VERVALLEN or row.stand in stays_away, row.sinds)
        for row in rows[:LARGEST]
    ]


def moment_of(ronde, vervallen, sinds=None):
    """When it was, or else when it is meant to be; ``sinds``: since when this person is in it as now."""
    begin = ronde.begin or ronde.gepland_van
    ends = [ronde.einde, ronde.verwacht_einde, ronde.gepland_tot]
    einde = next((end for end in ends if end and end > begin), begin + SOME_TIME)
    changes = [moment for moment in (ronde.aangemaakt_op, ronde.gewijzigd_op, sinds) if moment]
    return Moment(ronde.sleutel, begin, einde, ronde.aangemaakt_op, max(changes), vervallen)
