"""What is written down: one line per event, in the transaction of the event itself."""

import datetime
import re
import uuid

from buurtpreventie.audit.models import Logregel, Reden
from buurtpreventie.audit.querysets import OPENING

SYSTEM = "systeem"
ANONYMOUS = "anoniem"
CODE = re.compile(r"[\w.:/+-]{0,80}")


def record(event, target, *, actor, now, **details):
    """Write one line about ``target`` (``actor`` None: the system); details are codes, dates and ids, never content."""
    return _write(event, target, actor, now, details)


def record_opening(target, *, actor, now, deel="inhoud", reden="", **details):
    """Write down that somebody opened confidential content; call it before showing anything.

    ``deel`` is a code for what was opened; ``reden`` are own words, kept encrypted beside the log.
    """
    line = _write(OPENING, target, actor, now, {"deel": deel} | details)
    if reden:
        Reden.objects.create(logregel=line, tekst=reden)
    return line


def _write(event, target, actor, now, details):
    """Insert the line."""
    actor_soort, actor_id = _actor(actor)
    return Logregel.objects.create(
        op=now,
        gebeurtenis=event,
        doel_soort=target._meta.label_lower,
        doel_id=target.pk,
        gemeente_id=getattr(target, "gemeente_id", None),
        actor_soort=actor_soort,
        actor_id=actor_id,
        details={name: _plain(name, value) for name, value in details.items()},
    )


def _actor(actor):
    """Give the kind and id of the actor; a visitor without an account has a kind only."""
    if actor is None:
        return SYSTEM, None
    if actor.pk is None:
        return ANONYMOUS, None
    return actor._meta.label_lower, actor.pk


def _plain(name, value):
    """Let codes, numbers and dates through; raise ValueError for anything that could be content."""
    if value is None or isinstance(value, (bool, int, datetime.date, uuid.UUID)):
        return value
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(name, item) for item in value]
    if isinstance(value, str) and CODE.fullmatch(value):
        return str(value)
    raise ValueError(f"The detail '{name}' is not a code, a number or a date: content is never logged.")
