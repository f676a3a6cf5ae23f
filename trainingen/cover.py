"""Per team: who is up to date in what, until when, and since when nobody is; the one home of what counts (E166, E184).

Only who is a member today counts. Of several certificates of one kind the one that lasts longest counts; one that ends
today counts no more. A certificate goes with the person, whatever team or gemeente it came from.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from teams.models import Lidmaatschap, Soort, Team
from trainingen.models import Bewijs, BewijsRegel, BewijsSoort
from trainingen.validity import WINDOW, lapses_soon

FEW = 5  # of fewer members a number says something about one of them
SENSITIVE = frozenset({BewijsSoort.REANIMATIE.value, BewijsSoort.VOG.value})
FOREVER = date.max


@dataclass(frozen=True)
class Vak:
    """One person and one kind: the certificate that counts, or the last one that did."""

    soort: BewijsSoort
    bewijs: Bewijs | None
    today: date

    @property
    def is_actueel(self):
        return self.bewijs is not None and self.bewijs.counts_on(self.today)

    @property
    def loopt_af(self):
        """It counts, and ends within the time in which one renews it."""
        return self.is_actueel and lapses_soon(self.bewijs.geldig_tot, self.today, self.bewijs.venster)

    @property
    def is_verlopen(self):
        return self.bewijs is not None and not self.is_actueel


@dataclass(frozen=True)
class LidDekking:
    """One member and the four kinds."""

    lid: Lidmaatschap
    vakken: tuple[Vak, ...]

    @property
    def naam(self):
        return self.lid.gebruiker.naam


@dataclass(frozen=True)
class SoortDekking:
    """One kind in one team; ``sinds``: the day on which the last certificate ended, None when there never was one."""

    soort: BewijsSoort
    leden: int
    actueel: int
    loopt_af: int
    sinds: date | None

    @property
    def is_leeg(self):
        """There are members, and nobody is up to date."""
        return self.leden > 0 and self.actueel == 0

    @property
    def is_verborgen(self):
        """Outside the team this number would say something about one person."""
        return self.soort in SENSITIVE and self.leden < FEW

    @property
    def procent(self):
        return round(100 * self.actueel / self.leden) if self.leden else 0


@dataclass(frozen=True)
class TeamDekking:
    """One team today."""

    team: Team
    leden: tuple[LidDekking, ...]
    today: date

    @property
    def soorten(self):
        return tuple(self.of(soort) for soort in BewijsSoort)

    def of(self, soort):
        """How it stands with one kind."""
        vakken = [vak for rij in self.leden for vak in rij.vakken if vak.soort == soort]
        over = [vak.bewijs.geldig_tot for vak in vakken if vak.is_verlopen]
        return SoortDekking(
            soort=soort,
            leden=len(vakken),
            actueel=sum(vak.is_actueel for vak in vakken),
            loopt_af=sum(vak.loopt_af for vak in vakken),
            sinds=max(over, default=None),
        )

    @property
    def loopt_af(self):
        """(member, what ends soon), the first to end on top."""
        soon = [(rij, vak) for rij in self.leden for vak in rij.vakken if vak.loopt_af]
        return sorted(soon, key=lambda one: (one[1].bewijs.geldig_tot, one[0].naam))

    @property
    def zonder_training(self):
        """The trainings that this team is expected to have and in which nobody is up to date."""
        return tuple(
            found for found in map(self.of, expected_of(self.team)) if found.is_leeg and not found.is_verborgen
        )


def expected_of(team):
    """Both modules for every team (E180); resuscitation for who chose to be hartveilig."""
    both = [BewijsSoort.WIJKVEILIGHEID, BewijsSoort.NIET_PLUIS]
    return [*both, BewijsSoort.REANIMATIE] if Soort.HARTVEILIG in team.soorten else both


def cover_of(team, today) -> TeamDekking:
    """The cover of one team: two queries."""
    return covers([team], today)[0]


def covers(teams, today) -> list[TeamDekking]:
    """The cover of these teams in their order: two queries, however many there are."""
    teams = list(teams)
    members = list(
        Lidmaatschap.objects.current(today)
        .filter(team__in=teams)
        .select_related("gebruiker")
        .order_by("gebruiker__naam", "pk")
    )
    best = _best_certificates({lid.gebruiker_id for lid in members}, today)
    per_team = {team.pk: [] for team in teams}
    for lid in members:
        per_team[lid.team_id].append(_row(lid, best, today))
    return [TeamDekking(team, tuple(per_team[team.pk]), today) for team in teams]


def _row(lid, best, today):
    vakken = (Vak(soort, best.get((lid.gebruiker_id, soort.value)), today) for soort in BewijsSoort)
    return LidDekking(lid, tuple(vakken))


def _best_certificates(people, today):
    """By person and kind, of what was gained by today: the one that lasts longest, the newest of equals.

    Each with ``venster``: how many months before its end it is renewed in the gemeente that gave it.
    """
    own = BewijsRegel.objects.filter(gemeente=OuterRef("gemeente"), soort=OuterRef("soort")).values("venster_maanden")
    rows = Bewijs.objects.standing().filter(gebruiker__in=people, gehaald_op__lte=today)
    rows = rows.annotate(venster=Coalesce(Subquery(own), WINDOW))
    in_order = sorted(rows, key=lambda bewijs: (bewijs.geldig_tot or FOREVER, bewijs.gehaald_op))
    return {(bewijs.gebruiker_id, bewijs.soort): bewijs for bewijs in in_order}
