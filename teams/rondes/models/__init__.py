"""Rounds: planned, walked and written down."""

from teams.rondes.models.planning import (
    Aandachtspunt,
    Agenda,
    Rooster,
    Route,
    RouteStraat,
    TeamInstelling,
    WachtInstelling,
)
from teams.rondes.models.ronde import (
    RONDE_OVERGANGEN,
    Deelname,
    Gast,
    Ronde,
    RondeStand,
    RondeStraat,
    Sleutel,
    VervalReden,
)
from teams.rondes.models.verslag import (
    HOOGSTE_TELLING,
    Correctie,
    Gesprek,
    LetteOp,
    Opvallend,
    Veilig,
    Verslag,
    Wegen,
)
from teams.rondes.models.waarschuwing import Bevestiging, Oproep, Waarschuwing

__all__ = [
    "HOOGSTE_TELLING",
    "RONDE_OVERGANGEN",
    "Aandachtspunt",
    "Agenda",
    "Bevestiging",
    "Correctie",
    "Deelname",
    "Gast",
    "Gesprek",
    "LetteOp",
    "Oproep",
    "Opvallend",
    "Ronde",
    "RondeStand",
    "RondeStraat",
    "Rooster",
    "Route",
    "RouteStraat",
    "Sleutel",
    "TeamInstelling",
    "Veilig",
    "Verslag",
    "VervalReden",
    "Waarschuwing",
    "WachtInstelling",
    "Wegen",
]
