"""Who was there answers: with the code on the screen, with the link of a mail, or signed in.

None of these pages writes a line of the log, a message or anything in a session: nothing may tell when somebody
answered.
"""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from buurtpreventie.ui.refusals import accepted
from evaluaties import devices
from evaluaties.actions.answering import full_house, give_answers
from evaluaties.forms.invullen import CodeForm, InvulForm, WeerForm
from evaluaties.known import known_of
from evaluaties.models import Gevraagd, Kanaal
from evaluaties.views.doors import GET_OR_POST, posted
from evaluaties.wall import DEAD_CODE, GRACE, run_of_code, run_of_token

DEAD_LINK = gettext_lazy(
    "Deze link werkt niet meer. Misschien is het formulier gesloten, of staat niet de hele link in uw browser. Probeer "
    "het nog een keer: open de link in uw mail."
)
ENDED = gettext_lazy("Dit formulier is gesloten. U hoeft niets meer te doen.")
LIMITS = {"mis": "20/5m/ip,60/d/ip", "antwoord": "90/5m/ip"}  # everybody in one room comes from one address


@GET_OR_POST
def hier(request):
    """Four digits; they lead to where the QR goes. Only a code that opens nothing counts as a try."""
    form = CodeForm(posted(request))
    if form.is_bound and (answer := too_often(request, "mis", dry_run=True)) is not None:
        return answer
    if form.is_bound and form.is_valid():
        afname = run_of_code(form.cleaned_data["code"], timezone.now())
        if afname:
            return redirect("evaluaties:hier_link", afname.wand_geheim)
        too_often(request, "mis")
        form.add_error("code", DEAD_CODE)
    return render(request, "evaluaties/hier.html", {"form": form}, status=form.status if form.is_bound else 200)


@GET_OR_POST
def hier_link(request, token):
    """The questions, for who has the QR; looking changes nothing."""
    now = timezone.now()
    if request.method == "POST" and (answer := too_often(request, "antwoord")) is not None:
        return answer
    afname = run_of_token(token, now - GRACE if request.method == "POST" else now)
    if afname is None:
        return closed(request)
    request.gemeente = afname.gemeente
    if request.method != "POST" and devices.sent_before(request, afname) and not WeerForm(request.GET or None).chosen:
        return render(request, "evaluaties/hier_weer.html", {"afname": afname})
    form = InvulForm(posted(request), versie=afname.versie)
    if form.is_bound and form.is_valid() and accepted(form, give_answers, afname, kanaal=Kanaal.WAND, now=now):
        return devices.remember(thanks(form), afname)
    return questions(request, form, afname, tot=afname.wand_tot)


@require_safe
def dank(request):
    """The same for everybody, whether the form was new or in already."""
    token = devices.token_of(request)
    weer = token if token and run_of_token(token, timezone.now()) else ""
    return render(request, "evaluaties/dank.html", {"weer": weer, "twee": request.GET.get("twee") == "ja"})


@GET_OR_POST
def invullen(request, token):
    """The link of a mail; opening it writes nothing."""
    gevraagd = Gevraagd.objects.usable().asked().by_token(token).first()
    if gevraagd is None:
        return closed(request, DEAD_LINK)
    return answer_asked(request, gevraagd)


@login_required
@GET_OR_POST
def mijn_invullen(request, gevraagd):
    """The same form for who is signed in."""
    row = get_object_or_404(Gevraagd.objects.visible_to(request.user).asked().with_run(), pk=gevraagd)
    if row.gebruiker_id != request.user.pk:
        raise PermissionDenied
    return answer_asked(request, row)


def answer_asked(request, gevraagd):
    """The questions for somebody who was asked by name, without what is known."""
    afname = gevraagd.afname
    request.gemeente = afname.gemeente
    if gevraagd.beantwoord:
        return render(request, "evaluaties/dank.html", {"al": True})
    if not afname.is_open:
        return closed(request, ENDED)
    bekend, overslaan = known_of(gevraagd)
    form = InvulForm(posted(request), versie=afname.versie, overslaan=overslaan, bekend=bekend)
    facts = {"kanaal": Kanaal.LINK, "gevraagd": gevraagd, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, give_answers, afname, **facts):
        return thanks(form)
    return questions(request, form, afname)


def questions(request, form, afname, tot=None):
    """The form; of the run only what it is about."""
    context = {"form": form, "afname": afname, "versie": afname.versie, "tot": tot}
    context["vol"] = "" if form.is_bound else full_house(afname)
    return render(request, "evaluaties/invullen.html", context, status=form.status if form.is_bound else 200)


def thanks(form):
    """To the page of thanks; a form that was in already is told so."""
    there = reverse("evaluaties:dank")
    return redirect(there if form.result else f"{there}?twee=ja")


def closed(request, zin=DEAD_CODE):
    """Closed, old, withdrawn or never there: one page for a code and one for a link."""
    context = {"zin": zin, "met_code": zin is DEAD_CODE}
    return render(request, "evaluaties/invullen_dicht.html", context, status=404)


def too_often(request, action, **how):
    """An answer when there were too many tries from this address; None otherwise."""
    if ratelimit.consume(request, app="evaluaties", action=action, config=LIMITS, **how):
        return None
    return ratelimit.respond_429(request)
