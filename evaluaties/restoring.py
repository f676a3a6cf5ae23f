"""What is done with a database that was just put back: nobody stays signed in, and no mail goes out twice."""

from collections import Counter
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import transaction

from buurtpreventie.audit.actions import record
from buurtpreventie.outbox.models import TERUGGEZET, Bericht, Quarantaine, Stand
from buurtpreventie.outbox.quarantine import SETTLED, set_apart
from evaluaties.clock import do_what_nights_do, play_again


@dataclass(frozen=True)
class Outcome:
    """What became of sessions and mails."""

    sessions: int
    played: int
    waiting: int
    lapsed: int
    nights: int


def settle(moment, *, now):
    """End all sessions, play the clock from ``moment`` (of the copy) to now, and set apart what may have gone out.

    A reminder whose line in the copy is older than its sending would be derived and sent again. So the clock is played
    first, without delivery: it writes those lines, and the mails it makes wait for a person like all others. What
    was wiped since the copy is wiped anew.
    """
    with transaction.atomic():
        sessions, _each = Session.objects.all().delete()
    played = play_again(moment, now)
    nights = do_what_nights_do()
    with transaction.atomic():
        waiting, lapsed = set_apart(now)
        for quarantaine in Quarantaine.objects.open():
            record(SETTLED, quarantaine, actor=None, now=now)
    return Outcome(sessions, played, waiting, lapsed, nights)


def in_quarantine():
    """How many mails a restore set apart still wait for a person, per gemeente and kind."""
    rows = Bericht.objects.filter(stand=Stand.ONZEKER, laatste_code=TERUGGEZET)
    return Counter(rows.order_by().values_list("gemeente_id", "soort"))
