"""What was practised on an evening, and what the group learnt from it, without names (E175, E176, E181)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import time_in_words, weekday_in_words
from teams.clocks import local_date
from trainingen.actions.locking import locked_sessie
from trainingen.evening import can_look_back, opens_at
from trainingen.models import GeoefendeSituatie, SessieStand


@transaction.atomic
def practise(sessie, situatie, *, actor, now):
    """This situation was practised; twice is once."""
    sessie = _open(sessie, now)
    if situatie.gemeente_id != sessie.gemeente_id or not situatie.actief:
        raise RefusedAction(_("Deze situatie is niet meer in gebruik."))
    row, is_new = GeoefendeSituatie.objects.get_or_create(
        sessie=sessie, situatie=situatie, defaults={"met_acteur": bool(sessie.acteur), "door": actor, "op": now}
    )
    if is_new:
        record("avond.geoefend", sessie, actor=actor, now=now, situatie=situatie.pk)
    return row


@transaction.atomic
def not_practised(sessie, situatie, *, actor, now):
    """A mistake; refused as long as something was written about it."""
    sessie = _open(sessie, now)
    row = GeoefendeSituatie.objects.filter(sessie=sessie, situatie=situatie).first()
    if row is None:
        return
    if row.notitie:
        raise RefusedAction(_("U schreef iets op bij “%(naam)s”. Haal eerst die tekst weg.") % {"naam": situatie.naam})
    row.delete()
    record("avond.niet_geoefend", sessie, actor=actor, now=now, situatie=situatie.pk)


@transaction.atomic
def note_practice(geoefend, *, met_acteur, notitie, gelezen, actor, now):
    """With the actor or not, and what the group learnt; ``gelezen`` is when what one saw was written.

    Raises RefusedAction when a colleague wrote something else in between, or took it off the list.
    """
    _open(geoefend.sessie, now)
    row = GeoefendeSituatie.objects.filter(pk=geoefend.pk).first()
    if row is None:
        raise RefusedAction(_("Een collega haalde deze situatie van de lijst. Bewaar uw tekst en voeg hem weer toe."))
    if (row.met_acteur, row.notitie) == (met_acteur, notitie):
        return row
    if row.op.isoformat() != gelezen:
        raise RefusedAction(
            _("Een collega schreef intussen iets anders: “%(tekst)s”. Voeg samen wat u wilt houden en sla weer op.")
            % {"tekst": row.notitie or _("geen tekst")}
        )
    row.met_acteur, row.notitie, row.door, row.op = met_acteur, notitie, actor, now
    row.save(update_fields=["met_acteur", "notitie", "door", "op"])
    record("avond.opgeschreven", geoefend.sessie, actor=actor, now=now, situatie=row.situatie_id)
    return row


def _open(sessie, now):
    """The evening, locked; or RefusedAction when nothing can have been practised."""
    sessie = locked_sessie(sessie)
    if sessie.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond gaat niet door."))
    if not can_look_back(sessie, now):
        opens = opens_at(sessie)
        raise RefusedAction(
            _("Dit kan vanaf %(dag)s, %(tijd)s.")
            % {"dag": weekday_in_words(opens, local_date(now)), "tijd": time_in_words(opens)}
        )
    return sessie
