"""Points of attention: what the teams of a gemeente look at now, one more, and one less."""

from functools import wraps
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtpreventie.ui.refusals import accepted
from teams.rollen import rollen_van
from teams.rondes.actions.attention import add_points, end_point
from teams.rondes.forms.aandacht import AandachtForm
from teams.rondes.models import Aandachtspunt
from teams.rondes.permissions import can_brief, gemeenten_to_brief


def for_who_briefs(view):
    """A page for the meldpunt and for a wijkagent with an account; ``gemeenten``: of the hat, else all they brief."""

    @wraps(view)
    @login_required
    def page(request, **kwargs):
        gemeenten = gemeenten_to_brief(request.user)
        if not gemeenten:
            raise PermissionDenied
        hat = {request.pet.gemeente} & gemeenten if request.pet else set()
        return view(request, hat or gemeenten, **kwargs)

    return page


@require_safe
@for_who_briefs
def aandacht(request, gemeenten):
    """What the teams look at now, team by team."""
    points = Aandachtspunt.objects.visible_to(request.user).current(timezone.now()).filter(team__gemeente__in=gemeenten)
    rows = points.select_related("team", "straat").order_by("team__naam", "team", "tot")
    teams = [(team, list(of_team)) for team, of_team in groupby(rows, key=lambda point: point.team)]
    return render(request, "rondes/aandacht.html", {"teams": teams, "is_meldpunt": speaks_as_meldpunt(request)})


def speaks_as_meldpunt(request):
    """The wijkagent with an account sees and says only its own."""
    return bool(rollen_van(request.user).meldpunt)


@require_http_methods(["GET", "HEAD", "POST"])
@for_who_briefs
def aandacht_nieuw(request, gemeenten):
    """Give one or more teams something to look at."""
    sent = request.POST if request.method == "POST" else None
    form = AandachtForm(sent, gemeenten=gemeenten, is_meldpunt=speaks_as_meldpunt(request))
    if form.is_bound and form.is_valid() and accepted(form, add_points, actor=request.user, now=timezone.now()):
        n = len(form.result)
        messages.success(
            request, ngettext("%(n)d team leest dit vanaf nu.", "%(n)d teams lezen dit vanaf nu.", n) % {"n": n}
        )
        return redirect("rondes:aandacht")
    return render(request, "rondes/aandacht_nieuw.html", {"form": form}, status=form.status if form.is_bound else 200)


@login_required
@require_POST
def aandacht_einde(request, punt):
    """Take a point back; for the team that reads it, it is not theirs to take."""
    points = Aandachtspunt.objects.visible_to(request.user).select_related("team")
    found = get_object_or_404(points, pk=punt)
    if not can_brief(request.user, found):
        raise PermissionDenied
    end_point(found, actor=request.user, now=timezone.now())
    messages.success(request, _("Gestopt. Het team ziet dit niet meer."))
    return redirect("rondes:aandacht")
