"""Runs inside the stack of the pictures: what time does to the teams that are out."""

from datetime import timedelta

from django.utils import timezone

from teams.demo import HOOFD
from teams.models import Gemeente, Team
from teams.rondes.actions import plan_ronde, watch
from teams.rondes.models import Ronde


def too_late(minutes):
    """The team that is out should have been home so many minutes ago; the clock has rung since."""
    now = timezone.now()
    end = now - timedelta(minutes=int(minutes))
    out = Ronde.objects.under_way().filter(team__gemeente__slug=HOOFD)
    out.update(begin=end - timedelta(minutes=80), verwacht_einde=end)
    watch(now)


def in_time():
    """The team that is out has half an hour left."""
    out = Ronde.objects.under_way().filter(team__gemeente__slug=HOOFD)
    out.update(verwacht_einde=timezone.now() + timedelta(minutes=30))


def not_started():
    """A second team should have left ten minutes ago, and a round is to come."""
    now = timezone.now()
    team = Team.objects.filter(gemeente__slug=HOOFD).latest("pk")
    lead = team.lidmaatschappen.get(rol="coordinator").gebruiker
    for wait in (5, 60):
        begin = timezone.localtime(now + timedelta(minutes=wait))
        times = {"van_tijd": begin.time(), "tot_tijd": (begin + timedelta(minutes=55)).time()}
        ronde = plan_ronde(team, datum=begin.date(), **times, actor=lead, now=now)
        if wait == 5:
            Ronde.objects.filter(pk=ronde.pk).update(gepland_van=now - timedelta(minutes=10))


def warning_is_over():
    """The time of the warning that was sent has passed."""
    gemeente = Gemeente.objects.get(slug=HOOFD)
    past = timezone.now() - timedelta(minutes=1)
    gemeente.waarschuwingen.filter(stand="verstuurd").update(verstuurd_op=past - timedelta(hours=1), geldig_tot=past)
