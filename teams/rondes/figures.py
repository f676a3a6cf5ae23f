"""What rounds brought, per team and never per person (E107, E115, E116); the one home of what counts.

A round counts when people really went out, on the local day on which it began. Its hours run from begin to end. Of each
number the highest counts that anybody wrote about the round: who walk together saw the same, so two reports do not add
up. Drafts do not count. People spoken to are counted per subject; a chat is a result like any other.
"""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import date, time, timedelta

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncDate

from teams.clocks import at, local_date
from teams.models import Straat, Team
from teams.rondes.models import Deelname, Gesprek, Ronde, RondeStand, RondeStraat, RouteStraat, Verslag

WEEKS = 8
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
NOTHING = timedelta()
ENOUGH = 2  # nobody walks alone


@dataclass(frozen=True)
class Telling:
    """What some rounds came to."""

    rondes: int = 0
    duur: timedelta = NOTHING
    gesprekken: int = 0
    afval: int = 0
    verlichting: int = 0
    verkeer: int = 0

    @property
    def uren(self):
        return round(self.duur / timedelta(hours=1), 1)

    def __add__(self, other):
        return Telling(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def total(tellingen):
    return sum(tellingen, Telling())


# --- what counts ---------------------------------------------------------------------------------


class SumOfHighest(Subquery):
    """Adds up the column ``hoogste`` of a subquery."""

    template = "(SELECT COALESCE(SUM(hoogste), 0) FROM (%(subquery)s) per_onderwerp)"
    output_field = IntegerField()


def walked(van, tot):
    """Rounds on which people went out, that began on these local days; ``tot`` is the first day after."""
    return Ronde.objects.walked().filter(moment__gte=midnight(van), moment__lt=midnight(tot)).order_by()


def midnight(day):
    return at(day, time.min)


def counted(rondes, *per):
    """The numbers of these rounds for each value of ``per``: one query; a dict of Telling."""
    rows = (
        rondes.annotate(
            van_afval=_highest("afval"),
            van_verlichting=_highest("verlichting"),
            van_verkeer=_highest("verkeer"),
            van_gesprekken=_people_spoken_to(),
        )
        .values(*per)
        .annotate(
            n_rondes=Count("pk"),
            n_duur=Sum(F("einde") - F("begin")),
            n_gesprekken=Sum("van_gesprekken"),
            n_afval=Sum("van_afval"),
            n_verlichting=Sum("van_verlichting"),
            n_verkeer=Sum("van_verkeer"),
        )
    )
    return {tuple(row[name] for name in per): _telling(row) for row in rows}


def _telling(row):
    return Telling(**{one.name: row[f"n_{one.name}"] for one in fields(Telling)})


def _highest(field):
    """The highest that anybody wrote about one round; nothing written is 0."""
    reports = Verslag.objects.finished().filter(ronde=OuterRef("pk")).order_by().values("ronde")
    return Coalesce(Subquery(reports.annotate(hoogste=Max(field)).values("hoogste")), 0)


def _people_spoken_to():
    """Per subject the highest that anybody wrote about one round, added up."""
    talks = Gesprek.objects.filter(verslag__ronde=OuterRef("pk"), verslag__klaar_op__isnull=False).order_by()
    return SumOfHighest(talks.values("onderwerp").annotate(hoogste=Max("aantal")).values("hoogste"))


# --- one team --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Week:
    """One week of a team, Monday to Sunday; ``nu`` is the one that is not over."""

    maandag: date
    telling: Telling
    nu: bool

    @property
    def nummer(self):
        return self.maandag.isocalendar().week


@dataclass(frozen=True)
class TeamCijfers:
    """What a team did: its last eight weeks, and this month beside the one before."""

    weken: tuple[Week, ...]
    maand: Telling
    vorige_maand: Telling

    @property
    def totaal(self):
        return total(week.telling for week in self.weken)


def team_figures(team, now):
    """The figures of one team: one query over the rounds of two months."""
    today = local_date(now)
    first = today.replace(day=1)
    before = (first - DAY).replace(day=1)
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - WEEK * n for n in reversed(range(WEEKS))]
    rounds = walked(min(before, mondays[0]), today + DAY).filter(team=team)
    days = {day: found for (day,), found in counted(rounds.annotate(dag=TruncDate("begin")), "dag").items()}

    def between(van, tot):
        return total(found for day, found in days.items() if van <= day < tot)

    return TeamCijfers(
        weken=tuple(Week(day, between(day, day + WEEK), nu=day == monday) for day in mondays),
        maand=between(first, today + DAY),
        vorige_maand=between(before, first),
    )


