"""The routes of a team: listed, made, changed and put away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buurtpreventie.ui.pagination import page_of
from teams.models import Buurt, Straat
from teams.rondes import actions
from teams.rondes.forms.routes import RouteForm, RouteWijzigForm, lines_of
from teams.rondes.models import Route
from teams.rondes.planning import route_in_words, streets_of
from teams.rondes.views.doors import GET_OR_POST, led, led_team, posted
from teams.rondes.views.planning_team import done, form_page


@login_required
@require_safe
def routes(request, team):
    """All routes of a team, those that are put away last."""
    found = led_team(request, team)
    rows = Route.objects.visible_to(request.user).filter(team=found).for_list()
    return render(request, "rondes/routes.html", {"team": found, "pagina": page_of(request, rows)})


@login_required
@GET_OR_POST
def route_nieuw(request, team):
    """A new route."""
    found = led_team(request, team)
    form = form_of(request, found)
    if done(request, form, actions.make_route, found):
        messages.success(request, _("De route %(naam)s is bewaard.") % {"naam": form.result})
        return redirect("rondes:routes", found.pk)
    return route_page(request, form, found, _("Nieuwe route"))


@login_required
@GET_OR_POST
def route(request, route):
    """Another name, or other streets."""
    found = led(request, Route.objects.visible_to(request.user), route)
    form = form_of(request, found.team, {"naam": found.naam, "straten": streets_of(found)}, route_in_words(found))
    if done(request, form, actions.change_route, found):
        messages.success(request, _("De route %(naam)s is bewaard.") % {"naam": form.result})
        return redirect("rondes:routes", found.team_id)
    return route_page(request, form, found.team, _("Route wijzigen"), route=found)


def form_of(request, team, initial=None, stond=None):
    """The form with the streets to choose from; with more lines when somebody asked for those."""
    streets = Straat.objects.visible_to(request.user).filter(buurt__gemeente=team.gemeente_id)
    own = Buurt.objects.visible_to(request.user).filter(teams=team).values_list("pk", flat=True)
    choices = {"straten": streets.select_related("buurt"), "eigen": own}
    form_class = RouteForm if stond is None else RouteWijzigForm
    choices |= {} if stond is None else {"stond": stond}
    if request.method == "POST" and "meer" in request.POST:
        typed = {"naam": request.POST.get("naam"), "regels": lines_of(request.POST)}
        return form_class(initial=typed | {"gelezen": request.POST.get("gelezen", "")}, **choices)
    return form_class(posted(request), initial=initial, **choices)


def route_page(request, form, team, titel, **context):
    """The form of a route, with the list that its lines share."""
    return form_page(
        request,
        form,
        titel=titel,
        terug=reverse("rondes:routes", args=[team.pk]),
        terug_tekst=_("Routes"),
        template="rondes/route.html",
        **context,
    )


@login_required
@require_POST
def route_weg(request, route):
    """Put a route away: it is no choice any more."""
    return switched(request, route, False, _("De route %(naam)s staat niet meer bij de keuzes."))


@login_required
@require_POST
def route_terug(request, route):
    """Take a route back."""
    return switched(request, route, True, _("De route %(naam)s staat weer bij de keuzes."))


def switched(request, route, actief, words):
    """One press, told."""
    found = led(request, Route.objects.visible_to(request.user), route)
    actions.switch_route(found, actief=actief, actor=request.user, now=timezone.now())
    messages.success(request, words % {"naam": found})
    return redirect("rondes:routes", found.team_id)
