"""Which rounds, warnings and points of attention?"""

from datetime import timedelta

from django.db.models import F, Q, QuerySet

from buurtpreventie.tokens import hash_token
from teams.rollen import rollen_van

OP_STRAAT_ROLLEN = ("politie_dienst", "piket", "meldpunt")  # who sees which team is out (E110)
ONDERWEG = "bezig"
PRESSED_TWICE = timedelta(minutes=15)
DRAFT_KEPT = timedelta(days=14)
GELOPEN = ("thuis", "afgerond", "niet_afgesloten")  # people really went out: figures count these


def op_straat_gemeenten(user):
    """The gemeenten of which this person sees which team is out now."""
    rollen = rollen_van(user)
    return frozenset().union(*(rollen.aangesteld.get(rol, frozenset()) for rol in OP_STRAAT_ROLLEN))


class OfTeamQuerySet(QuerySet):
    """Rows with a ``team``: there for its members of today, and for nobody else."""

    def visible_to(self, user):
        return self.filter(team__in=rollen_van(user).in_teams)


class RouteQuerySet(OfTeamQuerySet):
    def active(self):
        return self.filter(actief=True)

    def for_list(self):
        return self.prefetch_related("delen__straat").order_by("-actief", "naam")


class RoosterQuerySet(OfTeamQuerySet):
    def active(self, today):
        """Patterns that still make rounds on or after this day."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gte=today))


class RondeQuerySet(OfTeamQuerySet):
    def on_the_board_of(self, user):
        """The second door, for who watches over the people outside: the board shows little of each (E110)."""
        return self.filter(team__gemeente__in=op_straat_gemeenten(user))

    def under_way(self):
        return self.filter(stand=ONDERWEG)

    def walked_now_by(self, user):
        """The round that this person is outside on."""
        return self.under_way().filter(deelnames__gebruiker=user, deelnames__stand="liep_mee")

    def planned(self):
        return self.filter(stand="gepland")

    def not_over(self, now):
        """Planned or called off, and the time has not passed: nobody walked these yet."""
        return self.filter(stand__in=("gepland", "vervallen"), gepland_tot__gt=now)

    def maybe_walked(self, now):
        """Out now, walked, or planned for a time that has passed: somebody may still write it down."""
        passed = Q(stand="gepland", gepland_tot__lte=now)
        return self.filter(passed | Q(stand__in=(ONDERWEG, *GELOPEN)))

    def coming(self, now):
        """What is ahead of a team: out now, planned and not over, and what was called off of that."""
        return (self.not_over(now) | self.under_way()).order_by("moment", "pk")

    def not_written(self, now, since):
        """What is over without a report: the plan passed and nobody started, or they came home and wrote nothing."""
        passed = Q(stand="gepland", gepland_tot__lte=now)
        return self.filter(passed | Q(stand__in=("thuis", "niet_afgesloten")), moment__gte=since).order_by(
            "-moment", "-pk"
        )

    def for_cards(self):
        return self.select_related("team__gemeente", "route")

    def for_planning(self):
        return self.select_related("team__gemeente", "route", "rooster").prefetch_related("deelnames__gebruiker")

    def walked(self):
        """People really went out; signed up is not walked."""
        return self.filter(stand__in=GELOPEN)

    def out_since(self, moment):
        """Under way, or home only after this moment."""
        return self.filter(Q(stand=ONDERWEG) | Q(stand__in=GELOPEN, einde__gt=moment))


class OfRondeQuerySet(QuerySet):
    """Rows that hang on a round: there for the members of its team."""

    def visible_to(self, user):
        return self.filter(ronde__team__in=rollen_van(user).in_teams)


class DeelnameQuerySet(OfRondeQuerySet):
    def signed_up(self):
        return self.filter(stand="aangemeld")

    def walked(self):
        return self.filter(stand="liep_mee")


class VerslagQuerySet(OfRondeQuerySet):
    def visible_to(self, user):
        """Finished ones for the team; a draft only for who writes it."""
        return super().visible_to(user).filter(Q(klaar_op__isnull=False) | Q(door=user))

    def finished(self):
        return self.filter(klaar_op__isnull=False)

    def left_lying(self, now):
        """Drafts that nobody touched for two weeks."""
        return self.filter(klaar_op__isnull=True, bewaard_op__lte=now - DRAFT_KEPT)


class SleutelQuerySet(QuerySet):
    def usable(self, now):
        """Links that still open something; the door for who has no session."""
        return self.filter(verloopt_op__gt=now, ingetrokken_op__isnull=True)

    def by_token(self, token, doel):
        """The one link with this secret, for this purpose, of somebody who may still sign in."""
        rows = self.filter(token_hash=hash_token(token), doel=doel, gebruiker__is_active=True)
        return rows.select_related("ronde__team__gemeente", "gebruiker")

    def pressed_before(self, now):
        """Links by which the own person closed the round a moment ago: the second press of the same button."""
        return self.filter(ingetrokken_op__gt=now - PRESSED_TWICE, ronde__gesloten_door=F("gebruiker"))


class AgendaQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(gebruiker=user)

    def usable(self):
        """Feeds of which the secret was not replaced; the door for a calendar program."""
        return self.filter(ingetrokken_op__isnull=True, gebruiker__is_active=True)


class WaarschuwingQuerySet(QuerySet):
    def visible_to(self, user):
        """For who watches over the people outside, and once sent for the teams that it was sent to."""
        to_own_team = Q(oproepen__ronde__team__in=rollen_van(user).in_teams, verstuurd_op__isnull=False)
        return self.filter(Q(gemeente__in=op_straat_gemeenten(user)) | to_own_team).distinct()

    def sent_to_teams_of(self, user):
        """Sent to a round of a team that this person is in."""
        return self.filter(oproepen__ronde__team__in=rollen_van(user).in_teams, verstuurd_op__isnull=False).distinct()

    def for_list(self):
        """Newest first, without a word of what was sent."""
        return self.defer("tekst", "doen", "slottekst").order_by("-begonnen_op", "-pk")

    def open(self):
        return self.filter(gesloten_op__isnull=True)


class OproepQuerySet(QuerySet):
    def visible_to(self, user):
        """Whom to ring about a warning: for who watches over the people outside."""
        return self.filter(waarschuwing__gemeente__in=op_straat_gemeenten(user))


class AandachtspuntQuerySet(QuerySet):
    def visible_to(self, user):
        """For the team, and for the meldpunt of its gemeente; of a wijkagent with an account: what was put in."""
        rollen = rollen_van(user)
        return self.filter(
            Q(team__in=rollen.in_teams) | Q(team__gemeente__in=rollen.meldpunt_gemeenten) | Q(door=user)
        ).distinct()

    def current(self, now):
        return self.filter(van__lte=now, tot__gt=now, ingetrokken_op__isnull=True)
