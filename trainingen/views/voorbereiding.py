"""Preparing an evening: what is known of the teams, and how one goes about it (E174)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.refusals import accepted
from trainingen.actions.preparing import prepare, words_of
from trainingen.documents.voorbereiding import render_voorbereiding
from trainingen.forms.voorbereiding import VoorbereidingForm
from trainingen.preparation import preparation_of
from trainingen.views.doors import GET_OR_POST, for_trainers, posted, run_sessie
from trainingen.views.files import as_pdf


@GET_OR_POST
@for_trainers
def voorbereiding(request, sessie):
    """Read the sheet, and write down the approach."""
    found, now = run_sessie(request, sessie), timezone.now()
    stood = words_of(found)
    form = VoorbereidingForm(posted(request), stond=stood, initial=stood)
    if form.is_bound and form.is_valid() and accepted(form, prepare, found, actor=request.user, now=now):
        messages.success(request, _("De voorbereiding is bewaard."))
        return redirect("trainingen:voorbereiding", found.pk)
    sheet = preparation_of(found, request.user, timezone.localdate())
    context = {"sessie": found, "vel": sheet, "form": form}
    return render(request, "trainingen/voorbereiding.html", context, status=form.status if form.is_bound else 200)


@require_safe
@for_trainers
def voorbereiding_pdf(request, sessie):
    """The sheet on paper."""
    found, today = run_sessie(request, sessie), timezone.localdate()
    sheet = preparation_of(found, request.user, today)
    return as_pdf(
        lambda: render_voorbereiding(sheet, today), "voorbereiding", request, "trainingen:voorbereiding", found.pk
    )
