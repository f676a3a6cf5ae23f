"""Two teams become one: who was in the old team is in the other from today, and what was keeps its name."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.actions.changes import note
from teams.clocks import local_date
from teams.mails import queue_merged
from teams.models import Gemeente, Lidmaatschap, Team


@transaction.atomic
def merge_team(team, *, naar, actor, now):
    """End the roles in ``team`` and begin them in ``naar``; who is in both already is there once. Gives ``naar``.

    Certificates and registrations are of persons and go along; evenings and rounds keep the name of then.
    Raises RefusedAction for a team that stopped and for one outside the gemeente and its regio; twice is once.
    """
    team, naar = _locked(team, naar)
    if team.opgegaan_in_id == naar.pk:
        return naar
    _refuse(team, naar)
    today = local_date(now)
    leaving = list(
        team.lidmaatschappen.not_ended(today).select_related("gebruiker").select_for_update(of=("self",)).order_by("pk")
    )
    there = {lid.gebruiker_id: lid for lid in naar.lidmaatschappen.not_ended(today)}
    for lid in leaving:
        _move(lid, naar, there.get(lid.gebruiker_id), today, actor, now)
    if naar.gemeente_id == team.gemeente_id:
        naar.buurten.add(*team.buurten.all())
    team.stand, team.opgegaan_in = Team.Stand.GESTOPT, naar
    team.save(update_fields=["stand", "opgegaan_in"])
    Team.objects.filter(opgegaan_in=team).update(opgegaan_in=naar)
    note(team, "opgegaan_in", "", naar.naam, actor=actor, now=now)
    record("team.samengevoegd", team, actor=actor, now=now, naar=naar.pk, leden=len(leaving))
    return naar


def _locked(team, naar):
    """Both teams after their gemeenten, in one order whoever is merged into whom."""
    list(Gemeente.objects.select_for_update().filter(pk__in={team.gemeente_id, naar.gemeente_id}).order_by("pk"))
    rows = Team.objects.select_for_update(of=("self",)).select_related("gemeente").order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in={team.pk, naar.pk})}
    return found[team.pk], found[naar.pk]


def _refuse(team, naar):
    if team.pk == naar.pk:
        raise RefusedAction(_("Kies een ander team: dit is het team zelf."))
    if team.stand == Team.Stand.GESTOPT:
        raise RefusedAction(_("Dit team is al gestopt. U kunt het niet meer samenvoegen."))
    if naar.stand == Team.Stand.GESTOPT:
        raise RefusedAction(_("Het andere team is gestopt. Kies een team dat doorgaat."))
    here, there = team.gemeente, naar.gemeente
    if here.pk != there.pk and (here.regio_id is None or here.regio_id != there.regio_id):
        raise RefusedAction(_("Dit team is van een gemeente in een andere regio. Kies een ander team."))


def _move(lid, naar, already, today, actor, now):
    """The role ends today (one that had yet to begin never does) and goes on in the other team."""
    van, tot = max(lid.van, today), lid.tot
    lid.tot = van
    lid.save(update_fields=["tot"])
    record("lidmaatschap.beeindigd", lid, actor=actor, now=now, tot=van)
    if already:
        _goes_on(already, van, tot)
        return
    new = Lidmaatschap.objects.create(
        team=naar,
        gebruiker_id=lid.gebruiker_id,
        rol=lid.rol,
        van=van,
        tot=tot,
        woont_in_buurt=lid.woont_in_buurt,
    )
    record("lidmaatschap.begonnen", new, actor=actor, now=now, rol=new.rol)
    _tell(new, lid.team, now)


def _goes_on(already, van, tot):
    """Nobody is in the team twice, and nobody is in it shorter than in the two together."""
    already.van = min(already.van, van)
    already.tot = None if already.tot is None or tot is None else max(already.tot, tot)
    already.save(update_fields=["van", "tot"])


def _tell(lid, team, now):
    """By mail, to who came in before; who did not has an invitation that still works."""
    gebruiker = lid.gebruiker
    if gebruiker.email and gebruiker.is_active and (gebruiker.last_login or _used_an_invitation(gebruiker)):
        queue_merged(lid, team, now=now)


def _used_an_invitation(gebruiker):
    return gebruiker.uitnodigingen.filter(gebruikt_op__isnull=False).exists()
