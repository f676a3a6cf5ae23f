"""Signing up and off: oneself, members of a team that one leads, and anybody for who runs the evening."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from trainingen.actions.guests import answer
from trainingen.actions.signing import sign_off, sign_up, sign_up_members
from trainingen.cards import evening_of, turns_of
from trainingen.forms.aanmelden import AanmeldForm, LedenForm, TikForm
from trainingen.joining import led_teams_for, members_of, own_teams_for, teams_of_trainer
from trainingen.models import Ingang, Inschrijving, InschrijvingStand
from trainingen.permissions import can_answer_for, can_run
from trainingen.views.doors import GET_OR_POST, posted, seen_sessie
from trainingen.views.lezen import show_training

BACK = {"sessie": "sessie", "gasten": "gasten", "team": "team_aanmelden"}


@login_required
@require_POST
def aanmelden(request, sessie):
    """I come; full is the waiting list."""
    found = seen_sessie(request, sessie)
    teams = own_teams_for(request.user, found)
    if not teams:
        raise PermissionDenied
    form = AanmeldForm(request.POST, teams=teams)
    facts = {"gebruiker": request.user, "ingang": Ingang.ZELF, "actor": request.user, "now": timezone.now()}
    if form.is_valid() and accepted(form, sign_up, found, **facts):
        messages.success(request, words_of(form.result))
        return redirect("trainingen:training", found.pk)
    return show_training(request, found.pk, form)


def words_of(row):
    """Where somebody stands after signing up."""
    if row.stand == InschrijvingStand.AANGEMELD:
        return _("U bent aangemeld.")
    beurt = turns_of([row]).get(row.pk)
    return _(
        "Alle plekken zijn bezet. U staat op de wachtlijst, als nummer %(beurt)s. U hoort het als er een plek vrij is."
    ) % {"beurt": beurt}


@login_required
@require_POST
def afmelden(request, sessie):
    """I cannot come; one tap."""
    found = seen_sessie(request, sessie)
    mine = Inschrijving.objects.visible_to(request.user).filter(gebruiker=request.user, sessie=found)
    row = get_object_or_404(mine.select_related("sessie"))
    tapped(request, sign_off, row, done=_("U bent afgemeld. Fijn dat u het laat weten."))
    return redirect("trainingen:training", found.pk)


def tapped(request, action, *args, done, **facts):
    """Do what one button says, or say why not: there is nothing typed to be lost."""
    try:
        result = action(*args, actor=request.user, now=timezone.now(), **facts)
    except RefusedAction as refusal:
        messages.warning(request, refusal.message)
        return None
    messages.success(request, done)
    return result


@login_required
@GET_OR_POST
def team_aanmelden(request, sessie):
    """Members on the list by tick: of the own team for who leads it, of every team for who runs the evening."""
    found = seen_sessie(request, sessie)
    runs = can_run(request.user, found)
    teams = list(teams_of_trainer(found) if runs else led_teams_for(request.user, found))
    if not teams:
        raise PermissionDenied
    rows = Inschrijving.objects.visible_to(request.user).filter(sessie=found)
    listed = list((rows if runs else rows.filter(team__in=teams)).on_the_list().for_list())
    people = {row.gebruiker_id for row in listed if row.gebruiker_id}
    free = [lid for lid in members_of(teams, local_date(timezone.now())) if lid.gebruiker_id not in people]
    form = LedenForm(posted(request), leden=free)
    if form.is_bound and form.is_valid():
        way = Ingang.TRAINER if runs else Ingang.COORDINATOR
        if accepted(form, sign_up_members, found, ingang=way, actor=request.user, now=timezone.now()):
            messages.success(request, how_many(form.result))
            return redirect("trainingen:team_aanmelden", found.pk)
    context = {
        "avond": evening_of(found, timezone.now()),
        "sessie": found,
        "teams": teams,
        "op_de_lijst": listed,
        "nog_niet": bool(free),
        "form": form,
        "leidt_avond": runs,
    }
    return render(request, "trainingen/team_aanmelden.html", context, status=form.status if form.is_bound else 200)


def how_many(rows):
    """3 mensen staan op de lijst, 1 op de wachtlijst."""
    comes = sum(row.stand == InschrijvingStand.AANGEMELD for row in rows)
    waits = len(rows) - comes
    parts = []
    if comes:
        parts.append(ngettext("%(n)d mens is aangemeld.", "%(n)d mensen zijn aangemeld.", comes) % {"n": comes})
    if waits:
        words = ngettext("%(n)d mens staat op de wachtlijst.", "%(n)d mensen staan op de wachtlijst.", waits)
        parts.append(words % {"n": waits})
    return " ".join(parts)


@login_required
@require_POST
def komt(request, inschrijving):
    """Somebody said: I come."""
    return said(request, inschrijving, komt=True, done=_("%(naam)s staat op de lijst."))


@login_required
@require_POST
def kan_niet(request, inschrijving):
    """Somebody said: I cannot come."""
    return said(request, inschrijving, komt=False, done=_("%(naam)s is afgemeld."))


def said(request, pk, *, komt, done):
    """What somebody said to who leads the team or runs the evening."""
    rows = Inschrijving.objects.visible_to(request.user).select_related("sessie", "gebruiker", "team")
    row = get_object_or_404(rows, pk=pk)
    if not can_answer_for(request.user, row):
        raise PermissionDenied
    form = TikForm(request.POST)
    back = form.cleaned_data["terug"] if form.is_valid() else ""
    tapped(request, answer, row, komt=komt, done=done % {"naam": row.naam})
    return redirect(f"trainingen:{BACK.get(back, 'training')}", row.sessie_id)
