"""What a calendar program reads: moments as iCalendar (RFC 5545), without the name of a person.

Times in UTC, so that the nights of the clock change need no table of time zones.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

REFRESH = timedelta(hours=1)
LARGEST_SEQUENCE = 2**31 - 1  # what RFC 5545 calls an integer


@dataclass(frozen=True)
class Moment:
    """One appointment; without a title it has the neutral one, since the calendar of a phone is seen by others."""

    sleutel: UUID
    begin: datetime
    einde: datetime
    gemaakt: datetime
    gewijzigd: datetime
    vervallen: bool
    titel: str = ""
    plaats: str = ""
    nummer: int | None = None  # of this version; None: counted from the last change

    @property
    def versie(self):
        """Grows with every change, so that a calendar program knows the newest: whole seconds since it was made."""
        if self.nummer is not None:
            return self.nummer
        return min(max(0, int((self.gewijzigd - self.gemaakt).total_seconds())), LARGEST_SEQUENCE)


def write(moments, is_own):
    """A feed: of one person, or of a team."""
    calendar = _calendar()
    calendar.add("x-wr-calname", _("Mijn afspraken") if is_own else _("Afspraken van het team"))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for moment in moments:
        calendar.add_component(event_of(moment, is_own))
    return calendar.to_ical()


def write_one(moment):
    """One appointment as a file to open."""
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    calendar.add_component(event_of(moment, is_own=True))
    return calendar.to_ical()


def _calendar():
    calendar = Calendar()
    calendar.add("prodid", "-//Agenda//NL")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def event_of(moment, is_own):
    """One appointment; those of the whole team do not make their owner busy."""
    event = Event()
    event.add("uid", str(moment.sleutel))
    event.add("summary", moment.titel or _("Afspraak buurtteam"))
    if moment.plaats:
        event.add("location", moment.plaats)
    event.add("dtstart", moment.begin.astimezone(UTC))
    event.add("dtend", moment.einde.astimezone(UTC))
    event.add("dtstamp", moment.gewijzigd.astimezone(UTC))
    event.add("last-modified", moment.gewijzigd.astimezone(UTC))
    event.add("sequence", moment.versie)
    event.add("status", "CANCELLED" if moment.vervallen else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if is_own and not moment.vervallen else "TRANSPARENT")
    return event