@dataclass(frozen=True)
class Straten:
    """The streets of some buurten, and those where nobody came."""

    totaal: int
    niet_gelopen: tuple[Straat, ...]


def streets_of(team, now):
    """The streets in the buurten of a team, and where the team itself did not come for eight weeks: one query."""
    last = Periode.last_weeks(local_date(now))
    rounds = walked(last.van, last.tot).filter(team=team)
    streets = list(
        Straat.objects.filter(buurt__teams=team).annotate(gelopen=_was_walked(rounds)).order_by("naam", "pk")
    )
    return Straten(len(streets), tuple(straat for straat in streets if not straat.gelopen))


# --- one gemeente ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Periode:
    """Whole local days, both ends included."""

    van: date
    tot_en_met: date

    @property
    def tot(self):
        """The first day after."""
        return self.tot_en_met + DAY

    @classmethod
    def last_weeks(cls, today):
        """The eight weeks that end today."""
        return cls(today - WEEK * WEEKS + DAY, today)


@dataclass(frozen=True)
class TeamRij:
    """One team over a period; streets are those of its buurten."""

    team: Team
    wijken: tuple[str, ...]
    telling: Telling
    alleen: int  # rounds for which fewer than two people came
    straten: int
    niet_gelopen: int
    is_stil: bool


@dataclass(frozen=True)
class WijkRij:
    """The teams of one wijk together; a team with two wijken stands in both."""

    naam: str
    teams: int
    telling: Telling
    alleen: int
    straten: int
    niet_gelopen: int
    stil: int


@dataclass(frozen=True)
class GemeenteCijfers:
    """What beleid reads: teams, wijken, weeks, and the streets where nobody came."""

    teams: tuple[TeamRij, ...]
    wijken: tuple[WijkRij, ...]
    weken: tuple[Week, ...]
    straten: tuple[Straat, ...]  # in the buurten of a team, not walked; with ``buurt`` and its ``wijk``
    aantal_straten: int

    @property
    def totaal(self):
        return total(rij.telling for rij in self.teams)

    @property
    def stil(self):
        return tuple(rij for rij in self.teams if rij.is_stil)


def gemeente_figures(gemeente, periode, now, wijk=None):
    """The figures of one gemeente, or of the teams of one wijk; seven queries, however many teams there are."""
    known = Team.objects.filter(gemeente=gemeente).exclude(stand=Team.Stand.IN_OPRICHTING)
    if wijk:
        known = known.filter(buurten__wijk=wijk).distinct()
    rounds = walked(periode.van, periode.tot).filter(team__gemeente=gemeente, team__in=known.values("pk"))
    per_team_and_day = counted(rounds.annotate(dag=TruncDate("begin")), "team", "dag")
    per_team = _added_up(per_team_and_day, lambda team, _day: team)
    teams = [
        team
        for team in known.prefetch_related("buurten__wijk").order_by("naam")
        if team.stand == Team.Stand.ACTIEF or team.pk in per_team
    ]
    alone = too_few(gemeente, periode, now)
    streets = _streets_of(teams, rounds, wijk)
    rijen = tuple(_team_row(team, per_team, alone, streets, periode) for team in teams)
    return GemeenteCijfers(
        teams=rijen,
        wijken=_wijk_rows(rijen, streets, wijk),
        weken=_weeks(_added_up(per_team_and_day, lambda _team, day: day - DAY * day.weekday()), periode, now),
        straten=tuple(straat for straat in streets if not straat.gelopen),
        aantal_straten=len(streets),
    )


