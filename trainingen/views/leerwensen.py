"""What a team wants to learn: who leads it keeps the list, trainers of the gemeente read it (E182, E183)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buurtpreventie.ui.refusals import accepted
from teams.models import Team
from trainingen.actions.wishes import add_wish, tick_off_wish
from trainingen.forms.leerwensen import GeleerdForm, WensForm
from trainingen.models import Leerwens
from trainingen.permissions import can_enrol, can_read_wishes
from trainingen.views.doors import GET_OR_POST, posted
from trainingen.wishlist import per_topic


@login_required
@GET_OR_POST
def leerwensen(request, team):
    """The list per topic with what was written, never by whom; one more by who leads the team."""
    found = team_of_wishes(request, team)
    form = WensForm(posted(request)) if can_enrol(request.user, found) else None
    if form is None and request.method == "POST":
        raise PermissionDenied
    now = timezone.now()
    if form and form.is_bound and form.is_valid() and accepted(form, add_wish, found, actor=request.user, now=now):
        messages.success(request, _("Het staat op de lijst."))
        return redirect("trainingen:leerwensen", found.pk)
    wishes = Leerwens.objects.visible_to(request.user).open().of_team(found)
    context = {"team": found, "onderwerpen": per_topic(wishes), "form": form}
    return render(request, "trainingen/leerwensen.html", context, status=form.status if form and form.is_bound else 200)


@login_required
@require_POST
def geleerd(request, team):
    """The team learnt this: off the list."""
    found = team_of_wishes(request, team)
    if not can_enrol(request.user, found):
        raise PermissionDenied
    form = GeleerdForm(request.POST)
    if form.is_valid() and accepted(form, tick_off_wish, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("Van de lijst gehaald."))
    return redirect("trainingen:leerwensen", found.pk)


def team_of_wishes(request, pk):
    """A team of which one may read the list."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("gemeente"), pk=pk)
    if not can_read_wishes(request.user, team):
        raise PermissionDenied
    return team
