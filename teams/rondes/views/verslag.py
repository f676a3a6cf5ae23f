"""The report of a round: written while one goes, sent, read back and mended."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import time_in_words
from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from teams.rondes import actions
from teams.rondes.figures import team_figures
from teams.rondes.forms.facts import FeitenForm
from teams.rondes.forms.verslag import VerbeterForm, VerslagForm, answers_of
from teams.rondes.logbook import logbook_of
from teams.rondes.models import Deelname, RondeStand, Verslag
from teams.rondes.names import member_ids
from teams.rondes.permissions import can_correct, can_plan
from teams.rondes.views.doors import GET_OR_POST, of_own_round, posted
from teams.rondes.walked import known_of

UNSAFE = ("niet_helemaal", "nee")


# --- writing ----------------------------------------------------------------------------------


@GET_OR_POST
@of_own_round
def verslag(request, ronde):
    """One's own report of this round; what was typed before stands there, on whatever device."""
    own = own_verslag(request, ronde)
    if own and own.klaar_op:
        return redirect("rondes:verslag_klaar", ronde.pk)
    if ronde.stand == RondeStand.VERVALLEN:
        messages.info(request, _("Deze ronde ging niet door. Is er toch gelopen? Schrijf dan een ronde achteraf op."))
        return redirect("rondes:ronde", ronde.pk)
    form = verslag_form(request, ronde, own)
    if request.method == "POST" and (kept := keep_for_now(request, ronde, form)):
        return kept
    facts = {"actor": request.user, "now": timezone.now()}
    if form.is_bound and form.is_valid() and accepted(form, actions.finish_verslag, ronde, **facts):
        return redirect("rondes:verslag_klaar", ronde.pk)
    return show_verslag(request, ronde, form, own)


def verslag_form(request, ronde, own):
    """The form with what is known of the round and what was typed before."""
    now = timezone.now()
    form = VerslagForm(
        posted(request),
        vorige=report_before(request, ronde),
        onderweg=ronde.is_under_way,
        verwacht=signed_up(request, ronde),
        **about(request, ronde, now),
    )
    return form.resume(own.concept if own else {}).carry()


def about(request, ronde, now):
    """What every form about this round needs."""
    today = local_date(now)
    return {
        "team": ronde.team,
        "wie": request.user,
        "leden": member_ids(ronde.team, today),
        "feiten": known_of(ronde, now),
        "today": today,
    }


def show_verslag(request, ronde, form, own=None):
    """The page; under way or afterwards it is the same one."""
    context = {
        "ronde": ronde,
        "form": form,
        "bewaard_op": own.bewaard_op if own and own.concept else None,
        "bewaar_url": reverse("rondes:verslag_bewaar", args=[ronde.pk]),
        "gepland": ronde.begin is None,
    }
    return render(request, "rondes/verslag.html", context, status=form.status if form.is_bound else 200)


def own_verslag(request, ronde):
    """The report that this person wrote or began about the round."""
    return Verslag.objects.visible_to(request.user).filter(ronde=ronde, door=request.user).first()


def signed_up(request, ronde):
    """Who would walk, named first as long as nobody started the round."""
    if ronde.begin:
        return ()
    rows = Deelname.objects.visible_to(request.user).signed_up().filter(ronde=ronde, gebruiker__isnull=False)
    return tuple(row.gebruiker for row in rows.select_related("gebruiker"))


def report_before(request, ronde):
    """The last finished report of this person, or else of this team, about another round."""
    rows = Verslag.objects.visible_to(request.user).finished().filter(ronde__team=ronde.team).exclude(ronde=ronde)
    return rows.filter(door=request.user).order_by("-klaar_op").first() or rows.order_by("-klaar_op").first()


# --- kept while one goes ----------------------------------------------------------------------


