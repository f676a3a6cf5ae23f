"""What somebody of the team reads about a round beside the round itself: what to look at, and what came of it."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from meldingen.rounds import round_in_words, still_reports_from
from opvolging.briefing import briefing_of
from teams.rondes.attention import points_for
from teams.rondes.models import Ronde
from teams.rondes.querysets import GELOPEN


@login_required
@require_safe
def ronde_letten(request, ronde):
    """Before and during a round: what to look at and what came of meldingen; afterwards what was reported from it."""
    rounds = Ronde.objects.visible_to(request.user).select_related("team__gemeente", "route")
    found = get_object_or_404(rounds, pk=ronde)
    now = timezone.now()
    walked = found.stand in GELOPEN
    context = {
        "ronde": found,
        "welke": round_in_words(found, now),
        "gelopen": walked,
        "punten": [] if walked else list(points_for(request.user, found, now)),
        "briefing": briefing_of(request.user, found, now),
        "kan_melden": still_reports_from(found, now),
    }
    return render(request, "opvolging/ronde/letten.html", context)
