"""Is the clock running and does mail go out? Codes only, for who watches the servers."""

from datetime import timedelta
from functools import lru_cache

from buurtpreventie.outbox.models import Bericht, Hartslag
from opvolging.actions.reminders import SWEEP
from opvolging.invariants import broken_invariants

OLDEST_SWEEP = timedelta(minutes=5)
OLDEST_MAIL = timedelta(minutes=15)
CHECK_SECONDS = 60


def complaints(now):
    """What is wrong, as codes; an empty list is what we want."""
    found = []
    if not Hartslag.objects.filter(naam=SWEEP, op__gte=now - OLDEST_SWEEP).exists():
        found.append("klok_staat_stil")
    if Bericht.objects.oldest_due_age(now) > OLDEST_MAIL:
        found.append("mail_wacht")
    return found + [f"regel:{naam}" for naam in broken_rules(int(now.timestamp()) // CHECK_SECONDS)]


@lru_cache(maxsize=1)
def broken_rules(minute):
    """Names of broken invariants, asked at most once a minute per process, however often this page is called."""
    return tuple(sorted(broken_invariants()))
