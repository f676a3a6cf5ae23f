"""Which modules, evenings, registrations and certificates?"""

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from buurtpreventie.tokens import hash_token
from teams.rollen import rollen_van

HELD = "gehouden"
COMES = "aangemeld"


def trains_in(user):
    """The gemeenten in which this person is a trainer."""
    return rollen_van(user).aangesteld.get("trainer", frozenset())


def sets_up(user):
    """The gemeenten of which this person sees what can be taught: as trainer, or as beheer."""
    return trains_in(user) | rollen_van(user).beheert


class OfGemeenteQuerySet(QuerySet):
    """What trainers and beheer of a gemeente set up."""

    def visible_to(self, user):
        return self.filter(gemeente__in=sets_up(user))

    def active(self):
        return self.filter(actief=True)


class ModuleQuerySet(OfGemeenteQuerySet):
    def for_list(self):
        return self.prefetch_related("onderdelen", "materialen", "opfrissers")


class SituatieQuerySet(OfGemeenteQuerySet):
    pass


class OfModuleQuerySet(QuerySet):
    """Parts of a module; who attended an evening of it reads them too, as far as a page shows them."""

    def visible_to(self, user):
        own = Q(module__sessies__inschrijvingen__gebruiker=user, module__sessies__inschrijvingen__aanwezig=True)
        return self.filter(Q(module__gemeente__in=sets_up(user)) | own).distinct()


class ProgrammaQuerySet(QuerySet):
    def visible_to(self, user):
        here = trains_in(user) | rollen_van(user).aangesteld.get("beleid", frozenset())
        return self.filter(Q(gemeente__in=here) | Q(regio__gemeenten__in=here)).distinct()

    def for_list(self):
        return (
            self.select_related("gemeente", "regio")
            .annotate(avonden=Count("sessies", distinct=True))
            .order_by("-van", "naam")
        )


class SessieQuerySet(QuerySet):
    def visible_to(self, user):
        """Trainers of the gemeente; once invited the teams that may come; and who is on the list."""
        return self.filter(Q(gemeente__in=trains_in(user)) | Q(pk__in=self._for_member(user)))

    def for_member(self, user):
        """What somebody finds as a volunteer: where the own teams may come, and where one stands on the list."""
        return self.filter(pk__in=self._for_member(user))

    def _for_member(self, user):
        """The keys of those; a team that merged stands for the team it became part of."""
        rollen = rollen_van(user)
        asked = Q(sessieteams__team__in=rollen.in_teams) | Q(sessieteams__team__opgegaan_in__in=rollen.in_teams)
        here = Q(bereik="gemeente", gemeente__in=rollen.team_gemeenten)
        region = Q(bereik="regio", gemeente__regio__gemeenten__in=rollen.team_gemeenten)
        invited = Q(uitgenodigd_op__isnull=False) & (asked | here | region)
        mine = Q(inschrijvingen__gebruiker=user)
        return self.model._default_manager.filter(invited | mine).values("pk")

    def run_by(self, user):
        """What this person runs: every evening of a gemeente where one is a trainer."""
        return self.filter(gemeente__in=trains_in(user))

    def planned(self):
        return self.filter(stand="gepland")

    def coming(self, now):
        """Planned and not over."""
        return self.planned().filter(einde__gt=now).order_by("begin", "pk")

    def not_closed(self, now):
        """Over, and nobody said yet that the list is complete."""
        return self.planned().filter(einde__lte=now).order_by("begin", "pk")

    def held(self):
        return self.filter(stand=HELD)

    def with_opkomst(self):
        """Each row with ``opkomst``: how many were there; None where nobody knows. The only place that counts this.

        Of an evening that is held that is who was ticked; of one that is known from a published report only, what
        was published (E173).
        """
        present = _count_of("inschrijvingen", self.model, aanwezig=True)
        opkomst = Case(
            When(uit_verslag=True, then=F("verslag_opkomst")),
            When(stand=HELD, then=present),
            default=Value(None),
            output_field=IntegerField(),
        )
        return self.annotate(opkomst=opkomst)

    def with_places(self):
        """Each row with ``aangemeld`` and ``wachtend``: how many come, and how many wait for a place."""
        return self.annotate(
            aangemeld=_count_of("inschrijvingen", self.model, stand=COMES),
            wachtend=_count_of("inschrijvingen", self.model, stand="wachtlijst"),
        )

    def for_list(self):
        return self.select_related("gemeente", "module").prefetch_related("sessieteams")


def _count_of(relation, model, **facts):
    """A count of related rows that does not multiply with other joins."""
    rows = model._meta.get_field(relation).related_model._default_manager.filter(sessie=OuterRef("pk"), **facts)
    counted = rows.order_by().values("sessie").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class OfSessieQuerySet(QuerySet):
    """Rows that hang on an evening: for who runs it."""

    def visible_to(self, user):
        return self.filter(sessie__gemeente__in=trains_in(user))


class ActiepuntQuerySet(QuerySet):
    def visible_to(self, user):
        """Who runs the evening, and who promised to do it."""
        return self.filter(Q(sessie__gemeente__in=trains_in(user)) | Q(eigenaar=user))

    def open(self):
        return self.filter(klaar_op__isnull=True)

    def for_list(self):
        return self.select_related("sessie__gemeente", "sessie__module", "werktafel", "eigenaar").order_by("voor", "pk")


