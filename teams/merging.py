"""What it means when one team becomes part of another: to read before it is done."""

from dataclasses import dataclass

from teams.models import Lidmaatschap


@dataclass(frozen=True)
class GaatMee:
    """Who goes along, who is in both teams already, who leads afterwards, and whether the buurten go along."""

    leden: int
    al_lid: int
    leiders: tuple[str, ...]
    buurten: tuple[str, ...]
    zelfde_gemeente: bool


def what_moves(team, naar, today) -> GaatMee:
    """Counted from the roles of today and of later."""
    rows = Lidmaatschap.objects.not_ended(today).select_related("gebruiker").order_by("gebruiker__naam", "pk")
    there = {lid.gebruiker_id: lid for lid in rows.filter(team=naar)}
    leaving = list(rows.filter(team=team))
    coming = [lid for lid in leaving if lid.gebruiker_id not in there]
    lead = [lid.gebruiker.naam for lid in (*there.values(), *coming) if lid.rol != Lidmaatschap.Rol.LID]
    same = team.gemeente_id == naar.gemeente_id
    return GaatMee(
        leden=len(coming),
        al_lid=len(leaving) - len(coming),
        leiders=tuple(lead),
        buurten=tuple(buurt.naam for buurt in team.buurten.order_by("naam")) if same else (),
        zelfde_gemeente=same,
    )
