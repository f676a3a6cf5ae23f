"""What people answered: of one run, of a programme, of a gemeente, and what that says of the effect.

Page, CSV and workbook draw the same tables of ``evaluaties.figures``.
"""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.spreadsheets import table_csv, xlsx_response
from evaluaties.figures.effect import effect_tables, indicators_table, questions_in_use
from evaluaties.figures.outcomes import outcomes_table
from evaluaties.figures.over_time import comparisons
from evaluaties.figures.respons import reasons_table, response_by_list, response_table
from evaluaties.figures.results import (
    Resultaten,
    atoms_of_afname,
    atoms_of_gemeente,
    atoms_of_programma,
    atoms_of_regio,
    results_of,
    results_of_afname,
    results_over_time,
    years_of,
)
from evaluaties.figures.tables import Tabel, with_places
from evaluaties.figures.words import words_of, words_table
from evaluaties.forms.uitkomsten import PeriodeForm
from evaluaties.models import Afname, OpenAntwoord, Vragenlijst
from evaluaties.showing import blocks_of
from evaluaties.views.doors import evaluator_gemeente, looked_after
from trainingen.models import Programma

PROGRAMMES = 12  # the newest; the others are found with the trainings


@dataclass(frozen=True)
class Uitkomst:
    """Everything of one page: what its files hold too."""

    naam: str  # of its files
    kop: str
    resultaten: Resultaten
    wie_deden_mee: Tabel
    redenen: Tabel
    woorden: list
    vergeleken: list

    @property
    def tabellen(self):
        """Every table that has a row, as a workbook has them."""
        found = [self.in_een, *self.vergeleken, self.wie_deden_mee, self.redenen, words_table(self.woorden)]
        return [tabel for tabel in found if tabel.rijen] or [self.in_een]

    @property
    def in_een(self):
        return outcomes_table(self.resultaten, self.naam, _("Uitkomsten"))

    @property
    def als_pagina(self):
        """What the templates of outcomes draw."""
        return {"uitkomst": self, "blokken": blocks_of(self.resultaten)}


def _words(request, runs, pools):
    """Of what this person may read of these, what a colleague let through."""
    mine = OpenAntwoord.objects.visible_to(request.user)
    published = runs.published().order_by().values("pk")
    return words_of(mine.filter(Q(afname__in=published) | Q(pool__in=pools.order_by().values("pk"))))


# --- one run ----------------------------------------------------------------------------------------


def of_run(request, pk):
    """The run, and what its answers came to."""
    afname = looked_after(request, pk)
    return afname, Uitkomst(
        naam=_("uitkomst-%(nummer)s") % {"nummer": afname.pk},
        kop=afname.naam_toen,
        resultaten=results_of_afname(afname),
        wie_deden_mee=response_table([afname]),
        redenen=reasons_table([afname]),
        woorden=_words(request, *atoms_of_afname(afname)),
        vergeleken=[],
    )


@login_required
@require_safe
def resultaat(request, afname):
    """Nothing of the answers while it is open, or when fewer than five answered."""
    found, uitkomst = of_run(request, afname)
    return render(request, "evaluaties/resultaat.html", uitkomst.als_pagina | {"afname": found})


@login_required
@require_safe
def resultaat_csv(request, afname):
    """Every answer of every question, a line each."""
    return table_csv(of_run(request, afname)[1].in_een)


@login_required
@require_safe
def resultaat_xlsx(request, afname):
    """The tables of the page, a sheet each."""
    uitkomst = of_run(request, afname)[1]
    return xlsx_response(uitkomst.naam, uitkomst.tabellen)


# --- a programme ------------------------------------------------------------------------------------


def of_programme(request, pk):
    """The programme, and what all its runs and pools came to; runs of other gemeenten count, without their names."""
    rows = Programma.objects.visible_to(request.user).select_related("gemeente", "regio")
    programma = get_object_or_404(rows, pk=pk)
    runs, pools = atoms_of_programma(programma)
    seen = Afname.objects.visible_to(request.user).filter(pk__in=runs.order_by().values("pk"))
    others = runs.exclude(pk__in=seen.order_by().values("pk"))
    resultaten, quarters = results_over_time(runs, pools)
    return programma, Uitkomst(
        naam=_("uitkomsten-programma-%(nummer)s") % {"nummer": programma.pk},
        kop=programma.naam,
        resultaten=resultaten,
        wie_deden_mee=response_table(seen, others),
        redenen=reasons_table(seen),
        woorden=_words(request, runs, pools),
        vergeleken=comparisons(quarters),
    )