class InschrijvingQuerySet(QuerySet):
    def visible_to(self, user):
        """Who runs the evening, who leads the team that somebody comes from, and oneself."""
        led = Q(team__in=rollen_van(user).coordineert)
        return self.filter(Q(gebruiker=user) | led | Q(sessie__gemeente__in=trains_in(user)))

    def coming(self):
        return self.filter(stand=COMES)

    def on_the_list(self):
        """Who comes and who waits for a place, in the order of signing up."""
        return self.filter(stand__in=[COMES, "wachtlijst"]).order_by("stand", "aangemeld_op", "pk")

    def waiting(self):
        """The waiting list in the order of turn."""
        return self.filter(stand="wachtlijst").order_by("aangemeld_op", "pk")

    def present(self):
        return self.filter(aanwezig=True)

    def usable(self):
        """Links from mails that still open something; the door for who has no session."""
        return self.filter(token_hash__isnull=False).filter(Q(gebruiker__isnull=True) | Q(gebruiker__is_active=True))

    def by_token(self, token):
        """The one registration with this secret."""
        return self.filter(token_hash=hash_token(token)).select_related(
            "sessie__gemeente", "sessie__module", "gebruiker"
        )

    def with_last_tick(self):
        """Each row with ``laatst``: by which way the last tick came; None when nobody ticked."""
        ticks = self.model._meta.get_field("ticks").related_model._default_manager.filter(inschrijving=OuterRef("pk"))
        return self.annotate(laatst=Subquery(ticks.order_by("-pk").values("hoe")[:1]))

    def for_list(self):
        return self.select_related("gebruiker", "sessie")


class AanwezigheidQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(inschrijving__sessie__gemeente__in=trains_in(user))

    def corrections(self):
        return self.filter(hoe="correctie")


class BeltaakQuerySet(QuerySet):
    def visible_to(self, user):
        """Who runs the evening, and who leads the team of the person to ring, or the one that it became part of."""
        mine = rollen_van(user).coordineert
        led = Q(inschrijving__team__in=mine) | Q(inschrijving__team__opgegaan_in__in=mine)
        return self.filter(led | Q(inschrijving__sessie__gemeente__in=trains_in(user)))

    def open(self):
        return self.filter(gebeld_op__isnull=True)

    def to_ring(self, now):
        """Of use still: the evening is not over, and this person did not say that they cannot come."""
        ahead = self.open().filter(inschrijving__sessie__einde__gt=now)
        nothing_to_ask = ~Q(inschrijving__stand=COMES) & Q(waarover__in=["herinnering", "plek"])
        return ahead.exclude(inschrijving__stand="afgemeld").exclude(nothing_to_ask)


class LeerwensQuerySet(QuerySet):
    def visible_to(self, user):
        """Trainers of the gemeente and who leads the team; one's own."""
        here = trains_in(user)
        return self.filter(
            Q(door=user)
            | Q(team__in=rollen_van(user).coordineert)
            | Q(team__gemeente__in=here)
            | Q(inschrijving__sessie__gemeente__in=here)
        ).distinct()

    def open(self):
        return self.filter(gedaan_op__isnull=True)

    def of_team(self, team):
        """Of this team, and of those of the same gemeente that became part of it."""
        return self.filter(Q(team=team) | Q(team__opgegaan_in=team, team__gemeente=team.gemeente_id))


class BewijsRegelQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(gemeente__in=rollen_van(user).alle_gemeenten)


class BewijsQuerySet(QuerySet):
    def visible_to(self, user):
        """One's own, those of the people in a team that one leads, and what an evening that one runs gave."""
        led = self.of_teams(rollen_van(user).coordineert, timezone.localdate()).values("pk")
        given = Q(inschrijving__sessie__gemeente__in=trains_in(user))
        return self.filter(Q(gebruiker=user) | Q(pk__in=led) | given)

    def of_teams(self, teams, today):
        """Of who is a member of one of these teams on this day."""
        members = Q(gebruiker__lidmaatschappen__team__in=teams, gebruiker__lidmaatschappen__van__lte=today)
        still = Q(gebruiker__lidmaatschappen__tot__isnull=True) | Q(gebruiker__lidmaatschappen__tot__gt=today)
        return self.filter(pk__in=self.model._default_manager.filter(members & still).values("pk"))

    def for_list(self):
        people = self.select_related("gebruiker", "gemeente", "vastgelegd_door")
        return people.select_related("inschrijving__sessie__module").order_by("-gehaald_op", "-pk")

    def seen(self):
        """Written down by who saw a certificate; an evening here gave all others."""
        return self.filter(inschrijving__isnull=True)

    def standing(self):
        """Not taken back."""
        return self.filter(ingetrokken_op__isnull=True)

    def valid_on(self, day):
        """Counts on this day: gained by then, not over, not taken back."""
        still = Q(geldig_tot__isnull=True) | Q(geldig_tot__gt=day)
        return self.standing().filter(still, gehaald_op__lte=day)


class KennismakingQuerySet(QuerySet):
    def visible_to(self, user):
        """Trainers of the gemeente and who leads the team; a draft only for who writes it."""
        may = Q(team__gemeente__in=trains_in(user)) | Q(team__in=rollen_van(user).coordineert)
        return self.filter(may, Q(klaar_op__isnull=False) | Q(door=user))

    def finished(self):
        return self.filter(klaar_op__isnull=False)
