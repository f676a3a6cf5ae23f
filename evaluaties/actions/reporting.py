"""Reports: asked for once, made by whoever of the workers is first, and kept as they were (E213).

A worker takes a report for a few minutes at a time (``lease_tot``); one that went away leaves it to the next. The
number of the attempt tells two workers apart: who lost its turn changes nothing any more.
"""

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import one_at_a_time
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import wake_up
from evaluaties.mails.rapport import mail_failed, mail_ready
from evaluaties.models import Rapport, RapportStand

MAKE_TASK = "evaluaties.tasks.make_reports"
LEASE = timedelta(minutes=6)  # longer than any one step may take
ATTEMPTS = 3
GONE = "weg"  # the worker went away each time
ABOUT = ("sessie", "programma", "team", "jaar", "kwartaal")


class TurnLost(Exception):
    """Another worker makes this report now, or it is done."""


@transaction.atomic
def ask_report(*, soort, gemeente, actor, now, sleutel=None, afname=None, **about):
    """The report that was asked for; pressed twice, or asked for while it is being made, it is that one."""
    one_at_a_time(f"evaluaties.rapport.{gemeente.pk}")
    about = {name: about.get(name) for name in ABOUT}
    pressed = Rapport.objects.filter(sleutel=sleutel, gemeente=gemeente).defer("pdf").first() if sleutel else None
    waiting = Rapport.objects.to_come().filter(soort=soort, gemeente=gemeente, **about).defer("pdf").first()
    if pressed or waiting:
        return pressed or waiting
    facts = {"sleutel": sleutel} if sleutel else {}
    rapport = Rapport.objects.create(
        soort=soort, gemeente=gemeente, afname=afname, gevraagd_door=actor, gevraagd_op=now, **about, **facts
    )
    record("rapport.gevraagd", rapport, actor=actor, now=now, soort=soort)
    transaction.on_commit(partial(wake_up, MAKE_TASK), robust=True)
    return rapport


@transaction.atomic
def take_next(now, skip=()):
    """Take the report that waits longest and is not somebody else's at this moment; None when there is none.

    One of which every attempt ended without a word is given up.
    """
    waiting = Rapport.objects.waiting(now).exclude(pk__in=skip).select_related("gemeente").defer("pdf")
    rapport = waiting.select_for_update(of=("self",), skip_locked=True).first()
    if rapport is None:
        return None
    if rapport.pogingen >= ATTEMPTS:
        return _given_up(rapport, GONE, now)
    rapport.stand, rapport.pogingen, rapport.lease_tot = RapportStand.BEZIG, rapport.pogingen + 1, now + LEASE
    rapport.stap, rapport.stappen = 0, 1
    rapport.save(update_fields=["stand", "pogingen", "lease_tot", "stap", "stappen"])
    return rapport


@transaction.atomic
def begin_step(rapport, stap, stappen, *, now):
    """Say how far it is, and keep the turn; TurnLost when it is not ours any more."""
    mine = Rapport.objects.filter(pk=rapport.pk, stand=RapportStand.BEZIG, pogingen=rapport.pogingen)
    if not mine.update(stap=stap, stappen=stappen, lease_tot=now + LEASE):
        raise TurnLost(rapport.pk)


@transaction.atomic
def keep_report(rapport, pdf, *, peildatum, now):
    """It is made: keep it as it is, and tell who asked for it; TurnLost when it is not ours any more."""
    locked = _locked(rapport)
    locked.stand, locked.stap, locked.lease_tot, locked.fout = RapportStand.KLAAR, locked.stappen, None, ""
    locked.pdf, locked.bytes, locked.peildatum, locked.klaar_op = pdf, len(pdf), peildatum, now
    locked.save()
    record("rapport.klaar", locked, actor=None, now=now, soort=locked.soort, bytes=len(pdf))
    mail_ready(locked, now=now)
    return locked


@transaction.atomic
def put_back(rapport, code, *, now):
    """This attempt failed: the next tick tries again, and after the last one who asked hears what to do."""
    locked = _locked(rapport)
    if locked.pogingen >= ATTEMPTS:
        return _given_up(locked, code, now)
    locked.stand, locked.lease_tot, locked.fout = RapportStand.WACHT, None, code
    locked.save(update_fields=["stand", "lease_tot", "fout"])
    return locked


@transaction.atomic
def note_download(rapport, *, actor, now):
    """Somebody takes the report along; RefusedAction while there is none."""
    if rapport.stand != RapportStand.KLAAR:
        raise RefusedAction(_("Dit verslag is nog niet klaar. Kijk zo nog een keer."))
    record("rapport.gehaald", rapport, actor=actor, now=now, soort=rapport.soort)


def _locked(rapport):
    rows = Rapport.objects.select_for_update(of=("self",)).select_related("gemeente").defer("pdf")
    found = rows.filter(pk=rapport.pk, stand=RapportStand.BEZIG, pogingen=rapport.pogingen).first()
    if found is None:
        raise TurnLost(rapport.pk)
    return found


def _given_up(rapport, code, now):
    rapport.stand, rapport.lease_tot, rapport.fout = RapportStand.MISLUKT, None, code
    rapport.save(update_fields=["stand", "lease_tot", "fout"])
    record("rapport.mislukt", rapport, actor=None, now=now, soort=rapport.soort, code=code)
    mail_failed(rapport, now=now)
    return rapport
