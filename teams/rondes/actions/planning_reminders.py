"""The day before at noon: who leads a team hears that fewer than two people come (E109)."""

from datetime import time, timedelta

from django.db import transaction

from buurtpreventie.outbox.models import Bericht
from teams.clocks import at, local_date
from teams.models import Team
from teams.rondes.mails.planning import SHORTAGE, mail_shortage
from teams.rondes.models import Ronde
from teams.rondes.planning import ENOUGH, coming_of, people_of

NOON = time(12, 0)


@transaction.atomic
def remind_planning(now):
    """Tell what is short and was not told yet; gives how many mails. Asked every minute, told once per round."""
    told = 0
    for ronde, aantal in short_of_people(now):
        told += mail_shortage(ronde, aantal, now=now)
    return told


def short_of_people(now):
    """Rounds of which the noon before has passed, with how many come, that nobody was told about."""
    tomorrow_ends = at(local_date(now) + timedelta(days=2), time(0, 0))
    rows = Ronde.objects.planned().filter(gepland_van__gt=now, gepland_van__lt=tomorrow_ends)
    rows = rows.exclude(team__stand=Team.Stand.GESTOPT).for_cards().order_by("gepland_van", "pk")
    due = [ronde for ronde in rows if noon_before(ronde) <= now and ronde.aangemaakt_op < noon_before(ronde)]
    people = people_of(due, local_date(now))
    short = [(ronde, len(coming_of(people.get(ronde.pk, [])))) for ronde in due]
    told = _told([ronde for ronde, aantal in short if aantal < ENOUGH])
    return [(ronde, aantal) for ronde, aantal in short if aantal < ENOUGH and ronde.bron not in told]


def noon_before(ronde):
    """Twelve o'clock on the day before the round."""
    return at(local_date(ronde.gepland_van) - timedelta(days=1), NOON)


def _told(rondes):
    """The rounds of which a mail about this is there already."""
    about = Bericht.objects.filter(bron__in=[ronde.bron for ronde in rondes], sleutel__startswith=SHORTAGE)
    return set(about.values_list("bron", flat=True))
