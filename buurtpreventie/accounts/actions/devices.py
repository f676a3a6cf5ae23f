"""Where somebody is signed in, and signing out there."""

from datetime import UTC, datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from buurtpreventie.accounts.models import Apparaat
from buurtpreventie.audit.actions import record


def note_device(gebruiker, *, sessie, toestel, browser, sinds, now):
    """This session was used now: one row per session, written in one question."""
    begin = datetime.fromtimestamp(sinds, UTC)
    row = Apparaat(
        gebruiker=gebruiker, sessie=sessie, toestel=toestel, browser=browser, eerst_op=min(begin, now), laatst_op=now
    )
    Apparaat.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["sessie"],
        update_fields=["gebruiker", "toestel", "browser", "laatst_op"],
    )


@transaction.atomic
def end_device(apparaat, *, actor, now):
    """Sign out there, on the server; a second time changes nothing."""
    ended, _kinds = Session.objects.filter(session_key=apparaat.sessie).delete()
    Apparaat.objects.filter(pk=apparaat.pk).delete()
    if ended:
        record("apparaat.uitgelogd", apparaat.gebruiker, actor=actor, now=now, toestel=apparaat.toestel)


@transaction.atomic
def end_devices(gebruiker, but=None):
    """Part of an event that says why: delete the sessions of somebody, all but the one with this key."""
    rows = Apparaat.objects.filter(gebruiker=gebruiker).exclude(sessie=but or "")
    Session.objects.filter(session_key__in=list(rows.values_list("sessie", flat=True))).delete()
    rows.delete()
