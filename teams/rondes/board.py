"""Which teams are out now, and which are to come: what who watches over them may know, and no more (E110)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.dates import time_in_words
from teams.clocks import at, local_date
from teams.rondes.mails.walking import key_of
from teams.rondes.models import Ronde, RondeStand, WachtInstelling
from teams.rondes.moments import hours_in_words
from teams.rondes.overdue import COORDINATOR, LOPERS, PIKET
from teams.rondes.querysets import op_straat_gemeenten
from teams.rondes.warnings_open import open_warnings

EVENING_FROM, NIGHT_UNTIL = time(16, 0), time(4, 0)
STEPS = {  # of asking whether everybody is home, in the order in which people hear
    LOPERS: gettext_lazy("de lopers"),
    COORDINATOR: gettext_lazy("de coördinator"),
    PIKET: gettext_lazy("het piket"),
}


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
class Lopend:
    """A warning that nobody closed yet; what it says stands on its own page."""

    pk: int
    oefening: bool
    sinds: datetime
    stand: str
    voorbij: bool  # nobody closed it, and its time is over


@dataclass(frozen=True)
class Bord:
    """Everything on the board of one gemeente at one moment; who is late stands first, the latest on top."""

    waarschuwingen: list[Lopend]
    buiten: list[Buiten]
    niet_gestart: list[Gepland]
    straks: list[Gepland]

    @property
    def in_words(self):
        """The board in one sentence, for who listens to it."""
        out, late = len(self.buiten), sum(rij.is_late for rij in self.buiten)
        words = ngettext("Er is nu %(n)d team buiten", "Er zijn nu %(n)d teams buiten", out) % {"n": out}
        return _("%(buiten)s, %(laat)d te laat.") % {"buiten": words, "laat": late} if late else f"{words}."


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
    """As many questions to the database for one team as for thirty."""
    rondes = Ronde.objects.on_the_board_of(user).filter(team__gemeente=gemeente_id).select_related("team")
    planned = [_planned(ronde) for ronde in _not_started(rondes, now)]
    outside = list(_under_way(rondes))
    told = told_steps([ronde for ronde in outside if ronde.verwacht_einde < now])
    return Bord(
        waarschuwingen=going_on(gemeente_id, now),
        buiten=[_outside(ronde, told.get(ronde.pk, ()), now) for ronde in outside],
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


def going_on(gemeente_id, now):
    """The warnings that nobody closed yet, the newest on top."""
    return [_as_line(row, now) for row in open_warnings(gemeente_id)]


def _as_line(row, now):
    over = row.geldig_tot is not None and row.geldig_tot <= now
    stand = _("verstuurd, loopt nog") if row.verstuurd_op else _("nog niet verstuurd")
    return Lopend(row.pk, row.oefening, row.begonnen_op, stand, over)


def _outside(ronde, told, now):
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
        stappen=tuple(filter(None, [told_in_words(ronde, told), found_in_words(ronde)])) if late else (),
    )


def told_steps(late):
    """Who was mailed that these rounds are late, for the end that each has now: one question."""
    sources = [ronde.bron for ronde in late]
    sent = tuple(Bericht.objects.filter(bron__in=sources).values_list("sleutel", flat=True))
    return {
        ronde.pk: [step for step in STEPS if any(sleutel.startswith(key_of(ronde, step)) for sleutel in sent)]
        for ronde in late
    }


def told_in_words(ronde, told):
    """How far the asking has come."""
    if told:
        return _("Gemaild: %(wie)s.") % {"wie": ", ".join(str(STEPS[step]) for step in told)}
    instelling = getattr(ronde.team, "ronde_instelling", None)
    if instelling is not None and not instelling.bewaking:
        return _("Dit team heeft het vragen uitgezet: er gaat geen mail uit.")
    return _("Er is nog niemand gemaild.")


def found_in_words(ronde):
    """What the coordinator found out; empty as long as nothing is known."""
    if ronde.niemand_op:
        return _("De coördinator kreeg om %(tijd)s niemand te pakken.") % {"tijd": time_in_words(ronde.niemand_op)}
    if ronde.belt_op:
        return _("De coördinator belt sinds %(tijd)s.") % {"tijd": time_in_words(ronde.belt_op)}
    return ""


def duration_in_words(minuten):
    """25 minuten; 2 uur; 1 uur en 5 minuten."""
    uren, rest = divmod(minuten, 60)
    in_minutes = ngettext("%(n)d minuut", "%(n)d minuten", rest) % {"n": rest}
    in_hours = _("%(n)d uur") % {"n": uren}
    if not uren:
        return in_minutes
    return _("%(uren)s en %(minuten)s") % {"uren": in_hours, "minuten": in_minutes} if rest else in_hours
