"""Plays stories that each wait for their next moment, all in the order of the clock."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import heapify, heappop, heappush

from teams.clocks import local_date
from teams.demo import Plek
from teams.models import Lidmaatschap, Team
from trainingen.actions.planning import invite_teams, plan_sessie
from trainingen.actions.signing import sign_up
from trainingen.models import Bereik, Module, SessieSoort, Situatie

SATURDAY = 5


@dataclass
class Cast:
    """Who plays along in the main gemeente; ``others`` are its other teams."""

    plek: Plek
    trainer: object
    others: list[Team] = field(default_factory=list)

    @property
    def teams(self):
        return [self.plek.team, *self.others]

    def members(self, team):
        """Everybody of another team, who leads it first."""
        rows = Lidmaatschap.objects.filter(team=team).select_related("gebruiker")
        return [row.gebruiker for row in rows.order_by("rol", "pk")]

    def module(self, code):
        return Module.objects.get(gemeente=self.plek.gemeente, code=code)

    def situaties(self, *codes):
        return list(Situatie.objects.filter(gemeente=self.plek.gemeente, code__in=codes).order_by("code"))

    def plan(self, dag, van, tot, *, now, invited=True, **facts):
        """An evening of the trainer, and the teams are asked the same moment."""
        usual = {"plaats": "Buurthuis De Wiek", "plaatsen": 15, "bereik": Bereik.TEAMS, "teams": self.teams}
        soort = SessieSoort.TRAINING if "module" in facts else SessieSoort.KENNISAVOND
        acts = {"actor": self.trainer, "now": now}
        facts = {"soort": soort, "trainers": [self.trainer]} | usual | facts | acts
        sessie = plan_sessie(self.plek.gemeente, dag=dag, van=van, tot=tot, **facts)
        return invite_teams(sessie, **acts) if invited else sessie

    def join(self, sessie, people, *, now, team=None, **facts):
        """These people sign up one after the other, a few minutes apart."""
        team = team or self.plek.team
        moments = ((person, now + timedelta(minutes=7 * n)) for n, person in enumerate(people))
        return [
            sign_up(sessie, gebruiker=who, team=team, **({"ingang": "zelf", "actor": who} | facts), now=moment)
            for who, moment in moments
        ]


def weekday(day, step=1):
    """This day, or the nearest working day of the week in the direction of ``step``."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=step)
    return day


def days_from(now, days):
    """A weekday so many days from today; of the past one not later than that."""
    return weekday(local_date(now) + timedelta(days=days), 1 if days > 0 else -1)


def play(stories, now):
    """Each story yields the moment of its next act and goes on when that has come; what is after ``now`` waits."""
    waiting = [(next(story), n, story) for n, story in enumerate(stories)]
    heapify(waiting)
    while waiting:
        moment, n, story = heappop(waiting)
        if moment > now:
            continue
        with suppress(StopIteration):
            heappush(waiting, (story.send(moment), n, story))
