"""Rounds and paper: the roster to print, and written rounds to enter."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from buurtpreventie.errors import RefusedAction
from teams.rondes.actions import RefusedRows, log_paper
from teams.rondes.documents import render_rooster
from teams.rondes.forms.afdruk import AfdrukForm
from teams.rondes.forms.papier import OPSLAAN, Papier
from teams.rondes.models import Ronde
from teams.rondes.permissions import can_plan
from teams.rondes.views.doors import GET_OR_POST, led_team, own_team, posted
from teams.rondes.vorige import last_time


@login_required
@require_safe
def rooster_afdruk(request, team):
    """Choose how many weeks, and get the coming rounds as a PDF."""
    own = own_team(request, team)
    now = timezone.now()
    form = AfdrukForm(request.GET if "weken" in request.GET else None)
    if form.is_bound and form.is_valid():
        rondes = coming(request, own, now, form.cleaned_data["weken"])
        if rondes:
            try:
                return as_pdf(own, rondes)
            except RefusedAction as refusal:
                form.add_error(None, refusal.message)
                form.status = 409
        else:
            form.add_error("weken", _("In deze weken is nog niets gepland. Kies meer weken."))
    context = {
        "team": own,
        "form": form,
        "gepland": bool(coming(request, own, now, 8)),
        "leidt": can_plan(request.user, own),
    }
    return render(request, "rondes/rooster_afdruk.html", context, status=form.status if form.is_bound else 200)


def coming(request, team, now, weeks):
    """The rounds of these weeks, called off or not."""
    rows = Ronde.objects.visible_to(request.user).filter(team=team).coming(now).for_planning()
    return list(rows.filter(gepland_van__lt=now + timedelta(weeks=weeks), gepland_van__isnull=False))


def as_pdf(team, rondes):
    """The roster to save and to print."""
    pdf = render_rooster(team, rondes, timezone.localdate())
    headers = {"Content-Disposition": 'attachment; filename="rooster.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


# --- rounds from paper ----------------------------------------------------------------------------


@login_required
@GET_OR_POST
def papier(request, team):
    """Several written rounds on one page: all of them are kept, or none, and nothing that was typed goes away."""
    led = led_team(request, team)
    sheet = Papier(
        led,
        request.user,
        data=posted(request),
        vorige=lambda: last_time(led, request.user),
        now=timezone.now(),
        today=timezone.localdate(),
    )
    status = save(request, led, sheet) if sheet.actie == OPSLAAN else 200
    if status == 302:
        return redirect("rondes:rondes")
    form = next((form for _nummer, form in sheet.wrong), None)
    return render(request, "rondes/papier.html", {"team": led, "vel": sheet, "form": form}, status=status)


def save(request, team, sheet):
    """Write the rounds down; the status says what became of it."""
    if not sheet.filled:
        messages.error(request, _("Vul ten minste één ronde in."))
        return 422
    if not sheet.is_valid():
        return 422
    try:
        written = log_paper(team, rijen=sheet.by_row, actor=request.user, now=timezone.now())
    except RefusedRows as refusal:
        sheet.refuse(refusal.by_row)
        return 409
    sentence = ngettext("%(aantal)d ronde is opgeschreven.", "%(aantal)d rondes zijn opgeschreven.", len(written))
    messages.success(request, sentence % {"aantal": len(written)})
    return 302
