"""The ways a story can go: which step on which working day after the melding, and at what time."""

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True)
class Step:
    """One act, so many working days after the melding."""

    act: str
    dag: int
    uur: time


def _steps(*rows):
    return tuple(Step(act, dag, time.fromisoformat(uur)) for act, dag, uur in rows)


OPGEPAKT = _steps(("oppakken", 1, "09:20"))
GEVRAAGD = OPGEPAKT + _steps(("vragen", 1, "09:45"))
AANGENOMEN = GEVRAAGD + _steps(("aannemen", 2, "11:10"))
KLAAR = AANGENOMEN + _steps(("klaar", 5, "14:30"))
ANTWOORD = KLAAR + _steps(("antwoord", 6, "10:15"))
GELEZEN = ANTWOORD + _steps(("lezen", 6, "19:30"))
TERUG = GEVRAAGD + _steps(("teruggeven", 3, "13:20"))

LOOPS = {
    "ontvangen": (),
    "te_laat": (),
    "opgepakt": OPGEPAKT,
    "gevraagd": GEVRAAGD,
    "stil": GEVRAAGD + _steps(("seintje", 8, "19:10")),
    "aangenomen": AANGENOMEN,
    "aangenomen_noot": AANGENOMEN + _steps(("noot", 3, "15:40")),
    "teruggegeven": TERUG,
    "opnieuw_gevraagd": TERUG + _steps(("vragen_ander", 4, "09:30"), ("aannemen", 5, "16:10")),
    "tussenbericht": AANGENOMEN + _steps(("tussenbericht", 8, "11:00")),
    "klaar": KLAAR,
    "klaar_snel": OPGEPAKT + _steps(("vragen", 1, "09:30"), ("aannemen", 1, "10:15"), ("klaar", 1, "16:20")),
    "antwoord": ANTWOORD,
    "doorgeven": ANTWOORD + _steps(("niet_bereikt", 6, "11:30")),
    "verteld": ANTWOORD + _steps(("vertellen", 6, "13:20")),
    "opgelost": GELEZEN + _steps(("opgelost", 6, "19:32")),
    "deels": GELEZEN + _steps(("deels", 6, "19:33")),
    "genoeg": GELEZEN + _steps(("genoeg", 6, "19:34")),
    "bel_mij": GELEZEN + _steps(("bel_mij", 6, "19:35"), ("bellen", 7, "14:00")),
    "heropend": GELEZEN + _steps(("iets_nieuws", 9, "17:10"), ("vragen", 10, "10:00")),
    "heropend_klaar": GELEZEN
    + _steps(("niet_opgelost", 8, "18:10"), ("vragen", 9, "09:40"), ("aannemen", 9, "13:00"))
    + _steps(("klaar_weer", 12, "15:00"), ("antwoord_weer", 13, "10:30"), ("lezen", 13, "18:45"))
    + _steps(("opgelost", 13, "18:47")),
    "aanzien": OPGEPAKT + _steps(("aanzien", 2, "10:05")),
    "vraag_melder": OPGEPAKT + _steps(("vraag_melder", 2, "09:40")),
    "meekijken": GEVRAAGD + _steps(("inlichten", 2, "10:10"), ("stap", 3, "10:00"), ("verlagen", 4, "11:00")),
    "telefoon": OPGEPAKT + _steps(("vragen", 1, "09:35"), ("namens_klaar", 1, "10:40"), ("antwoord", 2, "09:50")),
    "telefoon_open": OPGEPAKT + _steps(("vragen", 1, "09:35"), ("namens_aannemen", 1, "10:20")),
    "zonder_partner": OPGEPAKT + _steps(("sluiten", 2, "11:45"), ("lezen", 2, "20:15"), ("opgelost", 2, "20:16")),
    "naam_weg": KLAAR + _steps(("naam_weg", 5, "21:00"), ("geen_antwoord", 6, "09:30")),
    "ingetrokken": _steps(("intrekken", 0, "20:50")),
}
