"""What is asked: questionnaires, their versions, and a draft of the own gemeente (E198, E199, E206)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.gelezen import fingerprint
from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.versions import (
    add_vraag,
    adopt_version,
    begin_version,
    change_vraag,
    discard_version,
    move_vraag,
    remove_vraag,
    write_version,
)
from evaluaties.answers import answers_in_words, condition_in_words, questions_of
from evaluaties.forms.lijsten import MetForm, VaststelForm, VersieForm, VraagForm, initial_of
from evaluaties.forms.vragen import VragenForm
from evaluaties.models import Afname, Versie, Vraag, Vragenlijst
from evaluaties.permissions import can_make_policy
from evaluaties.versions import (
    all_words,
    changes_between,
    not_ready,
    question_words,
    scale_in_words,
    too_many,
    top_words,
)
from evaluaties.views.doors import GET_OR_POST, evaluator_gemeente, posted
from teams.views.beheer import form_page, saved

RUNS = 10


def versions_of(request, gemeente, **which):
    """Every version of the start set and of this gemeente that one may see, the oldest first."""
    rows = Versie.objects.visible_to(request.user).of_gemeente(gemeente).filter(**which)
    return list(rows.with_runs(gemeente).for_list())


def in_use(versies):
    """The version that a new run gets, and the draft; None where there is none."""
    adopted = [one for one in versies if one.is_adopted]
    draft = next((one for one in versies if not one.is_adopted), None)
    return adopted[-1] if adopted else None, draft


def seen_version(request, pk):
    """A version that one may see."""
    return get_object_or_404(Versie.objects.visible_to(request.user).for_list(), pk=pk)


def own_version(request, pk):
    """A version that the gemeente made and that one may write; the start set is of everybody."""
    versie = seen_version(request, pk)
    if versie.gemeente_id is None or not can_make_policy(request.user, versie.gemeente_id):
        raise PermissionDenied
    return versie


def own_vraag(request, pk):
    """A question of such a version."""
    vraag = get_object_or_404(Vraag.objects.visible_to(request.user).with_version(), pk=pk)
    if vraag.versie.gemeente_id is None or not can_make_policy(request.user, vraag.versie.gemeente_id):
        raise PermissionDenied
    return vraag


def to_version(versie, vraag=None):
    """Back to the version, at this question."""
    there = reverse("evaluaties:versie", args=[versie.pk])
    return redirect(f"{there}#vraag-{vraag.pk}" if vraag else there)


def pressed(request, action, vraag, *, words, bij=None, **facts):
    """Do what a button at a question says; when a rule says no, the page of the version says why (409)."""
    try:
        action(vraag, actor=request.user, now=timezone.now(), **facts)
    except RefusedAction as refusal:
        return show_version(request, vraag.versie, weigering=refusal.message)
    messages.success(request, words)
    return to_version(vraag.versie, bij)


# --- reading --------------------------------------------------------------------------------------


@login_required
@require_safe
def lijsten(request):
    """The questionnaires of the gemeente: what is in use, since when, and how often it was asked."""
    gemeente = evaluator_gemeente(request)
    by_list = {}
    for versie in versions_of(request, gemeente):
        by_list.setdefault(versie.vragenlijst, []).append(versie)
    rows = [row_of(lijst, versies) for lijst, versies in by_list.items()]
    return render(request, "evaluaties/lijsten.html", {"gemeente": gemeente, "rijen": rows})


def row_of(lijst, versies):
    """One questionnaire as the list shows it."""
    used, draft = in_use(versies)
    return {"lijst": lijst, "versie": used, "concept": draft, "afnames": sum(one.aantal_afnames for one in versies)}


@login_required
@require_safe
def lijst(request, lijst):
    """One questionnaire: its versions, where each was used, and a new one for beleid."""
    gemeente = evaluator_gemeente(request)
    vragenlijst = get_object_or_404(Vragenlijst.objects.visible_to(request.user), code=lijst)
    versies = versions_of(request, gemeente, vragenlijst=vragenlijst)
    used, draft = in_use(versies)
    context = {
        "lijst": vragenlijst,
        "versies": [one for one in reversed(versies) if one.is_adopted],
        "gebruikt": used,
        "concept": draft,
        "mag": can_make_policy(request.user, gemeente.pk),
        "gemeente": gemeente,
    }
    return render(request, "evaluaties/lijst.html", context)


@login_required
@require_safe
def versie(request, versie):
    """One version as people read it, and what changed since another."""
    return show_version(request, seen_version(request, versie))


def show_version(request, versie, weigering=""):
    """The questions, what is different, and for a draft of one's own what can be done."""
    gemeente = versie.gemeente or evaluator_gemeente(request)
    others = versions_of(request, gemeente, vragenlijst=versie.vragenlijst)
    used, _draft = in_use(others)
    vragen, mag = questions_of(versie), can_make_policy(request.user, versie.gemeente_id or gemeente.pk)
    context = {
        "versie": versie,
        "rijen": [question_row(vraag) for vraag in vragen],
        "gebruikt": versie == used,
        "schrijft": mag and versie.gemeente_id is not None and not versie.is_adopted,
        "te_veel": too_many(vragen),
        "weigering": weigering,
        "afnames": runs_of(request, versie, gemeente),
        **compared(request, versie, vragen, others),
    }
    return render(request, "evaluaties/versie.html", context, status=409 if weigering else 200)


