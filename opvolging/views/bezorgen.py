"""Answers that a person brings: the list of the meldpunt, one of them, and what a coordinator is asked to tell."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import open_inhoud
from opvolging import actions
from opvolging.documents import render_brief
from opvolging.forms.bezorgen import NietBereiktForm, OverbrengForm, TerugnemenForm, VerteldForm
from opvolging.models import Bezorging
from opvolging.permissions import is_handler
from opvolging.views.meldpunt import for_the_meldpunt
from teams.rollen import rollen_van


def to_bring(request):
    """What the seats of this person have to bring."""
    return Bezorging.objects.visible_to(request.user).at_meldpunt_of(request.user)


def with_bezorging(view):
    """Give the view something to bring of one's own desk; any other does not exist."""

    @wraps(view)
    @for_the_meldpunt
    def page(request, bezorging):
        return view(request, get_object_or_404(to_bring(request).for_list(), pk=bezorging))

    return page


@require_safe
@for_the_meldpunt
def bezorgingen(request):
    """Who has to be rung or written to, the latest first."""
    context = {
        "pagina": page_of(request, to_bring(request).open().for_list()),
        "meer_gemeenten": len(rollen_van(request.user).meldpunt_gemeenten) > 1,
        "nu": timezone.now(),
    }
    return render(request, "opvolging/meldpunt/bezorgingen.html", context)


@require_safe
@with_bezorging
def bezorging(request, bezorging):
    """One message to bring: the words, the number, and how it went."""
    return show_bezorging(request, bezorging)


def show_bezorging(request, bezorging, form=None):
    """The page of a message to bring, with ``form`` when an act on it was refused or not filled in."""
    now = timezone.now()
    bezorging = get_object_or_404(to_bring(request).for_list(), pk=bezorging.pk)
    if bezorging.klaar_op or bezorging.melding.melder is None:
        messages.info(request, _("Dit bericht hoeft niemand meer door te geven."))
        return redirect("opvolging:dossier", bezorging.melding.nummer)
    if open_inhoud(bezorging.melding, actor=request.user, now=now, deel="antwoord") is None:
        raise Http404
    told = form if isinstance(form, VerteldForm) else VerteldForm(bezorging, now)
    told.helper.form_action = reverse("opvolging:bezorging_verteld", args=[bezorging.pk])
    context = {
        "bezorging": bezorging,
        "melding": bezorging.melding,
        "verteld": told,
        "form": form,
        "poging": NietBereiktForm(initial={"poging": bezorging.pogingen}),
        "van_mij": is_handler(request.user, bezorging.melding),
        "nu": now,
    }
    return render(request, "opvolging/meldpunt/bezorging.html", context, status=form.status if form else 200)


@require_POST
@with_bezorging
def bezorging_verteld(request, bezorging):
    """The melder knows; any colleague may tell it."""
    now = timezone.now()
    form = VerteldForm(bezorging, now, request.POST)
    if form.is_valid() and accepted(form, actions.record_delivered, bezorging, actor=request.user, now=now):
        messages.success(request, _("Vastgelegd dat de melder het weet."))
        return redirect("opvolging:dossier", bezorging.melding.nummer)
    return show_bezorging(request, bezorging, form)


@require_POST
@with_bezorging
def bezorging_niet_bereikt(request, bezorging):
    """Nobody answered."""
    form = NietBereiktForm(request.POST)
    if form.is_valid() and accepted(form, actions.note_not_reached, bezorging, actor=request.user, now=timezone.now()):
        messages.success(request, _("Genoteerd. %(aantal)s keer geprobeerd.") % {"aantal": form.result.pogingen})
        return redirect("opvolging:bezorging", bezorging.pk)
    return show_bezorging(request, bezorging, form)


@require_POST
@with_bezorging
def bezorging_terug(request, bezorging):
    """Take the words back, to write others."""
    form = TerugnemenForm(request.POST)
    guarded = actions.as_handler(actions.take_back)
    if form.is_valid() and accepted(form, guarded, bezorging, actor=request.user, now=timezone.now()):
        messages.success(request, _("Teruggenomen. Schrijf nu een nieuw bericht."))
        return redirect("opvolging:dossier", bezorging.melding.nummer)
    return show_bezorging(request, bezorging, form)


@require_safe
@with_bezorging
def bezorging_brief(request, bezorging):
    """The words as a letter to print; it is told when somebody says that it was posted."""
    now, melding = timezone.now(), bezorging.melding
    if bezorging.klaar_op or melding.melder is None:
        raise Http404
    if open_inhoud(melding, actor=request.user, now=now, deel="brief") is None:
        raise Http404
    try:
        pdf = render_brief(bezorging, now)
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return redirect("opvolging:bezorging", bezorging.pk)
    name = f'attachment; filename="brief-{melding.nummer}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})


# --- the coordinator --------------------------------------------------------------------------


@login_required
@require_safe
def overbrengen(request):
    """What this coordinator is asked to tell members of the team."""
    return show_overbrengen(request)


def show_overbrengen(request, form=None):
    if not rollen_van(request.user).coordineert:
        raise PermissionDenied
    now = timezone.now()
    page = page_of(request, Bezorging.objects.visible_to(request.user).for_coordinator(request.user).open().for_list())
    for one in page:
        open_inhoud(one.melding, actor=request.user, now=now, deel="antwoord")  # the answer is about what stands in it
    context = {"pagina": page, "form": form, "nu": now}
    return render(request, "opvolging/team/overbrengen.html", context, status=form.status if form else 200)


@login_required
@require_POST
def overgebracht(request, bezorging):
    """ "Ik heb het verteld"."""
    asked = Bezorging.objects.visible_to(request.user).for_coordinator(request.user)
    found = get_object_or_404(asked.for_list(), pk=bezorging)
    form = OverbrengForm(request.POST)
    if form.is_valid() and accepted(form, actions.bring_as_coordinator, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("Dank u wel. %(naam)s weet het nu.") % {"naam": found.melding.melder.naam})
        return redirect("opvolging:overbrengen")
    return show_overbrengen(request, form)
