"""Counts made by hand come in: one set per run, that may be made better until the run closes (E198, E205)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.locking import locked_open
from evaluaties.actions.paper import check_room
from evaluaties.models import Kanaal, Respons, Telling
from evaluaties.tallies import mark_of, people_in, stands


@transaction.atomic
def enter_tally(afname, *, mensen, tellingen, gelezen, actor, now):
    """Put this tally in the place of the one that stands there; nobody at all takes it away. Twice is once.

    ``tellingen``: (question, key, n, counts) of each; ``gelezen``: the mark of what stood there when one looked.
    The log keeps of how many people it was, never what they answered.
    """
    afname = locked_open(afname)
    was = people_in(afname)
    wanted = {sleutel: (n, aantallen) for _vraag, sleutel, n, aantallen in tellingen}
    if was == mensen and stands(afname) == wanted:
        return afname
    if gelezen != mark_of(afname):
        raise RefusedAction(
            _(
                "Er is intussen een telling ingevoerd. Wat u typte, staat er nog. "
                "Klopt het? Bewaar het dan nog een keer."
            )
        )
    if mensen > was:
        check_room(afname, mensen, instead_of=was)
    _write(afname, mensen, tellingen)
    record("afname.telling", afname, actor=actor, now=now, mensen=mensen, was=was, vragen=len(tellingen))
    return afname


def _write(afname, mensen, tellingen):
    Telling.objects.filter(afname=afname).delete()
    people = Respons.objects.filter(afname=afname, kanaal=Kanaal.TELLING)
    if mensen == 0:
        people.delete()
        return
    if not people.update(aantal=mensen):
        Respons.objects.create(afname=afname, kanaal=Kanaal.TELLING, aantal=mensen)
    Telling.objects.bulk_create(
        Telling(afname=afname, vraag=vraag, sleutel=sleutel, n=n, aantallen=aantallen)
        for vraag, sleutel, n, aantallen in tellingen
    )
