"""Which team and which round a page is about: 404 when it is out of sight, 403 when it is not one's own to do."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from teams.models import Team
from teams.rollen import rollen_van
from teams.rondes.models import Ronde
from teams.rondes.permissions import can_plan, can_walk

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def posted(request):
    """What a form is bound to: nothing, as long as nothing was sent."""
    return request.POST if request.method == "POST" else None


def own_teams(request):
    """The teams that one walks with."""
    return Team.objects.visible_to(request.user).filter(pk__in=rollen_van(request.user).eigen_teams).order_by("naam")


def own_team(request, pk):
    """A team that one walks with."""
    return _team_for(can_walk, request, pk)


def led_team(request, pk):
    """A team that one leads."""
    return _team_for(can_plan, request, pk)


def _team_for(may, request, pk):
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("gemeente"), pk=pk)
    if not may(request.user, team):
        raise PermissionDenied
    return team


def led(request, rows, pk):
    """A row of a team that one leads."""
    thing = get_object_or_404(rows.select_related("team__gemeente"), pk=pk)
    if not can_plan(request.user, thing.team):
        raise PermissionDenied
    return thing


def of_own_round(view):
    """A page about one round, for the members of its team; for anybody else it does not exist."""

    @wraps(view)
    @login_required
    def page(request, ronde):
        rows = Ronde.objects.visible_to(request.user).select_related("team__gemeente", "route", "leider")
        return view(request, get_object_or_404(rows, pk=ronde))

    return page
