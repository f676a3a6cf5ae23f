"""What people want to learn: said when they sign up, or put on the list of the team (E182, E183)."""

from django.db import transaction

from buurtpreventie.audit.actions import record
from teams.models import Team
from trainingen.models import Leerwens


def keep_wishes(inschrijving, wensen, *, actor, now):
    """Write down what somebody wants to learn on this evening: pairs of a topic and words, each topic once."""
    for onderwerp, tekst in wensen:
        Leerwens.objects.get_or_create(
            inschrijving=inschrijving,
            onderwerp=onderwerp,
            defaults={"team": inschrijving.team, "tekst": tekst, "door": actor, "op": now},
        )


@transaction.atomic
def add_wish(team, *, onderwerp, tekst="", actor, now):
    """Put something on the list of the team; the same twice is once."""
    team = Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
    same = [wens for wens in Leerwens.objects.open().filter(team=team, onderwerp=onderwerp) if wens.tekst == tekst]
    if same:
        return same[0]
    wens = Leerwens.objects.create(team=team, onderwerp=onderwerp, tekst=tekst, door=actor, op=now)
    record("leerwens.toegevoegd", team, actor=actor, now=now, onderwerp=onderwerp)
    return wens


@transaction.atomic
def tick_off_wish(team, *, onderwerp, actor, now):
    """The team learnt this: every open wish about it is done; gives how many were."""
    done = Leerwens.objects.open().of_team(team).filter(onderwerp=onderwerp).update(gedaan_op=now)
    if done:
        record("leerwens.gedaan", team, actor=actor, now=now, onderwerp=onderwerp, aantal=done)
    return done
