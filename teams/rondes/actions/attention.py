"""Points of attention: the meldpunt and the wijkagent tell teams what to look at, for at most four weeks (E117)."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.clocks import local_date
from teams.models import Team
from teams.rondes.models import Aandachtspunt


@transaction.atomic
def add_points(*, teams, soort, tekst, namens, weken, straat=None, actor, now):
    """One point for each of these teams; said again until the same day, it is the same point.

    Raises RefusedAction without a team, for a team that stopped, and for more than four weeks.
    """
    teams = list(Team.objects.select_for_update(of=("self",)).filter(pk__in=[team.pk for team in teams]).order_by("pk"))
    if not teams:
        raise RefusedAction(_("Kies ten minste 1 team."))
    stopped = [team.naam for team in teams if team.stand == Team.Stand.GESTOPT]
    if stopped:
        raise RefusedAction(_("Dit team is gestopt: %(team)s. Kies een ander team.") % {"team": ", ".join(stopped)})
    tot = now + timedelta(weeks=weken)
    if not timedelta(0) < tot - now <= Aandachtspunt.LANGST:
        raise RefusedAction(_("Kies hooguit 4 weken. Daarna kunt u het opnieuw doorgeven."))
    said = {"soort": soort, "tekst": tekst, "namens": namens, "straat": straat, "door": actor}
    return [_same(team, said, tot, now) or _add(team, said, tot, now) for team in teams]


def _same(team, said, tot, now):
    """The point that says this already, until the same day; the words are encrypted, so they are compared here."""
    current = Aandachtspunt.objects.current(now).filter(team=team, door=said["door"], straat=said["straat"])
    asked = (said["soort"], said["tekst"], local_date(tot))
    return next((one for one in current if (one.soort, one.tekst, local_date(one.tot)) == asked), None)


def _add(team, said, tot, now):
    point = Aandachtspunt.objects.create(team=team, van=now, tot=tot, **said)
    record(
        "aandachtspunt.gegeven",
        point,
        actor=said["door"],
        now=now,
        soort=said["soort"],
        namens=said["namens"],
        tot=local_date(tot),
    )
    return point


@transaction.atomic
def end_point(punt, *, actor, now):
    """Take it back before its time; one that is over already stays as it is."""
    punt = Aandachtspunt.objects.select_for_update(of=("self",)).select_related("team").get(pk=punt.pk)
    if punt.ingetrokken_op or punt.tot <= now:
        return punt
    punt.ingetrokken_op = now
    punt.save(update_fields=["ingetrokken_op"])
    record("aandachtspunt.gestopt", punt, actor=actor, now=now)
    return punt
