"""Who leads a team plans: single rounds, weekly patterns, and what the safety net does."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from buurtpreventie.ui.pagination import page_of
from buurtpreventie.ui.refusals import accepted
from teams.clocks import local_date
from teams.rondes import actions
from teams.rondes.forms.planning import InstellingForm, RondeForm, RoosterForm, RoosterWijzigForm, TikForm
from teams.rondes.models import Ronde, Rooster, Route, TeamInstelling
from teams.rondes.moments import pattern_in_words, plan_in_words
from teams.rondes.planning import as_planned
from teams.rondes.views.doors import GET_OR_POST, led, led_team, posted
from teams.wijzigingen import words_of

FACTS = ("weekdag", "van_tijd", "tot_tijd", "elke_weken", "route", "van", "tot", "ook_op_feestdagen")


def done(request, form, action, *things):
    """Whether the form was sound and the act was done."""
    return form.is_valid() and accepted(form, action, *things, actor=request.user, now=timezone.now())


def form_page(request, form, *, titel, terug, terug_tekst, template="delen/formulier.html", **context):
    """A page of one form."""
    context |= {"form": form, "titel": titel, "terug_url": terug, "terug_tekst": terug_tekst}
    return render(request, template, context, status=form.status if form.is_bound else 200)


def routes_of(request, team, but=None):
    """The routes that the team uses, and the one that stands there already."""
    mine = Route.objects.visible_to(request.user).filter(team=team)
    return (mine.active() | mine.filter(pk=but)).order_by("naam")


# --- one round -----------------------------------------------------------------------------------


@login_required
@GET_OR_POST
def plannen(request, team):
    """A single round on the list."""
    found = led_team(request, team)
    form = RondeForm(posted(request), routes=routes_of(request, found))
    if done(request, form, actions.plan_ronde, found):
        words = {"moment": plan_in_words(form.result, timezone.localdate())}
        messages.success(request, _("De ronde staat op de planning: %(moment)s.") % words)
        return redirect("rondes:rondes")
    return form_page(
        request,
        form,
        titel=_("Ronde plannen"),
        uitleg=_("Is het elke week op dezelfde dag? Maak dan een rooster."),
        uitleg_url=reverse("rondes:rooster", args=[found.pk]),
        uitleg_link=_("Naar het rooster"),
        terug=reverse("rondes:rondes"),
        terug_tekst=_("Rondes"),
    )


# --- the weekly patterns -------------------------------------------------------------------------


@login_required
@require_safe
def rooster(request, team):
    """The patterns of a team that still make rounds."""
    found = led_team(request, team)
    mine = Rooster.objects.visible_to(request.user).filter(team=found).active(timezone.localdate())
    page = page_of(request, mine.select_related("route"))
    rijen = [{"rooster": een, "woorden": pattern_in_words(een, timezone.localdate())} for een in page]
    return render(request, "rondes/rooster.html", {"team": found, "pagina": page, "rijen": rijen})


@login_required
@GET_OR_POST
def rooster_nieuw(request, team):
    """A new pattern, with its rounds at once."""
    found = led_team(request, team)
    form = RoosterForm(
        posted(request), routes=routes_of(request, found), initial={"van": timezone.localdate(), "elke_weken": 1}
    )
    if done(request, form, actions.make_rooster, found):
        messages.success(request, _("Het rooster is bewaard. De rondes van de komende 6 weken staan op de planning."))
        return redirect("rondes:rooster", found.pk)
    return rooster_page(request, form, found, _("Nieuw rooster"))


@login_required
@GET_OR_POST
def rooster_wijzigen(request, rooster):
    """Another day, time or route for the rounds to come."""
    found = led(request, Rooster.objects.visible_to(request.user), rooster)
    form = RoosterWijzigForm(
        posted(request),
        routes=routes_of(request, found.team),
        initial={name: getattr(found, name) for name in FACTS},
        stond=words_of(found, FACTS),
    )
    if done(request, form, actions.change_rooster, found):
        messages.success(request, _("Het rooster is gewijzigd."))
        tell_consequences(request, form.result)
        return redirect("rondes:rooster", found.team_id)
    return rooster_page(
        request,
        form,
        found.team,
        _("Rooster wijzigen"),
        uitleg=_("Rondes die nog komen, gaan mee. Wie zich had aangemeld, krijgt een mail."),
    )


def rooster_page(request, form, team, titel, **context):
    """The form of a pattern."""
    terug = reverse("rondes:rooster", args=[team.pk])
    return form_page(request, form, titel=titel, terug=terug, terug_tekst=_("Rooster"), **context)


@login_required
@GET_OR_POST
def rooster_stop(request, rooster):
    """No more rounds of this pattern; the page names the rounds that people had signed up for."""
    found = led(request, Rooster.objects.visible_to(request.user), rooster)
    form = TikForm(posted(request))
    if done(request, form, actions.stop_rooster, found):
        messages.success(request, _("Het rooster is gestopt. Er komen geen nieuwe rondes bij."))
        tell_consequences(request, form.result)
        return redirect("rondes:rooster", found.team_id)
    now = timezone.now()
    ahead = Ronde.objects.visible_to(request.user).planned().coming(now).filter(rooster=found)
    context = {
        "rooster": found,
        "woorden": pattern_in_words(found, local_date(now)),
        "met_mensen": [card for card in as_planned(ahead.for_cards(), request.user, now) if card.komen],
        "form": form,
    }
    return render(request, "rondes/rooster_stop.html", context, status=form.status if form.is_bound else 200)


def tell_consequences(request, gevolg):
    """Name the rounds with people that fell away or moved."""
    today = timezone.localdate()
    for ronde in gevolg.vervallen:
        text = _("Deze ronde gaat niet door: %(moment)s. Wie zich had aangemeld, krijgt een mail.")
        messages.warning(request, text % {"moment": plan_in_words(ronde, today)})
    for ronde in gevolg.verplaatst:
        text = _("Deze ronde heeft een andere tijd: %(moment)s. Wie zich had aangemeld, krijgt een mail.")
        messages.info(request, text % {"moment": plan_in_words(ronde, today)})


# --- the safety net ------------------------------------------------------------------------------


@login_required
@GET_OR_POST
def instelling(request, team):
    """Three ticks: who hears when a round is not closed."""
    found = led_team(request, team)
    setting = TeamInstelling.objects.filter(team=found).first() or TeamInstelling(team=found)
    names = ("bewaking", "coordinator_bellen", "piket_bellen")
    initial = {name: getattr(setting, name) for name in names}
    form = InstellingForm(posted(request), initial=initial, stond=words_of(setting, names))
    if done(request, form, actions.set_safety_net, found):
        messages.success(request, _("Opgeslagen."))
        return redirect("rondes:rondes")
    return form_page(
        request,
        form,
        titel=_("Mail als een ronde te lang duurt"),
        uitleg=_("Meldt niemand dat iedereen thuis is? Dan mailen wij. Ook ’s avonds laat: het gaat om veiligheid."),
        terug=reverse("rondes:rondes"),
        terug_tekst=_("Rondes"),
    )
