"""What a calendar program reads of rounds: when, and nothing else (E109).

The calendar of a phone is seen by others: no route, no street, no name of a person or a team stands in it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from teams.rollen import rollen_van
from teams.rondes.models import Deelname, Ronde, RondeStand

BACK, AHEAD = timedelta(weeks=4), timedelta(weeks=12)
LARGEST = 500  # rounds in one feed: several a day for sixteen weeks
SOME_TIME = timedelta(hours=1)  # of a round of which nobody knows how long it takes
REFRESH = timedelta(hours=1)
LARGEST_SEQUENCE = 2**31 - 1  # what RFC 5545 calls an integer


@dataclass(frozen=True)
class Moment:
    """One round as a calendar knows it."""

    sleutel: UUID
    begin: datetime
    einde: datetime
    gemaakt: datetime
    gewijzigd: datetime
    vervallen: bool

    @property
    def versie(self):
        """Grows with every change, so that a calendar program knows the newest: whole seconds since it was made."""
        return min(max(0, int((self.gewijzigd - self.gemaakt).total_seconds())), LARGEST_SEQUENCE)


def feed_of(agenda, now):
    """The feed of this link as bytes, or None when who owns it is in no such team any more."""
    in_teams = rollen_van(agenda.gebruiker).in_teams
    if not in_teams or (agenda.team_id and agenda.team_id not in in_teams):
        return None
    if agenda.team_id:
        return write(moments_of_team(agenda, now), is_own=False)
    return write(moments_of_person(agenda.gebruiker, now), is_own=True)


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


def write(moments, is_own):
    """RFC 5545; times in UTC, so that the nights of the clock change need no table of time zones."""
    calendar = Calendar()
    calendar.add("prodid", "-//Agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", _("Mijn afspraken") if is_own else _("Afspraken van het team"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for moment in moments:
        calendar.add_component(event_of(moment, is_own))
    return calendar.to_ical()


def event_of(moment, is_own):
    """One round: neutral words; those of the whole team do not make their owner busy."""
    event = Event()
    event.add("uid", str(moment.sleutel))
    event.add("summary", _("Afspraak buurtteam"))
    event.add("dtstart", moment.begin.astimezone(UTC))
    event.add("dtend", moment.einde.astimezone(UTC))
    event.add("dtstamp", moment.gewijzigd.astimezone(UTC))
    event.add("last-modified", moment.gewijzigd.astimezone(UTC))
    event.add("sequence", moment.versie)
    event.add("status", "CANCELLED" if moment.vervallen else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if is_own and not moment.vervallen else "TRANSPARENT")
    return event
