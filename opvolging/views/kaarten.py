"""Printed cards for who does not report online: a coordinator for the own team, the meldpunt for the gemeente."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.refusals import accepted
from meldingen.actions import make_cards
from meldingen.models import Kaart
from opvolging.documents import render_kaarten
from opvolging.forms.kaarten import KaartenForm
from teams.models import Gemeente, Team
from teams.rollen import rollen_van


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def kaarten(request):
    """Choose how many, and get them as a PDF; every number is kept."""
    rollen = rollen_van(request.user)
    gemeente = card_gemeente(request, rollen)
    at_desk = gemeente.pk in rollen.meldpunt_gemeenten
    teams = Team.objects.visible_to(request.user).active().filter(gemeente=gemeente).order_by("naam")
    teams = teams if at_desk else teams.filter(pk__in=rollen.coordineert)
    form = KaartenForm(teams, at_desk, request.POST if request.method == "POST" else None)
    now = timezone.now()
    if form.is_bound and form.is_valid() and accepted(form, make_cards, gemeente, actor=request.user, now=now):
        try:
            return as_pdf(form.result, gemeente)
        except RefusedAction as refusal:
            messages.error(request, refusal.message)
    cards = Kaart.objects.visible_to(request.user).filter(gemeente=gemeente)
    counts = {"gemaakt": cards.count(), "ingevoerd": cards.exclude(melding=None).count()}
    context = {"form": form, "gemeente": gemeente, "aantallen": counts}
    return render(request, "opvolging/kaarten.html", context, status=form.status if form.is_bound else 200)


def card_gemeente(request, rollen):
    """The gemeente of the hat that is worn, as far as one may make cards there."""
    if not (rollen.coordineert or rollen.meldpunt):
        raise PermissionDenied
    may = Gemeente.objects.visible_to(request.user)
    worn = may.filter(pk=request.gemeente.pk if request.gemeente else 0).first()
    gemeente = worn or may.order_by("pk").first()
    led = Team.objects.visible_to(request.user).filter(pk__in=rollen.coordineert, gemeente=gemeente)
    if gemeente is None or not (gemeente.pk in rollen.meldpunt_gemeenten or led.exists()):
        raise PermissionDenied
    return get_object_or_404(may, pk=gemeente.pk)


def as_pdf(cards, gemeente):
    headers = {"Content-Disposition": f'attachment; filename="meldkaarten-{len(cards)}.pdf"'}
    return HttpResponse(render_kaarten(cards, gemeente), content_type="application/pdf", headers=headers)
