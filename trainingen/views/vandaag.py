"""The start page of a trainer: today's evening on top, then what comes and what waits."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trainingen.agenda import as_avonden, for_agenda, of_today, open_points, to_call
from trainingen.models import Actiepunt, Sessie
from trainingen.views.doors import for_trainers, trainer_gemeente

SOON, MOST = 4, 5


@require_safe
@for_trainers
def vandaag(request):
    """What a trainer does today, one tap away."""
    gemeente, now, today = trainer_gemeente(request), timezone.now(), timezone.localdate()
    rows = Sessie.objects.visible_to(request.user).run_by(request.user).filter(gemeente=gemeente)
    nu, straks, sluiten = as_avonden(
        request.user,
        today,
        now,
        for_agenda(of_today(rows, today)),
        for_agenda(rows.coming(now).exclude(dag=today))[:SOON],
        for_agenda(rows.not_closed(now).exclude(dag=today))[:MOST],
    )
    points = Actiepunt.objects.visible_to(request.user).filter(sessie__gemeente=gemeente)
    context = {
        "gemeente": gemeente,
        "dag": today,
        "vandaag": sorted(nu, key=lambda avond: not avond.eigen),
        "straks": straks,
        "sluiten": sluiten,
        "bellen": to_call(rows, now)[:MOST],
        "punten": open_points(points, today),
    }
    return render(request, "trainingen/vandaag.html", context)
