"""What stands at the tables of a knowledge evening, and what was agreed (E188, E189)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from buurtpreventie.ui.dates import days_late
from trainingen.models import Actiepunt, Sessie, Werktafel

# The questions that the pilot's tables talked about, in our own words.
STARTVRAGEN = [
    _("Wat kunnen wij doen zodat iedereen in de buurt zich erbij voelt horen?"),
    _("Hoe maken wij de buurt gastvrij, en wat hebben wij daarbij nodig?"),
    _("Hoe kunnen mensen die het moeilijk hebben zelf meedoen met ons team?"),
    _("Waar let u op als u wilt weten wat er speelt in uw buurt?"),
    _("Met wie werken wij samen, en wie missen wij nog?"),
    _("Hoe zorgen wij dat op elke melding iets volgt?"),
    _("Hoe vragen wij nieuwe mensen om mee te doen?"),
]


@dataclass(frozen=True)
class Punt:
    """One action point as a page shows it; a report that goes round has first names only."""

    punt: Actiepunt
    wie: str
    roepnaam: str
    te_laat: str


@dataclass(frozen=True)
class Tafel:
    """One table with what came of it; ``aantal`` people sat there."""

    tafel: Werktafel
    aantal: int
    punten: list[Punt]


def words_of(tafel):
    """What a form about this table showed, by name: for who changes it at the same time."""
    seated = sorted(str(pk) for pk in tafel.deelnemers.values_list("pk", flat=True))
    texts = {"vraag": tafel.vraag, "gespreksleider": tafel.gespreksleider, "uitkomst": tafel.uitkomst}
    return texts | {"deelnemers": ", ".join(seated)}


def tables_of(sessie: Sessie, today) -> tuple[list[Tafel], list[Punt]]:
    """The tables in their order, and what was agreed beside them; three queries for any number."""
    tafels = list(sessie.werktafels.prefetch_related("deelnemers"))
    points = [point_of(punt, today) for punt in sessie.actiepunten.select_related("eigenaar")]
    by_table = {tafel.pk: [point for point in points if point.punt.werktafel_id == tafel.pk] for tafel in tafels}
    rows = [Tafel(tafel, len(tafel.deelnemers.all()), by_table[tafel.pk]) for tafel in tafels]
    return rows, [point for point in points if point.punt.werktafel_id is None]


def point_of(punt, today):
    """The owner by name, and in words whether it is late."""
    late = "" if punt.klaar_op else days_late(punt.voor, today)
    if punt.eigenaar_id:
        return Punt(punt, punt.eigenaar.naam, punt.eigenaar.voornaam, late)
    return Punt(punt, punt.eigenaar_naam, punt.eigenaar_naam, late)
