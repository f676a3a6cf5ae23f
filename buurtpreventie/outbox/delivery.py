"""The way of a mail over the wire. Every step commits before the next begins, so a process may die anywhere.

::

    KLAAR ── claim ──► GECLAIMD ── lease still mine ──► OP_DE_LIJN ── answer ──► VERZONDEN, DOOD, ONZEKER or KLAAR

Call ``deliver_due`` outside any transaction. Two at once are harmless.
"""

import logging
import random
import re
import time
import uuid
from contextlib import closing
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import Error, InterfaceError, OperationalError, connection

from buurtpreventie.database import web_transaction
from buurtpreventie.outbox.actions import beat, lapse_expired
from buurtpreventie.outbox.models import MAX_POGINGEN, Beleid, Bericht, Stand
from buurtpreventie.outbox.quarantine import is_quarantined
from buurtpreventie.outbox.querysets import as_clock
from buurtpreventie.outbox.wire import Answer, Fate, NoLine, envelope, open_wire

logger = logging.getLogger(__name__)

HEARTBEAT = "bezorging"
LEASE = timedelta(seconds=120)
RUN_SECONDS = 240  # a run ends before the broker could think that its worker died
JITTER = 0.1
DATABASE_WAITS_SECONDS = (0, 1, 2, 4, 8, 16)  # a restart of the database, well within the lease

PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
LEASE_OVER = Answer(Fate.UNKNOWN, "lease voorbij")


def deliver_due(clock=None, limit=500):
    """Send what is due, one mail at a time, and give how many the mail server took."""
    clock = as_clock(clock)
    with web_transaction():
        beat(HEARTBEAT, clock)
    if is_quarantined():
        return 0
    tidy(clock)
    if not _has_due(clock):
        return 0
    with closing(open_wire()) as wire:
        return _deliver_over(wire, clock, limit)


def _deliver_over(wire, clock, limit):
    """Send mail after mail until nothing is due, the line fails or the run is over."""
    sent, stop_at = 0, time.monotonic() + RUN_SECONDS
    for _turn in range(limit):
        try:
            wire.ready()  # before the claim: a failed connection spends no attempt
        except NoLine as error:
            logger.warning("No line to the mail server (%s): mail waits.", error)
            break
        bericht = claim(clock)
        if bericht is None:
            break
        answer = _put_through(bericht, wire, clock)
        sent += answer.fate is Fate.ACCEPTED
        if not answer.line_is_good or time.monotonic() > stop_at:
            break
    return sent


def _has_due(clock):
    """Whether there is anything to connect for."""
    with web_transaction():
        return Bericht.objects.due(clock).exists()


def claim(clock):
    """Take the next due mail for ``LEASE``, urgent ones first; None when there is none that nobody else holds."""
    with web_transaction():
        due = Bericht.objects.sealed().due(clock).select_for_update(skip_locked=True, of=("self",))
        bericht = due.urgent().first() or due.first()
        if bericht is None:
            return None
        bericht.stand, bericht.lease, bericht.pogingen = Stand.GECLAIMD, uuid.uuid4(), bericht.pogingen + 1
        _mine(bericht, Stand.KLAAR, lease=None).update(
            stand=bericht.stand, lease=bericht.lease, lease_tot=clock + LEASE, pogingen=bericht.pogingen
        )
        return bericht


def _put_through(bericht, wire, clock):
    """Take one claimed mail over the wire and write down what became of it."""
    try:
        mail = compose(bericht)
    except Error:  # the database is away: that says nothing about this mail
        raise
    except Exception as error:  # one mail that cannot be made must not hold up all others
        logger.error("Bericht %s cannot be composed (%s).", bericht.pk, type(error).__name__)
        answer = Answer(Fate.REFUSED, "onleesbaar")
        _write_down(bericht, Stand.GECLAIMD, answer, clock)
        return answer
    if not put_on_the_line(bericht, clock):
        return Answer(Fate.NOT_NOW, "ingetrokken")  # dropped, expired or taken over since the claim
    answer = wire.send(mail)
    _write_down_patiently(bericht, answer, clock)
    return answer


