"""The list before contents go: each night what is due comes on it, and what stood long enough is wiped."""

from datetime import timedelta

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act, web_transaction
from buurtpreventie.errors import each_on_its_own
from meldingen.actions import locked
from opvolging.actions.wiping import wipe
from opvolging.models import Wissing
from opvolging.models.retention import LIST_DAYS
from opvolging.retention import overdue
from teams.clocks import local_date


def run_list(now):
    """Off the list what was opened again, on it what is due, and wipe what stood there long enough; gives the last.

    Each melding is a transaction of its own: one that fails holds up no other, and a run that stops goes on later.
    """
    with web_transaction():
        drop_from_list(now)
        put_on_list(now)
        due = list(Wissing.objects.due(local_date(now)).select_related("melding").order_by("pk"))
    return each_on_its_own(due, lambda one: _wipe(one, now), name=lambda one: f"Wissing {one.pk}")


def _wipe(wissing, now):
    with web_transaction():
        return 1 if wipe(wissing, now=now) else 0


@act
def put_on_list(now):
    """Every closed melding whose term is over and that is not on the list yet; gives how many came on it."""
    today = local_date(now)
    waiting = Wissing.objects.waiting().values("melding")
    new = [
        Wissing(
            melding=melding,
            regel=melding.regel,
            maanden=melding.maanden,
            op_lijst=today,
            wissen_op=today + timedelta(days=LIST_DAYS),
        )
        for melding in overdue(now).exclude(pk__in=waiting).order_by("pk")
    ]
    for wissing in Wissing.objects.bulk_create(new, ignore_conflicts=True):
        record("melding.op_wislijst", wissing.melding, actor=None, now=now, wissen_op=wissing.wissen_op)
    return len(new)


@act
def drop_from_list(now):
    """What was opened again, or whose term became longer, comes off; gives how many."""
    rows = Wissing.objects.waiting().exclude(melding__in=overdue(now).values("pk")).select_related("melding")
    dropped = list(rows.order_by("pk"))
    for wissing in dropped:
        melding = locked(wissing.melding)
        Wissing.objects.waiting().filter(pk=wissing.pk).update(eraf_op=now)
        record("melding.van_wislijst", melding, actor=None, now=now)
    return len(dropped)
