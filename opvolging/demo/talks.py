"""Who wants to be called, who looks at something again in two weeks, and calls of which only the number is kept."""

from datetime import time, timedelta

from meldingen.actions import ask_overleg, begin_even_aanzien, note_attempt, record_belmoment
from teams.clocks import Kalender, at, local_date
from teams.demo import HOOFD

# member, working days ago, occasion, kind, when reachable, how often it was tried
OVERLEGGEN = [
    (1, 4, "twijfel", "niet_pluis", "Na 16.00 uur", 1),
    (2, 1, "nazorg", "niet_pluis", "", 0),
    (3, 1, "burenhulp", "burenhulp", "Niet op woensdag", 0),
    (0, 0, "twijfel", "niet_pluis", "De hele dag", 0),
]
KIJKEN = [(0, 12, "De rolluiken op de hoek blijven dicht."), (4, 3, "")]  # member, working days ago, own note
BELMOMENTEN = [("niet_pluis", 20), ("wijkveiligheid", 30)] * 6  # kind, days ago


def play_talks(plekken, now):
    """Before the stories are played: the clock of the stories asks and reminds."""
    plek = plekken[HOOFD]
    kalender, today = Kalender.of(plek.gemeente), local_date(now)
    for lid, dagen, aanleiding, soort, bereikbaar, pogingen in OVERLEGGEN:
        wie, moment = plek.lid[lid], _moment(kalender, today, dagen, time(10, 20), now)
        overleg = ask_overleg(
            gemeente=plek.gemeente,
            wie=wie,
            soort=soort,
            aanleiding=aanleiding,
            telefoon=wie.telefoon,
            bereikbaar=bereikbaar,
            actor=wie,
            now=moment,
        )
        for poging in range(pogingen):
            tried = min(now, moment + timedelta(hours=3 + poging))
            note_attempt(overleg, poging=poging, actor=plek.meldpunt[0], now=tried)
    for lid, dagen, notitie in KIJKEN:
        wie, moment = plek.lid[lid], _moment(kalender, today, dagen, time(19, 10), now)
        begin_even_aanzien(
            gemeente=plek.gemeente, wie=wie, buurt=plek.buurten[0], notitie=notitie, actor=wie, now=moment
        )
    for soort, dagen in BELMOMENTEN:
        record_belmoment(gemeente=plek.gemeente, soort=soort, now=now - timedelta(days=dagen))


def _moment(kalender, today, dagen, clock, now):
    """So many working days ago at this time, and never later than now."""
    return min(at(kalender.add_working_days(today, -dagen), clock), now)
