"""The looking exercise: look, answer, see what there was. Only reads."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teams.rollen import rollen_van
from trainingen.forms.looking import KijkForm
from trainingen.looking import seen
from trainingen.querysets import sets_up


@login_required
@require_safe
def kijkoefening(request):
    """The picture; nothing to fill in yet."""
    return render(request, "trainingen/kijkoefening.html", {"in_team": _plays_along(request.user)})


@login_required
@require_safe
def kijkvragen(request):
    """The questions without the picture; once answered, what there was to see."""
    in_team = _plays_along(request.user)
    if "klaar" not in request.GET:
        return render(request, "trainingen/kijkvragen.html", {"form": KijkForm(), "in_team": in_team})
    rows = seen(KijkForm(request.GET).antwoorden)
    context = {"rijen": rows, "goed": sum(row.is_goed for row in rows), "in_team": in_team}
    return render(request, "trainingen/kijkuitslag.html", context)


def _plays_along(user):
    """Whether this person is in a team; 403 for who is not and gives no trainings either."""
    in_team = bool(rollen_van(user).in_teams)
    if not in_team and not sets_up(user):
        raise PermissionDenied
    return in_team
