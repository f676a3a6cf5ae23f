"""Which municipalities, teams, roles and partners?"""

from functools import reduce
from operator import or_

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from teams.rollen import rollen_van


class CurrentQuerySet(QuerySet):
    """Rows with ``van`` and ``tot``: a role counts from its first day to the day before ``tot``."""

    def current(self, today):
        return self.filter(Q(van__lte=today), Q(tot__isnull=True) | Q(tot__gt=today))

    def not_ended(self, today):
        """Roles that count now or begin later."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gt=today))


class GemeenteQuerySet(QuerySet):
    def visible_to(self, user):
        """Gemeenten in which the user has any role."""
        return self.filter(pk__in=rollen_van(user).alle_gemeenten)


class OfGemeenteQuerySet(QuerySet):
    """Settings of a gemeente: read by everybody in it, changed by beheer only."""

    def visible_to(self, user):
        return self.filter(gemeente__in=rollen_van(user).alle_gemeenten)


class BelnummerQuerySet(OfGemeenteQuerySet):
    def active(self):
        return self.filter(actief=True)


class GemeenteTekstQuerySet(OfGemeenteQuerySet):
    pass


class WijzigingQuerySet(QuerySet):
    def visible_to(self, user):
        """History of settings is for who may change them."""
        return self.filter(gemeente__in=rollen_van(user).beheert)

    def about(self, thing):
        return self.filter(doel_soort=thing._meta.label_lower, doel_id=thing.pk)

    def about_any(self, things):
        """About one of these things, of whatever kind."""
        those = (Q(doel_soort=thing._meta.label_lower, doel_id=thing.pk) for thing in things)
        return self.filter(reduce(or_, those, Q(pk__in=[])))


class LidmaatschapQuerySet(CurrentQuerySet):
    def with_predecessors(self):
        """Each with ``voorgangers``: the teams of the same gemeente that became part of this one."""
        teams = self.model._meta.get_field("team").related_model._default_manager
        merged = teams.filter(opgegaan_in=OuterRef("team"), gemeente=OuterRef("team__gemeente")).order_by()
        return self.annotate(voorgangers=ArraySubquery(merged.values("pk")))

    def visible_to(self, user):
        """Members of the teams one leads, everybody of the gemeente for beheer and meldpunt, and oneself."""
        rollen = rollen_van(user)
        return self.filter(
            Q(gebruiker=user)
            | Q(team__in=rollen.coordineert)
            | Q(team__gemeente__in=rollen.beheert | rollen.meldpunt_gemeenten)
        )

    def for_list(self):
        return self.select_related("gebruiker", "team").order_by("team__naam", "rol", "gebruiker__naam")


def people_managed_by(user, people, today):
    """Who of these people has a role today where this person manages people."""
    rollen = rollen_van(user)
    lid, aanstelling = "lidmaatschappen", "aanstellingen"
    member = Q(**{f"{lid}__team__in": rollen.coordineert}) | Q(**{f"{lid}__team__gemeente__in": rollen.beheert})
    as_member = people.filter(member, _counts(lid, today)).values("pk")
    as_staff = people.filter(_counts(aanstelling, today), aanstellingen__gemeente__in=rollen.beheert).values("pk")
    return people.filter(Q(pk__in=as_member) | Q(pk__in=as_staff))


def _counts(relation, today):
    """A role that counts today or begins later, asked of a person."""
    return Q(**{f"{relation}__tot__isnull": True}) | Q(**{f"{relation}__tot__gt": today})


class AanstellingQuerySet(CurrentQuerySet):
    def visible_to(self, user):
        return self.filter(Q(gebruiker=user) | Q(gemeente__in=rollen_van(user).beheert))

    def for_list(self):
        return self.select_related("gebruiker", "gemeente", "partner").order_by("rol", "gebruiker__naam")


class TeamQuerySet(QuerySet):
    def visible_to(self, user):
        rollen = rollen_van(user)
        return self.filter(Q(pk__in=rollen.in_teams) | Q(gemeente__in=rollen.gemeenten)).distinct()

    def active(self):
        return self.filter(stand="actief")


class BuurtQuerySet(QuerySet):
    def visible_to(self, user):
        """Every buurt of the gemeenten in which the user has a role: people walk and report across borders."""
        return self.filter(gemeente__in=rollen_van(user).alle_gemeenten).order_by("naam")


class StraatQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(buurt__gemeente__in=rollen_van(user).alle_gemeenten).order_by("naam")


class PartnerQuerySet(QuerySet):
    def visible_to(self, user):
        rollen = rollen_van(user)
        return self.filter(gemeente__in=rollen.meldpunt_gemeenten | rollen.beheert).order_by("naam")

    def to_call(self):
        """Those that everybody of the gemeente may ring, with their hours (E150)."""
        on_the_list = self.active().filter(bij_wie_bel_ik=True).exclude(telefoon="")
        return on_the_list.prefetch_related("tijden").order_by("naam")

    def active(self):
        return self.filter(actief=True)

    def narrowed(self, naam="", soort=""):
        """By a part of the name and by sort, as far as these are given."""
        rows = self.filter(naam__icontains=naam) if naam else self
        return rows.filter(soort=soort) if soort else rows

    def for_list(self):
        return self.prefetch_related("contacten__vervanger", "afspraken").order_by("-actief", "naam")


class ContactQuerySet(QuerySet):
    def visible_to(self, user):
        rollen = rollen_van(user)
        return self.filter(partner__gemeente__in=rollen.meldpunt_gemeenten | rollen.beheert).order_by("naam")

    def active(self):
        return self.filter(actief=True)

    def present(self, today):
        """Contacts who are not away on this day."""
        return self.exclude(Q(afwezig_van__lte=today), Q(afwezig_tot__isnull=True) | Q(afwezig_tot__gt=today))
