"""The start page by role, members of a team, and people of the gemeente."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buurtpreventie.accounts.fresh import proved_again
from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from teams.actions import add_member, appoint, end_appointment, end_membership
from teams.forms import EindeForm, LidForm, MedewerkerForm, PetForm
from teams.models import Aanstelling, Gemeente, Lidmaatschap, Team
from teams.permissions import can_manage_members, can_manage_people, wijkagent_in
from teams.petten import NAMES, SESSION_KEY, chosen_pet
from teams.rollen import rollen_van
from teams.wijzigingen import history

STARTS = {
    "lid": "opvolging:thuis",
    "coordinator": "opvolging:team",
    "meldpunt": "opvolging:werklijst",
    "beheer": "meldingen:beheer",
    "beleid": "evaluaties:beleid",
    "trainer": "trainingen:vandaag",
    "politie_dienst": "rondes:op_straat",
    "piket": "rondes:op_straat",
    "toezicht": "opvolging:toezicht",
}
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def start(request):
    """Everybody's first page; who has several roles chooses one."""
    pet = chosen_pet(request.petten, request.session.get(SESSION_KEY))
    if pet:
        return redirect(STARTS.get(pet.rol, "teams:welkom"), *([pet.team] if pet.team else []))
    return redirect("teams:rol" if request.petten else "admin:index")


@login_required
@get_or_post
def rol(request):
    """Choose which of one's own roles to work in; who has one has nothing to choose."""
    if request.method != "POST" and len(request.petten) == 1:
        return redirect("teams:start")
    form = PetForm(
        sent(request),
        keuzes=choices_of(request),
        initial={"pet": request.pet.sleutel if request.pet else None},
    )
    if form.is_valid():
        request.session[SESSION_KEY] = form.cleaned_data["pet"]
        return redirect("teams:start")
    return shown(request, "teams/rol.html", form)


def choices_of(request):
    """One's own hats with the names of team and gemeente."""
    rollen = rollen_van(request.user)
    teams = dict(Team.objects.visible_to(request.user).filter(pk__in=rollen.in_teams).values_list("pk", "naam"))
    gemeenten = dict(Gemeente.objects.visible_to(request.user).values_list("pk", "naam"))
    places = {pet.sleutel: teams.get(pet.team) or gemeenten.get(pet.gemeente, "") for pet in request.petten}
    return [(pet.sleutel, f"{NAMES[pet.rol]} {places[pet.sleutel]}".strip()) for pet in request.petten]


@login_required
@require_safe
def welkom(request):
    """Says honestly what a role without pages of its own will be able to do."""
    if request.pet is None or request.pet.rol in STARTS:
        return redirect("teams:start")
    is_wijkagent = request.pet.rol == "opvolger" and bool(wijkagent_in(request.user))
    context = {"rol": request.pet.rol, "naam": NAMES[request.pet.rol], "is_wijkagent": is_wijkagent}
    return render(request, "teams/welkom.html", context)


@login_required
@require_safe
def leden(request, pk):
    """The members of a team."""
    team = managed_team(request, pk)
    today = timezone.localdate()
    rows = Lidmaatschap.objects.visible_to(request.user).filter(team=team).not_ended(today).for_list()
    return render(request, "teams/leden.html", {"team": team, "pagina": page_of(request, rows)})


@login_required
@get_or_post
def lid_nieuw(request, pk):
    """Add a member: invited by mail, or without any sign-in."""
    team = managed_team(request, pk)
    form = LidForm(sent(request), initial={"rol": "lid", "woont_in_buurt": True, "antwoord_via": "mail"})
    if form.is_valid() and accepted(form, add_member, team, actor=request.user, now=timezone.now()):
        messages.success(request, told(form.result.gebruiker))
        return redirect("teams:leden", team.pk)
    return shown(request, "teams/lid_nieuw.html", form, team=team)


def managed_team(request, pk):
    """A team whose members the user may manage: 404 when it is out of sight, 403 when it is not."""
    team = get_object_or_404(Team.objects.visible_to(request.user).select_related("gemeente"), pk=pk)
    if not can_manage_members(request.user, team):
        raise PermissionDenied
    return team


