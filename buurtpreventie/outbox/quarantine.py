"""After a restore the clock rests and no mail goes out, until ``manage.py vrijgeven``."""

import logging
import uuid

from celery import Task
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.audit.models import Logregel
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import TERUGGEZET, Bericht, Quarantaine, Soort, Stand

logger = logging.getLogger(__name__)

SETTLED = "kopie.teruggezet"  # written when all that may have gone out was set apart


class Job(Task):
    """Every job of the house: none does anything while the database is in quarantine."""

    abstract = True

    def __call__(self, *args, **kwargs):
        if is_quarantined():
            logger.warning("%s rests: this database was put back and has not been released.", self.name)
            return None
        return self.run(*args, **kwargs)


def is_quarantined():
    """Was this database put back from a copy, and has nobody released it yet?"""
    with web_transaction():
        return Quarantaine.objects.open().exists()


@transaction.atomic
def set_apart(now):
    """Nobody knows which of the open mails went out after the copy was made: each waits for a person (or lapses).

    Gives how many wait and how many lapsed. A code or a link that somebody asked for is simply asked for again. What
    was not to go before ``now`` has not gone: it stays ready.
    """
    mails = Bericht.objects.open().exclude(stand=Stand.KLAAR, volgende_poging__gt=now)
    locked = mails.order_by("id").select_for_update(of=("self",)).only("pk")
    apart = Bericht.objects.filter(pk__in=[bericht.pk for bericht in locked])
    of_no_use = apart.filter(Q(gemeente_id=None) | Q(soort=Soort.CODE) | Q(verloopt_op__lte=now))
    lapsed = of_no_use.update(stand=Stand.VERVALLEN, lease=None, lease_tot=None, geheim=None, laatste_code=TERUGGEZET)
    apart.filter(stand=Stand.KLAAR).update(stand=Stand.GECLAIMD, lease=uuid.uuid4(), lease_tot=now)
    apart.filter(stand=Stand.GECLAIMD).update(stand=Stand.OP_DE_LIJN)
    on_the_line = apart.filter(stand=Stand.OP_DE_LIJN)
    waiting = on_the_line.update(stand=Stand.ONZEKER, lease=None, lease_tot=None, laatste_code=TERUGGEZET)
    return waiting, lapsed


@transaction.atomic
def release(*, now):
    """Mail goes out and the clock runs again; pressed twice is once. Gives how many quarantines ended."""
    waiting = list(Quarantaine.objects.open().select_for_update(of=("self",)))
    settled = Logregel.objects.filter(gebeurtenis=SETTLED, doel_soort=Quarantaine._meta.label_lower)
    if {quarantaine.pk for quarantaine in waiting} - set(settled.values_list("doel_id", flat=True)):
        raise RefusedAction(_("Het terugzetten is afgebroken. Begin opnieuw, in een lege database."))
    for quarantaine in waiting:
        Quarantaine.objects.filter(pk=quarantaine.pk).update(vrijgegeven_op=now)
        record("kopie.vrijgegeven", quarantaine, actor=None, now=now)
    return len(waiting)
