"""Getting to know a team: what was said before, the pages of a draft, and what is finished (E089-E095)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from teams.models import Team
from trainingen import intake
from trainingen.actions.intake import begin_intake, drop_intake, finish_intake, keep_step
from trainingen.documents.kennismaking import render_kennismaking
from trainingen.forms.kennismaking import LATER, StapForm
from trainingen.forms.knop import KnopForm
from trainingen.models import Kennismaking
from trainingen.permissions import can_take_intake, can_train
from trainingen.views.doors import GET_OR_POST, for_trainers, posted, trainer_gemeente
from trainingen.views.files import as_pdf

PER_PAGE = 20


def intake_team(request, pk):
    """A team that one gets to know: as trainer of its gemeente, or as who leads it."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("gemeente"), pk=pk)
    if not can_take_intake(request.user, team):
        raise PermissionDenied
    return team


def seen_intake(request, pk):
    """A finished talk about such a team, or one's own draft."""
    rows = Kennismaking.objects.visible_to(request.user).select_related("team__gemeente", "door")
    return get_object_or_404(rows, pk=pk)


@require_safe
@for_trainers
def kennismakingen(request):
    """The teams of the gemeente, those that nobody talked with for longest on top."""
    gemeente, today = trainer_gemeente(request), local_date(timezone.now())
    teams = Team.objects.visible_to(request.user).active().filter(gemeente=gemeente)
    talks = Kennismaking.objects.visible_to(request.user).filter(team__gemeente=gemeente)
    page = page_of(request, intake.by_last_talk(teams, talks), PER_PAGE)
    rows = [(team, team.laatst is not None and intake.is_old(team.laatst, today)) for team in page]
    context = {"gemeente": gemeente, "pagina": page, "rijen": rows}
    return render(request, "trainingen/kennismakingen.html", context)


@login_required
@require_safe
def kennismaking(request, team):
    """What is known of this team, and the way to a new talk."""
    team = intake_team(request, team)
    return render_team(request, team)


def render_team(request, team, status=200):
    """The page of a team."""
    today = local_date(timezone.now())
    talks = Kennismaking.objects.visible_to(request.user).filter(team=team).select_related("door")
    finished = list(talks.finished())
    newest = finished[0] if finished else None
    context = {
        "team": team,
        "feiten": intake.facts_of(team, today),
        "concept": talks.filter(klaar_op__isnull=True).first(),
        "nieuwste": newest,
        "rijen": rows_of(newest) if newest else [],
        "ouder": finished[1:],
        "is_oud": bool(newest) and intake.is_old(newest.gehouden_op, today),
        "gestopt": team.stand == Team.Stand.GESTOPT,
        "traint": can_train(request.user, team.gemeente_id),
    }
    return render(request, "trainingen/kennismaking.html", context, status=status)


def rows_of(talk):
    """Questions and answers as a page shows them."""
    return [{"naam": vraag, "waarde": words} for vraag, words in intake.in_words(talk.antwoorden)]


