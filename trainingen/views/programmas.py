"""Programmes: evenings that belong together."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from trainingen.actions.programmes import make_programme
from trainingen.forms.kennisavond import ProgrammaForm
from trainingen.models import Programma, Sessie
from trainingen.programmes import people_of
from trainingen.views.doors import GET_OR_POST, for_trainers, posted, trainer_gemeente


@for_trainers
@require_safe
def programmas(request):
    """The programmes of the gemeente and of its region."""
    rows = Programma.objects.visible_to(request.user).for_list()
    return render(request, "trainingen/programmas.html", {"pagina": page_of(request, rows)})


@for_trainers
@GET_OR_POST
def programma_nieuw(request):
    """A new programme of the own gemeente."""
    gemeente, form = trainer_gemeente(request), ProgrammaForm(posted(request))
    if form.is_valid() and accepted(form, make_programme, gemeente, actor=request.user, now=timezone.now()):
        messages.success(request, _("Het programma is gemaakt. Kies het als u een avond plant."))
        return redirect("trainingen:programma", form.result.pk)
    context = {"form": form, "titel": _("Nieuw programma")}
    return render(request, "trainingen/programma_nieuw.html", context, status=form.status if form.is_bound else 200)


@for_trainers
@require_safe
def programma(request, programma):
    """Its evenings and how many people came; evenings of other gemeenten count, and are not shown by name."""
    found = get_object_or_404(
        Programma.objects.visible_to(request.user).select_related("gemeente", "regio"), pk=programma
    )
    evenings = Sessie.objects.visible_to(request.user).filter(programma=found).with_opkomst().for_list()
    pagina = page_of(request, evenings.order_by("dag", "pk"))
    return render(
        request, "trainingen/programma.html", {"programma": found, "pagina": pagina, "mensen": people_of(found)}
    )
