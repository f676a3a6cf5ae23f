"""The coming rounds of one's own teams, and saying whether one comes."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from teams.models import Team
from teams.rollen import rollen_van
from teams.rondes.actions import cannot_come, sign_up
from teams.rondes.forms.planning import AntwoordForm
from teams.rondes.models import Aandachtspunt, Ronde
from teams.rondes.permissions import can_plan
from teams.rondes.planning import LOOK_BACK, as_planned

PER_PAGE = 20
LAST = 5
SOON, AT_LEAST = timedelta(days=8), 3  # what stands on a card with buttons; later rounds are one line each


@login_required
@require_safe
def rondes(request):
    """What is ahead, and what passed without a report."""
    return render_rondes(request)


def render_rondes(request, form=None):
    """The list; ``form`` is an answer that was refused."""
    now = timezone.now()
    mine = Ronde.objects.visible_to(request.user).for_cards()
    page = page_of(request, mine.coming(now), PER_PAGE)
    passed = mine.not_written(now, now - LOOK_BACK)[:LAST]
    cards = as_planned([*page, *passed], request.user, now)
    rijen, gemist = cards[: len(page)], cards[len(page) :]
    straks, later = sooner_and_later(rijen, page.number, now)
    teams = Team.objects.visible_to(request.user).filter(pk__in=rollen_van(request.user).eigen_teams).order_by("naam")
    under_way = any(rij.loopt for rij in rijen)
    context = {
        "pagina": page,
        "straks": straks,
        "later": later,
        "primair": primary(straks),
        "onderweg": under_way,
        "gemist": gemist,
        "gemist_eerst": not under_way and any(rij.liep_mee for rij in gemist),
        "teams": teams,
        "leidt": [team for team in teams if can_plan(request.user, team)],
        "aandacht": Aandachtspunt.objects.visible_to(request.user).current(now).filter(team__in=teams).count(),
        "form": form,
    }
    return render(request, "rondes/rondes.html", context, status=form.status if form else 200)


def sooner_and_later(rijen, page, now):
    """One's own round under way, what somebody decides about now, also where a stand-in is asked; and weeks ahead."""
    first = rijen[:AT_LEAST] if page == 1 else []
    straks = [rij for rij in rijen if rij in first or rij.ronde.moment < now + SOON or rij.gevraagd]
    return sorted(straks, key=lambda rij: not rij.loopt), [rij for rij in rijen if rij not in straks]


def primary(rijen):
    """Which round has the one primary button: one's own under way, the first to start, else one without an answer."""
    out = [r for r in rijen if r.loopt]
    wanted = out or [r for r in rijen if r.kan_starten and r.komt] or [r for r in rijen if r.open and not r.mijn]
    return wanted[0].ronde.pk if wanted else None


@login_required
@require_POST
def meelopen(request, ronde):
    """One tap: I come along."""
    return answer(request, ronde, sign_up)


@login_required
@require_POST
def kan_niet(request, ronde):
    """One tap: I cannot come."""
    return answer(request, ronde, cannot_come)


def answer(request, ronde, action):
    """What somebody says about a round that they may see, and the list again."""
    found = get_object_or_404(Ronde.objects.visible_to(request.user), pk=ronde)
    form = AntwoordForm(request.POST)
    if not form.is_valid():
        return render_rondes(request, form)
    back = form.cleaned_data.pop("terug")
    if not accepted(form, action, found, actor=request.user, now=timezone.now()):
        return render_rondes(request, form)
    say(request, form.result)
    if back == "ronde":
        return redirect("rondes:ronde", found.pk)
    return redirect(reverse("rondes:rondes") + f"#ronde-{found.pk}")


def say(request, deelname):
    """What it means that this was said."""
    card = card_of(request, deelname.ronde_id)
    if not card.komt:
        messages.success(request, _("U kunt niet mee. Dat is goed: u hoeft niet te zeggen waarom."))
        return
    if deelname.vervangt_id:
        messages.success(request, _("Dank u wel. U valt in."))
    else:
        messages.success(request, _("U loopt mee: %(wanneer)s.") % {"wanneer": card.wanneer})
    if card.alleen_ik:
        messages.warning(request, _("Op dit moment bent u als enige aangemeld. Loop liever niet alleen."))


def card_of(request, pk):
    """One round as the list shows it."""
    rows = Ronde.objects.visible_to(request.user).for_cards().filter(pk=pk)
    return as_planned(rows, request.user, timezone.now())[0]
