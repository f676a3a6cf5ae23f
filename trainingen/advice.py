"""What a trainer had better know of an evening: which half its teams miss (E180), and what is at the same time."""

from dataclasses import dataclass

from django.db.models import Q

from trainingen.models import BewijsSoort, Module, Sessie, SessieStand, SessieTeam

TOGETHER = (BewijsSoort.WIJKVEILIGHEID, BewijsSoort.NIET_PLUIS)


@dataclass(frozen=True)
class Tip:
    """These teams have one of the two, or will have; the other belongs to it."""

    teams: tuple
    wel: str
    nog_niet: str
    module: Module | None


def at_the_same_time(sessie, now):
    """Other evenings ahead that want the same trainer or team at the same hours."""
    if not sessie.is_planned or sessie.begin <= now:
        return []
    trainers = Q(trainers__in=sessie.trainers.values("pk"))
    teams = Q(teams__in=sessie.teams.values("pk"))
    others = Sessie.objects.coming(now).filter(begin__lt=sessie.einde, einde__gt=sessie.begin).exclude(pk=sessie.pk)
    return list(others.filter(trainers | teams, gemeente=sessie.gemeente_id).select_related("module").distinct())


def tips_for(sessie):
    """What the teams of an evening miss: one tip per kind that is missing."""
    if sessie.stand == SessieStand.VERVALLEN:
        return []
    asked = list(sessie.sessieteams.select_related("team"))
    kinds = kinds_of([row.team_id for row in asked])
    modules = {module.bewijs: module for module in Module.objects.filter(gemeente=sessie.gemeente).active()}
    tips = []
    for had, missing in (TOGETHER, TOGETHER[::-1]):
        teams = tuple(row.naam_toen for row in asked if kinds.get(row.team_id) == {had})
        if teams:
            tips.append(Tip(teams, str(had.label), str(missing.label), modules.get(missing)))
    return tips


def kinds_of(teams):
    """Of each of these teams which of the two kinds it had, or has ahead."""
    goes_on = Q(sessie__stand__in=[SessieStand.GEPLAND, SessieStand.GEHOUDEN])
    rows = SessieTeam.objects.filter(goes_on, team__in=teams, sessie__module__bewijs__in=TOGETHER)
    kinds = {}
    for team, kind in rows.values_list("team", "sessie__module__bewijs"):
        kinds.setdefault(team, set()).add(kind)
    return kinds
