"""What is kept how long, and what was destroyed: for who watches over privacy."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.outbox.models import Hartslag
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.spreadsheets import csv_response
from evaluaties.retention import all_rules
from opvolging.retention import BEWAREN
from opvolging.views.toezicht import for_toezicht
from opvolging.wiplist import HEADER, destroyed
from teams.clocks import local_date

PER_PAGE = 50


def rule_names():
    """{code: its words}; a melding is called so."""
    return {rule.code: rule.wat for rule in all_rules()} | {"melding": _("Melding")}


@require_safe
@for_toezicht
def bewaren(request, gemeente):
    """Every sort of thing with its term, its reason and what becomes of it."""
    last = Hartslag.objects.filter(naam=BEWAREN).first()
    context = {"regels": all_rules(), "gemeenten": [gemeente], "laatst": last and last.op}
    return render(request, "evaluaties/bewaren.html", context)


@require_safe
@for_toezicht
def vernietigd(request, gemeente):
    """What went, per month and sort."""
    page = page_of(request, destroyed(gemeente, rule_names()), PER_PAGE)
    return render(request, "evaluaties/vernietigd.html", {"pagina": page})


@require_safe
@for_toezicht
def vernietigd_csv(request, gemeente):
    """The same as a file."""
    rows = destroyed(gemeente, rule_names())
    return csv_response(f"vernietigd-{local_date(timezone.now())}", HEADER, [row.cellen for row in rows])
