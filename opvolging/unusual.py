"""What stands out among openings: pure questions, each with the sentence that toezicht reads.

None of them says that something is wrong. Whether somebody read about a neighbour, a relative or a colleague cannot be
seen from any log; the page says so.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from opvolging.openings import Deel, Feiten
from teams.clocks import Kalender, local_date

MANY, MANY_TIMES = 10, 2  # meldingen in a month, and how many times as many as usual
AFTER_CLOSING = timedelta(days=1)  # the day after is still finishing off


@dataclass(frozen=True)
class Bezoek:
    """One person opened one melding on one day, once or more."""

    regel: int  # the first line of the log
    persoon: int
    melding: int
    momenten: tuple[datetime, ...]
    delen: frozenset[str]
    redenen: tuple[str, ...] = ()

    @property
    def op(self):
        return self.momenten[0]


@dataclass(frozen=True)
class Omstandigheden:
    """What was known around these visits."""

    kalender: Kalender
    meldingen: dict[int, Feiten] = field(default_factory=dict)
    eerste_daad: dict[tuple[int, int], datetime] = field(default_factory=dict)  # (persoon, melding)


def outside_hours(bezoek, facts):
    """Opened while the meldpunt was closed."""
    hours = facts.kalender
    return bool(hours.openingstijden) and any(not hours.is_open(moment) for moment in bezoek.momenten)


def without_task(bezoek, facts):
    """Opened by somebody who does not handle it and did nothing with it, before or on that day."""
    melding = facts.meldingen.get(bezoek.melding)
    if melding and melding.behandelaar == bezoek.persoon:
        return False
    act = facts.eerste_daad.get((bezoek.persoon, bezoek.melding))
    return act is None or local_date(act) > local_date(bezoek.op)


def after_closing(bezoek, facts):
    """Opened more than a day after it was closed."""
    melding = facts.meldingen.get(bezoek.melding)
    closed = melding and melding.gesloten_op
    return bool(closed) and max(bezoek.momenten) > closed + AFTER_CLOSING


def same_address(bezoek, facts):
    """Opened from another melding, because of the address."""
    return Deel.EERDER in bezoek.delen


SIGNALEN = {
    "zonder_taak": (_("Was niet de behandelaar en deed er die dag niets mee."), without_task),
    "buiten_tijd": (_("Geopend toen het meldpunt dicht was."), outside_hours),
    "na_sluiten": (_("Geopend toen de melding al klaar was."), after_closing),
    "eerder": (_("Geopend als eerdere melding over hetzelfde adres."), same_address),
}


def signals_of(bezoek, facts):
    """The sentences that fit this visit, the heaviest first."""
    return [sentence for sentence, fits in SIGNALEN.values() if fits(bezoek, facts)]


def opened_many(now, usual):
    """More meldingen in this month than this person opens in others; ``usual`` is None without earlier months."""
    return now >= MANY and usual is not None and now > MANY_TIMES * usual
