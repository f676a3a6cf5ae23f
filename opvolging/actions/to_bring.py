"""What a person still has to bring to the melder: made beside the answer, gone when the answer is not true any more."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from meldingen.models import Stand
from opvolging.models import Bezorging, Terugkoppeling
from opvolging.roads import road_to

ANTWOORD = Terugkoppeling.Soort.ANTWOORD


def waiting_for(melding):
    """What waits to be brought in this round, or None; called with the melding held."""
    return Bezorging.objects.filter(melding=melding.pk, klaar_op__isnull=True, keer=melding.keer).first()


def waiting_antwoord(melding, tekst):
    """The answer that waits with these words; None when none waits. Other words are refused: take it back first."""
    waits = waiting_for(melding)
    if waits is None or waits.soort != ANTWOORD or melding.stand != Stand.AFGEROND:
        return None
    if waits.tekst == tekst:
        return waits
    raise RefusedAction(_("Er staat al een antwoord klaar om door te geven. Neem dat eerst terug."))


def plan_bezorging(melding, *, soort, tekst, nieuwe_datum=None, actor, now):
    """Somebody has to bring these words before the date of the promise; newer words replace what was not told yet."""
    waits = waiting_for(melding)
    if waits and (waits.soort, waits.tekst, waits.nieuwe_datum) == (soort, tekst, nieuwe_datum):
        return waits
    if waits and waits.soort == ANTWOORD:
        raise RefusedAction(_("Er staat al een antwoord klaar om door te geven. Neem dat eerst terug."))
    drop_bezorging(melding, actor=actor, now=now)
    bezorging = Bezorging.objects.create(
        melding=melding,
        keer=melding.keer,
        soort=soort,
        langs=road_to(melding, now),
        tekst=tekst,
        nieuwe_datum=nieuwe_datum,
        voor=melding.wakes_on,
        gemaakt_door=actor,
        gemaakt_op=now,
    )
    record("bezorging.klaargezet", melding, actor=actor, now=now, langs=str(bezorging.langs), soort=str(soort))
    return bezorging


def drop_bezorging(melding, *, actor, now):
    """Nothing of this melding waits to be brought any more; gives how much did."""
    rows = Bezorging.objects.filter(melding=melding.pk, klaar_op__isnull=True)
    return rows.update(klaar_op=now, klaar_door=actor)
