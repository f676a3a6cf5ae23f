"""A conversation at a table: begun, written down, and read by who leads a team that sat there (E193)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.refusals import accepted
from evaluaties import together
from evaluaties.actions.together import agree, begin_together, done, write_together
from evaluaties.answers import questions_of
from evaluaties.documents.samen import render_samen
from evaluaties.forms.samen import AfspraakForm, GedaanForm, SamenForm, SamenNieuwForm
from evaluaties.permissions import can_look_after
from evaluaties.views.doors import GET_OR_POST, evaluator_gemeente, posted
from teams.clocks import local_date
from teams.models import Team
from trainingen.views.files import as_pdf


def read(request, pk):
    """A conversation that one may read."""
    found = together.run_to_read(request.user, pk)
    if found is None:
        raise Http404
    return found


def written(request, pk):
    """One that one looks after; who only reads it may not write."""
    found = read(request, pk)
    if not can_look_after(request.user, found):
        raise PermissionDenied
    return found


@login_required
@GET_OR_POST
def samen_nieuw(request):
    """Which teams sit at the table."""
    gemeente = evaluator_gemeente(request)
    teams = Team.objects.visible_to(request.user).filter(gemeente=gemeente, opgegaan_in=None).order_by("naam")
    form = SamenNieuwForm(posted(request), teams=teams, avonden=together.evenings_to_choose(gemeente))
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, begin_together, gemeente, **facts):
        return redirect("evaluaties:samen_schrijven", form.result.pk)
    context = {"form": form, "gemeente": gemeente}
    return render(request, "evaluaties/samen_nieuw.html", context, status=form.status if form.is_bound else 200)


@login_required
@require_safe
def samen(request, afname):
    """The report, and what was agreed."""
    return show(request, read(request, afname))


def show(request, afname, form=None, status=200):
    """The page; ``form`` is an agreement that is not sound yet."""
    writes, verslag = can_look_after(request.user, afname), together.last_of(afname)
    form = form or AfspraakForm()
    form.helper.form_action = reverse("evaluaties:samen_afspraak", args=[afname.pk])
    context = {
        "afname": afname,
        "teams": together.teams_of(afname),
        "verslag": verslag,
        "regels": together.lines_of(afname.versie, verslag) if verslag else [],
        "afspraken": together.agreements_of(afname, local_date(timezone.now())),
        "schrijft": writes,
        "form": form if writes else None,
    }
    return render(request, "evaluaties/samen.html", context, status=status)


@login_required
@GET_OR_POST
def samen_schrijven(request, afname):
    """Write the report, or a better text of it."""
    found = written(request, afname)
    verslag = together.last_of(found)
    stond = {vraag.code: "" for vraag in questions_of(found.versie)}
    stond |= {code: str(value) for code, value in (verslag.alles if verslag else {}).items()}
    form = SamenForm(posted(request), versie=found.versie, stond=stond, initial=verslag.alles if verslag else None)
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, write_together, found, **facts):
        messages.success(request, _("Het verslag is bewaard."))
        return redirect("evaluaties:samen", found.pk)
    context = {"form": form, "afname": found}
    return render(request, "evaluaties/samen_schrijven.html", context, status=form.status if form.is_bound else 200)


@login_required
@require_POST
def samen_afspraak(request, afname):
    """Who does what by when."""
    found, form = written(request, afname), AfspraakForm(request.POST)
    if form.is_valid() and accepted(form, agree, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("De afspraak staat erbij."))
        return redirect("evaluaties:samen", found.pk)
    return show(request, found, form, form.status)


@login_required
@require_POST
def samen_gedaan(request, afname):
    """One of them is done."""
    found = written(request, afname)
    form = GedaanForm(request.POST, punten=together.agreements_here(found))
    if form.is_valid() and accepted(form, done, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("Fijn, dit is gedaan."))
        return redirect("evaluaties:samen", found.pk)
    return show(request, found, status=form.status)


@login_required
@require_safe
def samen_pdf(request, afname):
    """The report to print; there is none before it was written."""
    found = read(request, afname)
    verslag = together.last_of(found)
    if verslag is None:
        raise Http404
    facts = (found, verslag, together.teams_of(found), local_date(timezone.now()))
    return as_pdf(lambda: render_samen(*facts), f"verslag-{found.pk}", request, "evaluaties:samen", found.pk)
