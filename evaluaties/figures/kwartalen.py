"""Quarters as every page, file and paper reads them: a closed one as it was kept, the others as they are now.

A quarter closes fourteen days after its end: what is known by then is kept, with that day as its ``peildatum``, and is
never counted again. A year is the sum of its quarters. So a paper of last year still agrees with the page.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Min

from buurtpreventie.database import as_figures
from evaluaties.figures.kring import Kring, kring_as_json, kring_from_json, kring_of, kringen_of
from evaluaties.figures.werk import Werk, werk_as_json, werk_from_json, werk_of
from evaluaties.models import Kwartaal
from meldingen.models import Melding
from opvolging.figures import Periode
from teams.clocks import local_date
from teams.models import Gemeente
from teams.rondes.models import Ronde
from trainingen.models import Sessie

CLOSES_AFTER = timedelta(days=14)
SHAPE = 1  # of what is kept
YEARS_BACK = 2


def closes_on(periode):
    """The day on which a quarter is kept."""
    return periode.laatste_dag + CLOSES_AFTER


@dataclass(frozen=True)
class Deel:
    """One quarter; without ``peildatum`` it still counts."""

    periode: Periode
    gemeente: str  # its name then
    kring: Kring
    peildatum: date | None = None
    bewaard: dict | None = None
    levend: tuple | None = None  # (gemeente, now) to count with

    @property
    def is_vast(self):
        return self.peildatum is not None

    @property
    def is_laat(self):
        """Kept later than planned: the clock stood still, or the system was not there yet."""
        return self.is_vast and self.peildatum > closes_on(self.periode)

    @property
    def is_over(self):
        """It should have been kept by now."""
        return not self.is_vast and closes_on(self.periode) < local_date(self.levend[1])

    @cached_property
    def werk(self):
        """What was done; asks for it unless it was kept."""
        if self.bewaard is not None:
            return werk_from_json(self.bewaard["werk"])
        gemeente, now = self.levend
        return werk_of(gemeente, self.periode, now)


@dataclass(frozen=True)
class Overzicht:
    """A period of one gemeente: its quarters, and their sum."""

    periode: Periode
    gemeente: Gemeente
    delen: tuple[Deel, ...]

    @cached_property
    def kring(self):
        return sum((deel.kring for deel in self.delen), Kring())

    @cached_property
    def werk(self):
        return sum((deel.werk for deel in self.delen), Werk())

    def of(self, periode):
        """One quarter of it by itself."""
        return Overzicht(periode, self.gemeente, tuple(deel for deel in self.delen if deel.periode == periode))

    @property
    def naam(self):
        """What the gemeente was called at the end of the period."""
        return self.delen[-1].gemeente if self.delen else self.gemeente.naam

    @property
    def vast(self):
        return tuple(deel for deel in self.delen if deel.is_vast)

    @property
    def lopend(self):
        return tuple(deel for deel in self.delen if not deel.is_vast)

    @property
    def peildatum(self):
        """The day on which the last closed quarter was kept; None when all of it still counts."""
        return max((deel.peildatum for deel in self.vast), default=None)

    @property
    def is_vast(self):
        """Nothing of it can change any more."""
        return bool(self.delen) and not self.lopend and len(self.delen) == len(self.periode.quarters)


def overview(gemeente, periode, now) -> Overzicht:
    """The quarters of a period that have begun: kept ones as they were, three queries for those that still count."""
    today = local_date(now)
    kept = {row.kwartaal: row for row in Kwartaal.objects.filter(gemeente=gemeente, jaar=periode.jaar)}
    begun = [one for one in periode.quarters if one.van <= today]
    living = kringen_of(gemeente, [one for one in begun if one.kwartaal not in kept], today, closed=False)
    delen = tuple(
        Deel(one, gemeente.naam, living[one], levend=(gemeente, now))
        if one in living
        else _kept(one, kept[one.kwartaal])
        for one in begun
    )
    return Overzicht(periode, gemeente, delen)


def _kept(periode, row):
    return Deel(periode, row.gemeente_toen, kring_from_json(row.cijfers["kring"]), row.peildatum, bewaard=row.cijfers)


# --- closing ----------------------------------------------------------------------------------


def count_quarter(gemeente, periode, now):
    """Everything that may ever be shown of a quarter that closes today, as JSON."""
    kring = kring_of(gemeente, periode, local_date(now), closed=True)
    werk = werk_of(gemeente, periode, now)
    return {"vorm": SHAPE, "kring": kring_as_json(kring), "werk": werk_as_json(werk)}


def quarters_to_close(today):
    """(gemeente, quarter) of all that are over and not kept yet, the oldest first; four queries."""
    kept = set(Kwartaal.objects.values_list("gemeente", "jaar", "kwartaal"))
    begin = _first_days()
    found = [
        (gemeente, periode)
        for gemeente in Gemeente.objects.filter(pk__in=begin).order_by("pk")
        for periode in _until(Periode.of(begin[gemeente.pk]), today)
        if (gemeente.pk, periode.jaar, periode.kwartaal) not in kept
    ]
    return sorted(found, key=lambda one: (one[1].van, one[0].pk))


def _first_days():
    """{gemeente: the first day of which there is anything to count}"""
    found = {}
    with as_figures():
        meldingen = list(Melding.objects.values_list("gemeente").annotate(eerste=Min("gemeld_op")).order_by())
    for rows, field in (
        (meldingen, local_date),
        (Ronde.objects.values_list("team__gemeente").annotate(eerste=Min("moment")).order_by(), local_date),
        (Sessie.objects.values_list("gemeente").annotate(eerste=Min("dag")).order_by(), lambda day: day),
    ):
        for gemeente, first in rows:
            found[gemeente] = min(field(first), found.get(gemeente, field(first)))
    return found


def _until(periode, today):
    """This quarter and those after it, as far as they close today or closed before."""
    while closes_on(periode) <= today:
        yield periode
        periode = Periode.of(periode.tot)


def years_of(gemeente, today):
    """The years that one can choose: those that were kept, and this one and the two before; the newest first."""
    first = Kwartaal.objects.filter(gemeente=gemeente).aggregate(jaar=Min("jaar"))["jaar"] or today.year
    return list(range(today.year, min(first, today.year - YEARS_BACK) - 1, -1))
