"""Which categories, meldingen and drafts?"""

from functools import reduce
from operator import or_

from django.db.models import Count, F, Q, QuerySet

from teams.clocks import local_date
from teams.rollen import rollen_van

OPEN_STANDEN = ("ontvangen", "opgepakt", "aanzien", "afgerond")


def meldpunt_seats(user, prefix=""):
    """Within its kinds and level: what the seats of this person at the meldpunt may read."""
    seats = (
        Q(
            **{
                f"{prefix}gemeente": seat.gemeente,
                f"{prefix}categorie__soort__in": seat.soorten,
                f"{prefix}vertrouwelijkheid__lte": seat.niveau,
            }
        )
        for seat in rollen_van(user).meldpunt
    )
    return reduce(or_, seats, Q(pk__in=[])) & not_about_own_team(user, prefix)


def not_about_own_team(user, prefix=""):
    """Leaves out what is wrong in a team that this person is in: for rows and for counts of them."""
    own = rollen_van(user).in_teams
    return ~Q(**{f"{prefix}categorie__soort": "team", f"{prefix}team__in": own}) if own else Q()


def team_share(user, prefix=""):
    """V0 is for the whole team; V1, and what the melder wants to share, for the coordinator; a complaint for nobody."""
    rollen = rollen_van(user)
    for_team = Q(**{f"{prefix}team__in": rollen.in_teams, f"{prefix}vertrouwelijkheid": 0})
    for_coordinator = Q(**{f"{prefix}team__in": rollen.coordineert}) & (
        Q(**{f"{prefix}vertrouwelijkheid": 1})
        | Q(**{f"{prefix}coordinator_mag_lezen": True, f"{prefix}vertrouwelijkheid": 2})
    )
    return (for_team | for_coordinator) & ~Q(**{f"{prefix}categorie__soort": "team"})


def readable_contents(user):
    """Whose contents this person may read, asked of a row that hangs on a melding."""
    own = Q(melding__melder=user, melding__tekst_verborgen=False)
    entered = Q(melding__ingevoerd_door=user, melding__vertrouwelijkheid__lte=1)
    return own | entered | team_share(user, "melding__") | meldpunt_seats(user, "melding__")


class CategorieQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(gemeente__in=rollen_van(user).alle_gemeenten)

    def active(self):
        return self.filter(actief=True)

    def for_list(self):
        return self.order_by("groep", "volgorde", "naam")


class MeldingQuerySet(QuerySet):
    def visible_to(self, user):
        """The rows that exist for this person (ontwerp §4); how much of each, the permissions say."""
        own = Q(melder=user) | Q(ingevoerd_door=user)
        return self.filter(own | team_share(user) | meldpunt_seats(user)) if user.is_authenticated else self.none()

    def reported_by(self, user):
        """What this person reported, or entered for somebody else."""
        return self.filter(Q(melder=user) | Q(ingevoerd_door=user))

    def at_meldpunt_of(self, user):
        """The meldingen that this person handles at the meldpunt."""
        return self.filter(meldpunt_seats(user))

    def of_teams(self, user):
        """What the teams of this person may read of each other."""
        return self.filter(team_share(user))

    def open(self):
        return self.filter(stand__in=OPEN_STANDEN)

    def waking(self, day):
        """Those that ask for attention on this day or did so before: ``wakes_on`` as a question."""
        return self.filter(Q(reageren_voor__lte=day) | Q(aanzien_tot__lte=day) | Q(antwoord_voor__lte=day))

    def closed(self):
        return self.exclude(stand__in=OPEN_STANDEN)

    def for_list(self):
        return self.select_related("categorie", "buurt", "team", "behandelaar", "gemeente").order_by(
            F("antwoord_voor").asc(), "gemeld_op"
        )


class MeldingInhoudQuerySet(QuerySet):
    def readable_by(self, user):
        """Contents that this person may read; the view records the opening (veiligheid 4)."""
        return self.filter(readable_contents(user)) if user.is_authenticated else self.none()


class AanvullingQuerySet(QuerySet):
    def readable_by(self, user):
        """What was added is read by who reads the contents."""
        return self.filter(readable_contents(user)) if user.is_authenticated else self.none()


class ConceptQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(eigenaar=user)

    def alive(self, now):
        return self.filter(verloopt_op__gt=now, verstuurd_op__isnull=True)

    def waiting(self, now):
        """The living drafts that hold something, newest first (a list: what they hold is encrypted)."""
        return [concept for concept in self.alive(now).order_by("-bewaard_op") if concept.is_begun]


class BijlageQuerySet(QuerySet):
    def readable_by(self, user):
        """Photos of one's own drafts, and those of a melding whose contents one reads.

        Once the category takes none, or the melding is confidential, they are for the meldpunt only.
        """
        if not user.is_authenticated:
            return self.none()
        own_draft = Q(concept__eigenaar=user, concept__verstuurd_op=None)
        still_shared = Q(melding__categorie__fotos=True, melding__vertrouwelijkheid__lte=1)
        at_desk = meldpunt_seats(user, "melding__")
        return self.filter(own_draft | (readable_contents(user) & still_shared) | at_desk)

    def for_list(self):
        """Without the bytes, which only the page of one photo reads."""
        return self.defer("inhoud").select_related("melding").order_by("pk")


class KaartQuerySet(QuerySet):
    def visible_to(self, user):
        """Cards of the teams one leads, and all of the gemeente for its meldpunt."""
        rollen = rollen_van(user)
        return self.filter(Q(team__in=rollen.coordineert) | Q(gemeente__in=rollen.meldpunt_gemeenten))


def talk_seats(user):
    """Talks of the kinds of one's seats; about a team never for who is in a team with the person to call."""
    rollen = rollen_van(user)
    seats = (Q(gemeente=seat.gemeente, soort__in=seat.soorten) for seat in rollen.meldpunt)
    own_team = Q(soort="team", wie__lidmaatschappen__team__in=rollen.in_teams)
    return reduce(or_, seats, Q(pk__in=[])) & ~own_team


class OverlegQuerySet(QuerySet):
    def visible_to(self, user):
        """One's own, and for the meldpunt those of the kinds of its seats."""
        return self.filter(talk_seats(user) | Q(wie=user)) if user.is_authenticated else self.none()

    def at_meldpunt_of(self, user):
        """The talks that this person's seats at the meldpunt have to hold."""
        return self.filter(talk_seats(user))

    def of(self, user):
        return self.filter(wie=user)

    def open(self):
        return self.filter(klaar_op__isnull=True)

    def waiting_counts(self, now):
        """How many wait for a call, and how many of them longer than they should: one query."""
        late = Q(bellen_voor__lt=local_date(now))
        return self.open().aggregate(open=Count("pk"), laat=Count("pk", filter=late))

    def to_call(self, today):
        """Whose last day is today or was before."""
        return self.open().filter(bellen_voor__lte=today).select_related("gemeente")

    def for_list(self):
        """The first to be called on top."""
        return self.select_related("wie", "behandelaar", "gemeente").order_by("bellen_voor", "gevraagd_op", "pk")


class EvenAanzienQuerySet(QuerySet):
    def visible_to(self, user):
        """Only one's own."""
        return self.filter(wie=user) if user.is_authenticated else self.none()

    def open(self):
        return self.filter(klaar_op__isnull=True)

    def to_ask(self, today):
        """Whose two weeks are over and who was not asked yet."""
        return self.open().filter(vragen_op__lte=today, gevraagd_op__isnull=True)

    def unanswered_since(self, moment):
        """Asked at this moment or before, and left alone."""
        return self.open().filter(gevraagd_op__lte=moment)
