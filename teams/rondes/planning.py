"""Planned rounds in the words of a page: when, who comes, and what the reader may still say."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from teams.clocks import local_date
from teams.models import Lidmaatschap
from teams.rollen import rollen_van
from teams.rondes.models import Deelname, Ronde, RondeStand, RouteStraat
from teams.rondes.moments import moment_in_words, plan_in_words
from teams.rondes.overdue import can_start_now

ENOUGH = 2  # nobody walks alone
LOOK_BACK = timedelta(weeks=4)


@dataclass(frozen=True)
class GeplandeRonde:
    """One card of the list of rounds."""

    ronde: Ronde
    wanneer: str
    komen: list = field(default_factory=list)  # people who signed up and are of the team
    mijn: str = ""  # what the reader said
    gevraagd: bool = False  # somebody else cannot come and nobody stands in yet
    leidt: bool = False
    open: bool = False  # one may still say whether one comes
    kan_starten: bool = False
    te_laat: bool = False  # under way, and the time they said is past

    @property
    def planning_url(self):
        return reverse("rondes:planning", args=[self.ronde.pk])

    @property
    def komt(self):
        return self.mijn == Deelname.Stand.AANGEMELD

    @property
    def kan_niet(self):
        return self.mijn == Deelname.Stand.AFGEMELD

    @property
    def liep_mee(self):
        return self.mijn == Deelname.Stand.LIEP_MEE

    @property
    def loopt(self):
        """The reader is outside on this round now."""
        return self.liep_mee and self.ronde.stand == RondeStand.BEZIG

    @property
    def nog_nodig(self):
        return max(0, ENOUGH - len(self.komen)) if self.open else 0

    @property
    def alleen_ik(self):
        return self.komt and len(self.komen) == 1


def as_planned(rondes, user, now):
    """These rounds of ``for_cards()`` for this reader; one query for the people of all of them."""
    rondes = list(rondes)
    people = people_of(rondes, local_date(now))
    return [_card(ronde, people.get(ronde.pk, []), user, now) for ronde in rondes]


def people_of(rondes, today):
    """Per round what the members of its team of today said."""
    current = Lidmaatschap.objects.filter(team=OuterRef("ronde__team"), gebruiker=OuterRef("gebruiker")).current(today)
    said = Deelname.objects.filter(Exists(current), ronde__in=rondes).select_related("gebruiker")
    per_ronde = {}
    for deelname in said.order_by("gebruiker__naam", "pk"):
        per_ronde.setdefault(deelname.ronde_id, []).append(deelname)
    return per_ronde


def _card(ronde, deelnames, user, now):
    mine = next((d.stand for d in deelnames if d.gebruiker_id == user.pk), "")
    is_open = ronde.stand == RondeStand.GEPLAND and ronde.gepland_tot > now
    return GeplandeRonde(
        ronde=ronde,
        wanneer=when(ronde, now),
        komen=coming_of(deelnames),
        mijn=mine,
        gevraagd=any(d.gebruiker_id != user.pk for d in open_requests(deelnames)),
        leidt=ronde.team_id in rollen_van(user).coordineert,
        open=is_open,
        kan_starten=can_start_now(ronde, now),
        te_laat=ronde.is_under_way and ronde.verwacht_einde < now,
    )


def coming_of(deelnames):
    """The people of one round who signed up or walk."""
    return [d.gebruiker for d in deelnames if d.stand in (Deelname.Stand.AANGEMELD, Deelname.Stand.LIEP_MEE)]


def open_requests(deelnames):
    """Who of these asked for somebody in their place, and has nobody yet."""
    replaced = {d.vervangt_id for d in deelnames}
    return [d for d in deelnames if d.vervanging_gevraagd_op and d.pk not in replaced]


def when(ronde, now):
    """The plan, or for a round without one when it really began."""
    if ronde.gepland_van:
        return plan_in_words(ronde, local_date(now))
    return moment_in_words(ronde.begin, ronde.einde or ronde.verwacht_einde, local_date(now))


def route_in_words(route):
    """Name and streets by the field in which they stand on a page: to see that somebody was first."""
    streets = {f"straat_{number}": str(straat) for number, straat in enumerate(streets_of(route))}
    return {"naam": route.naam} | streets


def streets_of(route):
    """The streets of a route in the order of walking."""
    return [part.straat for part in RouteStraat.objects.filter(route=route).select_related("straat__buurt")]
