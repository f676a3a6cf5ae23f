"""Terms of an ask: what the partner agreed to, else the category, else the gemeente (ontwerp §5)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Termijnen:
    """Working days to accept, and to finish."""

    reactie: int
    antwoord: int


def ask_terms(partner, categorie, today) -> Termijnen:
    """The terms between this partner and this category on this day."""
    afspraak = partner.afspraken.filter(soort=categorie.soort).first()
    if afspraak and (afspraak.geldig_tot is None or today <= afspraak.geldig_tot):
        return Termijnen(afspraak.reactie_werkdagen, afspraak.antwoord_werkdagen)
    return Termijnen(categorie.reactie_termijn, categorie.antwoord_termijn)
