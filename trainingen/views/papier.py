"""Files of an evening: everything to take along, and afterwards who was there."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtpreventie.ui.spreadsheets import csv_response
from trainingen.attendance import attendance_of
from trainingen.documents.avondmap import render_avondmap
from trainingen.documents.presentie import render_presentie
from trainingen.models import Sessie
from trainingen.permissions import can_run
from trainingen.preparation import preparation_of
from trainingen.views.doors import for_trainers, run_sessie
from trainingen.views.files import as_pdf


@require_safe
@for_trainers
def avondmap(request, sessie):
    """The evening pack."""
    found, today = run_sessie(request, sessie), timezone.localdate()
    sheet = preparation_of(found, request.user, today)
    naam = f"avondmap-{found.dag}"
    return as_pdf(lambda: render_avondmap(sheet, request.user, today), naam, request, "trainingen:sessie", found.pk)


def run_presentie(request, pk):
    """The list of an evening that one runs, with its number."""
    rows = Sessie.objects.visible_to(request.user).with_opkomst().select_related("gemeente", "module")
    sessie = get_object_or_404(rows, pk=pk)
    if not can_run(request.user, sessie):
        raise PermissionDenied
    return attendance_of(sessie)


@require_safe
@for_trainers
def presentie_csv(request, sessie):
    """Who was there, for a spreadsheet."""
    found = run_presentie(request, sessie)
    return csv_response(f"presentie-{found.sessie.dag}", found.header(), found.lines())


@require_safe
@for_trainers
def presentie_pdf(request, sessie):
    """Who was there, on paper."""
    found, today = run_presentie(request, sessie), timezone.localdate()
    naam = f"presentie-{found.sessie.dag}"
    return as_pdf(lambda: render_presentie(found, today), naam, request, "trainingen:sessie", sessie)
