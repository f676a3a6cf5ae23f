"""How often a gemeente may ask one person something (E204)."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from evaluaties.fatigue import limit_of
from evaluaties.models import Instelling
from teams.actions.changes import refuse_unread
from teams.models import Gemeente


@transaction.atomic
def set_limit(gemeente, *, max_per_kwartaal, gelezen=None, actor, now):
    """From now on so many requests per person and quarter; the same again changes nothing."""
    Gemeente.objects.select_for_update(of=("self",), no_key=True).get(pk=gemeente.pk)
    refuse_unread({"max_per_kwartaal": str(limit_of([gemeente.pk]))}, gelezen)
    row, _new = Instelling.objects.get_or_create(gemeente=gemeente)
    if row.max_per_kwartaal != max_per_kwartaal:
        before, row.max_per_kwartaal = row.max_per_kwartaal, max_per_kwartaal
        row.save(update_fields=["max_per_kwartaal"])
        record("evaluaties.grens", row, actor=actor, now=now, was=before, wordt=max_per_kwartaal)
    return row
