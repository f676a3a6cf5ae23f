"""What was closed months ago: one was wiped, one will be, and one stays because two people wanted that."""

from datetime import timedelta

from buurtpreventie.outbox.delivery import deliver_due
from meldingen.actions import report_melding, take_up
from meldingen.models import Categorie
from opvolging.actions import close_with_antwoord
from opvolging.actions.holding import ask_hold, decide_hold
from opvolging.actions.wiplist import run_list
from opvolging.demo.player import mail_to_nowhere
from teams.clocks import local_date
from teams.demo import HOOFD

STORIES = [  # code, days ago that it was reported, what was written
    ("NP01", 128, "De post stak al een week uit de bus."),
    ("NP02", 113, "Een man stond 's nachts in zijn tuin te roepen."),
    ("NP01", 112, "De gordijnen bleven dicht en er kwam niemand aan de deur."),
]
CLOSED_AFTER = timedelta(days=3)
NIGHTS = (27, 12, 0)  # days ago that the nightly run is played: on the list, wiped, and the last
HELD_FOR = timedelta(days=90)


def play_wiping(plekken, now):
    """Through the real actions: reported and answered long ago, and the nights in which a term was over."""
    plek = plekken[HOOFD]
    rows = [_closed(plek, *story, now) for story in STORIES]
    for night in NIGHTS:
        moment = now - timedelta(days=night)
        run_list(moment)
        if night == NIGHTS[1]:
            _hold(plek, rows[-1], moment)


def _closed(plek, code, dagen, words, now):
    """One melding, answered after three days."""
    categorie = Categorie.objects.select_related("gemeente").get(gemeente=plek.gemeente, code=code)
    moment, melder, buurt = now - timedelta(days=dagen), plek.lid[dagen % len(plek.lid)], plek.buurten[0]
    inhoud = {"waarneming": words, "straat": buurt.straten.first().naam}
    melding = report_melding(actor=melder, categorie=categorie, buurt=buurt, team=plek.team, inhoud=inhoud, now=moment)
    handler = plek.meldpunt[0]
    take_up(melding, actor=handler, now=moment + timedelta(hours=2))
    answered = moment + CLOSED_AFTER
    tekst = "Wij zijn langs geweest. Er wordt nu geholpen. Meer mogen wij niet zeggen."
    close_with_antwoord(melding, uitkomst="hulp", tekst=tekst, actor=handler, now=answered)
    with mail_to_nowhere(True):
        deliver_due(clock=answered + timedelta(hours=24))
    return melding


def _hold(plek, melding, moment):
    """One asks, another agrees the day after."""
    first, second = plek.meldpunt[:2]
    facts = {"reden": "klacht", "tot": local_date(moment) + HELD_FOR, "toelichting": "De familie diende een klacht in."}
    asked = ask_hold(melding, **facts, actor=first, now=moment)
    decide_hold(asked, akkoord=True, actor=second, now=moment + timedelta(days=1))
    with mail_to_nowhere(True):
        deliver_due(clock=moment + timedelta(days=1))
