"""Who walks how often, for who makes the planning: to spread the load, never to compare people (E109)."""

from datetime import timedelta

from django.db.models import Count, F, Max, Q

from teams.models import Lidmaatschap

PERIOD_WEEKS = 8


def lopers_of(team, user, now, today):
    """Today's members of a team that this person leads: ``gelopen`` and ``niet_gekomen`` in the period, ``laatst``."""
    mine = Q(gebruiker__deelnames__ronde__team=team)
    walked = mine & Q(gebruiker__deelnames__stand="liep_mee")
    stayed_away = mine & Q(gebruiker__deelnames__stand="niet_gekomen")
    recent = Q(gebruiker__deelnames__ronde__moment__range=(now - timedelta(weeks=PERIOD_WEEKS), now))
    rows = Lidmaatschap.objects.visible_to(user).filter(team=team).current(today).select_related("gebruiker")
    return rows.annotate(
        gelopen=Count("gebruiker__deelnames", filter=walked & recent),
        niet_gekomen=Count("gebruiker__deelnames", filter=stayed_away & recent),
        laatst=Max("gebruiker__deelnames__ronde__begin", filter=walked),
    ).order_by("-gelopen", F("laatst").desc(nulls_last=True), "gebruiker__naam", "pk")
