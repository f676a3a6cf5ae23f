"""How long a kind of certificate counts, and how long before its end it is time for the next one (E166, E184)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from trainingen.models import BewijsRegel, BewijsSoort

WINDOW = 3  # months


@dataclass(frozen=True)
class Regel:
    """``geldig_maanden`` None: for good. ``venster_maanden``: so long before the end it can be renewed."""

    geldig_maanden: int | None
    venster_maanden: int = WINDOW

    def ends(self, gehaald_op: date) -> date | None:
        """The first day on which what was gained on this day counts no more; None: never."""
        return None if self.geldig_maanden is None else months_after(gehaald_op, self.geldig_maanden)

    def lapses_soon(self, geldig_tot, today) -> bool:
        return lapses_soon(geldig_tot, today, self.venster_maanden)


DEFAULTS = {
    BewijsSoort.WIJKVEILIGHEID: Regel(36),
    BewijsSoort.NIET_PLUIS: Regel(36),
    BewijsSoort.REANIMATIE: Regel(24),
    BewijsSoort.VOG: Regel(36),
}


def rules_of(gemeente_id) -> dict[str, Regel]:
    """How long each kind counts in this gemeente: as it set it, else as the product does; one query."""
    return rules_by_gemeente([gemeente_id])[gemeente_id]


def rules_by_gemeente(gemeente_ids) -> dict[int, dict[str, Regel]]:
    """The same for several gemeenten, in one query."""
    rules = {pk: {soort.value: rule for soort, rule in DEFAULTS.items()} for pk in gemeente_ids}
    for row in BewijsRegel.objects.filter(gemeente__in=gemeente_ids):
        rules[row.gemeente_id][row.soort] = Regel(row.geldig_maanden, row.venster_maanden)
    return rules


def lapses_soon(geldig_tot, today, venster_maanden=WINDOW) -> bool:
    """It still counts, and ends within the time in which one renews it."""
    return geldig_tot is not None and today < geldig_tot <= months_after(today, venster_maanden)


def rules_in_words(rules):
    """How long each kind counts, as a sentence by kind: to read, and to see that a colleague was first."""
    return {soort: _in_words(rule) for soort, rule in rules.items()}


def _in_words(rule):
    facts = {"geldig": rule.geldig_maanden, "venster": rule.venster_maanden}
    if rule.geldig_maanden is None:
        return _("blijft geldig, vernieuwen %(venster)s maanden van tevoren") % facts
    return _("%(geldig)s maanden geldig, vernieuwen %(venster)s maanden van tevoren") % facts


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later (earlier when negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
