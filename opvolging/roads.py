"""By which road a melder hears, when it is not by mail or on the own page."""

from buurtpreventie.accounts.models import AntwoordVia
from meldingen.mails import hears_online
from opvolging.models import Kanaal
from teams.clocks import local_date
from teams.models import Lidmaatschap, Niveau


def road_to(melding, now):
    """How the words reach the melder: a Kanaal that needs a person, or None when mail or the own page does it.

    The coordinator only where he or she may read it and there is one; else the telephone; without a number a letter.
    """
    if melding.melder is None or hears_online(melding):
        return None
    if melding.antwoord_via == AntwoordVia.COORDINATOR and may_go_by_coordinator(melding, now):
        return Kanaal.COORDINATOR
    return Kanaal.TELEFOON if melding.melder.telefoon else Kanaal.BRIEF


def may_go_by_coordinator(melding, now):
    """V0 and V1, or V2 that the melder wants the coordinator to read; and somebody else than the melder leads."""
    allowed = melding.vertrouwelijkheid <= Niveau.V1 or (
        melding.vertrouwelijkheid == Niveau.V2 and melding.coordinator_mag_lezen
    )
    if not allowed or melding.team_id is None:
        return False
    leaders = Lidmaatschap.objects.current(local_date(now)).filter(team=melding.team_id).exclude(rol="lid")
    return leaders.exclude(gebruiker=melding.melder_id).exists()


def roads_for(melding, now):
    """The roads by which it can be told by a person, as choices."""
    roads = [Kanaal.TELEFOON, Kanaal.BRIEF]
    return roads[:1] + [Kanaal.COORDINATOR] + roads[1:] if may_go_by_coordinator(melding, now) else roads
