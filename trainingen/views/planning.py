"""Planning evenings: the list of all, the page of one, and what a trainer does with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from trainingen.actions.planning import cancel_sessie, change_sessie, invite_teams, plan_sessie
from trainingen.advice import at_the_same_time, tips_for
from trainingen.agenda import as_avonden, for_agenda, narrowed
from trainingen.calls import calls_to_make
from trainingen.forms.planning import NIEUW, WIJZIG, BeginForm, LijstForm, VervalForm
from trainingen.models import Bewijs, Module, Sessie, SessieSoort
from trainingen.planned import choices_for, copy_of, facts_of, words_of
from trainingen.views.doors import GET_OR_POST, for_trainers, posted, run_sessie, trainer_gemeente

PER_PAGE = 20


@require_safe
@for_trainers
def sessies(request):
    """All evenings of the gemeente, narrowed by what one looks for."""
    gemeente, now, today = trainer_gemeente(request), timezone.now(), timezone.localdate()
    modules = Module.objects.visible_to(request.user).filter(gemeente=gemeente)
    form = LijstForm(request.GET or None, modules=modules)
    rows = Sessie.objects.visible_to(request.user).run_by(request.user).filter(gemeente=gemeente)
    if form.chosen.get("module"):
        rows = rows.filter(module=form.chosen["module"])
    welke = form.chosen.get("welke", "")
    page = page_of(request, for_agenda(narrowed(rows, welke, now)), PER_PAGE)
    context = {
        "gemeente": gemeente,
        "form": form,
        "welke": welke,
        "pagina": page,
        "avonden": as_avonden(request.user, today, now, page)[0],
        "nog_sluiten": rows.not_closed(now).count() if welke != "sluiten" else 0,
    }
    return render(request, "trainingen/sessies.html", context)


@GET_OR_POST
@for_trainers
def sessie_nieuw(request):
    """Plan an evening, from nothing or as a copy of another."""
    gemeente, today = trainer_gemeente(request), timezone.localdate()
    mine = Sessie.objects.visible_to(request.user).run_by(request.user).filter(gemeente=gemeente)
    begin = BeginForm(
        request.GET, sessies=mine, modules=Module.objects.visible_to(request.user).filter(gemeente=gemeente)
    )
    van, soort = begin.chosen.get("van"), begin.chosen.get("soort", SessieSoort.TRAINING)
    soort = van.soort if van and "soort" not in begin.chosen else soort
    keuzes = choices_for(gemeente, today)
    initial = {"trainers": [request.user]} | (copy_of(van, keuzes) if van and van.soort == soort else {})
    if begin.chosen.get("module"):
        initial["module"] = begin.chosen["module"]
    form = NIEUW[soort](posted(request), keuzes=keuzes, initial=initial)
    now = timezone.now()
    if form.is_valid() and accepted(form, plan_sessie, gemeente, soort=soort, actor=request.user, now=now):
        messages.success(request, _("De avond staat op de agenda."))
        return redirect("trainingen:sessie", form.result.pk)
    context = {"gemeente": gemeente, "form": form, "soort": soort, "van": van, "geen_modules": not keuzes["module"]}
    return render(request, "trainingen/sessie_nieuw.html", context, status=form.status if form.is_bound else 200)


@require_safe
@login_required
def sessie(request, sessie):
    """Everything a trainer needs of one evening, whatever its stand."""
    found = run_sessie(request, sessie)
    now, avond = timezone.now(), line_of(request, found)
    row = avond.sessie
    context = {
        "sessie": row,
        "avond": avond,
        "bellen": calls_to_make(request.user, found, now),
        "bewijzen": Bewijs.objects.visible_to(request.user).standing().filter(inschrijving__sessie=found).count(),
        "tips": tips_for(row),
        "tegelijk": at_the_same_time(row, now),
        "komt_nog": row.is_planned and row.begin > now,
    }
    return render(request, "trainingen/sessie.html", context)


def line_of(request, found):
    """One evening with its numbers and names."""
    rows = for_agenda(Sessie.objects.visible_to(request.user).filter(pk=found.pk))
    [[avond]] = as_avonden(request.user, timezone.localdate(), timezone.now(), rows)
    return avond


@GET_OR_POST
@login_required
def sessie_wijzigen(request, sessie):
    """Change what was planned; what a colleague changed meanwhile is shown first."""
    found = run_sessie(request, sessie)
    if request.method != "POST" and not found.is_planned:
        messages.error(request, _("Deze avond kunt u niet meer wijzigen."))
        return redirect("trainingen:sessie", found.pk)
    keuzes = choices_for(found.gemeente, timezone.localdate(), found)
    form = WIJZIG[found.soort](posted(request), keuzes=keuzes, initial=facts_of(found), stond=words_of(found))
    if form.is_valid() and accepted(form, change_sessie, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("De wijziging is opgeslagen."))
        return redirect("trainingen:sessie", found.pk)
    return act_page(request, found, form, "trainingen/sessie_wijzigen.html")


@GET_OR_POST
@login_required
def sessie_vervallen(request, sessie):
    """Let an evening lapse, after reading what that means."""
    found = run_sessie(request, sessie)
    if request.method != "POST" and not found.is_planned:
        messages.error(request, _("Deze avond kan niet meer vervallen."))
        return redirect("trainingen:sessie", found.pk)
    form = VervalForm(posted(request))
    if form.is_valid() and accepted(form, cancel_sessie, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("De avond gaat niet door. Wie zich had aangemeld, hoort dat van ons."))
        return redirect("trainingen:sessie", found.pk)
    return act_page(request, found, form, "trainingen/sessie_vervallen.html")


def act_page(request, found, form, template):
    """A form about one evening."""
    now, avond = timezone.now(), line_of(request, found)
    row = avond.sessie
    context = {
        "sessie": row,
        "avond": avond,
        "form": form,
        "terug_url": reverse("trainingen:sessie", args=[found.pk]),
        "komt_nog": row.is_planned and row.begin > now,
    }
    return render(request, template, context, status=form.status if form.is_bound else 200)


@require_POST
@login_required
def uitnodigen(request, sessie):
    """One tap: the teams see the evening, and everybody who may come is told."""
    found = run_sessie(request, sessie)
    try:
        invite_teams(found, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("De teams zijn uitgenodigd."))
    return redirect("trainingen:sessie", found.pk)
