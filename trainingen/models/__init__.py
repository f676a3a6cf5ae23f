"""Trainings: what is taught, the evenings, who was there, and what it makes of a team."""

from trainingen.models.bewijzen import Bewijs, BewijsRegel, BewijsSoort, GeenOpfrisser
from trainingen.models.inschrijvingen import (
    Aanwezigheid,
    Beltaak,
    Hoe,
    Ingang,
    Inschrijving,
    InschrijvingStand,
    Leerwens,
    Onderwerp,
)
from trainingen.models.kennismaking import Kennismaking
from trainingen.models.modules import Doel, Materiaal, Module, Onderdeel, Opfrisser, Situatie, SituatieGroep
from trainingen.models.sessies import (
    SESSIE_OVERGANGEN,
    Actiepunt,
    Bereik,
    GeoefendeSituatie,
    Programma,
    Sessie,
    SessieSoort,
    SessieStand,
    SessieTeam,
    SessieTrainer,
    Werktafel,
)

__all__ = [
    "SESSIE_OVERGANGEN",
    "Aanwezigheid",
    "Actiepunt",
    "Beltaak",
    "Bereik",
    "Bewijs",
    "BewijsRegel",
    "BewijsSoort",
    "Doel",
    "GeenOpfrisser",
    "GeoefendeSituatie",
    "Hoe",
    "Ingang",
    "Inschrijving",
    "InschrijvingStand",
    "Kennismaking",
    "Leerwens",
    "Materiaal",
    "Module",
    "Onderdeel",
    "Onderwerp",
    "Opfrisser",
    "Programma",
    "Sessie",
    "SessieSoort",
    "SessieStand",
    "SessieTeam",
    "SessieTrainer",
    "Situatie",
    "SituatieGroep",
    "Werktafel",
]
