"""Runs for who looks after them: the list, the evening on which one begins, the page of one, its code and its end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.polling import is_poll
from buurtpreventie.ui.refusals import accepted
from evaluaties import wall
from evaluaties.actions.closing import close_afname
from evaluaties.actions.opening import open_for_evening
from evaluaties.actions.wall import open_wall
from evaluaties.evenings import evenings_seen, not_asked_yet, obstacle
from evaluaties.forms.afnames import NOG, AfnamesForm, BeginForm, SluitForm, WandForm
from evaluaties.models import Afname, OpenAntwoord, Soort, Vragenlijst
from evaluaties.overview import line_of, lines_of
from evaluaties.permissions import can_evaluate
from evaluaties.present import asked_and_silent, per_channel, present_at, with_numbers
from evaluaties.views.doors import GET_OR_POST, evaluator_gemeente, looked_after, posted
from teams.clocks import local_date
from trainingen.moments import moment_in_words
from trainingen.permissions import can_run
from trainingen.wall import qr_of

PER_PAGE, FEW = 20, 3


@login_required
@require_safe
def afnames(request):
    """All runs of the gemeente, what can be filled in now on top; and evenings of which nobody was asked yet."""
    gemeente, now = evaluator_gemeente(request), timezone.now()
    form = AfnamesForm(request.GET or None, lijsten=Vragenlijst.objects.visible_to(request.user))
    welke, lijst = form.chosen.get("welke", ""), form.chosen.get("lijst")
    evenings = not_asked_yet(request.user, gemeente, now)
    if lijst:
        evenings = evenings.filter(module__code=lijst.module_code)
    rows = evenings if welke == NOG else runs_of(request.user, gemeente, welke, lijst)
    page = page_of(request, rows, PER_PAGE)
    context = {
        "gemeente": gemeente,
        "form": form,
        "welke": welke,
        "pagina": page,
        "avonden": page.object_list if welke == NOG else [],
        "regels": [] if welke == NOG else lines_of(page, now),
        "nog": evenings[: FEW + 1] if not form.chosen and page.number == 1 else [],
        "weinig": FEW,
    }
    return render(request, "evaluaties/afnames.html", context)


def runs_of(user, gemeente, welke, lijst):
    """The runs of this gemeente that somebody asked for, what is open on top."""
    rows = Afname.objects.visible_to(user).filter(Q(gemeente=gemeente) | Q(regio__gemeenten=gemeente))
    if welke:
        rows = rows.filter(stand=welke)
    if lijst:
        rows = rows.filter(versie__vragenlijst=lijst)
    return with_numbers(rows).order_by("-stand", "-opent_op", "-pk")


@login_required
@GET_OR_POST
def avond(request, sessie):
    """The run of this evening, or the button with which it begins."""
    evening, now = get_object_or_404(evenings_seen(request.user), pk=sessie), timezone.now()
    if not can_evaluate(request.user, evening):
        raise PermissionDenied
    there = Afname.objects.visible_to(request.user).filter(sessie=evening).first()
    if there and request.method != "POST":
        return redirect("evaluaties:afname", there.pk)
    form = BeginForm(posted(request))
    if form.is_bound and form.is_valid() and accepted(form, open_for_evening, evening, actor=request.user, now=now):
        works = wall.wall_works(form.result, now)
        return redirect("evaluaties:wand" if works else "evaluaties:afname", form.result.pk)
    context = {
        "sessie": evening,
        "wanneer": moment_in_words(evening, local_date(now)),
        "aanwezig": present_at(evening),
        "waarom_niet": obstacle(evening, now),
        "met_code": wall.wall_until(evening, now),
        "mag_lijst": can_run(request.user, evening),
        "form": form,
    }
    return render(request, "evaluaties/afname_avond.html", context, status=form.status if form.is_bound else 200)


@login_required
@require_safe
def afname(request, afname):
    """Everything of one run, and the next thing to do with it."""
    found, now = looked_after(request, afname), timezone.now()
    if found.versie.vragenlijst.soort == Soort.SAMEN:
        return redirect("evaluaties:samen", found.pk)
    woorden = OpenAntwoord.objects.visible_to(request.user).to_redact().filter(afname=found).count()
    context = {
        "afname": found,
        "regel": line_of(found, now, woorden=woorden),
        "wegen": per_channel(found),
        "verzoeken": asked_and_silent(found),
        "woorden": woorden,
        "programma": found.programma or (found.sessie and found.sessie.programma),
        "code_tot": found.wand_tot if wall.wall_works(found, now) else None,
        "kan_code": found.is_open and wall.wall_until(found.sessie, now),
        "mag_lijst": found.sessie_id and can_run(request.user, found.sessie),
    }
    return render(request, "evaluaties/afname.html", context)


# --- the code -------------------------------------------------------------------------------------


@login_required
@require_safe
def wand(request, afname):
    """The QR and the digits, large; how many are in refreshes by itself."""
    found, now = looked_after(request, afname), timezone.now()
    if found.versie.vragenlijst.soort == Soort.SAMEN:
        return redirect("evaluaties:samen", found.pk)
    if is_poll(request):
        return render(request, "evaluaties/_wand_stand.html", wall_context(found, now))
    return show_wall(request, found, now)


@login_required
@require_POST
def wand_nieuw(request, afname):
    """A code, or another code in the place of one that should not work any more."""
    found, form, now = looked_after(request, afname), WandForm(request.POST), timezone.now()
    if form.is_valid() and accepted(form, open_wall, found, actor=request.user, now=now):
        if form.cleaned_data["gelezen"] and form.result.wand_code != form.cleaned_data["gelezen"]:
            messages.success(request, _("Er is een nieuwe code. De oude code werkt niet meer."))
        return redirect("evaluaties:wand", found.pk)
    return show_wall(request, found, now, form)


def wall_context(afname, now):
    """How many are in, and whether the code still works."""
    return {"afname": afname, "regel": line_of(afname, now), "werkt": wall.wall_works(afname, now)}


def show_wall(request, afname, now, form=None):
    """The code of this run, if it has one that works."""
    context = wall_context(afname, now) | {"form": form, "kan_code": wall.wall_until(afname.sessie, now)}
    if context["werkt"]:
        context |= {"qr": qr_of(wall.link_of_wall(afname)), "code": wall.code_in_words(afname.wand_code)}
        context["adres"] = wall.short_address()
    return render(request, "evaluaties/wand.html", context, status=form.status if form else 200)


# --- the end --------------------------------------------------------------------------------------


@login_required
@GET_OR_POST
def sluiten(request, afname):
    """Everything is in: what happens then, and the button."""
    found, now = looked_after(request, afname), timezone.now()
    if found.versie.vragenlijst.soort == Soort.SAMEN:
        return redirect("evaluaties:samen", found.pk)
    form = SluitForm(posted(request))
    if form.is_bound and form.is_valid() and accepted(form, close_afname, found, actor=request.user, now=now):
        messages.success(request, _("De evaluatie is gesloten. Er kan niets meer bij."))
        return redirect("evaluaties:afname", found.pk)
    context = {"afname": found, "regel": line_of(found, now), "form": form}
    return render(request, "evaluaties/afname_sluiten.html", context, status=form.status if form.is_bound else 200)
