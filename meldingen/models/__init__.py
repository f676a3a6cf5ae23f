"""A melding, its contents apart from it, the draft before it and the talks beside it."""

from meldingen.models.categories import Categorie, Spoed
from meldingen.models.contents import (
    TEKSTVELDEN,
    Aanvulling,
    Bijlage,
    FotoReden,
    MeldingInhoud,
    ModeratieReden,
    Reactie,
    WeetErvan,
    Zintuig,
    ZwartReden,
    in_words,
)
from meldingen.models.drafts import OPENING_QUESTIONS, Concept
from meldingen.models.melding import (
    OVERGANGEN,
    AanzienReden,
    Ingang,
    Kaart,
    Melding,
    NiveauReden,
    Stand,
    Uitkomst,
    VerlaagReden,
    new_nummer,
)
from meldingen.models.talks import Belmoment, EvenAanzien, Overleg

__all__ = [
    "FotoReden",
    "ModeratieReden",
    "TEKSTVELDEN",
    "ZwartReden",
    "Overleg",
    "Belmoment",
    "EvenAanzien",
    "Bijlage",
    "VerlaagReden",
    "AanzienReden",
    "Ingang",
    "Kaart",
    "Aanvulling",
    "Categorie",
    "Concept",
    "Melding",
    "MeldingInhoud",
    "NiveauReden",
    "OPENING_QUESTIONS",
    "OVERGANGEN",
    "Reactie",
    "Spoed",
    "Stand",
    "Uitkomst",
    "WeetErvan",
    "Zintuig",
    "in_words",
    "new_nummer",
]
