"""The walks that a team knows by name: streets in the order of walking; put away, never deleted (E099)."""

from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import day_in_words
from teams.actions.changes import refuse_unread
from teams.clocks import local_date
from teams.models import Buurt
from teams.rondes.actions.planning import planning_team
from teams.rondes.models import Ronde, Rooster, Route, RouteStraat
from teams.rondes.planning import route_in_words

NAAM_LENGTH = Route._meta.get_field("naam").max_length


@transaction.atomic
def make_route(team, *, naam, straten, buiten_mag=False, actor, now):
    """A new route; streets outside the own buurten only when somebody said that it is right."""
    team = planning_team(team)
    _refuse_unsound(team, straten, buiten_mag)
    _refuse_name(team, naam)
    route = Route.objects.create(team=team, naam=naam)
    _lay(route, straten)
    record("route.gemaakt", route, actor=actor, now=now, straten=len(straten))
    return route


@transaction.atomic
def change_route(route, *, naam, straten, buiten_mag=False, gelezen=None, actor, now):
    """Another name, or other streets; what is planned follows, a round that was walked keeps the streets of then."""
    team = planning_team(route.team)
    ahead = _locked_ahead(route, now)
    route = Route.objects.select_for_update(of=("self",)).get(pk=route.pk)
    refuse_unread(route_in_words(route), gelezen)
    _refuse_unsound(team, straten, buiten_mag)
    if same := _as_it_is(route, naam, straten):
        return same
    _refuse_name(team, naam, but=route.pk)
    other_way = _streets(route) != _ids(straten)
    if other_way and Ronde.objects.maybe_walked(now).filter(route=route).exists():
        route = _next_version(route, naam, ahead, now)
    else:
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


# --- what was walked stays ----------------------------------------------------------------------


def _locked_ahead(route, now):
    """The patterns and the coming rounds that have this route, held in the order in which everybody locks."""
    rosters = Rooster.objects.select_for_update(of=("self",)).filter(route=route).order_by("pk")
    rounds = Ronde.objects.select_for_update(of=("self",))
    return [*rosters, *rounds.not_over(now).filter(route=route).order_by("pk")]


def _next_version(before, naam, ahead, now):
    """A new row for what comes; the row of before is put away, with a name that says until when."""
    after = Route(team=before.team, naam=naam, actief=before.actief)
    before.naam, before.actief = _name_until(before, local_date(now)), False
    before.save(update_fields=["naam", "actief"])
    after.save()
    for planned in ahead:
        planned.route = after
        planned.save(update_fields=["route"])
    return after


def _name_until(route, today):
    """Rond het park (tot 22 november 2026); the second of one day gets a number."""
    taken = set(Route.objects.filter(team=route.team_id).values_list("naam", flat=True))
    words = _("tot %(dag)s %(jaar)s") % {"dag": day_in_words(today), "jaar": today.year}
    tails = (f" ({words})" if number == 1 else f" ({words}, {number})" for number in count(1))
    names = (route.naam[: NAAM_LENGTH - len(tail)].rstrip() + tail for tail in tails)
    return next(name for name in names if name not in taken)


def _as_it_is(route, naam, straten):
    """The route that is so already: this one, or after a second press the one that came in its place."""
    if route.naam == naam:
        same = route
    else:
        same = None if route.actief else Route.objects.filter(team=route.team_id, naam=naam).first()
    return same if same and _streets(same) == _ids(straten) else None


# --- steps --------------------------------------------------------------------------------------


def _streets(route):
    return list(route.delen.order_by("volgorde").values_list("straat_id", flat=True))


def _ids(straten):
    return [straat.pk for straat in straten]


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
