"""The loop of a gemeente over one quarter, along five ways of looking; thresholds hold over all of them together.

V0 and V1 are open. V2 stands in a table from five melders on, V3 only as one number of the whole gemeente; both only
once the quarter is closed, because a number that grows tells who came last. Counting itself is done one floor down
(``opvolging.figures``); a year is the sum of what its quarters show (``kwartalen``).
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from buurtpreventie.database import as_figures
from evaluaties.figures.drempel import large_enough
from opvolging.figures import CONFIDENTIAL, OPEN, STRICT, Cel, Periode, belmomenten_of, cell_of, followed
from opvolging.partner_figures import PartnerCel, asks_about, partner_cell
from teams.models import Soort

NOBODY = "0"  # the group of meldingen without a partner, or without a team


class Per(models.TextChoices):
    """The ways to look at it, what matters most first: small groups of the last give way to those of the first."""

    SOORT = "soort", gettext_lazy("Soort melding")
    PARTNER = "partner", gettext_lazy("Partner")
    CATEGORIE = "categorie", gettext_lazy("Onderwerp")
    WIJK = "wijk", gettext_lazy("Wijk")
    TEAM = "team", gettext_lazy("Team")


@dataclass(frozen=True)
class Rij:
    """One line: a group of meldingen at one group of levels; ``vragen`` only of a partner."""

    sleutel: str
    naam: str
    niveau: int
    cel: Cel
    vragen: PartnerCel | None = None

    @property
    def is_vertrouwelijk(self):
        return self.niveau == CONFIDENTIAL

    def __add__(self, other):
        """The same line of a later quarter; it keeps the name that it had last."""
        vragen = self.vragen + other.vragen if self.vragen and other.vragen else self.vragen or other.vragen
        return Rij(other.sleutel, other.naam, other.niveau, self.cel + other.cel, vragen)


@dataclass(frozen=True)
class Kring:
    """All lines of a quarter, or of quarters together, that may be shown."""

    per: dict = field(default_factory=dict)  # {a value of Per: tuple of Rij}
    gebeld: tuple = ()  # (quarter, kind, how many calls of which nothing is kept)

    def rijen(self, per):
        return self.per.get(per, ())

    @property
    def totaal(self):
        """The sum of what is shown: the three numbers."""
        return sum((rij.cel for rij in self.rijen(Per.SOORT)), Cel())

    @property
    def vragen(self):
        """What partners did, over all lines."""
        return sum((rij.vragen for rij in self.rijen(Per.PARTNER) if rij.vragen), PartnerCel())

    @property
    def partners(self):
        """{(key, name): their asks at all levels together}."""
        found = defaultdict(PartnerCel)
        for rij in self.rijen(Per.PARTNER):
            if rij.vragen:
                found[rij.sleutel, rij.naam] += rij.vragen
        return dict(found)

    @property
    def stille_partners(self):
        """Names of partners that were asked three times or more and never reacted."""
        return sorted(naam for (_key, naam), vragen in self.partners.items() if vragen.is_stil)

    @property
    def meededen(self):
        """How many partners reacted to something: the network (E154)."""
        return sum(vragen.gereageerd > 0 for vragen in self.partners.values())

    @property
    def is_leeg(self):
        return not self.rijen(Per.SOORT)

    def __add__(self, other):
        per = {one: _added_up(self.rijen(one) + other.rijen(one), one) for one in Per.values}
        return Kring(per, self.gebeld + other.gebeld)


# --- one quarter ------------------------------------------------------------------------------


def kring_of(gemeente, periode, today, *, closed):
    """The loop of one quarter; confidential groups only when it is ``closed``. Three queries."""
    return kringen_of(gemeente, [periode], today, closed=closed)[periode]


def kringen_of(gemeente, periodes, today, *, closed):
    """{quarter: its loop} of quarters of one year; three queries for all of them together, none for none."""
    if not periodes:
        return {}
    span = Spanne(min(one.van for one in periodes), max(one.tot for one in periodes))
    with as_figures():
        rows, asks = followed(gemeente, span, today), asks_about(gemeente, span, today)
    calls = belmomenten_of([gemeente.pk], span)
    return {
        one: drawn(
            [row for row in rows if Periode.of(row.gemeld) == one],
            [ask for ask in asks if Periode.of(ask.gemeld) == one],
            [call for call in calls if call[0] == one.kwartaal],
            closed=closed,
        )
        for one in periodes
    }


@dataclass(frozen=True)
class Spanne:
    """From a day until before another."""

    van: date
    tot: date


def drawn(rows, asks, gebeld=(), *, closed):
    """The lines of these meldingen and of the asks about them."""
    groups, asked = _groups(rows, asks), defaultdict(list)
    shown = {key for key in groups if key.niveau == OPEN} | (_safe(rows, groups) if closed else set())
    for ask in asks:
        asked[str(ask.partner[0]), ask.niveau].append(ask)
    per = {one: [] for one in Per.values}
    for key in shown:
        about = asked.get((key.sleutel, key.niveau)) if key.per == Per.PARTNER else None
        cel, vragen = cell_of(groups[key]), partner_cell(about) if about else None
        per[key.per].append(Rij(key.sleutel, key.naam, key.niveau, cel, vragen))
    return Kring({one: tuple(sorted(lines, key=_order(one))) for one, lines in per.items()}, tuple(gebeld))


@dataclass(frozen=True)
class Groep:
    """Which line of which table."""

    per: str
    sleutel: str
    naam: str
    niveau: int


def _groups(rows, asks):
    """{Groep: its meldingen}; V3 is one line of the first table and stands in no other."""
    partners = defaultdict(set)
    for ask in asks:
        partners[ask.melding].add((str(ask.partner[0]), ask.partner[1]))
    found = defaultdict(list)
    for row in rows:
        for per, sleutel, naam in _places(row, partners.get(row.melding)):
            found[Groep(per, sleutel, naam, row.niveau)].append(row)
    return found


def _places(row, partners):
    if row.niveau == STRICT:
        return [(Per.SOORT, "", _("Strikt vertrouwelijk, alle soorten"))]
    nobody = (NOBODY, _("Bij geen partner"))
    return [
        (Per.SOORT, *row.soort),
        *((Per.PARTNER, *partner) for partner in partners or [nobody]),
        (Per.CATEGORIE, *row.categorie),
        (Per.WIJK, str(row.wijk[0]), row.wijk[1]),
        (Per.TEAM, str(row.team[0]), row.team[1]) if row.team else (Per.TEAM, NOBODY, _("Zonder team")),
    ]


def _safe(rows, groups):
    """The confidential groups that may be shown beside each other."""
    melder_of = {row.melding: row.melder for row in rows}
    members = {key: {row.melding for row in found} for key, found in groups.items() if key.niveau != OPEN}
    order = sorted(members, key=lambda key: (Per.values.index(key.per), -len(members[key]), key.sleutel))
    return large_enough([(key, members[key]) for key in order], melder_of)


def _order(per):
    """Kinds in their own order with V3 last; everything else by name."""

    def place(rij):
        if per != Per.SOORT:
            return (rij.sleutel == NOBODY, rij.naam.casefold(), rij.niveau)
        return (rij.niveau == STRICT, Soort.values.index(rij.sleutel) if rij.sleutel else 0, rij.niveau)

    return place


def _added_up(rijen, per):
    found = {}
    for rij in rijen:
        key = rij.sleutel, rij.niveau
        found[key] = found[key] + rij if key in found else rij
    return tuple(sorted(found.values(), key=_order(per)))


# --- as it is kept ----------------------------------------------------------------------------


def kring_as_json(kring):
    """What a closed quarter keeps of it."""
    per = {one: [_as_json(rij) for rij in rijen] for one, rijen in kring.per.items()}
    return {"per": per, "gebeld": [list(row) for row in kring.gebeld]}


def _as_json(thing):
    """A line or a cell as a dict; ``dataclasses.asdict`` would count the pairs of a Counter."""
    if isinstance(thing, Counter):
        return dict(thing)
    return {one.name: _as_json(getattr(thing, one.name)) for one in fields(thing)} if is_dataclass(thing) else thing


def kring_from_json(kept):
    """The same, read back."""
    per = {one: tuple(_rij(row) for row in rijen) for one, rijen in kept["per"].items()}
    return Kring(per, tuple(tuple(row) for row in kept["gebeld"]))


def _rij(row):
    vragen = row["vragen"] and _cel(PartnerCel, row["vragen"])
    return Rij(row["sleutel"], row["naam"], row["niveau"], _cel(Cel, row["cel"]), vragen)


def _cel(sort, kept):
    """Counters come back from JSON with their days as numbers."""
    return sort(**{name: _counter(name, value) for name, value in kept.items()})


def _counter(name, value):
    if not isinstance(value, dict):
        return value
    return Counter({int(key) if name == "duur" else key: n for key, n in value.items()})
