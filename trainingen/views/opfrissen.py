"""A short text some months after an evening, for who was there; off and on in one tap (E084)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trainingen.actions.refreshing import stop_refreshers, want_refreshers
from trainingen.forms.opfrissen import TerugForm
from trainingen.models import GeenOpfrisser, Materiaal, Opfrisser


@login_required
@require_safe
def opfrisser(request, opfrisser):
    """The text, what to read again, and the switch."""
    row = get_object_or_404(Opfrisser.objects.visible_to(request.user).select_related("module"), pk=opfrisser)
    materials = Materiaal.objects.visible_to(request.user).filter(module=row.module_id, na_afloop=True)
    context = {
        "opfrisser": row,
        "materialen": materials,
        "uit": GeenOpfrisser.objects.filter(gebruiker=request.user).exists(),
    }
    return render(request, "trainingen/opfrisser.html", context)


@login_required
@require_POST
def opfrissers_uit(request):
    """No more of these mails."""
    stop_refreshers(actor=request.user, now=timezone.now())
    messages.success(request, _("U krijgt geen opfrissers meer."))
    return back(request)


@login_required
@require_POST
def opfrissers_aan(request):
    """These mails again."""
    want_refreshers(actor=request.user, now=timezone.now())
    messages.success(request, _("U krijgt weer opfrissers."))
    return back(request)


def back(request):
    """To the refresher that somebody was reading, else to the trainings."""
    form = TerugForm(request.user, request.POST)
    row = form.cleaned_data["opfrisser"] if form.is_valid() else None
    return redirect("trainingen:opfrisser", row.pk) if row else redirect("trainingen:trainingen")
