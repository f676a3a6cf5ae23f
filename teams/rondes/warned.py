"""Whom a warning concerns: rounds that are out, the next ones while it counts, and the people in them."""

from django.db.models import Exists, OuterRef, Q

from buurtpreventie.accounts.models import Gebruiker
from teams.models import Aanstelling, Lidmaatschap, Team
from teams.rondes.models import Deelname, Ronde, RondeStand, Waarschuwing
from teams.rondes.querysets import OP_STRAAT_ROLLEN

SENT = Waarschuwing.Stand.VERSTUURD


def teams_out(gemeente_id):
    """The teams of this gemeente that are out now."""
    out = Ronde.objects.under_way().filter(team__gemeente=gemeente_id)
    return Team.objects.filter(pk__in=out.values("team")).order_by("naam", "pk")


def still_counts(waarschuwing, now):
    """Sent, not closed, and not past its time: who begins now has to hear it too."""
    return waarschuwing.stand == SENT and now < waarschuwing.geldig_tot


def concerned_rounds(waarschuwing, now):
    """Rounds that have to hear this: who is out, and once it is sent who means to go out while it counts."""
    wanted = Q(stand=RondeStand.BEZIG)
    if waarschuwing.stand == SENT:
        wanted |= Q(stand=RondeStand.GEPLAND, gepland_van__lt=waarschuwing.geldig_tot, gepland_tot__gt=now)
    rounds = Ronde.objects.filter(wanted, team__gemeente=waarschuwing.gemeente_id)
    return rounds.exclude(team__in=waarschuwing.niet_voor.all())


def people_in(rondes):
    """(person's id, round) of everybody in these rounds, once: by the round that somebody walks now if there is one."""
    by_id = {ronde.pk: ronde for ronde in sorted(rondes, key=lambda ronde: ronde.is_under_way, reverse=True)}
    places = list(by_id)
    rows = Deelname.objects.filter(takes_part(), ronde__in=places, gebruiker__isnull=False)
    found = {}
    for person, ronde in sorted(rows.values_list("gebruiker", "ronde"), key=lambda row: places.index(row[1])):
        found.setdefault(person, by_id[ronde])
    return found


def round_of(waarschuwing, user):
    """The round by which this warning is for this person, the one under way first; None when it is not."""
    rows = Deelname.objects.filter(takes_part(), gebruiker=user, ronde__oproepen__waarschuwing=waarschuwing)
    found = sorted((row.ronde for row in rows.select_related("ronde")), key=lambda r: (not r.is_under_way, r.pk))
    return found[0] if found else None


def takes_part():
    """Who walks, and who said to come and is of the team on that day; not who could not, and nobody who left."""
    day = OuterRef("ronde__gepland_van__date")
    of_team = Lidmaatschap.objects.filter(
        Q(tot__isnull=True) | Q(tot__gt=day), team=OuterRef("ronde__team"), gebruiker=OuterRef("gebruiker")
    )
    return Q(stand=Deelname.Stand.LIEP_MEE) | Q(Exists(of_team), stand=Deelname.Stand.AANGEMELD)


def watchers(gemeente_id, today):
    """Everybody who watches over the teams of this gemeente on this day."""
    seats = Aanstelling.objects.current(today).filter(gemeente=gemeente_id, rol__in=OP_STRAAT_ROLLEN)
    return Gebruiker.objects.filter(pk__in=seats.values("gebruiker"))
