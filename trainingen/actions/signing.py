"""Who comes: signing up, signing off, and the waiting list that moves up by itself (E173)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop
from teams.clocks import local_date
from trainingen.actions.locking import locked_inschrijving, locked_planned, locked_sessie
from trainingen.actions.telling import tell_place, tell_signed_up
from trainingen.actions.wishes import keep_wishes
from trainingen.joining import members_of, teams_for
from trainingen.models import Beltaak, Ingang, Inschrijving, InschrijvingStand, SessieStand

ON_THE_LIST = {InschrijvingStand.AANGEMELD, InschrijvingStand.WACHTLIJST}


@transaction.atomic
def sign_up(sessie, *, gebruiker, team, wensen=(), ingang=Ingang.ZELF, actor, now):
    """Put this member of ``team`` on the list, or on the waiting list when it is full. Twice is once.

    Raises RefusedAction once it began, was held or does not go on, and for who is not in a team that may come.
    """
    sessie = locked_before_begin(sessie, now)
    _refuse_strangers(sessie, gebruiker, team, now)
    row = Inschrijving.objects.filter(sessie=sessie, gebruiker=gebruiker).select_for_update(of=("self",)).first()
    row = row or Inschrijving(gebruiker=gebruiker, stand="")
    row.sessie = sessie
    if row.stand not in ON_THE_LIST:
        row.team, row.team_toen, row.ingang, row.aangemeld_door = team, team.naam, ingang, actor
        take_turn(row, actor=actor, now=now)
    keep_wishes(row, wensen, actor=actor, now=now)
    return row


@transaction.atomic
def sign_up_members(sessie, *, leden, ingang, actor, now):
    """Several members at once, in the order given; who finds no place any more waits."""
    locked_before_begin(sessie, now)
    return [
        sign_up(sessie, gebruiker=lid.gebruiker, team=lid.team, ingang=ingang, actor=actor, now=now) for lid in leden
    ]


@transaction.atomic
def sign_off(inschrijving, *, actor, now):
    """Somebody cannot come after all; who waits first gets the place. Twice is once.

    Raises RefusedAction once it began: from then on the list itself says who was there.
    """
    row = locked_inschrijving(inschrijving)
    if row.stand == InschrijvingStand.AFGEMELD:
        return row
    refuse_after_begin(row.sessie, now)
    if row.aanwezig:
        raise RefusedAction(_("%(naam)s is al aangevinkt op de lijst. Zeg het tegen de trainer.") % {"naam": row.naam})
    row.stand, row.sinds = InschrijvingStand.AFGEMELD, now
    row.save(update_fields=["stand", "sinds"])
    drop(row.bron, now=now)
    Beltaak.objects.open().filter(inschrijving=row).delete()
    record("sessie.afgemeld", row.sessie, actor=actor, now=now, inschrijving=row.pk)
    fill_places(row.sessie, now=now)
    return row


@transaction.atomic
def fill_places(sessie, *, now):
    """Give every free place to who waits first, and tell them; gives who moved up. Nobody moves once it began."""
    sessie = locked_sessie(sessie)
    if not sessie.is_planned or now >= sessie.begin:
        return []
    waiting = Inschrijving.objects.waiting().filter(sessie=sessie).select_for_update(of=("self",))
    moved = list(waiting[: max(0, free_places(sessie))])
    for row in moved:
        row.sessie = sessie
        row.stand, row.sinds = InschrijvingStand.AANGEMELD, now
        row.save(update_fields=["stand", "sinds"])
        record("sessie.doorgeschoven", sessie, actor=None, now=now, inschrijving=row.pk)
        tell_place(row, now=now)
    return moved


def team_to_come_with(row, now):
    """With which team a member comes who stood on the list before: the same, or one they are in since.

    Raises RefusedAction for who is in no team any more that may come.
    """
    rows = members_of(teams_for(row.sessie), local_date(now)).filter(gebruiker=row.gebruiker)
    teams = [lid.team for lid in rows]
    if not teams:
        raise RefusedAction(_("%(naam)s is geen lid meer van een team dat mag komen.") % {"naam": row.naam})
    return row.team if row.team in teams else teams[0]


def take_turn(row, *, actor, now):
    """A place when one is free and nobody waits for it, else the last turn of the waiting list; and tell them.

    The evening of the row is locked.
    """
    full = free_places(row.sessie) <= 0
    row.stand = InschrijvingStand.WACHTLIJST if full else InschrijvingStand.AANGEMELD
    row.sinds = row.aangemeld_op = now
    row.save()
    record("sessie.aangemeld", row.sessie, actor=actor, now=now, inschrijving=row.pk, stand=row.stand)
    tell_signed_up(row, now=now)


def free_places(sessie):
    """How many places nobody has; the evening is locked."""
    return sessie.plaatsen - Inschrijving.objects.coming().filter(sessie=sessie).count()


def locked_before_begin(sessie, now):
    """The evening, locked, while one may still sign up for it."""
    sessie = locked_planned(sessie)
    refuse_after_begin(sessie, now)
    return sessie


def refuse_after_begin(sessie, now):
    """RefusedAction from the moment it began, was held or does not go on."""
    if sessie.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond gaat niet door. U hoeft niets te doen."))
    if not sessie.is_planned or now >= sessie.einde:
        raise RefusedAction(_("Deze avond is voorbij. Klopt de lijst niet? Vraag het de trainer."))
    if now >= sessie.begin:
        raise RefusedAction(_("Deze avond is al begonnen. Kom gerust binnen: de trainer zet u op de lijst."))


def _refuse_strangers(sessie, gebruiker, team, now):
    """Only members of a team that may come; the words speak of one, for a coordinator signs up others."""
    naam = {"naam": gebruiker.naam, "team": team.naam}
    if not teams_for(sessie).filter(pk=team.pk).exists():
        raise RefusedAction(_("Deze avond is niet voor %(team)s. Vraag de trainer of u mag komen.") % naam)
    if not members_of([team.pk], local_date(now)).filter(gebruiker=gebruiker).exists():
        raise RefusedAction(_("%(naam)s is geen lid van %(team)s.") % naam)
