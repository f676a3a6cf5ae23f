"""What a team reads of itself; who leads it sees what the team waits for and may ask the meldpunt how it stands."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import open_inhoud
from meldingen.figures import confidential_counts
from meldingen.models import Aanvulling, Melding
from meldingen.views.photos import photos_for
from opvolging.actions import give_seintje
from opvolging.forms.melder import SeintjeForm
from opvolging.models import Bezorging, TeamBericht
from opvolging.permissions import can_nudge
from opvolging.progress import badge, timeline
from opvolging.team import as_waiting, tips_for, waiting_meldingen
from opvolging.team_figures import figures_for_page
from opvolging.team_message import parts_of
from opvolging.views.melder import reads
from teams.clocks import Kalender, local_date
from teams.models import Team
from teams.rollen import rollen_van
from teams.rondes.models import Ronde
from teams.rondes.planning import as_planned
from trainingen.cover import cover_of
from trainingen.reading import cover_in_words

COMING = 3
LONGEST_WAITING = 6
NEWEST = 5


def own_team(request, pk):
    """A team that one is in; staff of the gemeente has no business here."""
    found = get_object_or_404(Team.objects.visible_to(request.user).select_related("gemeente"), pk=pk)
    if found.pk not in rollen_van(request.user).in_teams:
        raise PermissionDenied
    return found


def leads(request, team):
    return team.pk in rollen_van(request.user).coordineert


def waiting(request, meldingen, team, now):
    """These meldingen of ``waiting_meldingen`` in the words of the page."""
    return [as_waiting(melding, Kalender.of(team.gemeente), now) for melding in meldingen]


@login_required
@require_safe
def team(request, pk):
    """What a team waits for, and the way to the rest."""
    return render_team(request, own_team(request, pk))


def render_team(request, found, form=None):
    """What is to be done first, then what the team did; ``form`` is a nudge that was refused."""
    now = timezone.now()
    ahead = Ronde.objects.visible_to(request.user).for_cards().coming(now).filter(team=found)[:COMING]
    context = {"team": found, "leidt": leads(request, found), "form": form, "nu": now}
    context |= {"komend": as_planned(ahead, request.user, now)} | figures_for_page(request.user, found, now)
    if context["leidt"]:
        context["bewijzen"] = cover_in_words(cover_of(found, local_date(now)))
        first = list(waiting_meldingen(request.user, found)[: LONGEST_WAITING + 1])
        context["wacht"] = waiting(request, first[:LONGEST_WAITING], found, now)
        context["wacht_meer"] = len(first) > LONGEST_WAITING
        to_bring = Bezorging.objects.visible_to(request.user).for_coordinator(request.user).open()
        context["over_te_brengen"] = to_bring.filter(melding__team=found).count()
    else:
        context |= shared_meldingen(request, found, NEWEST) | {"kort": True}
    return render(request, "opvolging/team/team.html", context, status=form.status if form else 200)


def shared_meldingen(request, found, per_page=25):
    """What this reader may read of the meldingen of a team, the newest on top."""
    rows = Melding.objects.visible_to(request.user).of_teams(request.user).filter(team=found)
    page = page_of(request, rows.select_related("categorie", "buurt").order_by("-gemeld_op", "-pk"), per_page)
    return {"pagina": page, "rijen": [{"melding": melding, "status": badge(melding)} for melding in page]}


@login_required
@require_safe
def meldingen(request, pk):
    """Everything that may be read; who leads the team sees how many are confidential."""
    found = own_team(request, pk)
    context = {"team": found, "leidt": leads(request, found)} | shared_meldingen(request, found)
    if context["leidt"]:
        context["vertrouwelijk"] = confidential_counts(request.user, found, timezone.now())
    return render(request, "opvolging/team/meldingen.html", context)


@login_required
@require_safe
def wacht(request, pk):
    """Everything that the team waits for, the longest waiting first."""
    found = own_team(request, pk)
    if not leads(request, found):
        raise PermissionDenied
    page = page_of(request, waiting_meldingen(request.user, found))
    context = {"team": found, "pagina": page, "wacht": waiting(request, page, found, timezone.now())}
    return render(request, "opvolging/team/wacht.html", context)


@login_required
@require_POST
def seintje(request, nummer):
    """Ask the meldpunt how it stands."""
    shared = Melding.objects.visible_to(request.user).of_teams(request.user)
    melding = get_object_or_404(shared.select_related("team__gemeente"), nummer=nummer)
    if not can_nudge(request.user, melding):
        raise PermissionDenied
    form = SeintjeForm(request.POST)
    if form.is_valid() and accepted(form, give_seintje, melding, actor=request.user, now=timezone.now()):
        messages.success(
            request, _("Gevraagd. Het meldpunt krijgt een mail over melding %(nummer)s.") % {"nummer": nummer}
        )
        return redirect(reverse("opvolging:team", args=[melding.team_id]))
    return render_team(request, melding.team, form)


@login_required
@require_safe
@reads
def team_melding(request, nummer):
    """A melding of the team, to read only; never who reported it."""
    shared = Melding.objects.visible_to(request.user).of_teams(request.user)
    melding = get_object_or_404(shared.select_related("categorie", "buurt", "gemeente", "team"), nummer=nummer)
    now = timezone.now()
    inhoud = open_inhoud(melding, actor=request.user, now=now) if request.method != "HEAD" else None
    more = Aanvulling.objects.readable_by(request.user).filter(melding=melding) if inhoud else []
    return render(
        request,
        "opvolging/melder/team_melding.html",
        {
            "melding": melding,
            "status": badge(melding),
            "stappen": timeline(melding, local_date(now)),
            "rijen": [{"naam": question, "waarde": said} for question, said in inhoud.team_rows] if inhoud else [],
            "aanvullingen": more,
            "fotos": photos_for(request.user, melding) if inhoud else [],
        },
    )


# --- what the team brought about ------------------------------------------------------------------


@login_required
@require_safe
def berichten(request, pk):
    """The messages of all months, the newest first, and what makes a melding more useful."""
    found = own_team(request, pk)
    page = page_of(request, TeamBericht.objects.visible_to(request.user).filter(team=found))
    context = {"team": found, "pagina": page, "tips": tips_for(found, timezone.now())}
    return render(request, "opvolging/team/berichten.html", context)


@login_required
@require_safe
def bericht(request, pk, jaar, maand):
    """One month: to read, to print and to send on."""
    found = own_team(request, pk)
    try:
        first_day = date(jaar, maand, 1)
    except (ValueError, OverflowError):
        raise Http404 from None
    told = get_object_or_404(TeamBericht.objects.visible_to(request.user), team=found, maand=first_day)
    kop, _leeg, tekst = told.tekst.partition("\n\n")
    return render(
        request,
        "opvolging/team/bericht.html",
        {"team": found, "bericht": told, "kop": kop, "delen": list(parts_of(tekst))},
    )
