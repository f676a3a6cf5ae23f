"""The library of practice situations, for trainers and beheer of the gemeente."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.views.beheer import form_page, pressed, saved
from teams.wijzigingen import history, words_of
from trainingen.actions.modules import change_situatie, make_situatie, switch_situatie
from trainingen.forms.modules import SituatieForm, SituatieNieuwForm
from trainingen.models import Situatie, SituatieGroep
from trainingen.views.doors import GET_OR_POST, posted
from trainingen.views.modules import set_up_gemeente

FIELDS = ["groep", "naam", "omschrijving", "nabespreken"]


def seen_situatie(request, pk):
    """A situation of a gemeente where one sets up what is taught; for anybody else it does not exist."""
    return get_object_or_404(Situatie.objects.visible_to(request.user).select_related("gemeente"), pk=pk)


@login_required
@require_safe
def situaties(request):
    """All situations of the gemeente by group, those in use first."""
    gemeente = set_up_gemeente(request)
    rows = list(Situatie.objects.visible_to(request.user).filter(gemeente=gemeente))
    groups = [(label, [row for row in rows if row.groep == groep]) for groep, label in SituatieGroep.choices]
    context = {"gemeente": gemeente, "groepen": [(label, part) for label, part in groups if part]}
    return render(request, "trainingen/situaties.html", context)


@login_required
@require_safe
def situatie(request, situatie):
    """One situation as a trainer or an actor reads it."""
    situatie = seen_situatie(request, situatie)
    regels = history(request.user, situatie.gemeente, situatie)
    return render(request, "trainingen/situatie.html", {"situatie": situatie, "regels": regels})


@login_required
@GET_OR_POST
def situatie_nieuw(request):
    """Add a situation of the gemeente's own."""
    gemeente = set_up_gemeente(request)
    form = SituatieNieuwForm(posted(request), stond={})
    if saved(request, form, make_situatie, gemeente, words=_("De situatie staat erbij.")):
        return redirect("trainingen:situatie", form.result.pk)
    back = {"terug": reverse("trainingen:situaties"), "terug_tekst": _("Situaties om te oefenen")}
    return form_page(request, form, titel=_("Situatie toevoegen"), **back)


@login_required
@GET_OR_POST
def situatie_wijzigen(request, situatie):
    """Change the words; looking first changes nothing."""
    situatie = seen_situatie(request, situatie)
    now_there = {veld: getattr(situatie, veld) for veld in FIELDS}
    form = SituatieForm(posted(request), initial=now_there, stond=words_of(situatie, FIELDS))
    if saved(request, form, change_situatie, situatie, words=_("De situatie is opgeslagen.")):
        return redirect("trainingen:situatie", situatie.pk)
    back = {"terug": reverse("trainingen:situatie", args=[situatie.pk]), "terug_tekst": situatie.naam}
    return form_page(request, form, titel=_("Situatie wijzigen"), **back)


@login_required
@require_POST
def situatie_aan(request, situatie):
    return switched(request, situatie, actief=True, words=_("Deze situatie is weer in gebruik."))


@login_required
@require_POST
def situatie_uit(request, situatie):
    words = _("Deze situatie is niet meer in gebruik. Avonden waar hij geoefend is, houden hem.")
    return switched(request, situatie, actief=False, words=words)


def switched(request, pk, *, actief, words):
    """Off or on, and back to its page."""
    situatie = seen_situatie(request, pk)
    naar = reverse("trainingen:situatie", args=[situatie.pk])
    return pressed(request, switch_situatie, situatie, words=words, naar=naar, actief=actief)
