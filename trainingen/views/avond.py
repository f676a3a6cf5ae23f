"""The evening itself: the tick list, who walked in, the code on the wall, closing the list and mending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from trainingen import wall
from trainingen.actions.attendance import tick, tick_everybody, walk_in
from trainingen.actions.closing import close_sessie
from trainingen.actions.correcting import add_forgotten, correct_presence, know_guest
from trainingen.actions.wall import open_wall
from trainingen.evening import opens_at
from trainingen.forms.avond import GastForm, InloopForm, SluitForm, TikForm, WandForm
from trainingen.lijst import corrections_of, list_of, trace_of
from trainingen.models import Hoe, Inschrijving, SessieStand
from trainingen.moments import moment_in_words
from trainingen.permissions import can_run
from trainingen.same_names import members_meant, on_the_list
from trainingen.views.doors import GET_OR_POST, posted, run_sessie


def run_inschrijving(request, pk):
    """Somebody on the list of an evening that one runs."""
    rows = Inschrijving.objects.visible_to(request.user).select_related(
        "sessie__gemeente", "sessie__module", "gebruiker"
    )
    row = get_object_or_404(rows, pk=pk)
    if not can_run(request.user, row.sessie):
        raise PermissionDenied
    return row


def with_opkomst(request, sessie):
    """The same evening with its one number of who was there."""
    rows = type(sessie).objects.visible_to(request.user).with_opkomst()
    return rows.select_related("gemeente", "module").get(pk=sessie.pk)


def show_list(request, sessie, form=None, inloop=None):
    """The list as it is now; ``form`` is what went wrong, if anything."""
    now = timezone.now()
    sessie = with_opkomst(request, sessie)
    context = {
        "sessie": sessie,
        "wanneer": moment_in_words(sessie, local_date(now)),
        "lijst": list_of(sessie, now),
        "vanaf": opens_at(sessie),
        "verbeterd": corrections_of(sessie) if sessie.stand == SessieStand.GEHOUDEN else [],
        "inloop": inloop or inloop_form(sessie),
        "bij": request.GET.get("bij", ""),
        "form": form,
    }
    return render(request, "trainingen/lijst.html", context, status=form.status if form else 200)


def inloop_form(sessie, data=None):
    """The name of who walked in, sent to its own address."""
    form = InloopForm(data, sessie=sessie)
    form.helper.form_action = reverse("trainingen:inloop", args=[sessie.pk])
    return form


def to_the_list(sessie, row=None):
    """Back to the list, at this person."""
    there = reverse("trainingen:lijst", args=[sessie.pk])
    return redirect(f"{there}?bij={row.pk}#wie-{row.pk}" if row else there)


@login_required
@require_safe
def lijst(request, sessie):
    """Who comes, and who is there."""
    return show_list(request, run_sessie(request, sessie))


@login_required
@require_POST
def iedereen(request, sessie):
    """Everybody who signed up is there; then untick who is not."""
    thing, form = run_sessie(request, sessie), SluitForm(request.POST)
    now = timezone.now()
    if form.is_valid() and (n := everybody(form, thing, request.user, now)) is not None:
        words = ngettext("%(n)s mens aangevinkt.", "%(n)s mensen aangevinkt.", n) if n else _("Iedereen stond er al.")
        messages.success(request, words % {"n": n} if n else words)
        return to_the_list(thing)
    return show_list(request, thing, form)


def everybody(form, sessie, actor, now):
    """How many were ticked, or None when it was refused."""
    form.cleaned_data = {}
    return form.result if accepted(form, tick_everybody, sessie, actor=actor, now=now) else None


@login_required
@require_POST
def tik(request, inschrijving):
    """One person is there, or is not."""
    row, form = run_inschrijving(request, inschrijving), TikForm(request.POST)
    if form.is_valid() and accepted(form, tick, row, hoe=Hoe.LIJST, actor=request.user, now=timezone.now()):
        return to_the_list(row.sessie, row)
    return show_list(request, row.sessie, form)


@login_required
@GET_OR_POST
def inloop(request, sessie):
    """Somebody walked in: first who could be meant, then a guest."""
    thing = run_sessie(request, sessie)
    form = inloop_form(thing, posted(request))
    if not form.is_bound or not form.is_valid():
        return show_inloop(request, thing, form)
    naam, gebruiker = form.cleaned_data["naam"], form.cleaned_data["gebruiker"]
    if not gebruiker and not form.is_anders:
        listed, members = on_the_list(thing, naam), members_meant(thing, naam)
        if listed or members:
            return show_inloop(request, thing, form, naam=naam, listed=listed, members=members)
    action = add_forgotten if thing.stand == SessieStand.GEHOUDEN else walk_in
    if accepted(form, action, thing, actor=request.user, now=timezone.now()):
        words = _("%(naam)s staat op de lijst.") % {"naam": form.result.naam}
        messages.success(request, words)
        return to_the_list(thing, form.result)
    return show_inloop(request, thing, form)


def show_inloop(request, sessie, form, **meant):
    """ "Bedoelt u …?", or what was wrong with the name."""
    wrong = form.is_bound and not form.is_valid()
    context = {"sessie": sessie, "inloop": form, "form": form if wrong else None, **meant}
    context["gesloten"] = sessie.stand == SessieStand.GEHOUDEN
    return render(request, "trainingen/inloop.html", context, status=form.status if wrong else 200)


# --- the code on the wall -----------------------------------------------------------------------


@login_required
@require_safe
def wand(request, sessie):
    """The QR and the digits, large: to show on a screen or to print."""
    return show_wall(request, run_sessie(request, sessie))


@login_required
@require_POST
def wand_nieuw(request, sessie):
    """A code, or another code in the place of one that should not work any more."""
    thing, form = run_sessie(request, sessie), WandForm(request.POST)
    if form.is_valid() and accepted(form, open_wall, thing, actor=request.user, now=timezone.now()):
        renewed = form.cleaned_data["gelezen"] and form.result.wand_code != form.cleaned_data["gelezen"]
        if renewed:
            messages.success(request, _("Er is een nieuwe code. De oude code werkt niet meer."))
        return redirect("trainingen:wand", thing.pk)
    return show_wall(request, thing, form)


def show_wall(request, sessie, form=None):
    """The code of this evening, if it has one."""
    context = {"sessie": sessie, "wanneer": moment_in_words(sessie, timezone.localdate()), "form": form}
    if sessie.wand_code:
        context |= {"qr": wall.qr_of(wall.link_of_wall(sessie)), "code": wall.code_in_words(sessie.wand_code)}
        context["adres"] = wall.short_address()
    return render(request, "trainingen/wand.html", context, status=form.status if form else 200)


# --- closing and mending ------------------------------------------------------------------------


@login_required
@GET_OR_POST
def afsluiten(request, sessie):
    """The list is complete; as long as somebody is not ticked yet, it asks once more."""
    thing, form = run_sessie(request, sessie), SluitForm(posted(request))
    now = timezone.now()
    open_rows = list_of(thing, now).onbekend
    seen = form.is_bound and form.is_valid() and form.cleaned_data.pop("onbekend") >= len(open_rows)
    if seen and accepted(form, close_sessie, thing, actor=request.user, now=now):
        messages.success(request, _("De lijst is klaar. Klopt er later iets niet? Verbeter het dan op deze pagina."))
        return to_the_list(thing)
    context = {"sessie": thing, "onbekend": open_rows, "form": form if form.errors else None}
    context["dicht"] = thing.stand != SessieStand.GEPLAND
    return render(request, "trainingen/afsluiten.html", context, status=form.status if form.errors else 200)


@login_required
@GET_OR_POST
def verbeteren(request, inschrijving):
    """One person on a closed list: was there after all, or was not."""
    row = run_inschrijving(request, inschrijving)
    form, now = TikForm(posted(request)), timezone.now()
    if form.is_bound and form.is_valid() and accepted(form, correct_presence, row, actor=request.user, now=now):
        messages.success(request, _("Verbeterd: %(naam)s.") % {"naam": row.naam})
        return to_the_list(row.sessie, row)
    return show_person(request, row, form if form.is_bound else None)


@login_required
@require_POST
def gast_bekend(request, inschrijving):
    """This guest is a member of one of the teams."""
    row = run_inschrijving(request, inschrijving)
    form = GastForm(request.POST, sessie=row.sessie)
    if form.is_valid() and accepted(form, know_guest, row, actor=request.user, now=timezone.now()):
        messages.success(request, _("%(naam)s staat nu als lid op de lijst.") % {"naam": form.result.naam})
        return to_the_list(row.sessie, form.result)
    return show_person(request, row, form)


def show_person(request, row, form=None):
    """What was written about this person, and what can still be changed."""
    gast = None
    if row.gebruiker_id is None:
        gast = form if isinstance(form, GastForm) else GastForm(sessie=row.sessie)
        gast.helper.form_action = reverse("trainingen:gast_bekend", args=[row.pk])
    context = {
        "rij": row,
        "sessie": row.sessie,
        "wanneer": moment_in_words(row.sessie, timezone.localdate()),
        "gesloten": row.sessie.stand == SessieStand.GEHOUDEN and not row.sessie.uit_verslag,
        "spoor": trace_of([row]),
        "gast": gast,
        "form": form,
    }
    return render(request, "trainingen/verbeteren.html", context, status=form.status if form else 200)
