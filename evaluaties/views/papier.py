"""Forms on paper: printed empty, typed over in one grid, or counted by hand; for who looks after the run."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from evaluaties.actions.opening import name_of_evening, version_for
from evaluaties.documents.formulier import render_formulier
from evaluaties.evenings import evenings_seen
from evaluaties.permissions import can_evaluate
from evaluaties.startset import list_for
from evaluaties.views.doors import looked_after
from trainingen.views.files import as_pdf


@login_required
@require_safe
def papier_pdf(request, afname):
    """The empty form of this run, to print."""
    found = looked_after(request, afname)
    facts = {"waarover": found.naam_toen, "gemeente": (found.gemeente or found.regio).naam}
    return as_pdf(
        lambda: render_formulier(found.versie, **facts), f"formulier-{found.pk}", request, "evaluaties:afname", found.pk
    )


@login_required
@require_safe
def avond_papier_pdf(request, sessie):
    """The empty form of an evening whose run did not begin yet: to take along."""
    evening = get_object_or_404(evenings_seen(request.user), pk=sessie)
    if not can_evaluate(request.user, evening):
        raise PermissionDenied
    lijst = list_for(evening)
    versie = version_for(lijst, evening.gemeente) if lijst else None
    if versie is None:
        raise Http404
    facts = {"waarover": name_of_evening(evening), "gemeente": evening.gemeente_toen}
    name = f"formulier-{evening.dag}"
    return as_pdf(lambda: render_formulier(versie, **facts), name, request, "evaluaties:avond", evening.pk)
