"""The loop as beleid and toezicht read it: the start page, the figures of a period, and before and after a training."""

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.spreadsheets import table_csv, xlsx_response
from evaluaties.figures.kring import Per
from evaluaties.figures.kring_tabellen import (
    calls_table,
    counted_on,
    hidden_note,
    kring_tables,
    loop_table,
    main_tables,
    network_in_words,
    opinion_charts,
    partner_table,
    period_in_words,
    where_it_breaks,
)
from evaluaties.figures.kwartalen import overview, years_of
from evaluaties.figures.voor_na import before_and_after, before_and_after_table
from evaluaties.figures.werk_tabellen import work_tables
from evaluaties.forms.kring import KringForm, PeriodeForm, code_of
from evaluaties.models import Afname, Rapport, Soort
from evaluaties.views.doors import policy_gemeente
from opvolging.figures import Periode
from opvolging.permissions import sees_figures_of
from teams.clocks import local_date
from teams.models import Gemeente

FEW = 5  # rows of a list on the start page


def figures_gemeente(request):
    """The gemeente of the hat of beleid or toezicht, else the first of which one reads figures; 403 without any."""
    mine = sees_figures_of(request.user)
    if not mine:
        raise PermissionDenied
    if request.pet and request.pet.gemeente in mine:
        return request.gemeente
    return get_object_or_404(Gemeente.objects.visible_to(request.user), pk=min(mine))


# --- the start page ---------------------------------------------------------------------------


@login_required
@require_safe
def beleid(request):
    """Three numbers, where the loop breaks, and what is being evaluated and reported."""
    gemeente, now = policy_gemeente(request), timezone.now()
    today = local_date(now)
    jaar = overview(gemeente, Periode(today.year), now)
    kwartaal = jaar.of(Periode.of(today))
    before = Periode.of(today).vorige
    vorig = jaar.of(before) if before.jaar == today.year else overview(gemeente, before, now)
    runs = Afname.objects.visible_to(request.user).open().filter(gemeente=gemeente).with_answers()
    runs = runs.exclude(versie__vragenlijst__soort=Soort.SAMEN)  # a conversation waits for nobody's answers
    reports = Rapport.objects.visible_to(request.user).for_list().filter(gemeente=gemeente)
    context = {
        "gemeente": gemeente,
        "vakken": tiles(kwartaal, vorig),
        "kwartaal": kwartaal,
        "vorig": vorig,
        "jaar": jaar,
        "breekt": where_it_breaks(jaar),
        "stil": jaar.kring.stille_partners,
        "afnames": list(runs.order_by("sluit_op", "pk")[:FEW]),
        "rapporten": list(reports[:FEW]),
        "jaarcode": code_of(jaar.periode),
        "is_leeg": jaar.kring.is_leeg and vorig.kring.is_leeg,
        "nu": now,
    }
    return render(request, "evaluaties/beleid.html", context)


def tiles(overzicht, vorig):
    """The three numbers, each with the quarter before beside it."""
    now, before = overzicht.kring.totaal, vorig.kring.totaal
    words = _("in kwartaal %(n)s van %(jaar)s: %(aantal)s")

    def beside(number):
        return words % {"n": vorig.periode.kwartaal, "jaar": vorig.periode.jaar, "aantal": number}

    return [
        {"tekst": _("Op tijd antwoord"), "aantal": now.op_tijd, "uitleg": beside(before.op_tijd)},
        {"tekst": _("Te laat antwoord"), "aantal": now.te_laat, "uitleg": beside(before.te_laat)},
        {"tekst": _("Zonder antwoord"), "aantal": now.zonder, "uitleg": beside(before.zonder), "laat": True},
    ]


# --- the loop ---------------------------------------------------------------------------------


def asked_for(request, form_class=KringForm):
    """The form, and the figures of the period that it asks for."""
    gemeente, now = figures_gemeente(request), timezone.now()
    today = local_date(now)
    form = form_class(years_of(gemeente, today), today, request.GET)
    return form, overview(gemeente, form.chosen_period, now)


@login_required
@require_safe
def kring(request):
    """The three numbers of a period, and a table per kind, partner, subject, wijk or team."""
    form, found = asked_for(request)
    before = overview(found.gemeente, form.chosen_period.vorige, timezone.now())
    context = {
        "form": form,
        "cijfers": found,
        "totaal": found.kring.totaal,
        "tabellen": main_tables(found, form.chosen_way),
        "grafieken": opinion_charts(found),
        "gebeld": calls_table(found),
        "geteld": counted_on(found),
        "verborgen": hidden_note(found),
        "netwerk": network_in_words(found, before),
        "stil": found.kring.stille_partners if form.chosen_way == Per.PARTNER else [],
        "periode": period_in_words(form.chosen_period),
    }
    return render(request, "evaluaties/kring.html", context)


def download(tabel, periode):
    """One table as a file that is called after its period."""
    return table_csv(replace(tabel, naam=f"{tabel.naam}-{code_of(periode)}"))


@login_required
@require_safe
def kring_csv(request):
    """The first table of the page."""
    form, found = asked_for(request)
    return download(loop_table(found, form.chosen_way), found.periode)


@login_required
@require_safe
def kring_partners_csv(request):
    """How partners react."""
    _form, found = asked_for(request)
    return download(partner_table(found), found.periode)


@login_required
@require_safe
def kring_xlsx(request):
    """Every table of the period, a sheet each."""
    _form, found = asked_for(request)
    return xlsx_response(f"{_('antwoorden')}-{code_of(found.periode)}", kring_tables(found))


# --- what was done ----------------------------------------------------------------------------


@login_required
@require_safe
def werk(request):
    """Rounds, evenings and questionnaires of a period, per team and never per person."""
    form, found = asked_for(request, PeriodeForm)
    context = {"form": form, "cijfers": found, "tabellen": work_tables(found), "geteld": counted_on(found)}
    return render(request, "evaluaties/werk.html", context | {"periode": period_in_words(form.chosen_period)})


@login_required
@require_safe
def werk_xlsx(request):
    """The same tables, a sheet each."""
    _form, found = asked_for(request, PeriodeForm)
    return xlsx_response(f"{_('gedaan')}-{code_of(found.periode)}", work_tables(found))


# --- before and after a training --------------------------------------------------------------


def around_trainings(request):
    gemeente, today = figures_gemeente(request), timezone.localdate()
    found = before_and_after(gemeente, today)
    return gemeente, found, before_and_after_table(found, today)


@login_required
@require_safe
def voor_na(request):
    """What partners sent back, half a year before and after a training of the team."""
    gemeente, found, tabel = around_trainings(request)
    return render(request, "evaluaties/voor_na.html", {"gemeente": gemeente, "rijen": found, "tabel": tabel})


@login_required
@require_safe
def voor_na_csv(request):
    """The same lines."""
    _gemeente, _found, tabel = around_trainings(request)
    return table_csv(tabel)
