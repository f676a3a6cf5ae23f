"""For who leads a team: whom to ring, and why people did not answer (E203)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.explaining import explain_silence
from evaluaties.forms.vragen_aan import RedenForm
from evaluaties.mine import to_ring
from evaluaties.permissions import can_explain_silence
from evaluaties.silence import explained, per_team, run_of_team, runs_of_teams, silence_in_words, with_predecessors
from evaluaties.together import conversations_of
from evaluaties.views.doors import GET_OR_POST, posted
from teams.models import Team
from teams.rollen import rollen_van

MOST_CALLS, MOST_TALKS = 50, 10


def led_team(request, pk):
    """A team that one leads; who is only in it may not, and for anybody else it is not there."""
    own = Team.objects.visible_to(request.user).filter(pk__in=rollen_van(request.user).in_teams)
    found = get_object_or_404(own.select_related("gemeente"), pk=pk)
    if not can_explain_silence(request.user, found):
        raise PermissionDenied
    return found


@login_required
@require_safe
def stilte(request, team):
    """People of the team without mail, and the runs of which fewer answers came than expected."""
    found = led_team(request, team)
    teams = with_predecessors(found)
    pagina = page_of(request, runs_of_teams(teams))
    context = {
        "team": found,
        "bellen": to_ring(teams)[:MOST_CALLS],
        "pagina": pagina,
        "rijen": [row for afname in pagina for row in per_team(afname)],
        "gesprekken": conversations_of(teams)[:MOST_TALKS],
    }
    return render(request, "evaluaties/stilte.html", context)


@login_required
@GET_OR_POST
def stilte_reden(request, afname, team):
    """Why, in some ticks and words; said again, the last words stand."""
    found = led_team(request, team)
    run = run_of_team(afname, found)
    if run is None:
        raise Http404
    form = RedenForm(posted(request), initial=explained(run, found), stond=silence_in_words(run, found))
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, explain_silence, run, found, **facts):
        messages.success(request, _("Dank u wel. De trainers en de gemeente lezen het."))
        return redirect("evaluaties:stilte", found.pk)
    context = {"team": found, "afname": run, "form": form}
    return render(request, "evaluaties/stilte_reden.html", context, status=form.status if form.is_bound else 200)
