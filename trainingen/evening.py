"""When one evening can be ticked: by its trainer, and by whoever stands before the code on the wall."""

from datetime import timedelta

from django.db.models import Q

from buurtpreventie.accounts.models import Gebruiker
from teams.models import Lidmaatschap, Team
from trainingen.joining import teams_for, teams_of_trainer
from trainingen.models import SessieStand

TICKED_BEFORE = timedelta(hours=2)  # the trainer is early, and so are some others
WALL_AROUND = timedelta(minutes=30)  # before the evening begins, and after it ends
WALL_EXTRA = 20  # how many more than fit may write themselves down with the code


def opens_at(sessie):
    """From when the list can be ticked; None for an evening that is known from a report only."""
    return sessie.begin and sessie.begin - TICKED_BEFORE


def can_tick(sessie, now):
    """The evening goes on, is not closed, and begins soon, began or is over."""
    return sessie.stand == SessieStand.GEPLAND and opens_at(sessie) <= now


def can_look_back(sessie, now):
    """What happened that evening can be written down: it is going on, or it was held."""
    return can_tick(sessie, now) or sessie.stand == SessieStand.GEHOUDEN


def wall_works(sessie, now):
    """The code on the wall ticks somebody in now."""
    early, late = sessie.begin - WALL_AROUND, sessie.einde + WALL_AROUND
    return sessie.stand == SessieStand.GEPLAND and early <= now <= late


def teams_that_may_come(sessie):
    """The teams of this evening; one that was asked counts also when it stopped or merged since."""
    asked = sessie.sessieteams.values("team")
    return Team.objects.filter(Q(pk__in=asked) | Q(pk__in=teams_for(sessie).values("pk")))


def members_to_offer(sessie):
    """Whom its trainer may be offered by name: who was in a team that was asked, or is of the own gemeente."""
    asked = sessie.sessieteams.values("team")
    teams = Team.objects.filter(Q(pk__in=asked) | Q(pk__in=teams_of_trainer(sessie).values("pk")))
    members = Lidmaatschap.objects.current(sessie.dag).filter(team__in=teams)
    return Gebruiker.objects.filter(pk__in=members.values("gebruiker")).order_by("naam", "pk")


def team_of(sessie, gebruiker):
    """With which team this person comes: one that was asked before another; None when in none of them."""
    mine = Team.objects.filter(
        pk__in=Lidmaatschap.objects.current(sessie.dag)
        .filter(gebruiker=gebruiker, team__in=teams_that_may_come(sessie))
        .values("team")
    )
    return (
        mine.filter(pk__in=sessie.sessieteams.values("team")).order_by("naam").first() or mine.order_by("naam").first()
    )
