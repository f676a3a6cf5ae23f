"""Talks: somebody wants to be called, the meldpunt rings; and a call about which nothing is kept."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions.drafts import begin_concept, save_concept
from meldingen.mails import mail_niet_bereikt
from meldingen.models import Belmoment, Ingang, Overleg
from teams.clocks import local_date

ANYBODY = object()


# --- the person who wants to be called -------------------------------------------------------


@act
def ask_overleg(*, gemeente, wie, soort, aanleiding, telefoon, bereikbaar="", sleutel=None, actor, now):
    """``wie`` wants to be called; pressed twice, or while such a talk is open, it is the one that is there already.

    The log never holds the occasion: after a V4 category nothing may say for good what somebody rang about.
    """
    if not telefoon:
        raise RefusedAction(_("Vul een telefoonnummer in. Dan kunnen wij bellen."))
    facts = {"sleutel": sleutel} if sleutel else {}
    try:
        with transaction.atomic():
            overleg = Overleg.objects.create(
                gemeente=gemeente,
                wie=wie,
                soort=soort,
                aanleiding=aanleiding,
                telefoon=telefoon,
                bereikbaar=bereikbaar,
                gevraagd_op=now,
                bellen_voor=Overleg.call_before(gemeente, aanleiding, now),
                **facts,
            )
    except IntegrityError:
        return _earlier(gemeente, wie, aanleiding, sleutel)
    record("overleg.gevraagd", overleg, actor=actor, now=now, namens=wie != actor)
    return overleg


def _earlier(gemeente, wie, aanleiding, sleutel):
    """The talk that stands in the way of a second one; raises RefusedAction when it is somebody else's."""
    same = Q(sleutel=sleutel) | Q(aanleiding=aanleiding, klaar_op__isnull=True)
    overleg = Overleg.objects.filter(same, gemeente=gemeente, wie=wie).order_by("pk").last()
    if overleg is None:
        raise RefusedAction(_("Dat lukte niet. Open de pagina opnieuw en vraag het nog een keer."))
    return overleg


@act
def withdraw_overleg(overleg, *, actor, now):
    """It is not needed any more; a second time changes nothing."""
    overleg = locked_overleg(overleg)
    return _end(overleg, Overleg.Uitkomst.NIET_MEER_NODIG, actor, now) if overleg.is_open else overleg


# --- the meldpunt ----------------------------------------------------------------------------


def locked_overleg(overleg):
    """The row as it is now, held until the transaction ends; a joined handler would be the one from before the wait."""
    rows = Overleg.objects.select_related("gemeente", "wie").select_for_update(of=("self",))
    return rows.get(pk=overleg.pk)


@act
def take_overleg(overleg, *, actor, now, van=ANYBODY):
    """Become the one who rings; refused when it is another by now than ``van``, the id of whom the page showed."""
    overleg = locked_overleg(overleg)
    if not overleg.is_open:
        raise RefusedAction(_("Dit overleg is al klaar."))
    if overleg.behandelaar == actor:
        return overleg
    if van is not ANYBODY and van != overleg.behandelaar_id:
        raise RefusedAction(_("%(naam)s belt al.") % {"naam": overleg.behandelaar})
    return _taken(overleg, actor, now)


def _taken(overleg, actor, now):
    overleg.behandelaar = actor
    overleg.save()
    record("overleg.opgepakt", overleg, actor=actor, now=now)
    return overleg


@act
def note_attempt(overleg, *, poging, actor, now):
    """Nobody answered; ``poging`` is how often the page said it was tried, so that a double click counts once."""
    overleg = _for(locked_overleg(overleg), actor, now)
    if poging != overleg.pogingen:
        return overleg
    overleg.pogingen += 1
    overleg.laatste_poging = now
    overleg.save()
    record("overleg.niet_bereikt", overleg, actor=actor, now=now, poging=overleg.pogingen)
    return overleg


@act
def finish_overleg(overleg, *, uitkomst, actor, now):
    """The talk was held, or somebody was not reached three times; number and hours are wiped.

    Raises RefusedAction when a colleague has it, when it ended otherwise, or when it was not tried often enough.
    """
    overleg = locked_overleg(overleg)
    if not overleg.is_open and overleg.uitkomst == uitkomst:
        return overleg
    overleg = _for(overleg, actor, now)
    if uitkomst == Overleg.Uitkomst.NIET_BEREIKT and not overleg.was_rung_often:
        raise RefusedAction(_("Probeer het ten minste 3 keer. Daarna kunt u dit overleg sluiten."))
    _end(overleg, uitkomst, actor, now)
    if uitkomst == Overleg.Uitkomst.NIET_BEREIKT:
        mail_niet_bereikt(overleg, now)
    return overleg


def _for(overleg, actor, now):
    """The open talk with ``actor`` as the one who rings; refused when a colleague does."""
    if not overleg.is_open:
        raise RefusedAction(_("Dit overleg is al klaar: %(hoe)s.") % {"hoe": overleg.get_uitkomst_display().lower()})
    if overleg.behandelaar is None:
        return _taken(overleg, actor, now)
    if overleg.behandelaar != actor:
        raise RefusedAction(_("%(naam)s belt al. Neem het overleg eerst over.") % {"naam": overleg.behandelaar.naam})
    return overleg


def _end(overleg, uitkomst, actor, now):
    overleg.uitkomst, overleg.klaar_op, overleg.klaar_door = uitkomst, now, actor
    overleg.telefoon = overleg.bereikbaar = ""
    overleg.save()
    record("overleg.klaar", overleg, actor=actor, now=now, uitkomst=uitkomst)
    return overleg


@act
def begin_concept_after_talk(overleg, *, actor, now):
    """The draft in which the meldpunt reports for whom it rang; asked for again it is the same draft."""
    concept = begin_concept(overleg.soort, gemeente=overleg.gemeente, actor=actor, now=now, sleutel=overleg.sleutel)
    if concept.verstuurd_op or concept.antwoorden:
        return concept
    return save_concept(concept, {"namens": str(overleg.wie_id), "ingang": Ingang.TELEFOON.value}, now=now)


# --- what is not kept ------------------------------------------------------------------------


def record_belmoment(*, gemeente, soort, now):
    """Count a call about something of which nothing is kept (V4): gemeente, kind and week; no person and no log."""
    today = local_date(now)
    return Belmoment.objects.create(gemeente=gemeente, soort=soort, week=today - timedelta(days=today.weekday()))
