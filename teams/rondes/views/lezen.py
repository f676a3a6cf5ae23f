"""What rounds tell beleid: numbers per team and per wijk, never a round and never a person (E116)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.spreadsheets import csv_response
from teams.clocks import local_date
from teams.models import Gemeente
from teams.rondes.figures import gemeente_figures
from teams.rondes.forms.lezen import CijfersForm
from teams.rondes.permissions import gemeenten_with_figures
from teams.rondes.reading import STRATEN, TEAMS, page_of_figures, street_rows, team_rows


def asked_for(request):
    """The gemeente, the form, and its figures; None for a form that holds nonsense."""
    places = gemeenten_with_figures(request.user)
    if not places:
        raise PermissionDenied
    here = request.pet.gemeente
    pk = here if here in places else min(places)
    gemeente = get_object_or_404(Gemeente.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    form = CijfersForm(gemeente, local_date(now), request.GET)
    if not form.is_valid():
        return gemeente, form, None
    return gemeente, form, gemeente_figures(gemeente, form.periode, now, form.cleaned_data["wijk"])


@login_required
@require_safe
def cijfers(request):
    """Rounds, hours, conversations, quiet teams and the streets where nobody came."""
    return answer(request, *asked_for(request))


def answer(request, gemeente, form, found):
    """The page; with nonsense in the form only that."""
    context = {"form": form, "gemeente": gemeente, "open": "open" in request.GET}
    if found is None:
        return render(request, "rondes/cijfers.html", context, status=form.status)
    context |= {"cijfers": found, "periode": form.periode, "vraag": form.query} | page_of_figures(found)
    return render(request, "rondes/cijfers.html", context)


@login_required
@require_safe
def cijfers_csv(request):
    """The same numbers, a line per team."""
    return download(request, _("rondes-per-team"), TEAMS, team_rows)


@login_required
@require_safe
def straten_csv(request):
    """The streets where nobody came, a line each."""
    return download(request, _("niet-gelopen-straten"), STRATEN, street_rows)


def download(request, naam, header, rows):
    """A file of what the page shows with the same filters; the page itself when they are nonsense."""
    gemeente, form, found = asked_for(request)
    if found is None:
        return answer(request, gemeente, form, found)
    periode = form.periode
    return csv_response(f"{naam}-{periode.van}-{periode.tot_en_met}", header, rows(found, gemeente, periode))
