"""What trainings tell beleid: numbers per module and per team, never a name (E173, E184)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.spreadsheets import csv_response
from teams.models import Gemeente
from trainingen.figures import gemeente_figures, years_of
from trainingen.forms.bewijzen import JaarForm
from trainingen.permissions import gemeenten_with_figures
from trainingen.reading import AVONDEN, TEAMS, evening_rows, page_of_figures, team_rows


def asked_for(request):
    """The gemeente, the year (None: all), the form and the figures."""
    places = gemeenten_with_figures(request.user)
    if not places:
        raise PermissionDenied
    here = request.pet.gemeente
    pk = here if here in places else min(places)
    gemeente = get_object_or_404(Gemeente.objects.visible_to(request.user), pk=pk)
    form = JaarForm(request.GET or None, jaren=years_of(gemeente))
    jaar = form.chosen.get("jaar")
    return gemeente, jaar, form, gemeente_figures(gemeente, jaar, timezone.localdate())


@login_required
@require_safe
def cijfers(request):
    """Teams without training first, then who is up to date, and what the evenings came to."""
    gemeente, jaar, form, found = asked_for(request)
    context = {"gemeente": gemeente, "jaar": jaar, "form": form, "cijfers": found}
    context |= page_of_figures(found) | {"pagina": page_of(request, found.avonden)}
    return render(request, "trainingen/cijfers.html", context)


@login_required
@require_safe
def cijfers_csv(request):
    """The same evenings, a line each."""
    _gemeente, jaar, _form, found = asked_for(request)
    return csv_response(f"{_('trainingen')}-{jaar or _('alle-jaren')}", AVONDEN, evening_rows(found))


@login_required
@require_safe
def dekking_csv(request):
    """The same teams, a line each."""
    gemeente, _jaar, _form, found = asked_for(request)
    return csv_response(f"{_('bewijzen-per-team')}-{timezone.localdate()}", TEAMS, team_rows(found, gemeente))
