"""Mending a finished round: the team within 48 hours, then the coordinator; every change leaves a trace."""

from datetime import UTC

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.rondes.actions.answers import ANSWERS, refuse_incomplete, write_answers
from teams.rondes.actions.facts import refuse_feiten, refuse_if_not_there, write_people, write_place
from teams.rondes.actions.locking import locked_ronde
from teams.rondes.models import Correctie, Verslag
from teams.rondes.permissions import can_correct, can_plan
from teams.rondes.walked import read_feiten, talks_of

LONGEST_WORDS = 300
WITHOUT_WORDS = ("opmerking", "veilig", "gasten", "lette_op_anders")  # that it changed, never into what


@transaction.atomic
def correct_ronde(ronde, *, feiten, verslag=None, van=None, actor, now):
    """Change a finished round, and the answers (``verslag``) of one report (``van``) about it.

    What is the same already leaves no trace; within 48 hours by who walked along, later by the coordinator.
    """
    ronde = locked_ronde(ronde)
    changes = correct_feiten(ronde, feiten, actor=actor, now=now)
    if van is not None and verslag is not None:
        changes += correct_answers(ronde, van, verslag, actor=actor, now=now)
    return changes


def correct_feiten(ronde, feiten, *, actor, now):
    """Change what is known of the round itself, as far as it is something else; the round is locked already."""
    changes = differences(read_feiten(ronde), feiten)
    if not changes:
        return []
    refuse_late(ronde, actor, now)
    refuse_feiten(ronde.team, feiten, ronde, now)
    walked_before = ronde.deelnames.walked().filter(gebruiker=actor).exists()
    if not walked_before:
        refuse_if_not_there(ronde, feiten, actor)
    write_people(ronde, feiten, now)
    write_place(ronde, feiten)
    ronde.begin, ronde.einde = feiten.begin, feiten.einde
    if ronde.verwacht_einde and ronde.verwacht_einde <= ronde.begin:
        ronde.verwacht_einde = ronde.einde
    ronde.save()
    return leave_trace(ronde, changes, actor, now)


def correct_answers(ronde, van, answers, *, actor, now):
    """Change what somebody answered: one's own within 48 hours, and by the coordinator always."""
    verslag = Verslag.objects.select_for_update(of=("self",)).finished().get(pk=van.pk, ronde=ronde)
    if verslag.door_id != actor.pk:
        refuse_all_but_coordinator(ronde, actor)
    refuse_incomplete(answers)
    changes = answer_differences(verslag, answers)
    if changes:
        refuse_late(ronde, actor, now)
        write_answers(verslag, answers, now)
    return leave_trace(ronde, changes, actor, now)


# --- what is different ------------------------------------------------------------------------


def differences(before, after):
    """(field, before, after) of each fact that is something else, in words a trace can keep."""
    old, new = facts_in_words(before), facts_in_words(after)
    return [(name, old[name], new[name]) for name in old if old[name] != new[name]]


def facts_in_words(feiten):
    """Moments to the second as ISO, people as their numbers: a name may change, or leave."""
    return {
        "begin": feiten.begin.astimezone(UTC).isoformat(timespec="seconds"),
        "einde": feiten.einde.astimezone(UTC).isoformat(timespec="seconds"),
        "deelnemers": ",".join(str(pk) for pk in sorted(wie.pk for wie in feiten.deelnemers)),
        "gasten": ", ".join(sorted(f"{gast} {naam}".strip() for gast, naam in feiten.gasten)),
        "route": feiten.route.naam if feiten.route else "",
        "straten": ", ".join([*dict.fromkeys(s.naam for s in feiten.straten), *filter(None, [feiten.andere_straten])]),
    }


def answer_differences(verslag, answers):
    """(field, before, after) of each answer that is something else, as codes and numbers."""
    old = {name: getattr(verslag, name) for name in ANSWERS} | talks_of(verslag)
    new = {name: answers.get(name, old[name]) for name in ANSWERS}
    counts = answers.get("gesprekken", {}) if answers["gepraat"] else {}
    new |= {
        "gesprekken": {k: n for k, n in counts.items() if n},
        "verloop": answers.get("verloop", "") if counts else "",
    }
    return [(name, as_code(old[name]), as_code(new[name])) for name in new if as_code(old[name]) != as_code(new[name])]


def as_code(value):
    """One answer as a short text that reads the same whatever order it was ticked in."""
    if isinstance(value, dict):
        return ",".join(f"{name} {number}" for name, number in sorted(value.items()))
    if isinstance(value, list | tuple):
        return ",".join(sorted(value))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "" if value is None else str(value)


def leave_trace(ronde, changes, actor, now):
    """One row per change, and one line in the log with only which fields."""
    Correctie.objects.bulk_create(
        Correctie(ronde=ronde, veld=name, door=actor, op=now, **words(name, before, after))
        for name, before, after in changes
    )
    if changes:
        record("ronde.verbeterd", ronde, actor=actor, now=now, velden=[name for name, *_rest in changes])
    return changes


def words(name, before, after):
    """Before and after; of somebody's own words and feelings only that they changed."""
    if name in WITHOUT_WORDS:
        return {"van": "", "naar": ""}
    return {"van": before[:LONGEST_WORDS], "naar": after[:LONGEST_WORDS]}


# --- who may ----------------------------------------------------------------------------------


def refuse_late(ronde, actor, now):
    """RefusedAction when the two days of the team are over."""
    if not can_correct(actor, ronde, now):
        raise RefusedAction(
            _("Na twee dagen verbetert alleen de coördinator een ronde. Vraag uw coördinator om dit te doen.")
        )


def refuse_all_but_coordinator(ronde, actor):
    """RefusedAction for changing what somebody else wrote."""
    if not can_plan(actor, ronde.team):
        raise RefusedAction(_("Dit verslag schreef iemand anders. Maak zelf ook een verslag als u meeliep."))
