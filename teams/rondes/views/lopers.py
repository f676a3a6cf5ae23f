"""Who walks how often: for the coordinator and the deputy, and for nobody else."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from teams.models import Team
from teams.rondes.lopers import PERIOD_WEEKS, lopers_of
from teams.rondes.permissions import can_plan


@login_required
@require_safe
def lopers(request, team):
    """Per member of today: how often, when last, and how often expected in vain."""
    led = led_team(request, team)
    rows = lopers_of(led, request.user, timezone.now(), timezone.localdate())
    context = {"team": led, "pagina": page_of(request, rows), "weken": PERIOD_WEEKS}
    return render(request, "rondes/lopers.html", context)


def led_team(request, team):
    """A team of which the user makes the planning: 404 when it is out of sight, 403 when somebody else leads it."""
    found = get_object_or_404(Team.objects.visible_to(request.user).select_related("gemeente"), pk=team)
    if not can_plan(request.user, found):
        raise PermissionDenied
    return found
