"""A quarter that is over: its figures are kept once, and never counted again."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from evaluaties.models import Kwartaal
from teams.clocks import local_date
from teams.models import Gemeente


@transaction.atomic
def keep_quarter(gemeente, periode, count, *, now):
    """Keep what ``count()`` gives for this quarter, unless it was kept already; gives how many that were kept.

    The gemeente is held meanwhile, so two clocks count one after the other and the second finds it done.
    """
    gemeente = Gemeente.objects.select_for_update(of=("self",), no_key=True).get(pk=gemeente.pk)
    facts = {"gemeente": gemeente, "jaar": periode.jaar, "kwartaal": periode.kwartaal}
    if Kwartaal.objects.filter(**facts).exists():
        return 0
    kwartaal = Kwartaal.objects.create(
        **facts, peildatum=local_date(now), gemeente_toen=gemeente.naam, cijfers=count(), gemaakt_op=now
    )
    record("kwartaal.vastgezet", kwartaal, actor=None, now=now, jaar=periode.jaar, kwartaal=periode.kwartaal)
    return 1
