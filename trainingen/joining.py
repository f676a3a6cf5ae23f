"""Who may come to an evening: the teams that were asked, all of the gemeente, or all of the regio (E190)."""

from django.db.models import Q

from teams.models import Contact, Lidmaatschap, Team
from teams.rollen import rollen_van
from trainingen.models import Bereik, SessieStand


def teams_for(sessie):
    """The teams whose members may come; one that merged stands for the team it became part of."""
    asked = sessie.teams.all()
    may = Q(pk__in=asked.values("pk")) | Q(pk__in=asked.filter(opgegaan_in__isnull=False).values("opgegaan_in"))
    if sessie.bereik != Bereik.TEAMS:
        may |= Q(gemeente=sessie.gemeente_id)
    if sessie.bereik == Bereik.REGIO and sessie.gemeente.regio_id:
        may |= Q(gemeente__regio=sessie.gemeente.regio_id)
    return Team.objects.filter(may).exclude(stand=Team.Stand.GESTOPT).order_by("naam")


def own_teams_for(user, sessie):
    """With which of the own teams somebody may come."""
    return teams_for(sessie).filter(pk__in=rollen_van(user).in_teams)


def led_teams_for(user, sessie):
    """For which teams somebody signs up others: as coordinator."""
    return teams_for(sessie).filter(pk__in=rollen_van(user).coordineert)


def teams_of_trainer(sessie):
    """From which teams a trainer puts people on the list: of the own gemeente, and those that were asked."""
    asked = sessie.teams.all().values("pk")
    return teams_for(sessie).filter(
        Q(gemeente=sessie.gemeente_id) | Q(pk__in=asked) | Q(pk__in=asked.values("opgegaan_in"))
    )


def members_of(teams, today):
    """Who is in one of these teams today, by team and name; ended people are no members."""
    rows = Lidmaatschap.objects.filter(team__in=teams, gebruiker__is_active=True).current(today)
    return rows.select_related("gebruiker", "team").order_by("team__naam", "gebruiker__naam", "pk")


def contacts_for(sessie):
    """The people at partners of the gemeente who can be invited, but not who is away that day (E179)."""
    rows = Contact.objects.filter(partner__gemeente=sessie.gemeente_id, partner__actief=True)
    return rows.active().present(sessie.dag).select_related("partner").order_by("partner__naam", "naam")


def by_link(rows, now):
    """The one registration that a link opens; None once the evening is over, or its owner is in no team any more."""
    row = rows.first()
    if row is None or row.sessie.stand == SessieStand.GEHOUDEN or row.sessie.einde is None or row.sessie.einde <= now:
        return None
    return row if row.gebruiker is None or rollen_van(row.gebruiker) else None
