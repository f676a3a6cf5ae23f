"""Asks to partners, what came back, and the answers to who reported."""

from opvolging.models.answers import Bezorging, GeenAntwoord, Kanaal, TeamBericht, Terugkoppeling, VraagAanMelder
from opvolging.models.asks import (
    VRAAG_OVERGANGEN,
    Aanpak,
    Hulpvorm,
    Ingelicht,
    Langs,
    Mist,
    Nuttig,
    Opvolging,
    Resultaat,
    TeruggaveReden,
    Toegang,
    Toevoeging,
    VraagStand,
)
from opvolging.models.oversight import Adreszoeking, Nazicht, Verzoek
from opvolging.models.retention import Aanhouding, Regel, Tekensleutel, Vernietiging, Wissing
from opvolging.models.together import Bundel, BundelDeel, Schaalstap, Seintje, Verlaging
from opvolging.models.watching import BewaakteMelding, Herinnering

__all__ = [
    "Adreszoeking",
    "Nazicht",
    "Verzoek",
    "Aanhouding",
    "Regel",
    "Tekensleutel",
    "Vernietiging",
    "Wissing",
    "Aanpak",
    "Hulpvorm",
    "Bundel",
    "BundelDeel",
    "Schaalstap",
    "Verlaging",
    "Seintje",
    "Kanaal",
    "Bezorging",
    "VraagAanMelder",
    "TeamBericht",
    "Mist",
    "Ingelicht",
    "BewaakteMelding",
    "GeenAntwoord",
    "Herinnering",
    "Langs",
    "Nuttig",
    "Opvolging",
    "Resultaat",
    "TeruggaveReden",
    "Terugkoppeling",
    "Toegang",
    "Toevoeging",
    "VRAAG_OVERGANGEN",
    "VraagStand",
]
