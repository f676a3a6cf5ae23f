"""The sweep: each run asks what is late and has not been told yet, so a missed night is no missed reminder."""

import random
from collections import defaultdict
from datetime import timedelta
from functools import partial

from django.db.models import Q

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.actions import beat
from meldingen.actions import ask_how_it_is, locked
from meldingen.mails import hears_online
from meldingen.models import Melding, Overleg
from opvolging.actions.alarms import ring_alarms
from opvolging.actions.digests import send_digests
from opvolging.actions.questions import go_on_without_silent
from opvolging.actions.team import write_team_messages
from opvolging.actions.watching import wake_up_watched
from opvolging.mails import mail_tussenbericht
from opvolging.models import Opvolging, Terugkoppeling
from opvolging.reminding import (
    MAIL_AT,
    due_for_asks,
    due_for_bringing,
    due_for_informing,
    due_for_promises,
    due_for_return,
    due_for_talks,
)
from opvolging.wording import delay_sentence
from teams.clocks import Kalender, at, local_date
from teams.models import Gemeente

SWEEP = "herinneringen"
NIEUWE_DATUM_WERKDAGEN = 5


def sweep(now):
    """Send the reminders that are due and keep broken promises honest; gives the number of mails queued."""
    with web_transaction():
        meldingen, overleggen = (model.objects.open().values("gemeente") for model in (Melding, Overleg))
        gemeenten = list(Gemeente.objects.filter(Q(pk__in=meldingen) | Q(pk__in=overleggen)).order_by("pk"))
        asked = ask_how_it_is(now)
    random.shuffle(gemeenten)  # two sweeps seldom meet
    sent = asked + each_on_its_own(gemeenten, lambda gemeente: _sweep_gemeente(gemeente, now), name=lambda g: str(g.pk))
    sent += write_team_messages(now)
    with web_transaction():
        beat(SWEEP, now)
    return sent


def _sweep_gemeente(gemeente, now):
    kalender, today = Kalender.of(gemeente), local_date(now)
    rung = ring_alarms(gemeente, now)
    if not kalender.is_working_day(today) or now < at(today, MAIL_AT):
        return rung
    woken = wake_up_watched(gemeente, now) + go_on_without_silent(gemeente, now)
    with web_transaction():
        per_address = _due_per_address(gemeente, kalender, now)
    parts = (
        partial(send_digests, gemeente, per_address, now),
        partial(_tell_of_broken_promises, gemeente, kalender, now),
    )
    return rung + woken + each_on_its_own(parts, lambda part: part(), name=lambda part: part.func.__name__)


def _due_per_address(gemeente, kalender, now):
    tomorrow = kalender.add_working_days(local_date(now), 1)
    returning = Opvolging.objects.remindable().filter(melding__gemeente=gemeente, terug_op__lte=local_date(now))
    promises = Melding.objects.open().waking(tomorrow).for_list().filter(gemeente=gemeente)
    per_address = defaultdict(list)
    for due in [
        *due_for_asks(gemeente, kalender, now),
        *due_for_return(list(returning.order_by("pk")), kalender, now),
        *due_for_informing(gemeente, kalender, now),
        *due_for_bringing(gemeente, kalender, now),
        *due_for_promises(_hearable(promises, now), kalender, now),
        *due_for_talks(list(Overleg.objects.to_call(local_date(now)).filter(gemeente=gemeente)), kalender, now),
    ]:
        per_address[due.email].append(due)
    return per_address


def _hearable(meldingen, now):
    """Leave out promises that the melder is told about today: the date has then moved already."""
    today = local_date(now)
    return [m for m in meldingen if m.wakes_on >= today or not hears_online(m)]


def _tell_of_broken_promises(gemeente, kalender, now):
    today = local_date(now)
    broken = Melding.objects.open().waking(today - timedelta(days=1)).for_list().filter(gemeente=gemeente)
    told = 0
    for melding in broken:
        if hears_online(melding):
            with web_transaction():
                told += _new_promise(melding, kalender, now)
    return told


def _new_promise(melding, kalender, now):
    """Give the melder an honest new date; the first promise stays for the figures."""
    melding, today = locked(melding), local_date(now)
    if not melding.is_open or melding.wakes_on >= today:
        return 0
    nieuwe_datum = kalender.add_working_days(today, NIEUWE_DATUM_WERKDAGEN)
    if melding.reageren_voor and melding.reageren_voor < today:
        melding.reageren_voor = nieuwe_datum
    melding.antwoord_voor = max(melding.antwoord_voor, nieuwe_datum)
    melding.save()
    bericht = Terugkoppeling.objects.create(
        melding=melding,
        keer=melding.keer,
        soort=Terugkoppeling.Soort.TUSSENBERICHT,
        tekst=delay_sentence(melding.gemeente, nieuwe_datum),
        nieuwe_datum=nieuwe_datum,
        langs=melding.antwoord_via,
        door=None,
        op=now,
    )
    record("melding.belofte_verzet", melding, actor=None, now=now, nieuwe_datum=nieuwe_datum)
    mail_tussenbericht(bericht, now)
    return 1