def told(gebruiker):
    """How the person hears about it."""
    if gebruiker.email:
        return _("%(naam)s is toegevoegd en krijgt een mail.") % {"naam": gebruiker.naam}
    return _("%(naam)s is toegevoegd. Vertel het zelf: er is geen e-mailadres.") % {"naam": gebruiker.naam}


@login_required
@get_or_post
def lid_einde(request, pk):
    """End a membership."""
    rows = Lidmaatschap.objects.visible_to(request.user).select_related("team", "gebruiker")
    lid = get_object_or_404(rows, pk=pk)
    if not can_manage_members(request.user, lid.team):
        raise PermissionDenied
    form = EindeForm(sent(request))
    if form.is_valid() and accepted(form, end_membership, lid, actor=request.user, now=timezone.now()):
        messages.success(request, _("Het lidmaatschap van %(naam)s stopt.") % {"naam": lid.gebruiker.naam})
        return redirect("teams:start") if lid.gebruiker == request.user else redirect("teams:leden", lid.team_id)
    return shown(request, "teams/lid_einde.html", form, lid=lid)


@login_required
@require_safe
def mensen(request):
    """Who has which role at the gemeente, and which teams there are."""
    gemeente = managed_gemeente(request)
    rows = Aanstelling.objects.visible_to(request.user).filter(gemeente=gemeente).not_ended(timezone.localdate())
    teams = Team.objects.visible_to(request.user).filter(gemeente=gemeente).select_related("opgegaan_in")
    context = {
        "gemeente": gemeente,
        "pagina": page_of(request, rows.for_list()),
        "teams": teams.order_by("naam"),
        "regels": role_history(request.user, gemeente),
    }
    return render(request, "teams/mensen.html", context)


def role_history(user, gemeente):
    """Which roles were given, changed and ended, with the name of today."""
    rows = Aanstelling.objects.visible_to(user).filter(gemeente=gemeente)
    names = dict(rows.values_list("pk", "gebruiker__naam"))
    return history(user, gemeente, soort="teams.aanstelling", namen=names)


@login_required
@get_or_post
@proved_again
def medewerker_nieuw(request):
    """Give somebody a role at the gemeente."""
    gemeente = managed_gemeente(request)
    form = MedewerkerForm(sent(request))
    if form.is_valid() and accepted(form, appoint, gemeente, actor=request.user, now=timezone.now()):
        messages.success(request, told(form.result.gebruiker))
        return redirect("teams:mensen")
    return shown(request, "teams/medewerker_nieuw.html", form, gemeente=gemeente)


def managed_gemeente(request):
    """The gemeente whose people the user manages: that of the hat, else the first."""
    beheert = sorted(rollen_van(request.user).beheert)
    if not beheert:
        raise PermissionDenied
    pk = request.pet.gemeente if request.pet.rol == "beheer" else beheert[0]
    return get_object_or_404(Gemeente.objects.visible_to(request.user), pk=pk)


@login_required
@get_or_post
@proved_again
def aanstelling_einde(request, pk):
    """End an appointment."""
    rows = Aanstelling.objects.visible_to(request.user).select_related("gemeente", "gebruiker")
    aanstelling = get_object_or_404(rows, pk=pk)
    if aanstelling.gemeente is None:
        raise Http404
    if not can_manage_people(request.user, aanstelling.gemeente):
        raise PermissionDenied
    form = EindeForm(sent(request))
    if form.is_valid() and accepted(form, end_appointment, aanstelling, actor=request.user, now=timezone.now()):
        messages.success(request, _("De rol van %(naam)s stopt.") % {"naam": aanstelling.gebruiker.naam})
        return redirect("teams:start" if aanstelling.gebruiker == request.user else "teams:mensen")
    return shown(request, "teams/aanstelling_einde.html", form, aanstelling=aanstelling)


def sent(request):
    """What was posted, also when that is nothing at all."""
    return request.POST if request.method == "POST" else None


def shown(request, template, form, **context):
    """A page with a form: 200 before it was sent, else the status that says what is wrong."""
    return render(request, template, {"form": form} | context, status=form.status if form.is_bound else 200)
