"""Which questionnaires, runs, requests and reports?"""

from django.db.models import Case, Count, F, Max, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from buurtpreventie.tokens import hash_token
from teams.rollen import rollen_van
from trainingen.querysets import trains_in

OPEN = "open"
CLOSED = "gesloten"
MAIL = "mail"


def makes_policy_in(user):
    """The gemeenten of which this person reads every figure."""
    return rollen_van(user).aangesteld.get("beleid", frozenset())


def evaluates_in(user):
    """The gemeenten whose runs this person looks after: as trainer, or as beleid."""
    return trains_in(user) | makes_policy_in(user)


class VragenlijstQuerySet(QuerySet):
    def visible_to(self, user):
        """They are the same for everybody who looks after runs somewhere; the versions differ."""
        return self if evaluates_in(user) else self.none()


class VersieQuerySet(QuerySet):
    def visible_to(self, user):
        """The start set, and what the own gemeente made of it."""
        here = evaluates_in(user)
        return self.filter(Q(gemeente__isnull=True) | Q(gemeente__in=here)) if here else self.none()

    def adopted(self):
        return self.filter(vastgesteld_op__isnull=False)

    def drafts(self):
        return self.filter(vastgesteld_op__isnull=True)

    def used_by(self, gemeente):
        """The version that a new run of this gemeente gets comes first: its own newest, else the start set."""
        mine = Q(gemeente__isnull=True) | Q(gemeente=gemeente)
        return self.adopted().filter(mine).order_by("gemeente", "-nummer")  # NULLs last

    def of_gemeente(self, gemeente):
        """The start set and what this gemeente made of it, the oldest first."""
        return self.filter(Q(gemeente__isnull=True) | Q(gemeente=gemeente)).order_by(
            "vragenlijst", F("gemeente").asc(nulls_first=True), "nummer"
        )

    def with_runs(self, gemeente):
        """Each with ``aantal_afnames``: how many runs of this gemeente used it."""
        return self.annotate(aantal_afnames=Count("afnames", filter=Q(afnames__gemeente=gemeente)))

    def for_list(self):
        return self.select_related("vragenlijst", "gemeente", "gemaakt_door", "vastgesteld_door")


class OfVersieQuerySet(QuerySet):
    def visible_to(self, user):
        here = evaluates_in(user)
        mine = Q(versie__gemeente__isnull=True) | Q(versie__gemeente__in=here)
        return self.filter(mine) if here else self.none()

    def with_version(self):
        return self.select_related("versie__vragenlijst", "versie__gemeente", "als_vraag")


class AfnameQuerySet(QuerySet):
    def visible_to(self, user):
        """Trainers and beleid of the gemeente; of a region every gemeente in it."""
        here = evaluates_in(user)
        return self.filter(Q(gemeente__in=here) | Q(regio__gemeenten__in=here)).distinct()

    def for_member(self, user):
        """What somebody was asked, or was there when it was about: to answer, and to read what came of it."""
        asked = Q(gevraagden__gebruiker=user)
        there = Q(sessie__inschrijvingen__gebruiker=user, sessie__inschrijvingen__aanwezig=True)
        return self.filter(pk__in=self.model._default_manager.filter(asked | there).values("pk"))

    def for_coordinator(self, user):
        """Runs in which members of a team that this person leads were asked (E203)."""
        led = rollen_van(user).coordineert
        return self.filter(pk__in=self.model._default_manager.filter(teams__in=led).values("pk"))

    def open(self):
        return self.filter(stand=OPEN)

    def closed(self):
        return self.filter(stand=CLOSED)

    def published(self):
        """Closed with enough answers of its own, or rebuilt from a published report: what it says can be read."""
        return self.closed().filter(vrijgegeven=True)

    def by_token(self, token):
        """The one run whose QR this is."""
        return self.filter(wand_hash=hash_token(token))

    def with_answers(self):
        """Each row with ``binnen``: how many people answered, by whatever way."""
        return self.annotate(binnen=Coalesce(Sum("respons__aantal"), 0))

    def for_list(self):
        return self.select_related(
            "versie__vragenlijst", "gemeente", "regio", "sessie__module", "sessie__programma", "programma", "team"
        )


class OfAfnameQuerySet(QuerySet):
    """Rows that hang on a run: for who looks after it."""

    def visible_to(self, user):
        here = evaluates_in(user)
        return self.filter(Q(afname__gemeente__in=here) | Q(afname__regio__gemeenten__in=here)).distinct()


