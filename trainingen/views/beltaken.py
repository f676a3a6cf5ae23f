"""Who has no mail is rung: the list with numbers, and that somebody rang."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.clocks import local_date
from trainingen.actions.calling import ring
from trainingen.calls import call_list, can_ring
from trainingen.models import Beltaak
from trainingen.permissions import can_run
from trainingen.views.doors import seen_sessie


@login_required
@require_safe
def beltaken(request, sessie):
    """Whom one can ring about this evening: a trainer everybody, a coordinator the own team."""
    sessie, now = seen_sessie(request, sessie), timezone.now()
    if not can_ring(request.user, sessie):
        raise PermissionDenied
    te_bellen, gebeld = call_list(request.user, sessie, now, local_date(now))
    context = {
        "sessie": sessie,
        "te_bellen": te_bellen,
        "gebeld": gebeld,
        "leidt": can_run(request.user, sessie),
        "kan_afmelden": sessie.is_planned and now < sessie.begin,
    }
    return render(request, "trainingen/beltaken.html", context)


@login_required
@require_POST
def gebeld(request, beltaak):
    """Somebody rang; who pressed first stands."""
    taak = get_object_or_404(
        Beltaak.objects.visible_to(request.user).select_related("inschrijving__sessie"), pk=beltaak
    )
    rung = ring(taak, actor=request.user, now=timezone.now())
    if rung.gebeld_door_id == request.user.pk:
        messages.success(request, _("Genoteerd: u hebt gebeld."))
    else:
        messages.info(request, _("Iemand anders had al gebeld. U hoeft niets meer te doen."))
    return redirect("trainingen:beltaken", taak.inschrijving.sessie_id)
