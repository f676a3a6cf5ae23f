"""Forms on paper: printed empty, or typed over in one grid; for who looks after the run."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.opening import name_of_evening, version_for
from evaluaties.actions.paper import enter_forms
from evaluaties.answers import questions_of
from evaluaties.documents.formulier import render_formulier
from evaluaties.evenings import evenings_seen
from evaluaties.figures.stapel import totals
from evaluaties.forms.papier import (
    BEWAAR,
    CONTROLE,
    ERBIJ,
    TERUG,
    AantalForm,
    ControleForm,
    Rooster,
    StapForm,
    most_rows,
)
from evaluaties.models import Soort
from evaluaties.permissions import can_evaluate
from evaluaties.room import room_for
from evaluaties.startset import list_for
from evaluaties.views.doors import GET_OR_POST, looked_after
from trainingen.views.files import as_pdf


@login_required
@require_safe
def papier_pdf(request, afname):
    """The empty form of this run, to print."""
    found = looked_after(request, afname)
    facts = {"waarover": found.naam_toen, "gemeente": (found.gemeente or found.regio).naam}
    name = f"formulier-{found.pk}"
    return as_pdf(lambda: render_formulier(found.versie, **facts), name, request, "evaluaties:afname", found.pk)


@login_required
@require_safe
def avond_papier_pdf(request, sessie):
    """The empty form of an evening whose run did not begin yet: to take along."""
    evening = get_object_or_404(evenings_seen(request.user), pk=sessie)
    if not can_evaluate(request.user, evening):
        raise PermissionDenied
    lijst = list_for(evening)
    versie = version_for(lijst, evening.gemeente) if lijst else None
    if versie is None:
        raise Http404
    facts = {"waarover": name_of_evening(evening), "gemeente": evening.gemeente_toen}
    name = f"formulier-{evening.dag}"
    return as_pdf(lambda: render_formulier(versie, **facts), name, request, "evaluaties:avond", evening.pk)


# --- the grid -------------------------------------------------------------------------------------


@login_required
@GET_OR_POST
def papier(request, afname):
    """How many forms, then the grid, then the check; nothing is kept before the last press."""
    found = looked_after(request, afname)
    if found.versie.vragenlijst.soort == Soort.SAMEN:
        return redirect("evaluaties:samen", found.pk)
    most = most_rows(questions_of(found.versie))
    if request.method == "POST":
        return grid_sent(request, found, most)
    form = AantalForm(request.GET or None, most=most, room=room_for(found))
    if found.is_open and form.is_bound and form.is_valid():
        aantal = form.cleaned_data["aantal"]
        return show_grid(request, found, Rooster(found.versie, aantal), StapForm(most=most, initial={"aantal": aantal}))
    return ask_how_many(request, found, form)


def ask_how_many(request, afname, form):
    """The first step: how large the pile is."""
    context = {"afname": afname, "form": form, "ruimte": form.room}
    is_wrong = form.is_bound and request.method == "POST"
    return render(request, "evaluaties/papier.html", context, status=form.status if is_wrong else 200)


def grid_sent(request, afname, most):
    """A button under the grid, or under the check."""
    step = StapForm(request.POST, most=most)
    if not step.is_valid():
        return ask_how_many(request, afname, AantalForm(request.POST, most=most, room=room_for(afname)))
    stap, aantal = step.cleaned_data["stap"], step.cleaned_data["aantal"]
    if stap == ERBIJ:
        aantal = min(aantal + 1, most)
    step = StapForm(most=most, initial=step.cleaned_data | {"aantal": aantal})
    rooster = Rooster(afname.versie, aantal, request.POST)
    if stap in (TERUG, ERBIJ):
        return show_grid(request, afname, rooster, step)
    if not rooster.is_valid():
        return show_grid(request, afname, rooster, step, status=422)
    return check(request, afname, rooster, step, stap)


def show_grid(request, afname, rooster, step, status=200):
    """The grid, with what was typed."""
    context = {
        "afname": afname,
        "rooster": rooster,
        "stap": step,
        "leeg": status != 200 and not rooster.gevuld,
        "fouten": rooster.fout if status != 200 else [],
        "kan_erbij": len(rooster.rijen) < step.most,
        "controle": CONTROLE,
        "erbij": ERBIJ,
    }
    return render(request, "evaluaties/papier_rooster.html", context, status=status)


def check(request, afname, rooster, step, stap):
    """The totals to hold beside the pile, and the button that keeps them."""
    forms = rooster.formulieren
    data = request.POST if stap == BEWAAR else None
    form = ControleForm(data, totalen=totals(rooster.vragen, forms), aantal=len(forms))
    facts = {"formulieren": forms, "sleutel": step["sleutel"].value(), "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, enter_forms, afname, **facts):
        messages.success(request, kept(form.result))
        return redirect("evaluaties:afname", afname.pk)
    context = {"afname": afname, "rooster": rooster, "stap": step, "form": form, "bewaar": BEWAAR, "terug": TERUG}
    return render(request, "evaluaties/papier_controle.html", context, status=form.status if form.is_bound else 200)


def kept(number):
    """What became of the pile."""
    if not number:
        return _("Deze formulieren waren al bewaard. Er kwam niets bij.")
    return ngettext("%(n)d formulier is bewaard.", "%(n)d formulieren zijn bewaard.", number) % {"n": number}
