"""Requests of residents about their own data: toezicht writes them down, the meldpunt confirms, looks up and closes."""

import uuid
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from opvolging import actions
from opvolging.forms import toezicht as forms
from opvolging.models import Adreszoeking, Verzoek
from opvolging.permissions import (
    can_close_request,
    can_confirm_request,
    can_lengthen,
    can_look_up,
    watches_over,
)
from opvolging.views.meldpunt import GET_OR_POST, posted
from opvolging.views.toezicht import for_toezicht
from teams.clocks import local_date
from teams.models import Straat
from teams.rollen import rollen_van


@require_safe
@login_required
def verzoeken(request):
    """All requests that one sees, what is due soonest on top; without a name or a word of them."""
    watched, at_desk = watches_over(request.user), rollen_van(request.user).meldpunt
    if not watched and not at_desk:
        raise PermissionDenied
    rows = Verzoek.objects.visible_to(request.user).for_list()
    context = {"pagina": page_of(request, rows), "mag_nieuw": bool(watched), "vandaag": local_date(timezone.now())}
    return render(request, "opvolging/toezicht/verzoeken.html", context)


@GET_OR_POST
@for_toezicht
def verzoek_nieuw(request, gemeente):
    """Write down what a resident asked."""
    today = local_date(timezone.now())
    form = forms.VerzoekForm(today, posted(request), initial={"sleutel": uuid.uuid4(), "ontvangen_op": today})
    who = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, actions.open_request, gemeente, **who):
        messages.success(request, _("Opgeschreven. Het meldpunt krijgt een mail zonder naam."))
        return redirect("opvolging:verzoek", form.result.pk)
    context = {"gemeente": gemeente, "form": form}
    status = form.status if form.is_bound else 200
    return render(request, "opvolging/toezicht/verzoek_nieuw.html", context, status=status)


def with_request(view):
    """A page about one request; for who does not see it it does not exist."""

    @wraps(view)
    @login_required
    def page(request, verzoek):
        rows = Verzoek.objects.visible_to(request.user)
        found = rows.select_related("gemeente", "geopend_door", "bevestigd_door", "afgerond_door")
        return view(request, get_object_or_404(found, pk=verzoek))

    return page


def show(request, verzoek, form=None, template="verzoek", **context):
    """A page of this request; who reads it is written down first."""
    now = timezone.now()
    actions.read_request(verzoek, actor=request.user, now=now)
    looked = Adreszoeking.objects.visible_to(request.user).filter(verzoek=verzoek).select_related("door")
    context |= {
        "verzoek": verzoek,
        "form": form,
        "zoekingen": list(looked),
        "is_toezicht": verzoek.gemeente_id in watches_over(request.user),
        "bevestigen": forms.BevestigForm() if can_confirm_request(request.user, verzoek) else None,
        "mag_zoeken": can_look_up(request.user, verzoek),
        "mag_langer": can_lengthen(request.user, verzoek),
        "mag_afronden": can_close_request(request.user, verzoek),
        "vandaag": local_date(now),
    }
    status = form.status if form is not None and form.is_bound and not form.is_valid() else 200
    return render(request, f"opvolging/toezicht/{template}.html", context, status=status)


@require_safe
@with_request
def verzoek(request, verzoek):
    """What was asked, how far it is, and what can be done now."""
    return show(request, verzoek)


@require_POST
@with_request
def verzoek_bevestigen(request, verzoek):
    """A second person says who the resident is."""
    if not (can_confirm_request(request.user, verzoek) or verzoek.is_confirmed or not verzoek.is_open):
        raise PermissionDenied
    form = forms.BevestigForm(request.POST)
    if form.is_valid() and accepted(form, actions.confirm_request, verzoek, actor=request.user, now=timezone.now()):
        messages.success(request, _("Vastgelegd. Zoek nu het adres op."))
        return redirect("opvolging:verzoek", verzoek.pk)
    return show(request, verzoek, form)


@GET_OR_POST
@with_request
def verzoek_adres(request, verzoek):
    """Numbers and dates of meldingen about an address, for the meldpunt only."""
    if not can_look_up(request.user, verzoek):
        raise PermissionDenied
    streets = Straat.objects.visible_to(request.user).filter(buurt__gemeente=verzoek.gemeente_id)
    form = forms.AdresForm(sorted(set(streets.values_list("naam", flat=True))), posted(request))
    who = {"actor": request.user, "now": timezone.now()}
    looked = form.is_bound and form.is_valid() and accepted(form, actions.look_up_address, verzoek, **who)
    return show(request, verzoek, form, "verzoek_adres", gevonden=form.result if looked else None)


def act(request, verzoek, form, action, done, titel, uitleg=""):
    """One act with one form."""
    if form.is_bound and form.is_valid() and accepted(form, action, verzoek, actor=request.user, now=timezone.now()):
        messages.success(request, done)
        return redirect("opvolging:verzoek", verzoek.pk)
    return show(request, verzoek, form, "verzoek_handeling", titel=titel, uitleg=uitleg)


@GET_OR_POST
@with_request
def verzoek_langer(request, verzoek):
    """Two months more, with a reason."""
    if not (can_lengthen(request.user, verzoek) or (request.method == "POST" and verzoek.verlengd_op)):
        raise PermissionDenied
    return act(
        request,
        verzoek,
        forms.LangerForm(posted(request)),
        actions.lengthen_request,
        _("De termijn is twee maanden langer. Laat dit de bewoner weten, met de reden."),
        _("Meer tijd nodig"),
        _("U mag één keer twee maanden langer nemen. De bewoner hoort binnen de eerste maand waarom."),
    )


@GET_OR_POST
@with_request
def verzoek_afronden(request, verzoek):
    """What came of it."""
    if not can_close_request(request.user, verzoek) and verzoek.is_open:
        raise PermissionDenied
    if not verzoek.is_open and request.method != "POST":
        return redirect("opvolging:verzoek", verzoek.pk)
    return act(
        request,
        verzoek,
        forms.VerzoekAfrondForm(posted(request)),
        actions.close_request,
        _("Het verzoek is afgerond. Over dertig dagen wissen wij wie het vroeg."),
        _("Verzoek afronden"),
    )
