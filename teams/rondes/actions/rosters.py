"""Weekly patterns: made, changed and stopped, and the rounds that they make six weeks ahead (E109)."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction, each_on_its_own
from buurtpreventie.outbox.actions import drop
from teams.actions.changes import refuse_unread
from teams.clocks import Kalender, local_date
from teams.models import Team
from teams.rondes.actions.planning import planning_team, refuse_other_route
from teams.rondes.mails.planning import mail_called_off, mail_moved
from teams.rondes.models import Deelname, Ronde, RondeStand, Rooster, VervalReden
from teams.rondes.moments import plan_in_words
from teams.rondes.patterns import days_of, rounds_ahead
from teams.rondes.times import DAY, span
from teams.wijzigingen import words_of


@dataclass
class Gevolg:
    """What a change of a pattern meant for rounds that people had signed up for."""

    rooster: Rooster
    vervallen: list = field(default_factory=list)
    verplaatst: list = field(default_factory=list)


def plan_ahead(now):
    """Make the rounds of all patterns six weeks ahead; gives how many are new, however often the clock rings."""
    with web_transaction():
        going = Rooster.objects.active(local_date(now)).exclude(team__stand=Team.Stand.GESTOPT)
        pks = list(going.order_by("pk").values_list("pk", flat=True))
    return each_on_its_own(pks, lambda pk: _plan_ahead_one(pk, now), name=lambda pk: f"Roster {pk}")


def _plan_ahead_one(pk, now):
    with web_transaction():
        return plan_rooster(_locked(pk), now)


def plan_rooster(rooster, now):
    """Make what is missing of this pattern, which is held; gives how many rounds are new."""
    wanted = list(rounds_ahead(rooster, now))
    there = set(Ronde.objects.filter(rooster=rooster).values_list("rooster_dag", flat=True))
    missing = [
        Ronde(
            team=rooster.team,
            rooster=rooster,
            rooster_dag=day,
            gepland_van=begin,
            gepland_tot=einde,
            route=rooster.route,
            aangemaakt_op=now,
        )
        for day, begin, einde in wanted
        if day not in there
    ]
    Ronde.objects.bulk_create(missing, ignore_conflicts=True)
    if missing:
        record("rooster.gepland", rooster, actor=None, now=now, aantal=len(missing))
    return len(missing)


def _locked(pk):
    rows = Rooster.objects.select_for_update(of=("self",)).select_related("team__gemeente")
    return rows.get(pk=pk)


@transaction.atomic
def make_rooster(team, *, actor, now, **facts):
    """A new pattern, with its rounds at once; the same pattern again is the one that is there.

    ``facts``: weekdag, van_tijd, tot_tijd, route, elke_weken, ook_op_feestdagen, van, tot.
    """
    team = planning_team(team)
    _refuse_unsound(team, now=now, **facts)
    same = Rooster.objects.filter(team=team, **facts).first()
    if same:
        return Gevolg(same)
    rooster = Rooster.objects.create(team=team, gemaakt_door=actor, **facts)
    record("rooster.gemaakt", rooster, actor=actor, now=now)
    plan_rooster(rooster, now)
    return Gevolg(rooster)


def _refuse_unsound(team, *, van_tijd, tot_tijd, route, van, tot, now, **_facts):
    """Times that a round can have, a route of the team, and days in order."""
    span(local_date(now), van_tijd, tot_tijd)
    refuse_other_route(team, route)
    if tot and tot < van:
        raise RefusedAction(_("De laatste dag ligt vóór de eerste dag. Kies een latere laatste dag."))
    if tot and tot < local_date(now):
        raise RefusedAction(_("De laatste dag is al voorbij. Kies een latere dag."))


@transaction.atomic
def change_rooster(rooster, *, gelezen=None, actor, now, **facts):
    """Other days or times: future rounds move along or fall away, and who signed up hears it."""
    planning_team(rooster.team)
    rooster = _locked(rooster.pk)
    if rooster.tot and rooster.tot < local_date(now):
        raise RefusedAction(_("Dit rooster is gestopt. Maak een nieuw rooster."))
    refuse_unread(words_of(rooster, facts), gelezen)
    _refuse_unsound(rooster.team, now=now, **facts)
    changed = [name for name, value in facts.items() if getattr(rooster, name) != value]
    if not changed:
        return Gevolg(rooster)
    for name in changed:
        setattr(rooster, name, facts[name])
    rooster.save(update_fields=changed)
    record("rooster.gewijzigd", rooster, actor=actor, now=now, velden=changed)
    gevolg = _realign(rooster, actor=actor, now=now)
    plan_rooster(rooster, now)
    return gevolg


@transaction.atomic
def stop_rooster(rooster, *, actor, now):
    """No more rounds of this pattern: what is ahead falls away, and who signed up hears it."""
    rooster = _locked(rooster.pk)
    yesterday = local_date(now) - DAY
    if rooster.tot and rooster.tot <= yesterday:
        return Gevolg(rooster)
    rooster.van, rooster.tot = min(rooster.van, yesterday), yesterday
    rooster.save(update_fields=["van", "tot"])
    record("rooster.gestopt", rooster, actor=actor, now=now)
    return _realign(rooster, actor=actor, now=now)


def _realign(rooster, *, actor, now):
    """Bring the future rounds in line with the pattern, which is held."""
    gevolg = Gevolg(rooster)
    rows = Ronde.objects.select_for_update(of=("self",)).filter(
        rooster=rooster, rooster_dag__isnull=False, stand=RondeStand.GEPLAND, gepland_van__gt=now
    )
    rondes = list(rows.select_related("team__gemeente").order_by("pk"))
    last = max((ronde.rooster_dag for ronde in rondes), default=rooster.van)
    days = set(days_of(rooster, local_date(now), last, Kalender.of(rooster.team.gemeente)))
    answered = set(Deelname.objects.filter(ronde__in=rondes).values_list("ronde", flat=True))
    coming = set(Deelname.objects.signed_up().filter(ronde__in=rondes).values_list("ronde", flat=True))
    for ronde in rondes:
        if ronde.rooster_dag not in days:
            _fall_away(ronde, ronde.pk in answered, actor=actor, now=now)
            gevolg.vervallen += [ronde] if ronde.pk in coming else []
        elif _move(ronde, rooster, actor=actor, now=now) and ronde.pk in coming:
            gevolg.verplaatst.append(ronde)
    return gevolg


def _fall_away(ronde, answered, *, actor, now):
    """A round that nobody said anything about leaves no trace in the list; of another it shows that it is off."""
    record("ronde.vervallen", ronde, actor=actor, now=now, reden=VervalReden.ANDERS, rooster=ronde.rooster_id)
    if not answered:
        ronde.delete()
        return
    ronde.stand, ronde.vervallen_reden = RondeStand.VERVALLEN, VervalReden.ANDERS
    ronde.save(update_fields=["stand", "vervallen_reden"])
    drop(ronde.bron, now=now)
    mail_called_off(ronde, actor=actor, now=now)


def _move(ronde, rooster, *, actor, now):
    """The times and the route of the pattern; True when the time is another one than before."""
    before, eerst = (ronde.gepland_van, ronde.gepland_tot), plan_in_words(ronde, local_date(now))
    after = span(ronde.rooster_dag, rooster.van_tijd, rooster.tot_tijd)
    if before == after and ronde.route_id == rooster.route_id:
        return False
    ronde.gepland_van, ronde.gepland_tot = after
    ronde.route_id = rooster.route_id
    ronde.save(update_fields=["gepland_van", "gepland_tot", "route"])
    if before == after:
        return False
    record("ronde.verplaatst", ronde, actor=actor, now=now, van=after[0], tot=after[1])
    if after[0] > now:
        mail_moved(ronde, eerst=eerst, actor=actor, now=now)
    return True
