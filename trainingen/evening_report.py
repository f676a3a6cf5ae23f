"""The report of a knowledge evening: what was said at the tables and what was agreed; no names of who sat there."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from teams.clocks import local_date
from trainingen.models import Sessie
from trainingen.tables import Punt, Tafel, tables_of


@dataclass(frozen=True)
class Verslag:
    """What stands on the page and on the PDF; ``opkomst`` is None where nobody knows it."""

    gemeente: str
    thema: str
    spreker: str
    programma: str
    plaats: str
    dag: date
    teams: list[str]
    opkomst: int | None
    uit_verslag: bool
    tafels: list[Tafel]
    overig: list[Punt]


def report_of(sessie: Sessie) -> Verslag:
    """Everything in it, under the names of then."""
    tafels, overig = tables_of(sessie, local_date(timezone.now()))
    return Verslag(
        gemeente=sessie.gemeente_toen,
        thema=sessie.thema,
        spreker=sessie.spreker,
        programma=sessie.programma_avond,
        plaats=sessie.plaats,
        dag=sessie.dag,
        teams=[team.naam_toen for team in sessie.sessieteams.all()],
        opkomst=Sessie.objects.with_opkomst().get(pk=sessie.pk).opkomst,
        uit_verslag=sessie.uit_verslag,
        tafels=tafels,
        overig=overig,
    )
