"""What a programme came to."""

from dataclasses import dataclass
from datetime import date

from trainingen.models import Inschrijving, Programma, Sessie
from trainingen.validity import months_after

MEASURE_AFTER_MONTHS = 6  # what a programme did is asked half a year later (E200)


@dataclass(frozen=True)
class Mensen:
    """How many evenings and people; ``uit_verslag``: the number of people is the published one."""

    avonden: int
    geweest: int
    mensen: int | None
    uit_verslag: bool
    meten_vanaf: date


def people_of(programma: Programma) -> Mensen:
    """Everybody who was at an evening of it, each once; a guest counts per name."""
    evenings = Sessie.objects.filter(programma=programma)
    published = programma.verslag_deelnemers is not None
    return Mensen(
        avonden=evenings.exclude(stand="vervallen").count(),
        geweest=evenings.held().count(),
        mensen=programma.verslag_deelnemers if published else _present(programma),
        uit_verslag=published,
        meten_vanaf=months_after(programma.tot, MEASURE_AFTER_MONTHS),
    )


def _present(programma):
    present = Inschrijving.objects.present().filter(sessie__programma=programma, sessie__stand="gehouden")
    members = present.filter(gebruiker__isnull=False).values("gebruiker").distinct().count()
    return members + present.filter(gebruiker__isnull=True).values("gast_naam").distinct().count()
