"""Alarms of "nu bellen": one and two opening hours after it came in, as long as nobody took it up (ontwerp §5)."""

from datetime import timedelta

from buurtpreventie.database import web_transaction
from meldingen.actions import locked
from meldingen.models import Melding, Stand
from opvolging.mails import mail_alarm
from opvolging.models import Herinnering
from opvolging.worklist import TERM_ZERO
from teams.clocks import Kalender

STEPS = {"alarm_1": 1, "alarm_2": 2}  # opening hours
ROLES = {"alarm_1": ("meldpunt",), "alarm_2": ("meldpunt", "gemeente")}


def ring_alarms(gemeente, now):
    """Ring for what waits too long in this gemeente, each step once; gives the number of mails queued."""
    with web_transaction():
        kalender = Kalender.of(gemeente)
        rows = _waiting().filter(gemeente=gemeente).order_by("pk")
        waiting = [melding for melding in rows if was_promised_now(melding, kalender)]
        told = _told(waiting)
    rung = 0
    for melding in waiting:
        due = [step for step in steps_due(melding, kalender, now) if (f"melding:{melding.pk}", step) not in told]
        if due:
            with web_transaction():
                rung += _ring(melding, due, now)
    return rung


def steps_due(melding, kalender, now):
    """The steps whose moment has come; without opening hours every hour counts."""
    for step, hours in STEPS.items():
        moment = kalender.after_opening_hours(melding.gemeld_op, hours)
        if (moment or melding.gemeld_op + timedelta(hours=hours)) <= now:
            yield step


def _waiting():
    return Melding.objects.filter(TERM_ZERO, stand=Stand.ONTVANGEN, behandelaar=None)


def was_promised_now(melding, kalender):
    """It came in with term 0: a category that beheer made quicker since then rings for new meldingen only."""
    return melding.keer > 1 or melding.reageren_voor <= kalender.term_date(melding.gemeld_op, 0)


def _told(meldingen):
    rows = Herinnering.objects.filter(bron__in=[f"melding:{m.pk}" for m in meldingen], stap__in=STEPS)
    return set(rows.values_list("bron", "stap"))


def _ring(melding, due, now):
    """The newest step goes out, an older one that an outage swallowed is written down; nothing when it was taken up."""
    melding = locked(melding)
    if melding.stand != Stand.ONTVANGEN or melding.behandelaar_id:
        return 0
    newest = due[-1]
    addresses = {"meldpunt": melding.gemeente.meldpunt_email, "gemeente": melding.gemeente.contact_email}
    rung = 0
    for role in ROLES[newest]:
        mail = mail_alarm(melding, newest, role, addresses[role], now)
        if mail:
            rung += 1
            _note(melding, newest, role, Herinnering.Stand.VERSTUURD, mail.sleutel, now)
    for step in due[:-1]:
        _note(melding, step, "meldpunt", Herinnering.Stand.OVERGESLAGEN, "", now)
    return rung


def _note(melding, step, role, stand, sleutel, now):
    row = Herinnering(
        bron=f"melding:{melding.pk}",
        termijn_nr=melding.keer,
        stap=step,
        aan_rol=role,
        stand=stand,
        bericht_sleutel=sleutel,
        op=now,
    )
    Herinnering.objects.bulk_create([row], ignore_conflicts=True)
