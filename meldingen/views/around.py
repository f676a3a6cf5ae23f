"""After sending, and beside it: what happens next, and whom to call."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtpreventie.accounts.fresh import is_fresh
from meldingen.forms import ErbijForm
from meldingen.models import Melding
from meldingen.numbers import (
    all_numbers,
    meldpunt_number,
    out_of_hours_number,
    own_numbers,
    partner_numbers,
    urgent_number,
    week_hours,
    worry_numbers,
)
from meldingen.permissions import can_add, kinds_beside, may_show_text, reportable_kinds, sees_only_stand
from meldingen.promises import closed_warning, not_heard
from meldingen.views.request import gemeente_of
from meldingen.views.talks import nazorg_after
from teams.models import Soort


@login_required
@require_safe
def verstuurd(request, nummer):
    """What happens next, and when."""
    mine = Melding.objects.visible_to(request.user).reported_by(request.user)
    melding = get_object_or_404(mine.select_related("categorie__gemeente", "gemeente", "melder"), nummer=nummer)
    return render(
        request,
        "meldingen/verstuurd.html",
        {
            "melding": melding,
            "alleen_stand": sees_only_stand(request.user, melding),
            "kan_toevoegen": can_add(request.user, melding),
            "niet_horen": not_heard(melding.categorie),
            "dicht": closed_warning(melding.categorie, timezone.now()),
            "spoed": urgent_number(melding.categorie, timezone.now()),
            **beside(request, melding),
            "via": melding.get_antwoord_via_display(),
            "nazorg": nazorg_after(request.user, melding, timezone.now()),
        },
    )


def beside(request, melding):
    """The form for another kind that fits; and whether the place of this one stands in it already (E136)."""
    kinds = kinds_beside(request.user, melding)
    if not kinds:
        return {}
    form = ErbijForm(soorten=kinds)
    form.helper.form_action = reverse("meldingen:erbij", args=[melding.nummer])
    now = timezone.now()
    shows = not melding.tekst_verborgen and may_show_text(melding, fresh=is_fresh(request, now), now=now)
    return {"erbij": form, "met_plek": shows and not sees_only_stand(request.user, melding)}


@login_required
@require_safe
def zorgen(request):
    """Worries about somebody: whom to call, also where this kind cannot be reported here."""
    gemeente, now = gemeente_of(request), timezone.now()
    context = {
        "kan_melden": Soort.NIET_PLUIS in reportable_kinds(request.user, gemeente),
        "nummers": worry_numbers(),
    }
    if gemeente:
        context |= hours(gemeente, now)
    return render(request, "meldingen/zorgen.html", context)


@login_required
@require_safe
def bellen(request):
    """Whom to call for what."""
    gemeente, now = gemeente_of(request), timezone.now()
    context = {"nummers": all_numbers(gemeente)}
    if gemeente:
        context |= hours(gemeente, now) | {
            "eigen": own_numbers(gemeente),
            "partners": list(partner_numbers(gemeente, now)),
            "buiten_tijd": out_of_hours_number(gemeente),
        }
    return render(request, "meldingen/bellen.html", context)


def hours(gemeente, now):
    """The meldpunt: its number, whether it is open, and its week."""
    return {"meldpunt": meldpunt_number(gemeente, now), "week": week_hours(gemeente)}
