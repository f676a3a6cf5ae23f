"""Tables of a knowledge evening, what was agreed there, and its report."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from trainingen.actions.tables import add_point, add_table, change_table, finish_point, remove_table, reopen_point
from trainingen.documents.avondverslag import render_avondverslag
from trainingen.evening_report import report_of
from trainingen.forms.kennisavond import KlaarForm, PuntForm, TafelForm, TafelNieuwForm
from trainingen.models import Actiepunt, Inschrijving, Sessie, SessieSoort, Werktafel
from trainingen.permissions import can_run
from trainingen.tables import point_of, tables_of
from trainingen.views.doors import GET_OR_POST, posted, run_sessie, seen_sessie
from trainingen.views.files import as_pdf


def run_kennisavond(request, pk):
    """A knowledge evening that one runs; a training has no tables."""
    sessie = run_sessie(request, pk)
    if sessie.soort != SessieSoort.KENNISAVOND:
        raise Http404
    return sessie


@login_required
@require_safe
def werktafels(request, sessie):
    """The tables of an evening, what came of them, and what was agreed."""
    found = run_kennisavond(request, sessie)
    tafels, overig = tables_of(found, local_date(timezone.now()))
    context = {"sessie": found, "tafels": tafels, "overig": overig}
    return render(request, "trainingen/werktafels.html", context)


@login_required
@GET_OR_POST
def werktafel_nieuw(request, sessie):
    """One more table."""
    found = run_kennisavond(request, sessie)
    form = TafelNieuwForm(posted(request))
    if form.is_valid() and accepted(form, add_table, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("Tafel %(nummer)s staat erbij.") % {"nummer": form.result.nummer})
        return redirect("trainingen:werktafels", found.pk)
    return form_page(request, form, titel=_("Nieuwe werktafel"), sessie=found)


def form_page(request, form, *, titel, sessie, template="delen/formulier.html", **context):
    """A page with one form of this evening."""
    context |= {"form": form, "titel": titel, "sessie": sessie}
    context.setdefault("terug_url", reverse("trainingen:werktafels", args=[sessie.pk]))
    context.setdefault("terug_tekst", _("Werktafels"))
    return render(request, template, context, status=form.status if form.is_bound else 200)


def run_tafel(request, pk):
    """A table of an evening that one runs."""
    rows = Werktafel.objects.visible_to(request.user).select_related("sessie__gemeente")
    return get_object_or_404(rows, pk=pk)


@login_required
@GET_OR_POST
def werktafel(request, werktafel):
    """What one table talked about, who sat there, what came of it."""
    tafel = run_tafel(request, werktafel)
    mensen = Inschrijving.objects.visible_to(request.user).filter(sessie=tafel.sessie).coming().for_list()
    form = TafelForm(posted(request), tafel=tafel, mensen=mensen.order_by("gebruiker__naam", "gast_naam"))
    if form.is_valid() and accepted(form, change_table, tafel, actor=request.user, now=timezone.now()):
        messages.success(request, _("Tafel %(nummer)s is bewaard.") % {"nummer": tafel.nummer})
        return redirect("trainingen:werktafels", tafel.sessie_id)
    titel = _("Tafel %(nummer)s") % {"nummer": tafel.nummer}
    return form_page(request, form, titel=titel, sessie=tafel.sessie, tafel=tafel, template="trainingen/werktafel.html")


@login_required
@require_POST
def werktafel_weg(request, werktafel):
    """Take a table away of which nothing came."""
    tafel = run_tafel(request, werktafel)
    try:
        remove_table(tafel, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return redirect("trainingen:werktafel", tafel.pk)
    messages.success(request, _("De werktafel is weg."))
    return redirect("trainingen:werktafels", tafel.sessie_id)


@login_required
@GET_OR_POST
def actiepunt_nieuw(request, sessie):
    """Somebody will do something by a day."""
    found = run_sessie(request, sessie)
    people = Inschrijving.objects.visible_to(request.user).filter(sessie=found, gebruiker__isnull=False).coming()
    trainers = Sessie.objects.visible_to(request.user).filter(pk=found.pk).values("trainers")
    mensen = Gebruiker.objects.filter(pk__in=people.values("gebruiker")) | Gebruiker.objects.filter(pk__in=trainers)
    tafels = Werktafel.objects.visible_to(request.user).filter(sessie=found)
    form = PuntForm(posted(request), mensen=mensen.distinct().order_by("naam"), tafels=tafels)
    if form.is_valid() and accepted(form, add_point, found, actor=request.user, now=timezone.now()):
        messages.success(request, _("Het actiepunt staat op de lijst."))
        return redirect(back_of(found))
    return form_page(request, form, titel=_("Nieuw actiepunt"), sessie=found, terug_url=back_of(found))


def back_of(sessie):
    """Where action points of this evening stand."""
    is_table = sessie.soort == SessieSoort.KENNISAVOND
    return reverse(f"trainingen:{'werktafels' if is_table else 'sessie'}", args=[sessie.pk])


@login_required
@require_safe
def actiepunten(request):
    """What is still to be done: of the evenings one runs, and one's own; those that are done below."""
    today = local_date(timezone.now())
    rows = Actiepunt.objects.visible_to(request.user).for_list()
    pagina = page_of(request, rows.order_by("klaar_op", "voor", "pk"))
    context = {"pagina": pagina, "punten": [point_of(punt, today) for punt in pagina], "open": rows.open().count()}
    return render(request, "trainingen/actiepunten.html", context)


@login_required
@GET_OR_POST
def actiepunt(request, actiepunt):
    """Say that it is done, by who promised it or by a trainer."""
    rows = Actiepunt.objects.visible_to(request.user).for_list()
    punt = get_object_or_404(rows, pk=actiepunt)
    form = KlaarForm(posted(request))
    if form.is_valid() and accepted(form, finish_point, punt, actor=request.user, now=timezone.now()):
        messages.success(request, _("Fijn, dit is klaar."))
        return redirect("trainingen:actiepunten")
    context = {"form": form, "regel": point_of(punt, local_date(timezone.now()))}
    return render(request, "trainingen/actiepunt.html", context, status=form.status if form.is_bound else 200)


@login_required
@require_POST
def actiepunt_terug(request, actiepunt):
    """It is not done after all."""
    punt = get_object_or_404(Actiepunt.objects.visible_to(request.user), pk=actiepunt)
    reopen_point(punt, actor=request.user, now=timezone.now())
    messages.success(request, _("Het actiepunt staat weer open."))
    return redirect("trainingen:actiepunt", punt.pk)


@login_required
@require_safe
def avondverslag(request, sessie):
    """What the evening came to, for the teams that were asked, once it is over."""
    found = reported(request, sessie)
    return render(request, "trainingen/avondverslag.html", {"sessie": found, "verslag": report_of(found)})


@login_required
@require_safe
def avondverslag_pdf(request, sessie):
    """The same, to hand out."""
    found = reported(request, sessie)
    naam = f"verslag-{found.dag:%Y-%m-%d}"
    return as_pdf(lambda: render_avondverslag(report_of(found)), naam, request, "trainingen:avondverslag", found.pk)


def reported(request, pk):
    """A knowledge evening of which one may read the report: trainers at once, the others after it was closed."""
    sessie = seen_sessie(request, pk)
    if sessie.soort != SessieSoort.KENNISAVOND or not (can_run(request.user, sessie) or sessie.stand == "gehouden"):
        raise Http404
    if sessie.stand == "vervallen":
        raise PermissionDenied
    return sessie
