"""Which teams are out now, and which are to come: what who watches over them may know, and no more (E110)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.ui.dates import time_in_words
from teams.clocks import at, local_date
from teams.rondes.models import Ronde, RondeStand, WachtInstelling
from teams.rondes.moments import hours_in_words
from teams.rondes.querysets import op_straat_gemeenten

EVENING_FROM, NIGHT_UNTIL = time(16, 0), time(4, 0)


@dataclass(frozen=True)
class Buiten:
    """One team that is out."""

    ronde: int
    team: str
    buurten: str
    sinds: datetime
    tot: datetime
    mensen: int
    telefoon: str
    minuten_te_laat: int
    stappen: tuple[str, ...]  # how far asking whether everybody is home has come; empty while they are in time

    @property
    def is_late(self):
        return self.minuten_te_laat > 0

    @property
    def te_laat(self):
        return _("%(duur)s te laat") % {"duur": duration_in_words(self.minuten_te_laat)}


@dataclass(frozen=True)
class Gepland:
    """One planned round: team and time, nothing else."""

    team: str
    van: datetime
    tijden: str


@dataclass(frozen=True)
class Bord:
    """Everything on the board of one gemeente at one moment; who is late stands first, the latest on top."""

    buiten: list[Buiten]
    niet_gestart: list[Gepland]
    straks: list[Gepland]


def gemeente_of_board(user, pet):
    """Whose board this person sees: that of the hat when the hat watches over streets, else the first; or None."""
    mine = op_straat_gemeenten(user)
    if pet is not None and pet.gemeente in mine:
        return pet.gemeente
    return min(mine, default=None)


def watch_of(gemeente):
    """Who is told about the teams of this gemeente; without a row nobody was filled in."""
    return WachtInstelling.objects.filter(gemeente=gemeente).first() or WachtInstelling(gemeente=gemeente)


def evening_of(now):
    """The evening that ``now`` belongs to: from four in the afternoon until four in the night."""
    day = local_date(now - timedelta(hours=NIGHT_UNTIL.hour))
    return at(day, EVENING_FROM), at(day + timedelta(days=1), NIGHT_UNTIL)


def board_of(user, gemeente_id, now):
    """Three lists in three questions to the database, however many teams there are."""
    rondes = Ronde.objects.on_the_board_of(user).filter(team__gemeente=gemeente_id).select_related("team")
    planned = [_planned(ronde) for ronde in _not_started(rondes, now)]
    return Bord(
        buiten=[_outside(ronde, now) for ronde in _under_way(rondes)],
        niet_gestart=[ronde for ronde in planned if ronde.van <= now],
        straks=[ronde for ronde in planned if ronde.van > now],
    )


def _under_way(rondes):
    """Who should be home first stands first: so the latest are on top."""
    walking = Count("deelnames", filter=Q(deelnames__stand="liep_mee"))
    return (
        rondes.under_way()
        .select_related("team__ronde_instelling")
        .prefetch_related("team__buurten")
        .annotate(mensen=walking)
        .order_by("verwacht_einde", "pk")
    )


def _not_started(rondes, now):
    """Planned until the end of this night, as long as the plan is not over."""
    planned = rondes.filter(stand=RondeStand.GEPLAND, gepland_van__lt=evening_of(now)[1], gepland_tot__gt=now)
    return planned.filter(gepland_van__gt=now - timedelta(days=1)).order_by("gepland_van", "team__naam", "pk")


def _planned(ronde):
    return Gepland(ronde.team.naam, ronde.gepland_van, hours_in_words(ronde.gepland_van, ronde.gepland_tot))


def _outside(ronde, now):
    late = max(int((now - ronde.verwacht_einde).total_seconds() // 60), 0)
    return Buiten(
        ronde=ronde.pk,
        team=ronde.team.naam,
        buurten=", ".join(sorted(buurt.naam for buurt in ronde.team.buurten.all())),
        sinds=ronde.begin,
        tot=ronde.verwacht_einde,
        mensen=ronde.mensen,
        telefoon=ronde.telefoon or "",
        minuten_te_laat=late,
        stappen=steps_in_words(ronde) if late else (),
    )


def steps_in_words(ronde):
    """What the coordinator found out."""
    if ronde.niemand_op:
        return (_("De coördinator kreeg om %(tijd)s niemand te pakken.") % {"tijd": time_in_words(ronde.niemand_op)},)
    if ronde.belt_op:
        return (_("De coördinator belt sinds %(tijd)s.") % {"tijd": time_in_words(ronde.belt_op)},)
    return ()


def duration_in_words(minuten):
    """25 minuten; 2 uur; 1 uur en 5 minuten."""
    uren, rest = divmod(minuten, 60)
    in_minutes = ngettext("%(n)d minuut", "%(n)d minuten", rest) % {"n": rest}
    in_hours = _("%(n)d uur") % {"n": uren}
    if not uren:
        return in_minutes
    return _("%(uren)s en %(minuten)s") % {"uren": in_hours, "minuten": in_minutes} if rest else in_hours
