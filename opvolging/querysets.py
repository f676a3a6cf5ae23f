"""Which asks, answers and accesses?"""

from datetime import timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from buurtpreventie.tokens import hash_token
from meldingen.querysets import OPEN_STANDEN, meldpunt_seats
from opvolging.grants import ASKED, proven_level
from teams.clocks import local_date
from teams.rollen import rollen_van

OPEN_VRAAG = ("gevraagd", "aangenomen")
VERZOEK_BEWAARD = timedelta(days=30)  # after closing
GENOEG_POGINGEN = 3  # so often somebody tries to bring an answer before there can be none


class OpvolgingQuerySet(QuerySet):
    def visible_to(self, user):
        """Asks of the meldingen that this person handles at the meldpunt."""
        return self.filter(meldpunt_seats(user, "melding__"))

    def open(self):
        return self.filter(stand__in=OPEN_VRAAG)

    def about(self, melding):
        """Asks about this melding, and about what was handled together with it."""
        together = Q(melding__bundeldelen__bundel__delen__melding=melding)
        return self.filter(pk__in=self.model.objects.filter(Q(melding=melding) | together).values("pk"))

    def late(self, today):
        return self.open().filter(uiterlijk__lt=today)

    def remindable(self):
        """Open asks with all that a reminder needs."""
        return self.open().select_related(
            "melding__gemeente", "melding__categorie", "melding__buurt", "partner", "contact__vervanger"
        )

    def at_address(self, email):
        """Asks to which this address has a link that is not frozen."""
        return self.filter(
            toegangen__email=email, toegangen__ingetrokken_op__isnull=True, toegangen__bevroren_op__isnull=True
        )

    def for_list(self):
        return self.select_related("partner", "contact", "gevraagd_door").order_by("gevraagd_op", "pk")


class TerugkoppelingQuerySet(QuerySet):
    def visible_to(self, user):
        """Answers to one's own meldingen, to what one entered (V0, V1), and those of one's seat at the meldpunt."""
        own = Q(melding__melder=user, doelgroep="melder")
        entered = Q(melding__ingevoerd_door=user, melding__vertrouwelijkheid__lte=1, doelgroep="melder")
        return self.filter(own | entered | meldpunt_seats(user, "melding__"))

    def to_melder(self):
        return self.filter(doelgroep="melder")

    def told_to_teams_of(self, user):
        """What the meldpunt wrote down for the teams that this person is in; never of a confidential melding."""
        to_own_team = Q(doelgroep="team", melding__team__in=rollen_van(user).in_teams)
        return self.filter(to_own_team, melding__vertrouwelijkheid__lte=1)

    def antwoorden(self):
        return self.filter(soort="antwoord")

    def unread(self):
        return self.filter(gelezen_op__isnull=True)

    def asked_to_call(self):
        """Answers after which the melder wanted to be called, called or not."""
        return self.filter(oordeel="bel_mij")


class ToegangQuerySet(QuerySet):
    def granted(self, session, pk, now):
        """The link that this browser session proved, when its proof is good enough for the level of today."""
        proof = proven_level(session, pk, now)
        return self.filter(pk=pk, opvolging__melding__vertrouwelijkheid__lte=proof).with_ask()

    def asked(self, session, pk, now):
        """The link that this browser session opened, whatever it proved."""
        opened = proven_level(session, pk, now) >= ASKED
        return self.filter(pk=pk).with_ask() if opened else self.none()

    def by_token(self, token):
        """The link that belongs to this secret."""
        return self.filter(token_hash=hash_token(token)).with_ask()

    def usable(self, now):
        """Links that still open something: not withdrawn, not expired, not frozen."""
        return self.filter(ingetrokken_op__isnull=True, bevroren_op__isnull=True, verloopt_op__gt=now)

    def with_ask(self):
        return self.select_related(
            "contact__partner",
            "contact__vervanger",
            "opvolging__partner",
            "opvolging__gevraagd_door",
            "opvolging__melding__gemeente",
            "opvolging__melding__categorie",
            "opvolging__melding__buurt",
            "opvolging__melding__melder",
        )


def with_ask_facts(meldingen, opvolgingen):
    """Annotate meldingen with what the worklist shows of their asks."""
    of_this = opvolgingen.filter(melding=OuterRef("pk"), keer=OuterRef("keer"))
    return meldingen.annotate(
        vraag_open=Exists(of_this.filter(stand__in=OPEN_VRAAG)),
        vraag_terug=Exists(of_this.filter(stand="teruggegeven")) & ~Exists(of_this.filter(stand__in=OPEN_VRAAG)),
        bij_partner=of_this.filter(stand__in=OPEN_VRAAG, verantwoordelijk=True).values("partner__naam")[:1],
        partner_laat=Exists(of_this.filter(stand__in=OPEN_VRAAG, uiterlijk__lt=F("melding__antwoord_voor"))),
    )


