"""The list is complete: the evening was held, and who was there gained something (E173, E184)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from trainingen.actions.attendance import mark_all
from trainingen.actions.calling import forget_calls
from trainingen.actions.certificates import issue_bewijzen
from trainingen.actions.locking import locked_sessie
from trainingen.actions.telling import stop_telling
from trainingen.models import Hoe, Inschrijving, SessieStand


@transaction.atomic
def close_sessie(sessie, *, actor, now):
    """Who is not ticked was not there; codes, links and mails end, certificates are made. Twice is once."""
    sessie = locked_sessie(sessie)
    if sessie.stand == SessieStand.GEHOUDEN:
        return sessie
    _refuse_not_held(sessie, now)
    unknown = Inschrijving.objects.coming().filter(sessie=sessie, aanwezig__isnull=True)
    absent = mark_all(unknown, aanwezig=False, hoe=Hoe.GESLOTEN, actor=actor, now=now)
    sessie.stand, sessie.gesloten_op, sessie.gesloten_door = SessieStand.GEHOUDEN, now, actor
    sessie.wand_code = sessie.wand_hash = sessie.wand_geheim = None
    sessie.save(update_fields=["stand", "gesloten_op", "gesloten_door", "wand_code", "wand_hash", "wand_geheim"])
    _end_links_and_mails(sessie, now)
    given = issue_bewijzen(sessie, actor=actor, now=now)
    record("avond.gesloten", sessie, actor=actor, now=now, onbekend=absent, bewijzen=len(given))
    return sessie


def _refuse_not_held(sessie, now):
    if sessie.stand == SessieStand.VERVALLEN:
        raise RefusedAction(_("Deze avond gaat niet door. Er is geen lijst om af te sluiten."))
    if now < sessie.begin:
        raise RefusedAction(_("Deze avond is nog niet begonnen. Sluit de lijst als iedereen er is."))


def _end_links_and_mails(sessie, now):
    """No link in a mail opens anything any more, and what had yet to be told comes too late."""
    Inschrijving.objects.filter(sessie=sessie, token_hash__isnull=False).update(token_hash=None, geheim=None)
    stop_telling(sessie, now=now)
    forget_calls(sessie)
