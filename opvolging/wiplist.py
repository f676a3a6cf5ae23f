"""The list of what will be wiped, as the meldpunt reads it (titles of its own seats) and toezicht (numbers only)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, IntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncMonth
from django.utils.translation import gettext as _

from buurtpreventie.database import beyond_rows
from meldingen.models import Melding
from opvolging.models import Aanhouding, Vernietiging, Wissing
from opvolging.models import Regel as Term
from opvolging.retention import open_too_long
from teams.clocks import local_date
from teams.models import Niveau, Soort

AT_MOST = 25  # open meldingen that are shown; the number of all stands above them


@dataclass(frozen=True)
class Regel:
    """One line; without ``titel`` the reader may only know that it exists."""

    wissing: Wissing
    nummer: str
    titel: str
    niveau: str
    aanhouding: Aanhouding | None  # asked or agreed, and not over

    @property
    def wordt_bewaard(self):
        return self.aanhouding is not None and bool(self.aanhouding.akkoord)


def level_in_words(niveau):
    """The name of this level beside what is closed or wiped, where "open" would say that it still runs."""
    return str(_("Hele team") if niveau == Niveau.V0 else Niveau(niveau).label)


def wiplist_of(user):
    """What is on the list of one's seats, the first to go on top."""
    return Wissing.objects.visible_to(user).waiting().select_related("melding__categorie", "melding__buurt")


def lines(page, today):
    """These rows with who holds them back; one query for all."""
    held = holds_of([wissing.melding_id for wissing in page], today)
    return [
        Regel(
            wissing,
            wissing.melding.nummer,
            wissing.melding.titel,
            level_in_words(wissing.melding.vertrouwelijkheid),
            held.get(wissing.melding_id),
        )
        for wissing in page
    ]


def holds_of(meldingen, today):
    """{melding: what holds it back, or waits for a second person}"""
    rows = Aanhouding.objects.filter(melding__in=meldingen).select_related("gevraagd_door", "besloten_door")
    return {row.melding_id: row for row in rows.open(today) | rows.in_force(today)}


def still_open(user, now):
    """Open for longer than anything should be, of one's seats: never wiped, but to be looked at."""
    rows = open_too_long(Melding.objects.visible_to(user).at_meldpunt_of(user), now)
    return rows.select_related("categorie", "buurt").order_by("gemeld_op")


# --- toezicht ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nummerregel:
    """One line for toezicht: number, level and days; never a subject, a place or words."""

    nummer: str
    niveau: str
    op_lijst: date
    wissen_op: date
    aanhouding: Aanhouding | None

    @property
    def wordt_bewaard(self):
        return self.aanhouding is not None and bool(self.aanhouding.akkoord)


def numbers_of(gemeente, now):
    """Of one gemeente: what is on the list, and how many run too long, per level."""
    with beyond_rows():
        rows = list(Wissing.objects.filter(melding__gemeente=gemeente).waiting().select_related("melding"))
        held = holds_of([row.melding_id for row in rows], local_date(now))
        running = open_too_long(Melding.objects.filter(gemeente=gemeente), now).order_by("vertrouwelijkheid")
        counted = list(running.values("vertrouwelijkheid").annotate(n=Count("pk")))
    on_list = [
        Nummerregel(
            row.melding.nummer,
            level_in_words(row.melding.vertrouwelijkheid),
            row.op_lijst,
            row.wissen_op,
            held.get(row.melding_id),
        )
        for row in rows
    ]
    return on_list, [(level_in_words(row["vertrouwelijkheid"]), row["n"]) for row in counted]


def hold_in(gemeente, pk):
    """One request to hold back in this gemeente, or None; for toezicht, which sees no contents."""
    with beyond_rows():
        rows = Aanhouding.objects.filter(melding__gemeente=gemeente).select_related(
            "melding__gemeente", "melding__categorie", "gevraagd_door", "besloten_door"
        )
        return rows.filter(pk=pk).first()


# --- what was destroyed -------------------------------------------------------------------------

ALONG = ("foto", "aanvulling", "mail")  # what went with a melding, counted apart
HEADER = ("maand", "gemeente", "wat", "soort", "niveau", "termijn", "aantal", "foto's", "aanvullingen", "mails")


@dataclass(frozen=True)
class Vernietigd:
    """What went in one month, of one sort, by one rule."""

    maand: date
    gemeente: str
    wat: str
    soort: str
    niveau: str
    regel: str
    aantal: int
    erbij: tuple[int, ...]  # as ALONG

    @property
    def cellen(self):
        """As the file has it."""
        facts = (self.gemeente, self.wat, self.soort, self.niveau, self.regel, self.aantal)
        return (f"{self.maand:%Y-%m}", *map(str, facts), *map(str, self.erbij))


def destroyed(gemeente, names):
    """All that went of this gemeente or of none, per month and sort, newest first; ``names``: {rule: words}."""
    along = {f"n_{name}": Sum(Cast(KeyTextTransform(name, "daarbij"), IntegerField()), default=0) for name in ALONG}
    counted = (
        Vernietiging.objects.of(gemeente)
        .annotate(maand=TruncMonth("dag"))
        .order_by()
        .values("maand", "gemeente__naam", "wat", "soort", "niveau", "regel")
        .annotate(n=Sum("aantal"), **along)
        .order_by("-maand", F("gemeente__naam").asc(nulls_last=True), "wat", "soort", "niveau", "regel")
    )
    return [_destroyed(row, names) for row in counted]


def _destroyed(row, names):
    return Vernietigd(
        maand=row["maand"],
        gemeente=row["gemeente__naam"] or "",
        wat=str(names.get(row["wat"], row["wat"])),
        soort=str(Soort(row["soort"]).label) if row["soort"] else "",
        niveau=level_in_words(row["niveau"]) if row["niveau"] is not None else "",
        regel=str(Term(row["regel"]).label) if row["regel"] else "",
        aantal=row["n"],
        erbij=tuple(row[f"n_{name}"] for name in ALONG),
    )
