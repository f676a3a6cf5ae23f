"""Who has no address is rung: by who leads the team, and else by a trainer (E196)."""

from collections import Counter

from django.db import transaction

from buurtpreventie.audit.actions import record
from trainingen.actions.locking import locked_inschrijving
from trainingen.mails.people import who_lead, who_train
from trainingen.mails.teams import mail_calls
from trainingen.models import Beltaak


def ask_to_ring(inschrijvingen, waarover, *, now):
    """Put these people of one evening on the list to ring; who rings hears once that there are any.

    The evening is locked. Asked again nothing happens.
    """
    inschrijvingen = list(inschrijvingen)
    if not inschrijvingen or inschrijvingen[0].sessie.einde <= now:
        return 0
    tasks = [_task(row, waarover, now) for row in inschrijvingen]
    new = [task for task in tasks if task]
    Beltaak.objects.bulk_create(new, ignore_conflicts=True)
    return _tell_who_rings(new, waarover, now)


def _task(row, waarover, now):
    """One call; each place that becomes free is one of its own, all else is once per version of the evening."""
    nr = row.sessie.versie
    mine = Beltaak.objects.filter(inschrijving=row, waarover=waarover)
    if waarover == Beltaak.Waarover.PLEK:
        if mine.open().exists():
            return None
        nr = mine.count()
    elif mine.filter(versie=nr).exists():
        return None
    return Beltaak(inschrijving=row, waarover=waarover, versie=nr, gemaakt_op=now)


def _tell_who_rings(tasks, waarover, now):
    """One mail per person who can ring, per evening and cause, with how many; gives how many mails."""
    if not tasks:
        return 0
    sessie, nr = tasks[0].inschrijving.sessie, tasks[0].versie
    if waarover == Beltaak.Waarover.PLEK:
        nr = "-".join(f"{task.inschrijving_id}.{task.versie}" for task in tasks)
    per_person, people = Counter(), {}
    for task in tasks:
        for person in _who_rings(task.inschrijving, now):
            per_person[person.pk] += 1
            people[person.pk] = person
    sent = [
        mail_calls(
            sessie,
            people[pk],
            waarover=waarover,
            aantal=aantal,
            sleutel=f"training_bellen:{sessie.pk}:{pk}:{waarover}:{nr}",
            now=now,
        )
        for pk, aantal in sorted(per_person.items())
    ]
    return len([bericht for bericht in sent if bericht])


def _who_rings(inschrijving, now):
    """Who leads the team of this person; a trainer for guests, and for a team of which nobody can be mailed."""
    team = inschrijving.team
    leads = who_lead(filter(None, [team.pk, team.opgegaan_in_id]), now) if team else []
    others = [person for person in leads if person.pk != inschrijving.gebruiker_id]
    return others or who_train(inschrijving.sessie, now)


def forget_calls(sessie, *waarover, before=None):
    """Nobody has to ring about these any more (without causes: about anything), as it was ``before`` this version."""
    calls = Beltaak.objects.open().filter(inschrijving__sessie=sessie)
    if waarover:
        calls = calls.filter(waarover__in=waarover)
    if before is not None:
        calls = calls.filter(versie__lt=before)
    calls.delete()


@transaction.atomic
def ring(beltaak, *, actor, now):
    """Somebody rang; the first one who says so stands."""
    locked_inschrijving(beltaak.inschrijving)
    beltaak = Beltaak.objects.select_for_update(of=("self",)).get(pk=beltaak.pk)
    if beltaak.gebeld_op is None:
        beltaak.gebeld_op, beltaak.gebeld_door = now, actor
        beltaak.save(update_fields=["gebeld_op", "gebeld_door"])
        record("sessie.gebeld", beltaak.inschrijving.sessie, actor=actor, now=now, inschrijving=beltaak.inschrijving_id)
    return beltaak
