"""What is known of a walked round: real moments, who was there, where; and from clocks on the wall to moments."""

from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.errors import RefusedAction
from teams.clocks import local_date
from teams.models import Straat
from teams.rondes.models import Deelname, Gesprek, RondeStand, RondeStraat, Route
from teams.rondes.times import LONGEST

DAY = timedelta(days=1)
LONG_AGO = timedelta(days=366)


@dataclass(frozen=True)
class Feiten:
    """Of one round, for everybody who reports about it the same; ``gasten`` are pairs of kind and name."""

    begin: datetime
    einde: datetime | None
    deelnemers: tuple[Gebruiker, ...]
    gasten: tuple[tuple[str, str], ...] = ()
    route: Route | None = None
    straten: tuple[Straat, ...] = ()
    andere_straten: str = ""

    @property
    def has_place(self):
        return bool(self.route or self.straten or self.andere_straten)


@dataclass(frozen=True)
class Bekend(Feiten):
    """What is known before somebody writes it down: a plan is no fact, only its day and its clock are near."""

    begin: datetime | None = None
    einde: datetime | None = None
    deelnemers: tuple[Gebruiker, ...] = ()
    day: date | None = None
    planned: tuple[datetime, ...] = ()


def known_of(ronde, now):
    """What a page fills in of a round: real moments and who was there; under way the end is now."""
    feiten = read_feiten(ronde)
    closed = ronde.stand not in (RondeStand.BEZIG, RondeStand.NIET_AFGESLOTEN)
    einde = feiten.einde if closed else now if ronde.is_under_way else None
    planned = tuple(filter(None, (ronde.gepland_van, ronde.gepland_tot, ronde.einde)))
    facts = {field.name: getattr(feiten, field.name) for field in fields(feiten)}
    return Bekend(**facts | {"einde": einde}, day=local_date(ronde.moment), planned=planned)


def read_feiten(ronde):
    """What the rows say now; four queries."""
    there = list(Deelname.objects.filter(ronde=ronde).walked().select_related("gebruiker").order_by("pk"))
    return Feiten(
        begin=ronde.begin,
        einde=ronde.einde,
        deelnemers=tuple(d.gebruiker for d in there if d.gebruiker_id),
        gasten=tuple((d.gast, d.gast_naam) for d in there if d.gast),
        route=ronde.route,
        straten=tuple(deel.straat for deel in RondeStraat.objects.filter(ronde=ronde).select_related("straat")),
        andere_straten=ronde.andere_straten,
    )


def talks_of(verslag):
    """Number by topic, and how it went."""
    rows = list(Gesprek.objects.filter(verslag=verslag).order_by("onderwerp"))
    return {"gesprekken": {row.onderwerp: row.aantal for row in rows}, "verloop": rows[0].verloop if rows else ""}


def walked_span(day, van, tot, *, known=()):
    """Begin and end of a round that began on this day, or RefusedAction when it cannot have been so.

    An end before the begin is after midnight. ``known`` moments are kept to the second when their clock says the
    same; in the night that has an hour twice the end is the first that comes after the begin.
    """
    known = [moment.astimezone(UTC) for moment in known]
    begin = next((moment for moment in known if shows(moment, day, van)), None) or on_the_wall(day, van)[0]
    days = [day, day + DAY] if tot < van else [day]
    ends = [moment for one in days for moment in known if shows(moment, one, tot)]
    ends += [moment for one in days for moment in on_the_wall(one, tot)]
    einde = next((moment for moment in ends if moment > begin), begin)
    refuse_odd_span(begin, einde)
    return begin, einde


def on_the_wall(day, clock):
    """The moments at which a clock shows this: two in the hour that comes twice; a skipped time is an hour later."""
    naive = datetime.combine(day, clock)
    first, second = (timezone.make_aware(naive.replace(fold=fold)).astimezone(UTC) for fold in (0, 1))
    return [first, second] if first < second else [first]


def shows(moment, day, clock):
    """Whether the wall says this at that moment, to the minute."""
    local = timezone.localtime(moment) if moment else None
    return local is not None and (local.date(), local.hour, local.minute) == (day, clock.hour, clock.minute)


def refuse_odd_span(begin, einde):
    """RefusedAction when the end is not after the begin, or more than eight real hours after it."""
    begin, einde = begin.astimezone(UTC), einde.astimezone(UTC)  # two clocks of one zone would compare as they read
    if einde <= begin:
        raise RefusedAction(_("De ronde eindigt niet na het begin. Kijk of beide tijden kloppen."))
    if einde - begin > LONGEST:
        raise RefusedAction(_("Deze ronde zou langer dan 8 uur duren. Kijk of beide tijden kloppen."))


def refuse_odd_moment(begin, einde, now):
    """RefusedAction for a round that is not over, or that nobody remembers any more."""
    if begin > now:
        raise RefusedAction(_("Deze ronde is nog niet begonnen. Kies een tijd die voorbij is."))
    if einde > now:
        raise RefusedAction(_("De eindtijd is nog niet voorbij. Kies de tijd waarop iedereen thuis was."))
    if begin < now - LONG_AGO:
        raise RefusedAction(_("Deze ronde is langer dan een jaar geleden. Kijk of de datum klopt."))
