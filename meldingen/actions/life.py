"""The life of a melding: the lock that every event takes first, and the one way to another stand."""

from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from meldingen.models import OVERGANGEN, Melding, Stand

MOMENTS = {
    Stand.OPGEPAKT: "opgepakt_op",
    Stand.AFGEROND: "afgerond_op",
    Stand.BEANTWOORD: "beantwoord_op",
}
CLOSES = (Stand.BEANTWOORD, Stand.INGETROKKEN)


def locked(melding):
    """The row as it is now, held until the transaction ends; taken before any ask is looked at.

    The handler is not joined: after a wait for the lock PostgreSQL still gives the joined row of before the wait.
    """
    return (
        Melding.objects.select_related("categorie__gemeente", "gemeente", "buurt", "team", "melder")
        .select_for_update(of=("self",))
        .get(pk=melding.pk)
    )


def advance(melding, stand, now):
    """Move to ``stand``; raises RefusedAction when the life of a melding has no such step."""
    if stand not in OVERGANGEN[Stand(melding.stand)]:
        raise RefusedAction(
            _("Deze melding is al %(stand)s. Bekijk de melding opnieuw om te zien wat er is gebeurd.")
            % {"stand": melding.get_stand_display().lower()}
        )
    melding.stand = stand
    if stand != Stand.AANZIEN:
        melding.aanzien_tot, melding.aanzien_reden = None, ""
    melding.gesloten_op = now if stand in CLOSES else None
    if stand in MOMENTS:
        setattr(melding, MOMENTS[stand], now)
    melding.save()