class BezorgingQuerySet(QuerySet):
    def visible_to(self, user):
        """Answers to bring of one's seat, and through the coordinator those that who leads the team may read."""
        return self.filter(self._led_by(user) | meldpunt_seats(user, "melding__"))

    def _led_by(self, user):
        shared = Q(melding__vertrouwelijkheid__lte=1) | Q(
            melding__vertrouwelijkheid=2, melding__coordinator_mag_lezen=True
        )
        led = Q(melding__team__in=rollen_van(user).coordineert, langs="coordinator")
        return led & shared & ~Q(melding__melder=user)

    def at_meldpunt_of(self, user):
        """What the seats of this person have to bring."""
        return self.filter(meldpunt_seats(user, "melding__"))

    def for_coordinator(self, user):
        """What this coordinator is asked to bring over."""
        return self.filter(self._led_by(user))

    def tried_enough(self):
        """Tried so often that there may be no answer."""
        return self.filter(pogingen__gte=GENOEG_POGINGEN)

    def open(self):
        """Still to bring: not told, not taken back, and to somebody whose name is still there."""
        return self.filter(klaar_op__isnull=True, melding__melder__isnull=False)

    def waiting_counts(self, now):
        """How many melders wait, and how many of them too long: one query."""
        late = Count("pk", filter=Q(voor__lt=local_date(now)))
        return self.open().aggregate(open=Count("pk"), laat=late)

    def to_bring(self, gemeente):
        """What is open in this gemeente, with all that a reminder needs."""
        return self.open().filter(melding__gemeente=gemeente).for_list()

    def for_list(self):
        return self.select_related(
            "melding__melder",
            "melding__gemeente",
            "melding__buurt",
            "melding__behandelaar",
            "melding__team",
            "melding__categorie",
        ).order_by("voor", "pk")


class VraagAanMelderQuerySet(QuerySet):
    def visible_to(self, user):
        """Questions about one's own meldingen, and those of one's seat at the meldpunt."""
        return self.filter(Q(melding__melder=user) | meldpunt_seats(user, "melding__"))

    def to(self, user):
        return self.filter(melding__melder=user)

    def open(self):
        return self.filter(klaar_op__isnull=True)


class TeamBerichtQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(team__in=rollen_van(user).in_teams)


class IngelichtQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(meldpunt_seats(user, "melding__"))

    def promised(self, gemeente):
        """The last word about each melding that is not withdrawn, where that is a date; with all a reminder needs."""
        later = self.model.objects.filter(melding=OuterRef("melding")).filter(
            Q(op__gt=OuterRef("op")) | Q(op=OuterRef("op"), pk__gt=OuterRef("pk"))
        )
        rows = self.filter(melding__gemeente=gemeente, stand="uiterlijk").exclude(melding__stand="ingetrokken")
        return rows.exclude(Exists(later)).select_related(
            "melding__gemeente",
            "melding__behandelaar",
            "melding__categorie",
            "melding__buurt",
            "opvolging__melding__gemeente",
            "opvolging__partner",
            "opvolging__contact__vervanger",
        )


class BundelQuerySet(QuerySet):
    def visible_to(self, user):
        """Bundles of which one may handle a melding."""
        return self.filter(meldpunt_seats(user, "delen__melding__")).distinct()


class BundelDeelQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(meldpunt_seats(user, "melding__"))

    def inside(self):
        """Those that are in their bundle now."""
        return self.filter(eraf_op__isnull=True)


class VerlagingQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(meldpunt_seats(user, "melding__"))

    def open(self):
        return self.filter(besloten_op__isnull=True)

    def for_list(self):
        """Those of meldingen that still run, with all that a row shows."""
        rows = self.filter(melding__stand__in=OPEN_STANDEN).order_by("gevraagd_op", "pk")
        return rows.select_related("gevraagd_door", "melding__categorie", "melding__buurt", "melding__gemeente")


class SeintjeQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(meldpunt_seats(user, "melding__"))


class WissingQuerySet(QuerySet):
    def visible_to(self, user):
        """What is on the list of the meldingen that this person handles at the meldpunt."""
        return self.filter(meldpunt_seats(user, "melding__"))

    def waiting(self):
        """On the list now."""
        return self.filter(gewist_op__isnull=True, eraf_op__isnull=True)

    def due(self, today):
        """Whose day has come, held back or not."""
        return self.waiting().filter(wissen_op__lte=today)


class AanhoudingQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(meldpunt_seats(user, "melding__"))

    def open(self, today):
        """Waits for a second person, who can still agree."""
        return self.filter(akkoord__isnull=True, beeindigd_op__isnull=True, tot__gt=today)

    def in_force(self, today):
        """Holds something back on this day."""
        return self.filter(akkoord=True, beeindigd_op__isnull=True, tot__gte=today)


class VernietigingQuerySet(QuerySet):
    def of(self, gemeente):
        """The records of this gemeente, and of what belongs to none."""
        return self.filter(Q(gemeente=gemeente) | Q(gemeente__isnull=True))


class NazichtQuerySet(QuerySet):
    def visible_to(self, user):
        """Ticks of the gemeenten that this person watches over."""
        return self.filter(gemeente__in=rollen_van(user).aangesteld.get("toezicht", ()))

    def of_months(self):
        """Those about a whole month."""
        return self.filter(regel__isnull=True)


class VerzoekQuerySet(QuerySet):
    def visible_to(self, user):
        """Requests to the gemeenten where this person is toezicht or has a seat at the meldpunt."""
        rollen = rollen_van(user)
        return self.filter(gemeente__in=rollen.aangesteld.get("toezicht", frozenset()) | rollen.meldpunt_gemeenten)

    def open(self):
        return self.filter(afgerond_op__isnull=True)

    def to_wipe(self, now):
        """Closed a month ago, and not yet emptied."""
        return self.filter(afgerond_op__lte=now - VERZOEK_BEWAARD, gewist_op__isnull=True)

    def for_list(self):
        """Open ones first, what is due soonest on top."""
        rows = self.select_related("gemeente", "geopend_door", "bevestigd_door")
        return rows.order_by(F("afgerond_op").desc(nulls_first=True), "uiterlijk", "pk")


class AdreszoekingQuerySet(QuerySet):
    def visible_to(self, user):
        """Of requests that this person sees."""
        return self.filter(verzoek__in=self.model._meta.get_field("verzoek").related_model.objects.visible_to(user))
