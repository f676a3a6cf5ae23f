"""Planned rounds in the words of a page: when, who comes, and what the reader may still say."""

from dataclasses import dataclass, field
from datetime import timedelta

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
    def nog_nodig(self):
        return max(0, ENOUGH - len(self.komen)) if self.open else 0

    @property
    def alleen_ik(self):
        return self.komt and len(self.komen) == 1


def as_planned(rondes, user, now):
    """These rounds of ``for_planning()`` for this reader; one query more, however many they are."""
    rondes = list(rondes)
    members = members_of({ronde.team_id for ronde in rondes}, local_date(now))
    return [_card(ronde, user, members, now) for ronde in rondes]


def members_of(teams, today):
    """Pairs of team and person that count today."""
    return set(Lidmaatschap.objects.filter(team__in=teams).current(today).values_list("team_id", "gebruiker_id"))


def _card(ronde, user, members, now):
    deelnames = [d for d in ronde.deelnames.all() if (ronde.team_id, d.gebruiker_id) in members]
    mine = next((d.stand for d in deelnames if d.gebruiker_id == user.pk), "")
    is_open = ronde.stand == RondeStand.GEPLAND and ronde.gepland_tot > now
    return GeplandeRonde(
        ronde=ronde,
        wanneer=when(ronde, now),
        komen=coming_to(ronde, members),
        mijn=mine,
        gevraagd=any(d.gebruiker_id != user.pk for d in open_requests(deelnames)),
        leidt=ronde.team_id in rollen_van(user).coordineert,
        open=is_open,
        kan_starten=can_start_now(ronde, now),
    )


def coming_to(ronde, members):
    """The people of this round of ``for_planning()`` who signed up or walk and are of the team, by name."""
    coming = (Deelname.Stand.AANGEMELD, Deelname.Stand.LIEP_MEE)
    rows = [d for d in ronde.deelnames.all() if d.stand in coming and (ronde.team_id, d.gebruiker_id) in members]
    return sorted((d.gebruiker for d in rows), key=lambda person: person.naam)


def open_requests(deelnames):
    """Who of these asked for somebody in their place, and has nobody yet."""
    replaced = {d.vervangt_id for d in deelnames}
    return [d for d in deelnames if d.vervanging_gevraagd_op and d.pk not in replaced]


def when(ronde, now):
    """The plan, or for a round without one when it really began."""
    if ronde.gepland_van:
        return plan_in_words(ronde, local_date(now))
    return moment_in_words(ronde.begin, ronde.einde or ronde.verwacht_einde, local_date(now))


def streets_of(route):
    """The streets of a route in the order of walking."""
    return [part.straat for part in RouteStraat.objects.filter(route=route).select_related("straat__buurt")]
