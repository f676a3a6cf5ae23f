"""A single round: planned, called off and put back."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop
from teams.models import Team
from teams.rondes.actions.keys import own_key
from teams.rondes.actions.locking import locked_ronde, locked_team
from teams.rondes.mails.planning import mail_called_off, mail_goes_on
from teams.rondes.models import Ronde, RondeStand
from teams.rondes.times import span


def planning_team(team):
    """The team, held; one that stopped plans nothing."""
    team = locked_team(team)
    if team.stand == Team.Stand.GESTOPT:
        raise RefusedAction(_("Dit team is gestopt. U kunt geen rondes meer plannen."))
    return team


@transaction.atomic
def plan_ronde(team, *, datum, van_tijd, tot_tijd, route=None, sleutel=None, actor, now):
    """Plan one round by the clock on the wall; the same ``sleutel`` again is the same round.

    Raises RefusedAction for a moment that is over, a round of no time or too long, and a route of another team.
    """
    team = planning_team(team)
    if sleutel and (planned := Ronde.objects.filter(team=team, sleutel=sleutel).first()):
        return planned
    begin, einde = span(datum, van_tijd, tot_tijd)
    if begin <= now:
        raise RefusedAction(_("Dit moment is voorbij. Liep uw team al? Leg de ronde dan achteraf vast."))
    refuse_other_route(team, route)
    ronde = Ronde.objects.create(
        team=team,
        sleutel=own_key(sleutel),
        gepland_van=begin,
        gepland_tot=einde,
        route=route,
        aangemaakt_door=actor,
        aangemaakt_op=now,
    )
    record("ronde.gepland", ronde, actor=actor, now=now, van=begin, tot=einde)
    return ronde


def refuse_other_route(team, route):
    """A route is the team's own, and still in use."""
    if route and (route.team_id != team.pk or not route.actief):
        raise RefusedAction(_("Deze route is er niet meer. Kies een andere route."))


@transaction.atomic
def cancel_ronde(ronde, *, reden, actor, now):
    """Call a planned round off, also one whose time passed without anybody; who signed up hears it."""
    ronde = locked_ronde(ronde)
    if ronde.stand == RondeStand.VERVALLEN:
        return ronde
    if ronde.stand != RondeStand.GEPLAND:
        raise RefusedAction(_("Deze ronde is al begonnen. U kunt hem niet meer laten vervallen."))
    ronde.stand, ronde.vervallen_reden = RondeStand.VERVALLEN, reden
    ronde.save(update_fields=["stand", "vervallen_reden"])
    record("ronde.vervallen", ronde, actor=actor, now=now, reden=reden)
    drop(ronde.bron, now=now)
    if ronde.gepland_tot > now:
        mail_called_off(ronde, actor=actor, now=now)
    return ronde


@transaction.atomic
def restore_ronde(ronde, *, actor, now):
    """The round goes on after all; who had signed up still is, and hears it."""
    ronde = locked_ronde(ronde)
    if ronde.stand == RondeStand.GEPLAND:
        return ronde
    if ronde.stand != RondeStand.VERVALLEN:
        raise RefusedAction(_("Deze ronde is al begonnen."))
    if ronde.gepland_tot <= now:
        raise RefusedAction(_("Dit moment is voorbij. Plan een nieuwe ronde."))
    ronde.stand, ronde.vervallen_reden = RondeStand.GEPLAND, ""
    ronde.save(update_fields=["stand", "vervallen_reden"])
    record("ronde.gaat_door", ronde, actor=actor, now=now)
    drop(ronde.bron, now=now)
    mail_goes_on(ronde, actor=actor, now=now)
    return ronde
