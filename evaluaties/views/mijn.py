"""What a participant finds: what waits for an answer, and what came of earlier ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from evaluaties.actions.returning import add_line, is_told, remove_line, tell_what_came_of_it
from evaluaties.actions.stopping import stop_questions, want_questions
from evaluaties.figures.results import results_of_afname
from evaluaties.forms.vragen_aan import WijDedenForm
from evaluaties.mine import answered_by, run_to_read, runs_of, told_of, waiting_for, wants_none
from evaluaties.models import Gevraagd, WijDeden
from evaluaties.participants import who_gave
from evaluaties.showing import blocks_of
from evaluaties.views.doors import GET_OR_POST, looked_after, posted
from trainingen.forms.knop import KnopForm


@login_required
@require_safe
def mijn(request):
    """One's own: to answer, answered, and earlier."""
    context = {
        "wacht": waiting_for(request.user)[:20],
        "beantwoord": answered_by(request.user)[:20],
        "pagina": page_of(request, runs_of(request.user)),
        "uit": wants_none(request.user),
    }
    return render(request, "evaluaties/mijn.html", context)


@login_required
@require_POST
def vragen_uit(request):
    """No questionnaires any more."""
    stop_questions(gebruiker=request.user, now=timezone.now())
    messages.success(request, _("U krijgt geen vragenlijsten meer."))
    return redirect("evaluaties:mijn")


@login_required
@require_POST
def vragen_aan(request):
    """Questionnaires again."""
    want_questions(actor=request.user, now=timezone.now())
    messages.success(request, _("U krijgt weer vragenlijsten."))
    return redirect("evaluaties:mijn")


@GET_OR_POST
def stoppen(request, token):
    """The link at the end of a mail: a button, and then no more; opening the page changes nothing."""
    row = Gevraagd.objects.usable().by_token(token).first()
    if row is None:
        return render(request, "evaluaties/mijn_stop_weg.html", status=404)
    request.gemeente = row.afname.gemeente
    if request.method == "POST":
        stop_questions(gebruiker=row.gebruiker, email="" if row.gebruiker_id else row.email, now=timezone.now())
    return render(request, "evaluaties/mijn_stoppen.html", {"klaar": request.method == "POST"})


@login_required
@require_safe
def uitkomst(request, afname):
    """What everybody said together, and what was done with it."""
    found = run_to_read(request.user, afname)
    if found is None:
        raise Http404
    context = {"afname": found, "regels": lines_of(found), "blokken": blocks_of(results_of_afname(found))}
    return render(request, "evaluaties/uitkomst.html", context)


def lines_of(afname):
    """The lines of a run that one may read, with whether they were told."""
    return [{"regel": row, "verteld": is_told(row, afname)} for row in told_of(afname)]


@login_required
@GET_OR_POST
def wijdeden(request, afname):
    """Write what was done with the answers."""
    found = looked_after(request, afname)
    form = WijDedenForm(posted(request))
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, add_line, found, **facts):
        messages.success(request, _("Het staat erbij."))
        return redirect("evaluaties:wijdeden", found.pk)
    return show(request, found, form)


def show(request, afname, form, knop=None):
    """The page; ``knop`` is a button that was refused."""
    gave = who_gave(afname)
    context = {
        "afname": afname,
        "regels": lines_of(afname),
        "form": form,
        "knop": knop,
        "mensen": len(gave.gebruikers) + len(gave.gasten),
    }
    refused = knop or (form if form.is_bound else None)
    return render(request, "evaluaties/wijdeden.html", context, status=refused.status if refused else 200)


@login_required
@require_POST
def wijdeden_weg(request, wijdeden):
    """Take a line away."""
    line = get_object_or_404(WijDeden.objects.visible_to(request.user).select_related("afname"), pk=wijdeden)
    afname, form = looked_after(request, line.afname_id), KnopForm(_("Haal weg"), request.POST)
    if not form.is_valid() or not accepted(form, remove_line, line, actor=request.user, now=timezone.now()):
        return show(request, afname, WijDedenForm(), form)
    messages.success(request, _("De regel is weg."))
    return redirect("evaluaties:wijdeden", afname.pk)


@login_required
@require_POST
def wijdeden_vertellen(request, afname):
    """Mail it to who answered; pressed twice it goes once."""
    found, form = looked_after(request, afname), KnopForm(_("Vertel het"), request.POST)
    if not form.is_valid() or not accepted(form, tell_what_came_of_it, found, actor=request.user, now=timezone.now()):
        return show(request, found, WijDedenForm(), form)
    if form.result is None:
        messages.info(request, _("Dit was al verteld. U hoeft niets meer te doen."))
    else:
        messages.success(request, _("Verteld. Wie mail heeft, krijgt een mail."))
    return redirect("evaluaties:wijdeden", found.pk)
