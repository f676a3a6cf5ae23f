"""Several rounds from paper at once, by who leads the team: all of them or none (E098)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.rondes.actions.locking import locked_team
from teams.rondes.actions.reporting import log_afterwards
from teams.rondes.models import Deelname, Ronde, RondeStand
from teams.rondes.permissions import can_plan
from teams.rondes.times import LONGEST

NOT_WRITTEN = (RondeStand.GEPLAND, RondeStand.THUIS, RondeStand.NIET_AFGESLOTEN)
IN_IT = (Deelname.Stand.AANGEMELD, Deelname.Stand.LIEP_MEE)


class RefusedRows(RefusedAction):
    """What is wrong, by the number of the row: nothing of the whole sheet was kept."""

    def __init__(self, by_row):
        super().__init__(_("Er is nog niets bewaard. Kijk bij de rondes met een fout."))
        self.by_row = by_row


@transaction.atomic
def log_paper(team, *, rijen, actor, now):
    """Write down these rounds: by number of the row what ``log_afterwards`` takes.

    What stands there already, just so, is left alone: a second press, or a sheet that comes in twice. A round that
    was planned at that time, or walked and not written down, is that round. Raises RefusedRows.
    """
    if not can_plan(actor, team):
        raise RefusedAction(_("Alleen wie dit team leidt, schrijft rondes van papier over."))
    team = locked_team(team)
    refuse_same_person_twice(rijen)
    known, written, refused = unwritten(team, rijen), [], {}
    for nummer, rij in sorted(rijen.items(), key=lambda item: (item[1]["begin"], item[0])):
        try:
            with transaction.atomic():
                written.append(same_round(team, rij) or log_row(team, rij, known, actor, now))
        except RefusedAction as refusal:
            refused[nummer] = refusal.message
    if refused:
        raise RefusedRows(refused)
    record("ronde.papier", team, actor=actor, now=now, rondes=[ronde.pk for ronde in written])
    return written


def log_row(team, rij, known, actor, now):
    """One round, or the one that stood there already and that it mostly was; each of those is taken once."""
    fitting = [ronde for ronde in known if is_mostly(ronde, rij) and is_with(ronde, rij)]
    ronde = max(fitting, key=lambda ronde: shared(ronde, rij), default=None)
    written = log_afterwards(team, **rij, ronde=ronde, actor=actor, now=now)
    if ronde:
        known.remove(ronde)
    return written


def refuse_same_person_twice(rijen):
    """RefusedRows for who would walk in two rows at once: the later row says which one is the other."""
    refused = {}
    for nummer, rij in rijen.items():
        for other in (n for n in rijen if n < nummer and n not in refused):
            first = rijen[other]
            both = {wie.pk for wie in first["deelnemers"]} & {wie.pk for wie in rij["deelnemers"]}
            if both and first["begin"] < rij["einde"] and rij["begin"] < first["einde"]:
                naam = next(wie.naam for wie in rij["deelnemers"] if wie.pk in both)
                refused[nummer] = _(
                    "%(naam)s liep toen ook mee in ronde %(nummer)d. Pas de tijd aan, of haal het vinkje weg."
                ) % {"naam": naam, "nummer": other}
    if refused:
        raise RefusedRows(refused)


def unwritten(team, rijen):
    """Rounds of this team without a report that may be on the sheet, locked in the order of their keys."""
    if not rijen:
        return []
    first = min(rij["begin"] for rij in rijen.values())
    last = max(rij["einde"] for rij in rijen.values())
    rows = Ronde.objects.filter(team=team, stand__in=NOT_WRITTEN, moment__range=(first - LONGEST, last))
    return list(rows.select_for_update(of=("self",)).prefetch_related("deelnames").order_by("pk"))


def ends(ronde):
    """When it was over, or was to be."""
    return ronde.einde or ronde.gepland_tot


def shared(ronde, rij):
    """How long the two went on together; less than nothing when they did not."""
    return min(ends(ronde), rij["einde"]) - max(ronde.moment, rij["begin"])


def is_mostly(ronde, rij):
    """Together for at least half of the shorter one: the same round, a little earlier or later."""
    shorter = min(ends(ronde) - ronde.moment, rij["einde"] - rij["begin"])
    return shared(ronde, rij) * 2 >= shorter


def is_with(ronde, rij):
    """Somebody of the row is in it, or nobody is: two pairs of one team may walk at the same time."""
    people = {deelname.gebruiker_id for deelname in ronde.deelnames.all() if deelname.stand in IN_IT}
    return not people or bool(people & {wie.pk for wie in rij["deelnemers"]})


def same_round(team, rij):
    """The round that stands there already with this begin, end and people, or None."""
    there = {wie.pk for wie in rij["deelnemers"]}
    rows = Ronde.objects.filter(team=team, stand=RondeStand.AFGEROND, begin=rij["begin"], einde=rij["einde"])
    for ronde in rows:
        people = Deelname.objects.walked().filter(ronde=ronde, gebruiker__isnull=False)
        if set(people.values_list("gebruiker", flat=True)) == there:
            return ronde
    return None
