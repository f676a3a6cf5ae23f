"""How partners react, per partner (E148): asks of a period, how many in time, and the middle number of days.

Asks about V3 are left out; those about V2 are shown from five melders on, by the same rule as every figure. An ask that
was taken back counts nowhere. A first date is known of asks made since we keep it; others do not count for "in time".
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, TruncDate

from opvolging.figures import CONFIDENTIAL, OPEN, Median, days, percentage, shown
from opvolging.models import Opvolging, VraagStand
from teams.models import Niveau


@dataclass(frozen=True)
class PartnerCel:
    """The numbers of one partner at one group of levels; ``melders`` are different people."""

    gevraagd: int = 0
    gereageerd_op_tijd: int = 0
    moest_reageren: int = 0  # reacted, or the first date is over
    klaar: int = 0
    klaar_op_tijd: int = 0
    terug: int = 0
    melders: int = 0
    mediaan: timedelta | None = field(default=None, compare=False)

    @property
    def procent_gereageerd(self):
        return percentage(self.gereageerd_op_tijd, self.moest_reageren)

    @property
    def procent_klaar(self):
        return percentage(self.klaar_op_tijd, self.klaar)

    @property
    def dagen(self):
        """Half of the finished asks took no longer than this; None without any."""
        return None if self.mediaan is None else days(self.mediaan)


@dataclass(frozen=True)
class PartnerRij:
    """One line: ``cel`` is None when the group is too small to show."""

    naam: str
    niveau: int
    cel: PartnerCel | None


def partner_figures(gemeenten, periode, today):
    """A line per partner and group of levels, by name."""
    whole = _cells(gemeenten, periode, today)
    parts = [_cells(gemeenten, quarter, today) for quarter in periode.quarters]
    return [
        PartnerRij(naam, level, shown(level, cell, [part[key] for part in parts if key in part]))
        for key, cell in sorted(whole.items())
        for naam, _pk, level in [key]
    ]


def _cells(gemeenten, periode, today):
    """The numbers per partner and group of levels: one query."""
    reacted_in_time = Q(gereageerd__lte=F("eerste_uiterlijk"))
    had_to = Q(eerste_uiterlijk__isnull=False) & (Q(gereageerd__isnull=False) | Q(eerste_uiterlijk__lt=today))
    finished = Q(stand=VraagStand.AFGEROND)
    rows = (
        _counted(gemeenten, periode)
        .values("partner__naam", "partner", "groep_niveau")
        .annotate(
            gevraagd=Count("pk"),
            gereageerd_op_tijd=Count("pk", filter=reacted_in_time),
            moest_reageren=Count("pk", filter=had_to),
            klaar=Count("pk", filter=finished),
            klaar_op_tijd=Count("pk", filter=finished & Q(klaar_dag__lte=F("uiterlijk"))),
            terug=Count("pk", filter=Q(stand=VraagStand.TERUGGEGEVEN)),
            melders=Count("melding__melder", distinct=True),
            mediaan=Median(F("klaar_dag") - F("gevraagd_dag"), filter=finished),
        )
    )
    return {(row.pop("partner__naam"), row.pop("partner"), row.pop("groep_niveau")): PartnerCel(**row) for row in rows}


def _counted(gemeenten, periode):
    confidential = When(melding__vertrouwelijkheid=Niveau.V2, then=Value(CONFIDENTIAL))
    return (
        Opvolging.objects.filter(melding__gemeente__in=gemeenten, melding__vertrouwelijkheid__lt=Niveau.V3)
        .exclude(stand=VraagStand.INGETROKKEN)
        .annotate(
            gevraagd_dag=TruncDate("gevraagd_op"),
            klaar_dag=TruncDate("beeindigd_op"),
            gereageerd=TruncDate(Coalesce("aangenomen_op", "beeindigd_op")),
            groep_niveau=Case(confidential, default=Value(OPEN), output_field=IntegerField()),
        )
        .filter(gevraagd_dag__gte=periode.van, gevraagd_dag__lt=periode.tot)
        .order_by()
    )
