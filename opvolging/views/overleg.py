"""The meldpunt rings: who wants to be called, on which number and before which day; never what about."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import begin_concept_after_talk, finish_overleg, note_attempt, take_overleg
from meldingen.models import Overleg
from meldingen.permissions import reportable_kinds
from opvolging.forms.overleg import NeemOverForm, PogingForm, UitkomstForm
from opvolging.views.meldpunt import for_the_meldpunt
from teams.rollen import rollen_van


def to_hold(request):
    """The talks that the seats of this person have to hold."""
    return Overleg.objects.visible_to(request.user).at_meldpunt_of(request.user)


def with_overleg(view):
    """Give the view a talk of one's own desk; any other does not exist."""

    @wraps(view)
    @for_the_meldpunt
    def page(request, overleg):
        return view(request, get_object_or_404(to_hold(request).for_list(), pk=overleg))

    return page


@require_safe
@for_the_meldpunt
def overleggen(request):
    """Everybody who waits for a call, the latest first."""
    context = {
        "pagina": page_of(request, to_hold(request).open().for_list()),
        "meer_gemeenten": len(rollen_van(request.user).meldpunt_gemeenten) > 1,
        "nu": timezone.now(),
    }
    return render(request, "opvolging/meldpunt/overleggen.html", context)


@require_safe
@with_overleg
def overleg(request, overleg):
    """One talk: ring, and say what came of it."""
    return show_overleg(request, overleg)


def show_overleg(request, overleg, form=None):
    """The page of a talk, with ``form`` when an act on it was refused or not filled in."""
    overleg.refresh_from_db()
    closing = form if isinstance(form, UitkomstForm) else UitkomstForm(overleg)
    closing.helper.form_action = reverse("opvolging:overleg_klaar", args=[overleg.pk])
    context = {
        "overleg": overleg,
        "van_mij": overleg.behandelaar_id in (None, request.user.pk),
        "sluiten": closing,
        "form": form or closing,
        "over": NeemOverForm(initial={"van": overleg.behandelaar_id}),
        "poging": PogingForm(initial={"poging": overleg.pogingen}),
        "nu": timezone.now(),
    }
    return render(request, "opvolging/meldpunt/overleg.html", context, status=form.status if form else 200)


@require_POST
@with_overleg
def overleg_overnemen(request, overleg):
    """Become the one who rings."""
    form = NeemOverForm(request.POST)
    if form.is_valid() and accepted(form, take_overleg, overleg, actor=request.user, now=timezone.now()):
        messages.success(request, _("U belt nu."))
        return redirect("opvolging:overleg", overleg.pk)
    return show_overleg(request, overleg, form)


@require_POST
@with_overleg
def overleg_niet_bereikt(request, overleg):
    """Nobody answered; tried again later."""
    form = PogingForm(request.POST)
    if form.is_valid() and accepted(form, note_attempt, overleg, actor=request.user, now=timezone.now()):
        messages.success(request, _("Genoteerd. %(aantal)s keer geprobeerd.") % {"aantal": form.result.pogingen})
        return redirect("opvolging:overleg", overleg.pk)
    return show_overleg(request, overleg, form)


@require_POST
@with_overleg
def overleg_klaar(request, overleg):
    """Close it; when it becomes a melding, report it for the person who was rung."""
    now = timezone.now()
    form = UitkomstForm(overleg, request.POST)
    if not (form.is_valid() and accepted(form, finish_overleg, overleg, actor=request.user, now=now)):
        return show_overleg(request, overleg, form)
    if form.result.uitkomst != Overleg.Uitkomst.MELDING:
        messages.success(request, _("Het overleg is klaar. Nummer en tijden zijn weggegooid."))
        return redirect("opvolging:overleggen")
    if overleg.soort not in reportable_kinds(request.user, overleg.gemeente):
        return redirect("meldingen:melden")
    concept = begin_concept_after_talk(form.result, actor=request.user, now=now)
    messages.info(request, _("U meldt nu voor %(naam)s.") % {"naam": form.result.wie.naam})
    return redirect("meldingen:stap", concept.pk, "controle")
