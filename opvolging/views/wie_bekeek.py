"""Who looked at one melding, for the meldpunt."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from buurtpreventie.audit.models import Logregel
from buurtpreventie.ui.pagination import page_of
from opvolging.openings import in_words, with_reasons
from opvolging.views.meldpunt import at_the_desk, dossier_url

PER_PAGE = 50


@require_safe
@at_the_desk
def wie_bekeek(request, melding, lijst):
    """Each opening: who, when, which part and why."""
    page = page_of(request, with_reasons(Logregel.objects.about(melding).openings()), PER_PAGE)
    context = {"melding": melding, "pagina": page, "regels": in_words(page, melding.gemeente, about=melding)}
    context["terug_url"] = dossier_url(melding, lijst)
    return render(request, "opvolging/meldpunt/wie_bekeek.html", context)