def compose(bericht):
    """Make the mail, secrets filled in; raises when a secret is gone or cannot be read."""
    headers = {"Message-ID": bericht.message_id}
    if bericht.is_automatic:
        headers["Auto-Submitted"] = "auto-generated"
    mail = EmailMessage(
        subject=bericht.onderwerp,
        body=_filled(bericht.tekst, _secrets_of(bericht)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[bericht.aan],
        reply_to=[bericht.antwoord_aan] if bericht.antwoord_aan else None,
        headers=headers,
    )
    mail.message().as_bytes()  # what cannot be written fails here, before the wire
    envelope(mail)
    return mail


def _secrets_of(bericht):
    """Read the secrets of a claimed mail; raises when there should be some and there are none."""
    if not bericht.met_geheim:
        return {}
    with web_transaction():
        geheim = Bericht.objects.values_list("geheim", flat=True).get(pk=bericht.pk)
    if geheim is None:
        raise ValueError("The secret of this mail has been wiped.")
    return geheim


def _filled(tekst, geheim):
    """Fill in the secrets; braces that are not the name of a secret are somebody's own text."""
    return PLACEHOLDER.sub(lambda match: str(geheim.get(match[1], match[0])), tekst)


def put_on_the_line(bericht, clock):
    """Announce that sending begins; False (do not send) when the lease is over or the mail was dropped meanwhile."""
    with web_transaction():
        mine = _mine(bericht, Stand.GECLAIMD, bericht.lease).filter(lease_tot__gt=clock)
        wanted = mine.filter(verloopt_op=None) | mine.filter(verloopt_op__gt=clock)
        return wanted.update(stand=Stand.OP_DE_LIJN, lease_tot=clock + LEASE) == 1


def _mine(bericht, stand, lease):
    """The row of this mail, if it is still where this process left it."""
    return Bericht.objects.filter(pk=bericht.pk, stand=stand, lease=lease)


def _write_down_patiently(bericht, answer, clock):
    """Write the server's answer down even when the database restarts just now; give up after half a minute."""
    for wait in DATABASE_WAITS_SECONDS:
        try:
            return _write_down(bericht, Stand.OP_DE_LIJN, answer, clock)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(wait)
    return _write_down(bericht, Stand.OP_DE_LIJN, answer, clock)


def _write_down(bericht, stand, answer, clock):
    """Write what became of a mail, unless it is no longer ours."""
    with web_transaction():
        row = _mine(bericht, stand, bericht.lease).sealed().select_for_update(of=("self",)).first()
        if row is None:
            logger.warning("Bericht %s was taken over before its answer (%s) came.", bericht.pk, answer.code)
            return
        _move(row, consequences(row, answer, clock), answer.code)


def _move(bericht, changes, code):
    """Carry out the consequences for a locked row."""
    logger.info("Bericht %s: %s (%s)", bericht.pk, changes["stand"], code)
    Bericht.objects.filter(pk=bericht.pk).update(lease=None, lease_tot=None, laatste_code=code, **changes)


def consequences(bericht, answer, clock):
    """What an answer means for a mail on the line, as changed fields."""
    if answer.fate is Fate.ACCEPTED:
        return {"stand": Stand.VERZONDEN, "verzonden_op": clock, "geheim": None}
    if answer.fate is Fate.UNKNOWN and (bericht.ingetrokken or bericht.beleid == Beleid.NOOIT_DUBBEL):
        return {"stand": Stand.ONZEKER}
    if bericht.ingetrokken:
        return {"stand": Stand.VERVALLEN, "geheim": None}
    if answer.fate is Fate.REFUSED:
        return {"stand": Stand.DOOD}
    return _again(bericht, clock + bericht.wait * _jitter(), answer)


def _jitter():
    """A little more or less, so that a thousand mails do not come back in the same second."""
    return random.uniform(1 - JITTER, 1 + JITTER)


def _again(bericht, moment, answer):
    """Another attempt at a moment; after the last one a person has to look."""
    if bericht.pogingen < MAX_POGINGEN:
        return {"stand": Stand.KLAAR, "volgende_poging": moment}
    return {"stand": Stand.ONZEKER if answer.fate is Fate.UNKNOWN else Stand.DOOD}


def tidy(clock=None):
    """Lapse what expired, and take back the mails of deliverers that did not come back."""
    clock = as_clock(clock)
    with web_transaction():
        lapse_expired(clock)
    with web_transaction():
        abandoned = Bericht.objects.sealed().abandoned(clock).select_for_update(skip_locked=True, of=("self",))
        for bericht in abandoned:
            _move(bericht, _consequences_of_death(bericht, clock), LEASE_OVER.code)


def _consequences_of_death(bericht, clock):
    """Claimed: certainly not sent. On the line: nobody knows."""
    if bericht.stand == Stand.GECLAIMD:
        return _again(bericht, clock, Answer(Fate.NOT_NOW, LEASE_OVER.code))
    return consequences(bericht, LEASE_OVER, clock)
