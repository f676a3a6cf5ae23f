"""Somebody wants no questionnaires any more, or wants them again (E204)."""

from django.db import transaction
from django.db.models import Q

from buurtpreventie.audit.actions import record
from buurtpreventie.outbox.actions import drop
from evaluaties.models import GeenVragen, Gevraagd


@transaction.atomic
def stop_questions(*, gebruiker=None, email="", now):
    """No requests and no reminders from now on, also not those that wait. Twice is once.

    What was asked can still be answered.
    """
    who = {"gebruiker": gebruiker} if gebruiker else {"email": email.lower()}
    row, new = GeenVragen.objects.get_or_create(**who, defaults={"sinds": now})
    mine = Q(gebruiker=gebruiker) if gebruiker else Q(inschrijving__gast_email__iexact=email)
    for gevraagd in Gevraagd.objects.filter(mine, afname__stand="open"):
        drop(gevraagd.bron, now=now)
    if new:
        record("vragen.uit", row, actor=gebruiker, now=now)


@transaction.atomic
def want_questions(*, actor, now):
    """Requests again, from the next one on. Twice is once."""
    row = GeenVragen.objects.filter(gebruiker=actor).select_for_update(of=("self",)).first()
    if row:
        record("vragen.aan", row, actor=actor, now=now)
        row.delete()
