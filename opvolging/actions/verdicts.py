"""What the melder thinks of the answer, and the one reopening that it can cause."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions import advance, locked
from meldingen.models import Aanvulling, Stand
from opvolging.actions.bundled import locked_together
from opvolging.actions.together import leave_by_verdict
from opvolging.mails import mail_oordeel
from opvolging.models import Terugkoppeling
from opvolging.permissions import oordelen_for
from teams.clocks import Kalender

Oordeel = Terugkoppeling.Oordeel
REOPENS = {Oordeel.NIET_OPGELOST, Oordeel.IETS_NIEUWS}
TELLS_HANDLER = REOPENS | {Oordeel.DEELS, Oordeel.BEL_MIJ}


def mark_read(melding, *, actor, now):
    """Note that the melder read what was waiting; only the melder's own page does this."""
    unread = Terugkoppeling.objects.filter(melding=melding, melding__melder=actor, gelezen_op__isnull=True)
    return unread.update(gelezen_op=now)


@act
def give_oordeel(terugkoppeling, *, oordeel, actor, now, toelichting=""):
    """Keep the verdict, once; "nee, ik zie het nog" and "iets nieuws" reopen the melding once (ontwerp §3).

    Raises RefusedAction for a verdict that does not belong to the level, or a second and other verdict.
    """
    melding = locked_together(terugkoppeling.melding)
    antwoord = Terugkoppeling.objects.select_for_update(of=("self",)).get(pk=terugkoppeling.pk)
    if antwoord.oordeel == oordeel:
        return antwoord
    if antwoord.oordeel:
        raise RefusedAction(_("U hebt hier al iets over gezegd. Bel het meldpunt als het anders is."))
    if antwoord.keer != melding.keer or melding.stand != Stand.BEANTWOORD:
        raise RefusedAction(_("Deze melding loopt alweer. U hoort van ons."))
    if oordeel not in oordelen_for(melding):
        raise RefusedAction(_("Kies een van de antwoorden op de pagina."))
    if oordeel == Oordeel.IETS_NIEUWS and not toelichting:
        raise RefusedAction(_("Schrijf op wat u nu zag."))
    antwoord.oordeel, antwoord.oordeel_op = oordeel, now
    antwoord.gelezen_op = antwoord.gelezen_op or now
    antwoord.save(update_fields=["oordeel", "oordeel_op", "gelezen_op"])
    if toelichting:
        Aanvulling.objects.create(melding=melding, door=actor, op=now, tekst=toelichting)
    record("melding.oordeel", melding, actor=actor, now=now, oordeel=oordeel, keer=melding.keer)
    if oordeel in REOPENS and melding.keer == 1:
        _reopen(melding, actor, now)
    if oordeel in TELLS_HANDLER:
        mail_oordeel(antwoord, melding, now)
    return antwoord


def _reopen(melding, actor, now):
    melding.keer = 2
    melding.uitkomst = ""
    melding.afgerond_op = melding.beantwoord_op = None
    kalender = Kalender.of(melding.gemeente)
    melding.antwoord_voor = max(melding.antwoord_voor, kalender.term_date(now, melding.categorie.antwoord_termijn))
    advance(melding, Stand.OPGEPAKT, now)
    leave_by_verdict(melding, now=now)
    record("melding.heropend", melding, actor=actor, now=now, antwoord_voor=melding.antwoord_voor)


@act
def record_call(terugkoppeling, *, actor, now):
    """The melder who asked to be called was called."""
    melding = locked(terugkoppeling.melding)
    changed = Terugkoppeling.objects.filter(pk=terugkoppeling.pk, oordeel=Oordeel.BEL_MIJ, gebeld_op__isnull=True)
    if not changed.update(gebeld_op=now):
        raise RefusedAction(_("Iemand heeft al gebeld."))
    record("melding.gebeld", melding, actor=actor, now=now)
    return terugkoppeling