def keep_for_now(request, ronde, form):
    """The answer to a button that does not send: the draft is kept. None for the button that sends."""
    button = next((name for name in ("later", "meer", "vorige") if name in request.POST), None)
    if button is None:
        return None
    typed = form.changed_here()
    if form.clashes:
        return None
    if button == "vorige" and form.vorige:
        typed |= form.same_as_before()
    if not accepted_draft(request, ronde, typed):
        return redirect("rondes:ronde", ronde.pk)
    if button == "later":
        messages.success(request, _("Uw verslag is bewaard. U kunt later verder, ook op een ander apparaat."))
        return redirect("rondes:ronde", ronde.pk)
    return redirect(reverse("rondes:verslag", args=[ronde.pk]) + ("#straten" if button == "meer" else "#wegen"))


def accepted_draft(request, ronde, typed):
    """Keep it; False, with the reason as a message, when it is refused."""
    try:
        actions.save_verslag(ronde, velden=typed, actor=request.user, now=timezone.now())
    except RefusedAction as refusal:
        messages.error(request, refusal.message)
        return False
    return True


@require_POST
@of_own_round
def bewaar(request, ronde):
    """One or more fields while somebody types; the answer is the sentence under the form."""
    now = timezone.now()
    names = set(request.POST.getlist("veld"))
    typed = VerslagForm(request.POST, **about(request, ronde, now)).typed(names)
    if not typed:
        return JsonResponse({"tekst": _("Er was niets om te bewaren.")}, status=400)
    try:
        actions.save_verslag(ronde, velden=typed, actor=request.user, now=now)
    except RefusedAction as refusal:
        return JsonResponse({"tekst": str(refusal)}, status=409)
    return JsonResponse({"tekst": _("Bewaard om %(tijd)s.") % {"tijd": time_in_words(now)}})


# --- sent -------------------------------------------------------------------------------------


@require_safe
@of_own_round
def klaar(request, ronde):
    """Thanks, what the team has by now, and what one may want to do next."""
    own = own_verslag(request, ronde)
    if own is None or own.klaar_op is None:
        return redirect("rondes:verslag", ronde.pk)
    now = timezone.now()
    context = {
        "ronde": ronde,
        "verslag": own,
        "logboek": logbook_of(ronde, request.user, now),
        "maand": team_figures(ronde.team, now).maand,
        "bel_mij": own.veilig in UNSAFE or was_threatened(request, own),
        "nu": now,
    }
    return render(request, "rondes/verslag_klaar.html", context)


def was_threatened(request, own):
    """Somebody was threatening in a talk."""
    rows = Verslag.objects.visible_to(request.user).filter(pk=own.pk, gesprekken__verloop="dreigend")
    return rows.exists()


# --- mended -----------------------------------------------------------------------------------


@GET_OR_POST
@login_required
def verslag_verbeteren(request, verslag):
    """Change what one wrote, within two days; the coordinator always, with a trace."""
    rows = Verslag.objects.visible_to(request.user).finished().select_related("ronde__team__gemeente", "ronde__route")
    row = get_object_or_404(rows, pk=verslag)
    ronde, now = row.ronde, timezone.now()
    if not can_correct(request.user, ronde, now):
        raise PermissionDenied
    if row.door_id != request.user.pk and not can_plan(request.user, ronde.team):
        raise PermissionDenied
    form = VerbeterForm(posted(request), initial=answers_of(row), **about(request, ronde, now)).carry()
    return mend(request, ronde, form, now, van=row)


@GET_OR_POST
@of_own_round
def ronde_verbeteren(request, ronde):
    """Change when, where and who of a finished round."""
    now = timezone.now()
    if not can_correct(request.user, ronde, now):
        raise PermissionDenied
    form = FeitenForm(posted(request), **about(request, ronde, now)).carry()
    return mend(request, ronde, form, now)


def mend(request, ronde, form, now, **which):
    """Show the form of a correction, or do it."""
    facts = which | {"actor": request.user, "now": now}
    if form.is_bound and form.is_valid() and accepted(form, actions.correct_ronde, ronde, **facts):
        done = _("De ronde is verbeterd. Onderaan staat wat u wijzigde.") if form.result else _("Er was niets anders.")
        messages.success(request, done)
        return redirect("rondes:ronde", ronde.pk)
    context = {"ronde": ronde, "form": form, "verslag": which.get("van")}
    return render(request, "rondes/verslag_verbeteren.html", context, status=form.status if form.is_bound else 200)