@login_required
@require_POST
def kennismaking_begin(request, team):
    """Begin, or go on with one's draft."""
    team = intake_team(request, team)
    try:
        draft = begin_intake(team, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return render_team(request, team, status=409)
    return redirect("trainingen:kennismaking_stap", draft.pk, 1)


@login_required
@GET_OR_POST
def kennismaking_stap(request, kennismaking, stap):
    """A few questions; what was typed is kept before anything is said about it."""
    talk, page = seen_intake(request, kennismaking), intake.step(stap)
    if page is None:
        raise Http404
    if talk.klaar_op and request.method != "POST":
        return redirect("trainingen:kennismaking_lezen", talk.pk)
    now = timezone.now()
    today = local_date(now)
    facts = intake.facts_of(talk.team, today)
    begin = talk.antwoorden | {"hoe": talk.hoe, "gehouden_op": talk.gehouden_op}
    form = StapForm(page, posted(request), initial=begin, feiten=facts, today=today)
    if form.is_bound and kept(form, talk, request.user, now) and (LATER in request.POST or form.is_valid()):
        return after(request, talk, page)
    steps = {"naam": talk.team.naam, "stap": page.nummer, "stappen": len(intake.steps())}
    context = {"kennismaking": talk, "pagina": page, "form": form, **steps}
    return render(request, "trainingen/kennismaking_stap.html", context, status=form.status if form.is_bound else 200)


def kept(form, talk, actor, now):
    """Keep what was typed, right or not; False, with the reason on the form, when it is refused."""
    form.is_valid()
    try:
        keep_step(talk, stap=form.stap, waarden=form.answers(), **form.talk(), actor=actor, now=now)
    except RefusedAction as refusal:
        form.add_error(None, refusal.message)
        form.status = 409
        return False
    return True


def after(request, talk, page):
    """Where one goes when a page is kept."""
    if LATER in request.POST:
        messages.success(request, _("Uw antwoorden zijn bewaard. U kunt later verdergaan."))
        return redirect("trainingen:kennismaking", talk.team_id)
    if page.nummer < len(intake.steps()):
        return redirect("trainingen:kennismaking_stap", talk.pk, page.nummer + 1)
    return redirect("trainingen:kennismaking_lezen", talk.pk)


@login_required
@require_safe
def kennismaking_lezen(request, kennismaking):
    """A finished talk to read, or one's draft to check."""
    return render_talk(request, seen_intake(request, kennismaking), KnopForm(_("Klaar, bewaar de kennismaking")))


def render_talk(request, talk, form):
    """The page of one talk."""
    context = {"kennismaking": talk, "form": form, "rijen": rows_of(talk)}
    if talk.klaar_op is None:
        context["delen"] = [checked(stap, talk.antwoorden) for stap in intake.steps()]
        context["verder"] = next(iter(intake.unfinished(talk.antwoorden)), None)
    return render(request, "trainingen/kennismaking_lezen.html", context, status=form.status if form.is_bound else 200)


def checked(stap, antwoorden):
    """One page of a draft, read back."""
    codes = [vraag.id for vraag in stap.vragen]
    rows = [{"naam": vraag, "waarde": words} for vraag, words in intake.in_words(antwoorden, codes)]
    return {"stap": stap, "rijen": rows, "open": bool(intake.problems(stap, antwoorden))}


@login_required
@require_POST
def kennismaking_klaar(request, kennismaking):
    """The talk counts from now on."""
    talk = seen_intake(request, kennismaking)
    form = KnopForm(_("Klaar, bewaar de kennismaking"), request.POST)
    if form.is_valid() and accepted(form, finish_intake, talk, actor=request.user, now=timezone.now()):
        messages.success(request, _("De kennismaking is bewaard."))
        return redirect("trainingen:kennismaking", talk.team_id)
    return render_talk(request, talk, form)


@login_required
@GET_OR_POST
def kennismaking_weg(request, team):
    """Ask once, then throw one's draft about this team away."""
    team = intake_team(request, team)
    form = KnopForm(_("Gooi mijn antwoorden weg"), posted(request))
    if form.is_bound and form.is_valid() and accepted(form, drop_intake, team, actor=request.user, now=timezone.now()):
        messages.success(request, _("Uw antwoorden zijn weggegooid."))
        return redirect("trainingen:kennismaking", team.pk)
    if not Kennismaking.objects.visible_to(request.user).filter(team=team, klaar_op__isnull=True).exists():
        return redirect("trainingen:kennismaking", team.pk)
    context = {"team": team, "form": form}
    return render(request, "trainingen/kennismaking_weg.html", context, status=form.status if form.is_bound else 200)


@login_required
@require_safe
def kennismaking_pdf(request, kennismaking):
    """A finished talk on paper."""
    talk = seen_intake(request, kennismaking)
    if talk.klaar_op is None:
        raise PermissionDenied
    return as_pdf(lambda: render_kennismaking(talk), "kennismaking", request, "trainingen:kennismaking_lezen", talk.pk)
