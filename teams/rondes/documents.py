"""What goes on paper: the roster of the coming weeks, to hang up and to write on (E109)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from buurtpreventie.documents.rendering import render_pdf
from teams.rondes.models import Deelname, RondeStand
from teams.rondes.moments import hours_in_words
from teams.rondes.names import member_ids

LINES = 2  # empty ones to write on, beside who signed up: two people walk together


@dataclass(frozen=True)
class Regel:
    """One round on paper."""

    van: datetime
    uren: str
    route: str
    namen: tuple[str, ...]
    vervallen: bool

    @property
    def leeg(self):
        """The empty lines."""
        return range(LINES)


def render_rooster(team, rondes, today) -> bytes:
    """These rounds as a PDF; of people only the first name, for it hangs on a wall."""
    words = {"team": team.naam, "regels": regels_of(team, rondes, today), "op": today}
    return render_pdf("documents/rooster.html", words)


def regels_of(team, rondes, today):
    """The rounds in their order; who left the team is not named."""
    leden = member_ids(team, today)
    signed_up = [[d.gebruiker for d in ronde.deelnames.all() if comes(d, leden)] for ronde in rondes]
    names = short_names({wie.pk: wie.naam for people in signed_up for wie in people})
    return [
        Regel(
            van=ronde.gepland_van,
            uren=hours_in_words(ronde.gepland_van, ronde.gepland_tot),
            route=ronde.route.naam if ronde.route else "",
            namen=tuple(sorted(names[wie.pk] for wie in people)),
            vervallen=ronde.stand == RondeStand.VERVALLEN,
        )
        for ronde, people in zip(rondes, signed_up, strict=True)
    ]


def comes(deelname, leden):
    """A member who signed up and did not sign off."""
    return deelname.gebruiker_id in leden and deelname.stand == Deelname.Stand.AANGEMELD


def short_names(full):
    """First names by person; with the first letter of the rest where two share one."""
    first = {pk: naam.split()[0] for pk, naam in full.items()}
    shared = {naam for naam, count in Counter(first.values()).items() if count > 1}
    return {pk: with_initial(full[pk]) if first[pk] in shared else first[pk] for pk in full}


def with_initial(naam):
    """Jolanda V."""
    first, *rest = naam.split()
    return f"{first} {rest[-1][0]}." if rest else first
