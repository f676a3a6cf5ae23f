"""Beheer merges two teams: which one, what it means, and then the button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.ui.refusals import accepted
from teams.actions.merging import merge_team
from teams.forms.merging import NaarForm, SamenvoegForm
from teams.merging import what_moves
from teams.models import Team
from teams.rollen import rollen_van
from teams.views.beheer import GET_OR_POST, managed


@login_required
@GET_OR_POST
def team_samenvoegen(request, team):
    """GET chooses and shows what will happen, POST does it."""
    team = managed(request, Team.objects.visible_to(request.user).select_related("gemeente", "opgegaan_in"), pk=team)
    teams = others_for(request, team)
    if request.method == "POST":
        form = SamenvoegForm(request.POST, teams=teams)
        naar = form.cleaned_data["naar"] if form.is_valid() else None
        if naar and accepted(form, merge_team, team, actor=request.user, now=timezone.now()):
            words = _("%(oud)s is opgegaan in %(nieuw)s.") % {"oud": team.naam, "nieuw": naar.naam}
            messages.success(request, words)
            return redirect("teams:mensen")
        return merge_page(request, team, form, naar)
    choice = NaarForm(request.GET or None, teams=teams)
    if choice.is_bound and choice.is_valid():
        naar = choice.cleaned_data["naar"]
        return merge_page(request, team, SamenvoegForm(teams=teams, initial={"naar": naar}), naar)
    return merge_page(request, team, choice, None)


def others_for(request, team):
    """Teams that go on, where the user is beheer: of the same gemeente, or of one in the same regio."""
    near = Q(gemeente=team.gemeente_id)
    if team.gemeente.regio_id:
        near |= Q(gemeente__regio=team.gemeente.regio_id)
    managed_here = Team.objects.visible_to(request.user).filter(near, gemeente__in=rollen_van(request.user).beheert)
    going_on = managed_here.exclude(pk=team.pk).exclude(stand=Team.Stand.GESTOPT)
    return going_on.select_related("gemeente").order_by("gemeente__naam", "naam")


def merge_page(request, team, form, naar):
    """The choice, or what it means; ``form`` came back when something was wrong."""
    context = {"team": team, "form": form, "naar": naar, "keuze": form.fields["naar"].queryset.exists()}
    if naar:
        context["gaat_mee"] = what_moves(team, naar, timezone.localdate())
    return render(request, "teams/samenvoegen.html", context, status=form.status if form.is_bound else 200)
