"""The walks that a team knows by name: streets in the order of walking; put away, never deleted (E099)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.models import Buurt
from teams.rondes.actions.planning import locked_team
from teams.rondes.models import Route, RouteStraat


@transaction.atomic
def make_route(team, *, naam, straten, buiten_mag=False, actor, now):
    """A new route; streets outside the own buurten only when somebody said that it is right."""
    team = locked_team(team)
    _refuse_unsound(team, straten, buiten_mag)
    _refuse_name(team, naam)
    route = Route.objects.create(team=team, naam=naam)
    _lay(route, straten)
    record("route.gemaakt", route, actor=actor, now=now, straten=len(straten))
    return route


@transaction.atomic
def change_route(route, *, naam, straten, buiten_mag=False, actor, now):
    """Another name, or other streets; planned rounds follow."""
    team = locked_team(route.team)
    route = Route.objects.select_for_update(of=("self",)).get(pk=route.pk)
    _refuse_unsound(team, straten, buiten_mag)
    _refuse_name(team, naam, but=route.pk)
    before = list(route.delen.order_by("volgorde").values_list("straat_id", flat=True))
    if route.naam == naam and before == [straat.pk for straat in straten]:
        return route
    route.naam = naam
    route.save(update_fields=["naam"])
    route.delen.all().delete()
    _lay(route, straten)
    record("route.gewijzigd", route, actor=actor, now=now, straten=len(straten))
    return route


@transaction.atomic
def switch_route(route, *, actief, actor, now):
    """Put a route away, or take it back; rounds that have it keep it."""
    route = Route.objects.select_for_update(of=("self",)).get(pk=route.pk)
    if route.actief != actief:
        route.actief = actief
        route.save(update_fields=["actief"])
        record("route.terug" if actief else "route.weg", route, actor=actor, now=now)
    return route


def _refuse_unsound(team, straten, buiten_mag):
    """Streets of the own gemeente; outside the own buurten only after asking."""
    if not straten:
        raise RefusedAction(_("Kies ten minste 1 straat."))
    own = set(Buurt.objects.filter(teams=team).values_list("pk", flat=True))
    if any(straat.buurt.gemeente_id != team.gemeente_id for straat in straten):
        raise RefusedAction(_("Een straat ligt niet in uw gemeente. Kies een andere straat."))
    if not buiten_mag and any(straat.buurt_id not in own for straat in straten):
        raise RefusedAction(_("Een straat ligt buiten uw buurt. Klopt dat? Zet dan het vinkje."))


def _refuse_name(team, naam, but=None):
    if Route.objects.filter(team=team, naam=naam).exclude(pk=but).exists():
        raise RefusedAction(_("Uw team heeft al een route met deze naam. Kies een andere naam."))


def _lay(route, straten):
    """The streets in this order."""
    RouteStraat.objects.bulk_create(
        RouteStraat(route=route, straat=straat, volgorde=nummer) for nummer, straat in enumerate(straten)
    )
