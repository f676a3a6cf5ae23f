"""The list of the evening: who is there, everybody at once, and who walked in (E173)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import time_in_words, weekday_in_words
from teams.clocks import local_date
from trainingen.actions.locking import locked_planned
from trainingen.evening import can_tick, opens_at, team_of
from trainingen.models import Aanwezigheid, Hoe, Ingang, Inschrijving, InschrijvingStand
from trainingen.same_names import rows_named


@transaction.atomic
def tick(inschrijving, *, aanwezig, hoe=Hoe.LIJST, actor, now):
    """Somebody is there, or not; twice is once. Who waited, had cancelled or never answered is welcome too."""
    sessie = open_list(inschrijving.sessie, now)
    row = Inschrijving.objects.select_for_update(of=("self",)).get(pk=inschrijving.pk)
    row.sessie = sessie
    mark(row, aanwezig=aanwezig, hoe=hoe, actor=actor, now=now)
    return row


@transaction.atomic
def tick_everybody(sessie, *, behalve=(), actor, now):
    """Who signed up and is not ticked yet, is there; gives how many. Who was said not to be there stays away."""
    sessie = open_list(sessie, now)
    unknown = Inschrijving.objects.coming().filter(sessie=sessie, aanwezig__isnull=True)
    unknown = unknown.exclude(pk__in=[row.pk for row in behalve])
    return mark_all(unknown, aanwezig=True, hoe=Hoe.IEDEREEN, actor=actor, now=now)


@transaction.atomic
def walk_in(sessie, *, naam="", gebruiker=None, hoe=Hoe.INLOOP, actor, now):
    """Somebody came who was not expected: a person of a team, or a guest by name; there is always room.

    Raises RefusedAction for who is ticked already, and for a name that somebody who is there has.
    """
    sessie = open_list(sessie, now)
    return write_in(sessie, naam=naam, gebruiker=gebruiker, hoe=hoe, actor=actor, now=now)


def open_list(sessie, now):
    """The evening, locked; or RefusedAction when its list cannot be ticked."""
    sessie = locked_planned(sessie)
    if not can_tick(sessie, now):
        opens = opens_at(sessie)
        raise RefusedAction(
            _("U kunt vinken vanaf %(dag)s, %(tijd)s. Dat is 2 uur voor het begin.")
            % {"dag": weekday_in_words(opens, local_date(now)), "tijd": time_in_words(opens)}
        )
    return sessie


def mark(row, *, aanwezig, hoe, actor, now):
    """Write it on the list, with its trace; False when it stood there already. The evening is locked."""
    if row.aanwezig is aanwezig:
        return False
    was = ""
    if aanwezig and row.stand != InschrijvingStand.AANGEMELD:
        was, row.stand, row.sinds = row.stand, InschrijvingStand.AANGEMELD, now
    elif not aanwezig and (stood := _stood_before(row)):
        row.stand, row.sinds = stood, now
    row.aanwezig = aanwezig
    row.save(update_fields=["aanwezig", "stand", "sinds"])
    Aanwezigheid.objects.create(inschrijving=row, aanwezig=aanwezig, hoe=hoe, stand_was=was, door=actor, op=now)
    return True


def mark_all(rows, *, aanwezig, hoe, actor, now):
    """The same for all these at once; gives how many."""
    locked = list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    Inschrijving.objects.filter(pk__in=locked).update(aanwezig=aanwezig)
    Aanwezigheid.objects.bulk_create(
        Aanwezigheid(inschrijving_id=pk, aanwezig=aanwezig, hoe=hoe, door=actor, op=now) for pk in locked
    )
    return len(locked)


def write_in(sessie, *, naam, gebruiker, hoe, actor, now):
    """Put somebody on the list as present, who was on it already or not. The evening is locked."""
    row = _of_person(sessie, gebruiker) if gebruiker else _of_guest(sessie, naam)
    if row and row.aanwezig:
        raise RefusedAction(_("%(naam)s staat al op de lijst.") % {"naam": row.naam})
    row = row or new_row(sessie, naam=naam, gebruiker=gebruiker, actor=actor, now=now)
    mark(row, aanwezig=True, hoe=hoe, actor=actor, now=now)
    record("avond.binnengelopen", sessie, actor=actor, now=now, wie=row.pk, hoe=str(hoe))
    return row


def new_row(sessie, *, naam="", gebruiker=None, actor, now):
    """A row for who walked in, not present yet: as if cancelled, so that a mistake leaves no place taken."""
    team = gebruiker and team_of(sessie, gebruiker)
    return Inschrijving.objects.create(
        sessie=sessie,
        gebruiker=gebruiker,
        team=team,
        team_toen=team.naam if team else "",
        gast_naam="" if gebruiker else naam,
        stand=InschrijvingStand.AFGEMELD,
        sinds=now,
        ingang=Ingang.INLOOP,
        aangemeld_op=now,
        aangemeld_door=actor,
    )


def _of_person(sessie, gebruiker):
    rows = Inschrijving.objects.filter(sessie=sessie, gebruiker=gebruiker)
    return rows.select_related("gebruiker").first()


def _of_guest(sessie, naam):
    """The guest of this name, if any; a member who is there by that name is not somebody else by accident."""
    same = rows_named(sessie, naam)
    if present := [row for row in same if row.aanwezig]:
        raise RefusedAction(
            _(
                "%(naam)s staat al op de lijst. Is dit iemand anders met dezelfde naam? "
                "Schrijf er dan iets bij, zoals de straat."
            )
            % {"naam": present[0].naam}
        )
    return next((row for row in same if row.gebruiker_id is None), None)


def _stood_before(row):
    """Where somebody stood before a tick made them come; "" when they had signed up."""
    ticks = Aanwezigheid.objects.filter(inschrijving=row, aanwezig=True).order_by("-pk")
    return ticks.values_list("stand_was", flat=True).first() or ""
