"""One question to who reported: no deadline for the volunteer, and after five working days the case goes on."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act, web_transaction
from buurtpreventie.errors import RefusedAction
from meldingen.actions import locked
from meldingen.models import Stand
from opvolging.mails import mail_antwoord_op_vraag, mail_ga_verder, mail_vraag_aan_melder
from opvolging.models import Kanaal, VraagAanMelder
from opvolging.wording import too_telling
from teams.clocks import Kalender, local_date

WACHT_WERKDAGEN = 5


@act
def ask_melder(melding, *, vraag, actor, now):
    """Ask who reported one question; the same question twice is one. The case goes on meanwhile.

    Raises RefusedAction without a melder, when another question is open, and above the ceiling of the level.
    """
    melding = locked(melding)
    waiting = VraagAanMelder.objects.open().filter(melding=melding).first()
    if waiting and waiting.vraag == vraag:
        return waiting
    if melding.stand not in (Stand.OPGEPAKT, Stand.AANZIEN, Stand.AFGEROND):
        raise RefusedAction(_("Pak de melding eerst op. Daarna kunt u de melder iets vragen."))
    if melding.melder is None:
        raise RefusedAction(_("De melder trok zijn naam in. Er is niemand om iets te vragen."))
    if waiting:
        raise RefusedAction(_("Er staat al een vraag open bij de melder. Eén vraag tegelijk."))
    word = too_telling(melding, vraag)
    if word:
        raise RefusedAction(
            _("In uw vraag staat “%(woord)s”. Bij een vertrouwelijke melding noemen wij dat niet. Haal het weg.")
            % {"woord": word}
        )
    asked = VraagAanMelder.objects.create(
        melding=melding,
        keer=melding.keer,
        vraag=vraag,
        gesteld_door=actor,
        gesteld_op=now,
        wacht_tot=Kalender.of(melding.gemeente).add_working_days(local_date(now), WACHT_WERKDAGEN),
    )
    record("melding.vraag_melder", melding, actor=actor, now=now, wacht_tot=asked.wacht_tot)
    mail_vraag_aan_melder(asked, now)
    return asked


def _locked_question(vraag):
    """The question and its melding as they are now; the melding is locked first."""
    melding = locked(vraag.melding)
    vraag = VraagAanMelder.objects.select_for_update(of=("self",)).get(pk=vraag.pk)
    vraag.melding = melding
    return vraag


@act
def answer_question(vraag, *, antwoord, langs, actor, now):
    """Keep what the melder says, also after the case went on; the same words twice are one answer.

    ``langs`` is APP for the melder, else by which road the colleague heard it.
    """
    vraag = _locked_question(vraag)
    if vraag.antwoord is not None:
        if vraag.antwoord == antwoord:
            return vraag
        raise RefusedAction(_("Deze vraag is al beantwoord. Wilt u nog iets zeggen? Kies “Iets toevoegen”."))
    if not vraag.melding.is_open:
        raise RefusedAction(_("Deze melding is al klaar. Uw antwoord is niet meer nodig. Dank u wel."))
    vraag.antwoord, vraag.langs, vraag.antwoord_door = antwoord, langs, actor
    vraag.klaar_op = vraag.klaar_op or now
    vraag.save()
    record("melding.vraag_melder_antwoord", vraag.melding, actor=actor, now=now, langs=str(langs))
    if langs == Kanaal.APP:
        mail_antwoord_op_vraag(vraag, now)
    return vraag


@act
def go_on_without(vraag, *, actor, now):
    """Stop waiting for the melder; a second press changes nothing."""
    vraag = _locked_question(vraag)
    if vraag.klaar_op is None:
        vraag.klaar_op = now
        vraag.save(update_fields=["klaar_op"])
        record("melding.vraag_melder_verder", vraag.melding, actor=actor, now=now)
    return vraag


def go_on_without_silent(gemeente, now):
    """Close every question that waited five working days, or whose melding is done; gives the mails queued."""
    silent = VraagAanMelder.objects.open().filter(melding__gemeente=gemeente).select_related("melding").order_by("pk")
    told = 0
    for vraag in silent:
        if vraag.wacht_tot < local_date(now) or not vraag.melding.is_open:
            with web_transaction():
                told += _go_on(vraag, now)
    return told


def _go_on(vraag, now):
    vraag = _locked_question(vraag)
    if vraag.klaar_op is not None:
        return 0
    vraag = go_on_without(vraag, actor=None, now=now)
    return 1 if vraag.melding.is_open and mail_ga_verder(vraag, now) else 0
