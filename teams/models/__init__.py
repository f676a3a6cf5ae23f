"""Places, teams, roles and partners: who is where, and who may be asked."""

from teams.models.kinds import Niveau, PartnerSoort, Soort
from teams.models.members import Lidmaatschap, Team, standaard_soorten
from teams.models.partners import Afspraak, Contact, Partner, PartnerTijd
from teams.models.places import (
    BEWAAR_HOOGUIT,
    Belnummer,
    Buurt,
    Gemeente,
    GemeenteTekst,
    Openingstijd,
    Regio,
    Sluitingsdag,
    Straat,
    Wijk,
    Wijziging,
)
from teams.models.roles import GEMEENTE_ROLLEN, Aanstelling

__all__ = [
    "BEWAAR_HOOGUIT",
    "PartnerTijd",
    "Belnummer",
    "GemeenteTekst",
    "Wijziging",
    "Aanstelling",
    "Afspraak",
    "Buurt",
    "Contact",
    "GEMEENTE_ROLLEN",
    "Gemeente",
    "Lidmaatschap",
    "Niveau",
    "Openingstijd",
    "Partner",
    "PartnerSoort",
    "Regio",
    "Sluitingsdag",
    "Soort",
    "Straat",
    "Team",
    "Wijk",
    "standaard_soorten",
]