def runs_of(request, versie, gemeente):
    """The latest runs of this gemeente that used it."""
    rows = Afname.objects.visible_to(request.user).filter(versie=versie, gemeente=gemeente)
    return list(rows.order_by("-opent_op", "-pk")[:RUNS])


def question_row(vraag):
    """A question as somebody reads it who does not fill it in."""
    return {"vraag": vraag, "wanneer": condition_in_words(vraag), "schaal": scale_in_words(vraag)}


def compared(request, versie, vragen, others):
    """With which version this is compared (the one before it, unless one chose), and what differs."""
    choice = [one for one in others if one.pk != versie.pk and one.is_adopted]
    before = [one for one in choice if one.nummer < versie.nummer]
    form = MetForm(request.GET or None, versies=choice)
    chosen = form.chosen.get("met") if form.is_bound else None
    met = next((one for one in choice if one.pk == chosen), before[-1] if before else None)
    if met is None:
        return {}
    form = MetForm({"met": met.pk}, versies=choice)
    changes = changes_between(met, questions_of(met), versie, vragen)
    return {"met": met, "verschillen": changes, "kies": form if len(choice) > 1 else None}


@login_required
@GET_OR_POST
def versie_proberen(request, versie):
    """Fill it in to see how it goes: nothing of it is kept."""
    versie = seen_version(request, versie)
    form = VragenForm(posted(request), versie=versie)
    form.knop = _("Bekijk wat er binnenkomt")
    context = {"versie": versie, "form": form}
    if form.is_bound and form.is_valid():
        context["antwoorden"] = answers_in_words(form.vragen, form.formulier)
    status = form.status if form.is_bound and form.errors else 200
    return render(request, "evaluaties/versie_proberen.html", context, status=status)


# --- a draft --------------------------------------------------------------------------------------


