"""Is the clock running and does mail go out? Codes only, for who watches the servers."""

from datetime import timedelta
from functools import lru_cache

from buurtpreventie.outbox.models import Bericht, Hartslag, Quarantaine
from buurtpreventie.ui.wellknown import expires_soon
from evaluaties.actions.reminding import CLOCK as EVALUATIONS
from evaluaties.invariants import broken_invariants
from opvolging.actions.reminders import SWEEP
from teams.clocks import local_date
from teams.rondes.actions import WATCH
from trainingen.actions.reminding import CLOCK as TRAININGS

OLDEST_SWEEP = timedelta(minutes=5)
OLDEST_MAIL = timedelta(minutes=15)
CHECK_SECONDS = 60
CLOCKS = {
    SWEEP: "klok_staat_stil",
    WATCH: "rondes_onbewaakt",
    TRAININGS: "trainingen_onbewaakt",
    EVALUATIONS: "evaluaties_onbewaakt",
}


def complaints(now):
    """What is wrong, as codes; an empty list is what we want."""
    ran = set(Hartslag.objects.filter(op__gte=now - OLDEST_SWEEP).values_list("naam", flat=True))
    found = [code for clock, code in CLOCKS.items() if clock not in ran]
    if Bericht.objects.oldest_due_age(now) > OLDEST_MAIL:
        found.append("mail_wacht")
    if Quarantaine.objects.open().exists():
        found.append("quarantaine")
    if expires_soon(local_date(now)):
        found.append("security_txt_verloopt")
    return found + [f"regel:{naam}" for naam in broken_rules(int(now.timestamp()) // CHECK_SECONDS)]


@lru_cache(maxsize=1)
def broken_rules(minute):
    """Names of broken invariants, asked at most once a minute per process, however often this page is called."""
    return tuple(sorted(broken_invariants()))
