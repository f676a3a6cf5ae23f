"""Holding back: one person asks that contents stay for now, a second agrees, and it ends on a day within a year.

As long as nobody agreed it holds nothing: on the day of the list the contents go, whoever asked.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import day_in_words
from meldingen.actions import locked
from meldingen.permissions import can_handle
from opvolging.mails import mail_aanhouding_gevraagd
from opvolging.models import Aanhouding, Wissing
from opvolging.models.retention import HOLD_DAYS
from opvolging.permissions import can_decide_hold
from teams.clocks import local_date


@act
def ask_hold(melding, *, reden, tot, toelichting="", actor, now):
    """Ask that the contents stay until ``tot``; the same once more is one time. Gives the Aanhouding."""
    melding = locked(melding)
    today = local_date(now)
    running = Aanhouding.objects.filter(melding=melding)
    waiting = running.open(today).first()
    if waiting and (waiting.reden, waiting.tot, waiting.gevraagd_door_id) == (reden, tot, actor.pk):
        return waiting
    if not can_handle(actor, melding):
        raise RefusedAction(_("U kunt dit niet vragen. Vraag een collega die deze melding mag behandelen."))
    if melding.gewist_op:
        raise RefusedAction(_("De inhoud is al gewist. Die komt niet terug."))
    if melding.is_open:
        raise RefusedAction(_("Deze melding loopt nog. Er wordt nog niets gewist."))
    if waiting or running.in_force(today).exists():
        raise RefusedAction(_("Iemand vroeg al om deze melding te bewaren. Kijk op de lijst wat er nu geldt."))
    if not today < tot <= today + timedelta(days=HOLD_DAYS):
        raise RefusedAction(_("Kies een dag na vandaag, hooguit een jaar vooruit. Daarna vraagt u het opnieuw."))
    wissing = Wissing.objects.waiting().filter(melding=melding).first()
    if wissing and tot < wissing.wissen_op:
        day = day_in_words(wissing.wissen_op)
        raise RefusedAction(_("De inhoud blijft al tot %(dag)s. Kies een latere dag.") % {"dag": day})
    running.exclude(akkoord=False).filter(beeindigd_op__isnull=True).update(beeindigd_op=now)  # its last day is over
    aanhouding = Aanhouding.objects.create(
        melding=melding, reden=reden, tot=tot, toelichting=toelichting, gevraagd_door=actor, gevraagd_op=now
    )
    record("melding.aanhouding_gevraagd", melding, actor=actor, now=now, reden=reden, tot=tot)
    mail_aanhouding_gevraagd(aanhouding, wissing, now)
    return aanhouding


@act
def decide_hold(aanhouding, *, akkoord, actor, now):
    """A second person of the meldpunt, or toezicht, agrees or not; the same twice changes nothing."""
    melding = locked(aanhouding.melding)
    aanhouding = Aanhouding.objects.select_for_update(of=("self",)).get(pk=aanhouding.pk)
    aanhouding.melding = melding
    if aanhouding.akkoord is not None:
        if aanhouding.akkoord != akkoord:
            raise RefusedAction(_("Hierover is al beslist. Er is niets veranderd."))
        return aanhouding
    if aanhouding.gevraagd_door_id == actor.pk:
        raise RefusedAction(_("U vroeg dit zelf. Laat een collega beslissen."))
    if not can_decide_hold(actor, aanhouding):
        raise RefusedAction(_("U kunt hier niet over beslissen. Vraag een collega die dit niveau doet."))
    if aanhouding.beeindigd_op or melding.gewist_op or aanhouding.tot <= local_date(now):
        raise RefusedAction(_("Dit is niet meer nodig. De melding is gewist, of de dag is voorbij."))
    aanhouding.akkoord, aanhouding.besloten_door, aanhouding.besloten_op = akkoord, actor, now
    aanhouding.save()
    event = "melding.aangehouden" if akkoord else "melding.aanhouding_geweigerd"
    record(event, melding, actor=actor, now=now, reden=aanhouding.reden, tot=aanhouding.tot)
    return aanhouding


@act
def end_hold(aanhouding, *, actor, now):
    """Nothing needs to be held back any more: the list goes on where it was. A second time changes nothing."""
    melding = locked(aanhouding.melding)
    aanhouding = Aanhouding.objects.select_for_update(of=("self",)).get(pk=aanhouding.pk)
    aanhouding.melding = melding
    if aanhouding.beeindigd_op or aanhouding.akkoord is False:
        return aanhouding
    if not can_handle(actor, melding):
        raise RefusedAction(_("U kunt dit niet stoppen. Vraag een collega die deze melding mag behandelen."))
    aanhouding.beeindigd_op, aanhouding.beeindigd_door = now, actor
    aanhouding.save()
    record("melding.aanhouding_gestopt", melding, actor=actor, now=now)
    return aanhouding
