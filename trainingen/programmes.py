"""What a programme came to."""

from dataclasses import dataclass
from datetime import date

from trainingen.figures import participants
from trainingen.models import Programma, Sessie
from trainingen.validity import months_after

MEASURE_AFTER_MONTHS = 6  # what a programme did is asked half a year later (E200)


@dataclass(frozen=True)
class Mensen:
    """How many evenings and people (None: nobody knows); ``uit_verslag``: the number of people is the published one."""

    avonden: int
    geweest: int
    mensen: int | None
    uit_verslag: bool
    meten_vanaf: date


def people_of(programma: Programma) -> Mensen:
    """Everybody who was at an evening of it, each once; a guest counts per name."""
    evenings = Sessie.objects.filter(programma=programma)
    return Mensen(
        avonden=evenings.exclude(stand="vervallen").count(),
        geweest=evenings.held().count(),
        mensen=participants(programma),
        uit_verslag=programma.verslag_deelnemers is not None,
        meten_vanaf=months_after(programma.tot, MEASURE_AFTER_MONTHS),
    )
