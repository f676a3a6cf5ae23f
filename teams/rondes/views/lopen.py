"""One round: its page in every stand, the start, longer and home."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.dates import time_in_words
from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from teams.rondes import actions
from teams.rondes.attention import points_for
from teams.rondes.forms import lopen as forms
from teams.rondes.logbook import logbook_of
from teams.rondes.models import Deelname, Ronde, RondeStand
from teams.rondes.moments import hours_in_words
from teams.rondes.names import member_ids, name_of_deelname
from teams.rondes.overdue import can_start_now, start_from, start_until
from teams.rondes.permissions import can_bring_home, can_plan
from teams.rondes.views.doors import GET_OR_POST, of_own_round, own_team, posted
from teams.rondes.views.planning import card_of

KLEUREN = {
    RondeStand.GEPLAND: ("info", "kalender"),
    RondeStand.BEZIG: ("warning", "ronde"),
    RondeStand.THUIS: ("success", "huis"),
    RondeStand.AFGEROND: ("success", "goed"),
    RondeStand.NIET_AFGESLOTEN: ("danger", "waarschuwing"),
    RondeStand.VERVALLEN: ("neutral", "kruis"),
}


# --- reading ------------------------------------------------------------------------------------


@require_safe
@of_own_round
def ronde(request, ronde):
    """The one page of a round, in every stand."""
    return show_round(request, ronde)


def show_round(request, ronde, form=None):
    """The round as it is now, with ``form`` when an act on the page itself was refused."""
    now = timezone.now()
    walkers, expected, absent = people_of(request, ronde, now)
    is_bezig, may_close = ronde.is_under_way, can_bring_home(request.user, ronde)
    walks = Deelname.objects.visible_to(request.user).walked().filter(ronde=ronde, gebruiker=request.user).exists()
    te_laat = is_bezig and ronde.verwacht_einde < now
    context = {
        "ronde": ronde,
        "nu": now,
        "tijden": hours_of(ronde),
        "kleur": KLEUREN[RondeStand(ronde.stand)],
        "lopers": walkers,
        "aangemeld": expected,
        "niet_gekomen": absent,
        "loopt_mee": walks,
        "alleen": is_bezig and walks and len(walkers) == 1,
        "te_laat": te_laat,
        "mag_sluiten": may_close,
        "leidt": can_plan(request.user, ronde.team),
        "kan_starten": can_start_now(ronde, now),
        "vanaf": start_from(ronde) if ronde.stand == RondeStand.GEPLAND else None,
        "gemist": ronde.stand == RondeStand.GEPLAND and now > start_until(ronde),
        "form": form,
    }
    if is_bezig or ronde.stand == RondeStand.GEPLAND:
        context["aandacht"] = points_for(request.user, ronde, now).count()
    if ronde.begin is None:
        context["rij"] = card_of(request, ronde.pk)
    if ronde.begin and not is_bezig:
        context["logboek"] = logbook_of(ronde, request.user, now)
    if is_bezig and may_close and (walks or not te_laat):  # who leads from home rings first
        context["thuis"], context["langer"] = home_form(ronde), longer_form(ronde)
    return render(request, "rondes/ronde.html", context, status=form.status if form else 200)


def hours_of(ronde):
    """When it was, or when it is meant to be; nothing while nobody knows the end."""
    begin, einde = (ronde.begin, ronde.einde) if ronde.begin else (ronde.gepland_van, ronde.gepland_tot)
    return hours_in_words(begin, einde) if einde else ""


def people_of(request, ronde, now):
    """Names of who walked, who signed up and who did not come."""
    rows = Deelname.objects.visible_to(request.user).filter(ronde=ronde).select_related("gebruiker")
    leden = member_ids(ronde.team, local_date(now))
    named = [(row.stand, name_of_deelname(row, leden)) for row in rows.order_by("gast", "gebruiker__naam", "pk")]
    return tuple(
        [naam for stand, naam in named if stand == wanted]
        for wanted in (Deelname.Stand.LIEP_MEE, Deelname.Stand.AANGEMELD, Deelname.Stand.NIET_GEKOMEN)
    )


def home_form(ronde):
    form = forms.ThuisForm()
    form.helper.form_action = ronde_url("thuis", ronde)
    return form


def longer_form(ronde):
    form = forms.LangerForm(initial={"keer": ronde.verlengd})
    form.helper.form_action = ronde_url("langer", ronde)
    return form


def ronde_url(name, ronde):
    return reverse(f"rondes:{name}", args=[ronde.pk])


@require_safe
@login_required
def noodkaart(request):
    """The emergency card, to print and take along (E112)."""
    return render(request, "rondes/noodkaart.html")


# --- start --------------------------------------------------------------------------------------


@GET_OR_POST
@of_own_round
def start_ronde(request, ronde):
    """Start a planned round with who is really there; one that runs already is shown."""
    if request.method != "POST" and not can_start_now(ronde, timezone.now()):
        return redirect("rondes:ronde", ronde.pk)
    signed_up = Deelname.objects.visible_to(request.user).signed_up().filter(ronde=ronde, gebruiker__isnull=False)
    return start_page(request, ronde.team, ronde, list(signed_up.values_list("gebruiker", flat=True)))


@GET_OR_POST
@login_required
def start(request, team):
    """Start a round that nobody planned."""
    return start_page(request, own_team(request, team), None, [])


def start_page(request, team, ronde, signed_up):
    now = timezone.now()
    form = forms.StartForm(posted(request), team=team, ronde=ronde, wie=request.user, aangemeld=signed_up, now=now)
    facts = {"team": team, "ronde": ronde, "actor": request.user, "now": now}
    if form.is_bound and form.is_valid() and accepted(form, actions.start_ronde, **facts):
        if form.result.begin != now:
            messages.info(request, _("Deze ronde was al gestart. U ziet hem hier."))
        return redirect("rondes:ronde", form.result.pk)
    context = {"form": form, "team": team, "ronde": ronde, "gepland": planned_now(request, team, ronde, now)}
    return render(request, "rondes/start.html", context, status=form.status if form.is_bound else 200)


def planned_now(request, team, ronde, now):
    """Planned rounds that can start at this moment, on the page of a round that nobody planned."""
    if ronde:
        return []
    rows = Ronde.objects.visible_to(request.user).filter(team=team, stand=RondeStand.GEPLAND)
    return [one for one in rows.order_by("gepland_van") if can_start_now(one, now)]


# --- longer, and home ---------------------------------------------------------------------------


@require_POST
@of_own_round
def langer(request, ronde):
    """Stay out longer; pressed twice it is once."""
    refuse_who_is_not_there(request, ronde)
    form = forms.LangerForm(request.POST)
    if form.is_valid() and accepted(form, actions.extend_ronde, ronde, actor=request.user, now=timezone.now()):
        messages.success(
            request, _("Uw ronde loopt nu tot %(tijd)s.") % {"tijd": time_in_words(form.result.verwacht_einde)}
        )
        return redirect("rondes:ronde", ronde.pk)
    ronde.refresh_from_db()
    return show_round(request, ronde, form)


@GET_OR_POST
@of_own_round
def thuis(request, ronde):
    """Everybody is home: one tap; of a round that nobody closed it asks when that was."""
    refuse_who_is_not_there(request, ronde)
    forgotten = ronde.stand == RondeStand.NIET_AFGESLOTEN
    if request.method != "POST" and not (forgotten or ronde.is_under_way):
        return redirect("rondes:ronde", ronde.pk)
    form = forms.ToenThuisForm(posted(request), ronde=ronde) if forgotten else forms.ThuisForm(posted(request))
    if (
        form.is_bound
        and form.is_valid()
        and accepted(form, actions.come_home, ronde, actor=request.user, now=timezone.now())
    ):
        messages.success(request, _("Fijn dat iedereen thuis is."))
        return redirect("rondes:ronde", ronde.pk)
    return render(
        request, "rondes/thuis.html", {"form": form, "ronde": ronde}, status=form.status if form.is_bound else 200
    )


def refuse_who_is_not_there(request, ronde):
    """Only who walks along and the coordinator close or extend a round."""
    if not can_bring_home(request.user, ronde):
        raise PermissionDenied
