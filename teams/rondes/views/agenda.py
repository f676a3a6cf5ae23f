"""Calendar feeds: the page of one's own links, and the feed that a calendar program fetches without a session."""

from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.tokens import hash_token
from buurtpreventie.ui.refusals import accepted
from teams.models import Team
from teams.rondes.actions import make_agenda, renew_agenda, stop_agenda
from teams.rondes.feeds import feed_of
from teams.rondes.forms.agenda import AgendaForm, LinkForm
from teams.rondes.models import Agenda
from teams.rondes.views.doors import own_teams

LIMIT = {"agenda": "120/h/key"}  # a calendar program comes a few times a day


@dataclass(frozen=True)
class Keuze:
    """One feed that somebody may have, made or not."""

    team: Team | None
    agenda: Agenda | None
    form: LinkForm | None
    webcal: str


@login_required
@require_safe
def agenda(request):
    """One's own links: of the own rounds, and of each own team."""
    return shown(request)


@login_required
@require_POST
def agenda_maken(request):
    """Make a link; pressed twice it stays the same."""
    form = AgendaForm(own_teams(request), request.POST)
    if form.is_valid() and accepted(form, make_agenda, actor=request.user, now=timezone.now()):
        messages.success(request, _("De link staat klaar."))
        return redirect("rondes:agenda")
    return shown(request, form)


@login_required
@require_POST
def agenda_nieuw(request, agenda):
    """A new link in the place of the old one."""
    return changed(request, agenda, renew_agenda, _("U hebt een nieuwe link. De oude link werkt niet meer."))


@login_required
@require_POST
def agenda_stoppen(request, agenda):
    """No link any more."""
    return changed(request, agenda, stop_agenda, _("De link werkt niet meer. Haal hem ook weg uit uw agenda."))


def changed(request, agenda, action, sentence):
    """Do this with a link of one's own."""
    mine = get_object_or_404(Agenda.objects.visible_to(request.user), pk=agenda)
    try:
        action(mine, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, sentence)
    return redirect("rondes:agenda")


def shown(request, form=None):
    """The page, with what went wrong."""
    living = Agenda.objects.visible_to(request.user).usable()
    by_team = {agenda.team_id: agenda for agenda in living}
    teams = list(own_teams(request))
    keuzes = [choice_of(request, team, by_team.get(team and team.pk)) for team in ([None, *teams] if teams else [])]
    return render(request, "rondes/agenda.html", {"keuzes": keuzes, "form": form}, status=form.status if form else 200)


def choice_of(request, team, agenda):
    """A feed with its link in two forms: to copy, and to open in the calendar of this device."""
    if agenda is None:
        return Keuze(team, None, None, "")
    path = reverse("rondes:agenda_ics", args=[agenda.geheim])
    link = settings.SITE_URL + path
    form = LinkForm(initial={"link": link}, prefix=f"agenda{agenda.pk}")
    return Keuze(team, agenda, form, f"webcal:{link.partition(':')[2]}")


@require_safe
def agenda_ics(request, token):
    """The feed; whatever does not open it gives one and the same answer."""
    key = hash_token(token)
    if not ratelimit.consume(request, app="rondes", action="agenda", config=LIMIT, key=key, limit_get=True):
        return ratelimit.respond_429(request)
    agenda = Agenda.objects.usable().filter(token_hash=key).select_related("gebruiker").first()
    feed = agenda and feed_of(agenda, timezone.now())
    if feed is None:
        raise Http404
    headers = {"Content-Disposition": 'inline; filename="agenda.ics"', "X-Robots-Tag": "noindex, nofollow"}
    return HttpResponse(feed, content_type="text/calendar; charset=utf-8", headers=headers)