@login_required
@require_POST
def versie_nieuw(request, lijst):
    """A draft of the own gemeente, copied from what is in use."""
    gemeente = evaluator_gemeente(request)
    if not can_make_policy(request.user, gemeente.pk):
        raise PermissionDenied
    vragenlijst = get_object_or_404(Vragenlijst.objects.visible_to(request.user), code=lijst)
    try:
        draft = begin_version(vragenlijst, gemeente, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return redirect("evaluaties:lijst", vragenlijst.code)
    messages.success(request, _("Dit is uw concept. Niemand krijgt het voordat u het vaststelt."))
    return to_version(draft)


@login_required
@GET_OR_POST
def versie_bewerken(request, versie):
    """What stands above the questions, and how this form differs from the last one."""
    versie = own_version(request, versie)
    if versie.is_adopted:
        return to_version(versie)
    now_there = {"inleiding": versie.inleiding, "verschil": versie.verschil, "minuten": versie.minuten}
    form = VersieForm(posted(request), initial=now_there, stond=top_words(versie))
    if saved(request, form, write_version, versie, words=_("De tekst is opgeslagen.")):
        return to_version(form.result)
    return page_in(request, form, versie, _("Tekst boven de vragen"))


@login_required
@GET_OR_POST
def vraag_nieuw(request, versie):
    """One more question, at the end of the draft."""
    versie = own_version(request, versie)
    if versie.is_adopted:
        return to_version(versie)
    form = VraagForm(posted(request), eerder=questions_of(versie), stond={})
    if saved(request, form, add_vraag, versie, words=_("De vraag staat onderaan.")):
        return to_version(versie)
    return page_in(request, form, versie, _("Vraag toevoegen"))


@login_required
@GET_OR_POST
def vraag(request, vraag):
    """Other words or other answers for one question."""
    vraag = own_vraag(request, vraag)
    if vraag.versie.is_adopted:
        return to_version(vraag.versie)
    before = [one for one in questions_of(vraag.versie) if one.volgorde < vraag.volgorde]
    form = VraagForm(posted(request), initial=initial_of(vraag), eerder=before, stond=question_words(vraag))
    if saved(request, form, change_vraag, vraag, words=_("De vraag is opgeslagen.")):
        return to_version(vraag.versie, vraag)
    return page_in(request, form, vraag.versie, _("Vraag wijzigen"))


def page_in(request, form, versie, titel):
    """A form about a part of a draft, with the way back to it."""
    back = {"terug": reverse("evaluaties:versie", args=[versie.pk]), "terug_tekst": _("Uw concept")}
    uitleg = _("%(lijst)s, versie %(nummer)s.") % {"lijst": versie.vragenlijst.naam, "nummer": versie.nummer}
    return form_page(request, form, titel=titel, uitleg=uitleg, **back)


@login_required
@require_POST
def vraag_weg(request, vraag):
    thing = own_vraag(request, vraag)
    return pressed(request, remove_vraag, thing, words=_("De vraag is weg."))


@login_required
@require_POST
def vraag_op(request, vraag):
    return moved(request, vraag, omhoog=True)


@login_required
@require_POST
def vraag_neer(request, vraag):
    return moved(request, vraag, omhoog=False)


def moved(request, pk, *, omhoog):
    """One place up or down, and back to the list."""
    thing = own_vraag(request, pk)
    return pressed(request, move_vraag, thing, words=_("De vraag is verplaatst."), bij=thing, omhoog=omhoog)


@login_required
@GET_OR_POST
def versie_vaststellen(request, versie):
    """A page of its own: what will be different, and that it never changes after this."""
    versie = own_version(request, versie)
    if versie.is_adopted:
        return to_version(versie)
    form = VaststelForm(posted(request), initial={"gelezen": mark_of(versie)})
    if (
        form.is_bound
        and form.is_valid()
        and accepted(form, adopt_version, versie, actor=request.user, now=timezone.now())
    ):
        messages.success(request, _("Deze versie is vastgesteld. Nieuwe evaluaties gebruiken hem."))
        return to_version(versie)
    if form.is_bound:  # what is shown now is what one agrees to
        form.data = form.data.copy() | {"gelezen": mark_of(versie)}
    return show_adopting(request, versie, form)


def mark_of(versie):
    return fingerprint(all_words(versie))


def show_adopting(request, versie, form):
    """What differs from what is in use, and what must be done first."""
    others = versions_of(request, versie.gemeente, vragenlijst=versie.vragenlijst)
    used, _draft = in_use(others)
    vragen = questions_of(versie)
    changes = changes_between(used, questions_of(used), versie, vragen)
    context = {
        "versie": versie,
        "gebruikt": used,
        "verschillen": changes,
        "eerst": not_ready(versie, vragen, changes),
        "te_veel": too_many(vragen),
        "form": form,
    }
    return render(request, "evaluaties/versie_vaststellen.html", context, status=form.status if form.is_bound else 200)


@login_required
@GET_OR_POST
def versie_weg(request, versie):
    """Throw a draft away; asked once more."""
    versie = own_version(request, versie)
    if versie.is_adopted:
        return to_version(versie)
    if request.method == "POST":
        vragenlijst = discard_version(versie, actor=request.user, now=timezone.now())
        messages.success(request, _("Het concept is weg."))
        return redirect("evaluaties:lijst", vragenlijst.code)
    return render(request, "evaluaties/versie_weg.html", {"versie": versie})