@login_required
@require_safe
def programma_resultaat(request, programma):
    """Per questionnaire; the same question at two moments beside each other (E212)."""
    found, uitkomst = of_programme(request, programma)
    return render(request, "evaluaties/resultaat_programma.html", uitkomst.als_pagina | {"programma": found})


@login_required
@require_safe
def programma_resultaat_csv(request, programma):
    """Every answer of every question, a line each."""
    return table_csv(of_programme(request, programma)[1].in_een)


@login_required
@require_safe
def programma_resultaat_xlsx(request, programma):
    """The tables of the page, a sheet each."""
    uitkomst = of_programme(request, programma)[1]
    return xlsx_response(uitkomst.naam, uitkomst.tabellen)


# --- a gemeente -------------------------------------------------------------------------------------


def of_gemeente(request):
    """The form, what the own runs and pools came to, and apart from these the runs of the whole region."""
    gemeente = evaluator_gemeente(request)
    regio = gemeente.regio
    modules = Vragenlijst.objects.visible_to(request.user).exclude(module_code="").values_list("module_code", "naam")
    form = PeriodeForm(request.GET or None, jaren=years_of(gemeente), modules=modules)
    runs, pools = atoms_of_gemeente(gemeente, **form.period)
    uitkomst = _over(request, _("uitkomsten"), gemeente.naam, runs, pools)
    regional = atoms_of_regio(regio, **form.period) if regio else None
    return form, uitkomst, _over(request, _("uitkomsten-regio"), regio.naam, *regional) if regional else None


def _over(request, naam, kop, runs, pools):
    resultaten, quarters = results_over_time(runs, pools)
    return Uitkomst(
        naam=naam,
        kop=kop,
        resultaten=resultaten,
        wie_deden_mee=response_by_list(runs),
        redenen=reasons_table(runs),
        woorden=_words(request, runs, pools),
        vergeleken=comparisons(quarters),
    )


@login_required
@require_safe
def gemeente_resultaat(request):
    """Per questionnaire and version, of a year or of all, of one module or of all."""
    form, uitkomst, regio = of_gemeente(request)
    context = uitkomst.als_pagina | {
        "form": form,
        "regio": regio,
        "regioblokken": blocks_of(regio.resultaten, "regio") if regio else [],
        "programmas": Programma.objects.visible_to(request.user).for_list()[:PROGRAMMES],
    }
    return render(request, "evaluaties/resultaat_gemeente.html", context)


@login_required
@require_safe
def gemeente_resultaat_csv(request):
    """Every answer of every question, a line each: first the own gemeente, then the region."""
    _form, uitkomst, regio = of_gemeente(request)
    return table_csv(places_in_one(uitkomst, regio))


@login_required
@require_safe
def gemeente_resultaat_xlsx(request):
    """The tables of the page, a sheet each."""
    _form, uitkomst, regio = of_gemeente(request)
    own = [tabel for tabel in uitkomst.tabellen if tabel.naam != uitkomst.naam]
    return xlsx_response(uitkomst.naam, [places_in_one(uitkomst, regio), *own])


def places_in_one(uitkomst, regio):
    """One table, of which the first column says whose answers they are."""
    places = [one for one in (uitkomst, regio) if one]
    return with_places(uitkomst.naam, _("Uitkomsten"), [(one.kop, one.in_een) for one in places])


# --- effect -----------------------------------------------------------------------------------------


def effect_of(request):
    """The gemeente, and (name, results) of each place that says something of it, with the questions asked by now."""
    gemeente = evaluator_gemeente(request)
    places = [(gemeente.naam, results_of(*atoms_of_gemeente(gemeente)))]
    if gemeente.regio:
        places.append((gemeente.regio.naam, results_of(*atoms_of_regio(gemeente.regio))))
    return gemeente, (places, questions_in_use(gemeente))


@login_required
@require_safe
def effect(request):
    """The three indicators and which question measures them; what nothing measures says so (E207-E211)."""
    gemeente, found = effect_of(request)
    return render(request, "evaluaties/effect.html", {"gemeente": gemeente, "tabellen": effect_tables(*found)})


@login_required
@require_safe
def effect_csv(request):
    """The indicators, a line per question."""
    return table_csv(indicators_table(*effect_of(request)[1]))


@login_required
@require_safe
def effect_xlsx(request):
    """The tables of the page, a sheet each."""
    return xlsx_response(_("effect"), effect_tables(*effect_of(request)[1]))
