"""Numbers about meldingen that may not be read one by one."""

from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import TruncWeek

from buurtpreventie.database import as_figures
from meldingen.models import Melding, Stand
from teams.models import Niveau, Soort
from teams.rollen import rollen_van

WEEKS = 26


def confidential_counts(user, team, now):
    """V2 of a team for its coordinator: kind, week and where it stands, counted; no number, category, buurt or melder.

    V3 is not counted at all, and what the melder wanted to share stands in the list (ontwerp §4).
    """
    if team.pk not in rollen_van(user).coordineert:
        return []
    return [_in_words(row) for row in _counted(team, now - timedelta(weeks=WEEKS))]


@as_figures()
def _counted(team, since):
    groups = (
        Melding.objects.filter(team=team, vertrouwelijkheid=Niveau.V2, coordinator_mag_lezen=False)
        .exclude(categorie__soort=Soort.TEAM)
        .filter(gemeld_op__gte=since)
        .annotate(week=TruncWeek("gemeld_op"))
        .values("categorie__soort", "stand", "week")
        .annotate(aantal=Count("pk"))
        .order_by("-week", "categorie__soort", "stand")
    )
    return list(groups)


def _in_words(row):
    return {
        "soort": Soort(row["categorie__soort"]).label,
        "stand": Stand(row["stand"]).label,
        "week": row["week"].isocalendar().week,
        "jaar": row["week"].isocalendar().year,
        "aantal": row["aantal"],
    }
