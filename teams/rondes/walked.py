"""What is known of a walked round: real moments, who was there, where."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from buurtpreventie.accounts.models import Gebruiker
from teams.clocks import local_date
from teams.models import Straat
from teams.rondes.models import Deelname, Gesprek, RondeStand, RondeStraat, Route


@dataclass(frozen=True)
class Feiten:
    """Of one round, for everybody who reports about it the same; ``gasten`` are pairs of kind and name."""

    begin: datetime
    einde: datetime | None
    deelnemers: tuple[Gebruiker, ...]
    gasten: tuple[tuple[str, str], ...] = ()
    route: Route | None = None
    straten: tuple[Straat, ...] = ()
    andere_straten: str = ""

    @property
    def has_place(self):
        return bool(self.route or self.straten or self.andere_straten)


@dataclass(frozen=True)
class Bekend(Feiten):
    """What is known before somebody writes it down: a plan is no fact, only its day and its clock are near."""

    begin: datetime | None = None
    einde: datetime | None = None
    deelnemers: tuple[Gebruiker, ...] = ()
    day: date | None = None
    planned: tuple[datetime, ...] = ()


def known_of(ronde, now):
    """What a page fills in of a round: real moments and who was there; under way the end is now."""
    feiten = read_feiten(ronde)
    closed = ronde.stand not in (RondeStand.BEZIG, RondeStand.NIET_AFGESLOTEN)
    einde = feiten.einde if closed else now if ronde.is_under_way else None
    planned = tuple(filter(None, (ronde.gepland_van, ronde.gepland_tot, ronde.einde)))
    facts = {field.name: getattr(feiten, field.name) for field in fields(feiten)}
    return Bekend(**facts | {"einde": einde}, day=local_date(ronde.moment), planned=planned)


def read_feiten(ronde):
    """What the rows say now; four queries."""
    there = list(Deelname.objects.filter(ronde=ronde).walked().select_related("gebruiker").order_by("pk"))
    return Feiten(
        begin=ronde.begin,
        einde=ronde.einde,
        deelnemers=tuple(d.gebruiker for d in there if d.gebruiker_id),
        gasten=tuple((d.gast, d.gast_naam) for d in there if d.gast),
        route=ronde.route,
        straten=tuple(deel.straat for deel in RondeStraat.objects.filter(ronde=ronde).select_related("straat")),
        andere_straten=ronde.andere_straten,
    )


def talks_of(verslag):
    """Number by topic, and how it went."""
    rows = list(Gesprek.objects.filter(verslag=verslag).order_by("onderwerp"))
    return {"gesprekken": {row.onderwerp: row.aantal for row in rows}, "verloop": rows[0].verloop if rows else ""}
