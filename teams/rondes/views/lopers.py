"""Who walks how often: for the coordinator and the deputy, and for nobody else."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from teams.rondes.lopers import PERIOD_WEEKS, lopers_of
from teams.rondes.views.doors import led_team


@login_required
@require_safe
def lopers(request, team):
    """Per member of today: how often, when last, and how often expected in vain."""
    led = led_team(request, team)
    rows = lopers_of(led, request.user, timezone.now(), timezone.localdate())
    context = {"team": led, "pagina": page_of(request, rows), "weken": PERIOD_WEEKS}
    return render(request, "rondes/lopers.html", context)
