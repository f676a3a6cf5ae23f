"""The monthly review of openings: which months wait, and what stood out in one of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, DateField, Min
from django.db.models.functions import TruncMonth
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.models import Logregel
from buurtpreventie.audit.querysets import OPENING
from opvolging.models import Nazicht
from opvolging.openings import MELDING, PERSON, at_desk_of, melding_facts, part_of, reason_of
from opvolging.unusual import Bezoek, Omstandigheden, opened_many, signals_of
from teams.clocks import Kalender, at, local_date

TICK_WITHIN = timedelta(days=14)  # after the end of the month
USUAL_MONTHS, MONTHS_SHOWN = 6, 24


@dataclass
class Maand:
    """One month with openings."""

    maand: date
    inzages: int
    nazicht: Nazicht | None
    loopt: bool
    is_laat: bool


@dataclass
class Lezer:
    """What one person opened in a month, beside what is usual for that person."""

    naam: str
    meldingen: int
    keer: int
    gewoon: float | None
    opvallend: bool


@dataclass
class Opvallend:
    """A visit that stands out, with the sentences why and the tick."""

    bezoek: Bezoek
    naam: str
    nummer: str
    zinnen: list[str]
    nazicht: Nazicht | None


@dataclass
class Overzicht:
    """All that the page of one month shows."""

    maand: date
    loopt: bool
    inzages: int
    opvallend: list[Opvallend]
    lezers: list[Lezer]
    nazicht: Nazicht | None

    @property
    def open(self):
        """How many of what stands out were not ticked yet."""
        return sum(one.nazicht is None for one in self.opvallend)


def month_after(maand, n=1):
    """The first day of the month ``n`` months later."""
    months = maand.year * 12 + maand.month - 1 + n
    return date(months // 12, months % 12 + 1, 1)


def bounds(maand):
    """The first moment of this month and of the next."""
    return at(maand, time.min), at(month_after(maand), time.min)


def _of_meldingen(gemeente):
    """Openings of meldingen of this gemeente; a questionnaire or a request has no review."""
    return Logregel.objects.of_gemeente(gemeente.pk).openings().filter(doel_soort=MELDING)


def months_of(gemeente, now):
    """Months in which something was opened, the newest first, and whether they were ticked."""
    since, _end = bounds(month_after(local_date(now).replace(day=1), -MONTHS_SHOWN))
    rows = _of_meldingen(gemeente).filter(op__gte=since).order_by()
    per_month = rows.annotate(maand=TruncMonth("op", output_field=DateField())).values("maand")
    found = dict(per_month.annotate(n=Count("pk")).values_list("maand", "n"))
    ticks = {one.maand: one for one in Nazicht.objects.of_months().filter(gemeente=gemeente, maand__in=found)}
    return [_month(maand, found[maand], ticks.get(maand), now) for maand in sorted(found, reverse=True)]


def _month(maand, inzages, nazicht, now):
    end = bounds(maand)[1]
    late = nazicht is None and now >= end + TICK_WITHIN
    return Maand(maand=maand, inzages=inzages, nazicht=nazicht, loopt=now < end, is_laat=late)


def read_month(gemeente, maand, now):
    """What stood out in this month and who opened how much."""
    begin, end = bounds(maand)
    rows = _of_meldingen(gemeente).filter(op__gte=begin, op__lt=end)
    lines = list(rows.filter(at_desk_of(gemeente)).select_related("reden").order_by("op", "pk"))
    facts = circumstances(gemeente, lines)
    visits = visits_in(lines)
    names = dict(Gebruiker.objects.filter(pk__in={one.persoon for one in visits}).values_list("pk", "naam"))
    ticks = list(Nazicht.objects.filter(gemeente=gemeente, maand=maand).select_related("door"))
    return Overzicht(
        maand=maand,
        loopt=now < end,
        inzages=rows.count(),
        opvallend=_unusual(visits, facts, names, {one.regel: one for one in ticks if one.regel}),
        lezers=_readers(gemeente, maand, visits, names),
        nazicht=next((one for one in ticks if one.regel is None), None),
    )


def visits_in(lines):
    """These lines, oldest first, per person, melding and day."""
    days = defaultdict(list)
    for line in lines:
        days[line.actor_id, line.doel_id, local_date(line.op)].append(line)
    return [
        Bezoek(
            regel=found[0].pk,
            persoon=persoon,
            melding=melding,
            momenten=tuple(line.op for line in found),
            delen=frozenset(part_of(line) for line in found),
            redenen=tuple(dict.fromkeys(filter(None, map(reason_of, found)))),
        )
        for (persoon, melding, _day), found in days.items()
    ]


def circumstances(gemeente, lines):
    """What was known around these openings."""
    meldingen = {line.doel_id for line in lines}
    acts = Logregel.objects.filter(
        doel_soort=MELDING,
        doel_id__in=meldingen,
        actor_soort=PERSON,
        actor_id__in={line.actor_id for line in lines},
    ).exclude(gebeurtenis=OPENING)
    first = acts.order_by().values_list("actor_id", "doel_id").annotate(eerst=Min("op"))
    return Omstandigheden(
        kalender=Kalender.of(gemeente),
        meldingen=melding_facts(meldingen),
        eerste_daad={(persoon, melding): moment for persoon, melding, moment in first},
    )


def _unusual(visits, facts, names, ticks):
    """What is not ticked first, and of that what stands out most."""
    found = []
    for visit in visits:
        sentences = signals_of(visit, facts)
        if sentences:
            melding = facts.meldingen.get(visit.melding)
            nummer = melding.nummer if melding else ""
            found.append(Opvallend(visit, names.get(visit.persoon, ""), nummer, sentences, ticks.get(visit.regel)))
    return sorted(found, key=lambda one: (one.nazicht is not None, -len(one.zinnen), one.bezoek.op))


def _readers(gemeente, maand, visits, names):
    """Per person, who opened more than usual first."""
    usual = _usual(gemeente, maand)
    per_person = defaultdict(list)
    for visit in visits:
        per_person[visit.persoon].append(visit)
    found = []
    for persoon, own in per_person.items():
        meldingen = len({visit.melding for visit in own})
        gewoon = usual.get(persoon)
        keer = sum(len(visit.momenten) for visit in own)
        found.append(Lezer(names.get(persoon, ""), meldingen, keer, gewoon, opened_many(meldingen, gewoon)))
    return sorted(found, key=lambda one: (not one.opvallend, -one.meldingen, one.naam))


def _usual(gemeente, maand):
    """How many meldingen each of the meldpunt opened a month, over the half year before; empty months do not count."""
    begin, end = bounds(month_after(maand, -USUAL_MONTHS))[0], bounds(maand)[0]
    rows = _of_meldingen(gemeente).filter(at_desk_of(gemeente), op__gte=begin, op__lt=end).order_by()
    per_month = rows.annotate(maand=TruncMonth("op")).values("actor_id", "maand")
    counts = defaultdict(list)
    for persoon, n in per_month.annotate(n=Count("doel_id", distinct=True)).values_list("actor_id", "n"):
        counts[persoon].append(n)
    return {persoon: sum(found) / len(found) for persoon, found in counts.items()}


def month_of(moment: datetime) -> date:
    """The month in which a moment falls, by the clock of the wall."""
    return timezone.localtime(moment).date().replace(day=1)