def _added_up(tellingen, key):
    """A dict of Telling with fewer keys: those for which ``key`` gives the same are one."""
    found = {}
    for old, telling in tellingen.items():
        found[key(*old)] = found.get(key(*old), Telling()) + telling
    return found


def _weeks(per_monday, periode, now):
    """Every week that has a day in the period, also those in which nobody walked."""
    today = local_date(now)
    monday = periode.van - DAY * periode.van.weekday()
    last = min(periode.tot_en_met, today)
    count = max((last - monday).days // 7 + 1, 0)
    mondays = (monday + WEEK * n for n in range(count))
    return tuple(Week(day, per_monday.get(day, Telling()), nu=day <= today < day + WEEK) for day in mondays)


def _streets_of(teams, rounds, wijk):
    """The streets in the buurten of these teams, in this wijk, and whether one of these rounds came there."""
    streets = Straat.objects.filter(buurt__in={buurt.pk for team in teams for buurt in team.buurten.all()})
    if wijk:
        streets = streets.filter(buurt__wijk=wijk)
    return list(
        streets.select_related("buurt__wijk")
        .annotate(gelopen=_was_walked(rounds))
        .order_by("buurt__wijk__naam", "buurt__naam", "naam")
    )


def _was_walked(rounds):
    """Whether one of these rounds came through a street: written down as walked, or on the route of the round."""
    as_walked = RondeStraat.objects.filter(ronde__in=rounds.values("pk"), straat=OuterRef("pk"))
    on_route = RouteStraat.objects.filter(route__in=rounds.values("route"), straat=OuterRef("pk"))
    return Exists(as_walked) | Exists(on_route)


def too_few(gemeente, periode, now):
    """Per team: rounds so far that went on, or were to go on, with fewer than two people; guests are people too."""
    came = Q(deelnames__stand=Deelname.Stand.LIEP_MEE)
    signed_up = Q(deelnames__stand=Deelname.Stand.AANGEMELD, stand=RondeStand.GEPLAND)
    rounds = Ronde.objects.filter(
        team__gemeente=gemeente,
        moment__gte=midnight(periode.van),
        moment__lt=min(midnight(periode.tot), now),
    ).exclude(stand=RondeStand.VERVALLEN)
    with_too_few = rounds.annotate(mensen=Count("deelnames", filter=came | signed_up)).filter(mensen__lt=ENOUGH)
    return Counter(with_too_few.order_by().values_list("team", flat=True))


def _team_row(team, per_team, alone, streets, periode):
    buurten = {buurt.pk for buurt in team.buurten.all()}
    own = [straat for straat in streets if straat.buurt_id in buurten]
    return TeamRij(
        team=team,
        wijken=tuple(sorted({buurt.wijk.naam for buurt in team.buurten.all()})),
        telling=per_team.get(team.pk, Telling()),
        alleen=alone[team.pk],
        straten=len(own),
        niet_gelopen=sum(not straat.gelopen for straat in own),
        is_stil=team.pk not in per_team and _could_walk(team, periode),
    )


def _could_walk(team, periode):
    """Whether rounds are to be expected: an app group has none, and a new team has not begun."""
    began = team.gestart_op is None or team.gestart_op <= periode.van
    return team.stand == Team.Stand.ACTIEF and team.werkwijze != Team.Werkwijze.APPGROEP and began


def _wijk_rows(rijen, streets, wijk):
    names = [wijk.naam] if wijk and rijen else sorted({naam for rij in rijen for naam in rij.wijken})
    return tuple(_wijk_row(naam, [rij for rij in rijen if naam in rij.wijken], streets) for naam in names)


def _wijk_row(naam, rijen, streets):
    own = [straat for straat in streets if straat.buurt.wijk.naam == naam]
    return WijkRij(
        naam=naam,
        teams=len(rijen),
        telling=total(rij.telling for rij in rijen),
        alleen=sum(rij.alleen for rij in rijen),
        straten=len(own),
        niet_gelopen=sum(not straat.gelopen for straat in own),
        stil=sum(rij.is_stil for rij in rijen),
    )
