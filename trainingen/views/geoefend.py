"""What was practised on an evening, and what the group learnt from it."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.refusals import accepted
from trainingen.actions.practising import not_practised, note_practice, practise
from trainingen.evening import can_look_back
from trainingen.forms.avond import NotitieForm, OefenForm
from trainingen.models import GeoefendeSituatie, SessieStand, Situatie
from trainingen.moments import moment_in_words
from trainingen.views.doors import GET_OR_POST, posted, run_sessie


@login_required
@require_safe
def geoefend(request, sessie):
    """The library, with a tick at what was practised."""
    return show(request, run_sessie(request, sessie))


@login_required
@GET_OR_POST
def geoefend_tik(request, sessie, situatie):
    """This was practised, or not after all."""
    thing = run_sessie(request, sessie)
    kind = library(request, thing, situatie)
    form = OefenForm(posted(request))
    if not form.is_bound:
        return redirect("trainingen:geoefend", thing.pk)
    if form.is_valid():
        action = practise if form.cleaned_data.pop("geoefend") else not_practised
        if accepted(form, action, thing, kind, actor=request.user, now=timezone.now()):
            return redirect(f"{request.path.rsplit('situatie/', 1)[0]}?bij={kind.pk}#situatie-{kind.pk}")
    return show(request, thing, form)


@login_required
@GET_OR_POST
def geoefend_notitie(request, sessie, situatie):
    """With the actor or not, and one or two sentences without names."""
    thing = run_sessie(request, sessie)
    done = GeoefendeSituatie.objects.visible_to(request.user).filter(sessie=thing, situatie=situatie)
    row = done.select_related("situatie", "sessie").first()
    if row is None:
        raise Http404
    initial = {"met_acteur": row.met_acteur, "notitie": row.notitie, "gelezen": row.op.isoformat()}
    form = NotitieForm(posted(request), initial=initial, sessie=thing)
    if form.is_bound and form.is_valid():
        if accepted(form, note_practice, row, actor=request.user, now=timezone.now()):
            messages.success(request, _("Opgeslagen."))
            return redirect("trainingen:geoefend", thing.pk)
        form.data = form.data.copy()
        form.data["gelezen"] = initial["gelezen"]  # one has read now what the colleague wrote
    context = {"sessie": thing, "rij": row, "form": form}
    return render(request, "trainingen/geoefend_notitie.html", context, status=form.status if form.is_bound else 200)


def library(request, sessie, pk):
    """A situation of the gemeente of this evening."""
    rows = Situatie.objects.visible_to(request.user).filter(gemeente=sessie.gemeente_id)
    return get_object_or_404(rows, pk=pk)


def show(request, sessie, form=None):
    """What was practised on top, then the library by group."""
    done = GeoefendeSituatie.objects.visible_to(request.user).filter(sessie=sessie)
    done = list(done.select_related("situatie"))
    used = {row.situatie_id for row in done}
    rows = Situatie.objects.visible_to(request.user).filter(gemeente=sessie.gemeente_id).active()
    rest = [row for row in rows.order_by("groep", "naam") if row.pk not in used]
    context = {
        "sessie": sessie,
        "wanneer": moment_in_words(sessie, timezone.localdate()),
        "geoefend": done,
        "groepen": [(naam, list(of)) for naam, of in groupby(rest, lambda row: row.get_groep_display())],
        "kan": can_look_back(sessie, timezone.now()),
        "vervallen": sessie.stand == SessieStand.VERVALLEN,
        "bij": request.GET.get("bij", ""),
        "form": form,
    }
    return render(request, "trainingen/geoefend.html", context, status=form.status if form else 200)
