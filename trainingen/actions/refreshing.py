"""Somebody wants no refreshers, or wants them again."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from buurtpreventie.outbox.actions import drop
from trainingen.mails.refreshing import bron_of_refreshers
from trainingen.models import GeenOpfrisser


@transaction.atomic
def stop_refreshers(*, actor, now):
    """No refreshers from now on, also not the one that waits. Twice is once."""
    row, new = GeenOpfrisser.objects.get_or_create(gebruiker=actor, defaults={"sinds": now})
    if new:
        drop(bron_of_refreshers(actor), now=now)
        record("opfrissers.uit", row, actor=actor, now=now)


@transaction.atomic
def want_refreshers(*, actor, now):
    """Refreshers again, from the next one on. Twice is once."""
    row = GeenOpfrisser.objects.filter(gebruiker=actor).select_for_update(of=("self",)).first()
    if row:
        record("opfrissers.aan", row, actor=actor, now=now)
        row.delete()