class GevraagdQuerySet(QuerySet):
    def visible_to(self, user):
        """One's own requests; who looks after the run reads who was asked and who answered, never what."""
        here = evaluates_in(user)
        looked_after = Q(afname__gemeente__in=here) | Q(afname__regio__gemeenten__in=here)
        return self.filter(Q(gebruiker=user) | looked_after).distinct()

    def usable(self):
        """Links from mails that still open something; the door for who has no session."""
        alive = Q(gebruiker__isnull=True) | Q(gebruiker__is_active=True)
        return self.filter(alive, token_hash__isnull=False)

    def by_token(self, token):
        """The one request with this secret."""
        return self.filter(token_hash=hash_token(token)).with_run()

    def with_run(self):
        """With what a form needs: the run, its version and who is asked."""
        return self.select_related("afname__versie__vragenlijst", "afname__gemeente", "gebruiker")

    def asked(self):
        """Really asked: not who was spared because there were requests enough (E204)."""
        return self.exclude(weg="overgeslagen")

    def silent(self):
        return self.asked().filter(beantwoord=False)

    def by_mail(self):
        return self.filter(weg=MAIL)

    def for_list(self):
        return self.select_related("gebruiker", "inschrijving", "team")


class NonResponsQuerySet(QuerySet):
    def visible_to(self, user):
        """Who leads the team wrote it; who looks after the run reads it."""
        here, led = evaluates_in(user), rollen_van(user).coordineert
        looked_after = Q(afname__gemeente__in=here) | Q(afname__regio__gemeenten__in=here)
        return self.filter(looked_after | Q(team__in=led)).distinct()


class PoolQuerySet(QuerySet):
    def visible_to(self, user):
        """For who looks after the runs that it came from."""
        here = evaluates_in(user)
        return self.filter(Q(gemeente__in=here) | Q(regio__gemeenten__in=here)).distinct()

    def for_list(self):
        return self.select_related("versie__vragenlijst", "programma")


class OpenAntwoordQuerySet(QuerySet):
    def visible_to(self, user):
        """For who looks after runs of the gemeente (or of one in the region), once the run is closed."""
        here = evaluates_in(user)
        own = Q(afname__gemeente__in=here) | Q(afname__regio__gemeenten__in=here) | Q(pool__gemeente__in=here)
        of_pool = Q(pool__regio__gemeenten__in=here)
        return self.filter(own | of_pool).filter(Q(pool__isnull=False) | Q(afname__stand=CLOSED)).distinct()

    def to_redact(self):
        return self.filter(stand="nieuw")

    def of_gemeente(self, gemeente):
        """Of runs and pools of this gemeente or of its region."""
        own = Q(afname__gemeente=gemeente) | Q(pool__gemeente=gemeente)
        return self.filter(own | Q(afname__regio__gemeenten=gemeente) | Q(pool__regio__gemeenten=gemeente))

    def per_batch(self):
        """How many words of each run and each pool were not read, are free, and stay behind; what waits on top."""
        batches = self.model._default_manager.filter(pk__in=self.order_by().values("pk")).values("afname", "pool")
        stands = {stand: Count("pk", filter=Q(stand=stand)) for stand in ("nieuw", "vrij", "achter")}
        waits = Case(When(nieuw__gt=0, then=0), default=1)
        return batches.annotate(**stands, week=Max("week"), gelezen=waits).order_by(
            "gelezen", "-week", "afname", "pool"
        )

    def for_list(self):
        return self.select_related("vraag__versie__vragenlijst", "afname", "pool", "gelezen_door")

    def readable(self):
        """A person took out what points at somebody (E216): what reports may quote."""
        return self.filter(stand="vrij")


class SamenQuerySet(QuerySet):
    def visible_to(self, user):
        """Of a conversation at a table: who looks after the run, and who leads a team that sat there."""
        mine = Q(afname__teams__in=rollen_van(user).coordineert)
        here = evaluates_in(user)
        return self.filter(mine | Q(afname__gemeente__in=here) | Q(afname__regio__gemeenten__in=here)).distinct()


class RapportQuerySet(QuerySet):
    def visible_to(self, user):
        """Beleid of the gemeente; trainers what is about evenings and programmes; who leads a team its own."""
        of_trainer = Q(gemeente__in=trains_in(user), soort__in=["sessie", "programma"])
        of_team = Q(team__in=rollen_van(user).coordineert, soort="team_kwartaal")
        return self.filter(Q(gemeente__in=makes_policy_in(user)) | of_trainer | of_team)

    def to_come(self):
        """Asked for, and not made yet."""
        return self.filter(stand__in=["wacht", "bezig"])

    def waiting(self, now):
        """To be made: asked for, or begun by a worker that went away."""
        return self.filter(Q(stand="wacht") | Q(stand="bezig", lease_tot__lt=now)).order_by("gevraagd_op", "pk")

    def for_list(self):
        return self.select_related("gemeente", "sessie__module", "programma", "team", "gevraagd_door").defer("pdf")


class OfGemeenteQuerySet(QuerySet):
    """What beleid of a gemeente reads and sets."""

    def visible_to(self, user):
        return self.filter(gemeente__in=makes_policy_in(user))
