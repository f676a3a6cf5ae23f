"""What a partner does with an ask, by link, or recorded by a colleague "namens"."""

from datetime import timedelta

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.actions import advance
from meldingen.models import Stand
from opvolging.actions.asks import drop_mails, locked_ask, note, record_act, step
from opvolging.actions.bundled import finish_others
from opvolging.actions.steps import record_informed
from opvolging.mails import mail_terug_bij_meldpunt
from opvolging.models import (
    Resultaat,
    VraagStand,
)
from opvolging.terms import ask_terms
from teams.actions.changes import refuse_unread
from teams.clocks import Kalender, local_date
from teams.wijzigingen import words_of

HERZIEN_UREN = 24
ANSWERED = ("uitkomst", "voor_meldpunt", "voor_melder", "gedaan", "hulpvorm", "nuttig", "mist", "wat_miste")


NIETS_GEZEGD = {
    "voor_meldpunt": "",
    "voor_melder": "",
    "gedaan": [],
    "hulpvorm": "",
    "nuttig": "",
    "mist": [],
    "wat_miste": "",
}


def _ended_melding(opvolging, uitkomst, now):
    """The last open ask was answered: the melding waits for its answer."""
    melding = opvolging.melding
    if not melding.opvolgingen.open().exists() and melding.stand == Stand.OPGEPAKT:
        melding.uitkomst = uitkomst
        advance(melding, Stand.AFGEROND, now)
        record("melding.afgerond", melding, actor=None, now=now, uitkomst=uitkomst)
        finish_others(melding, uitkomst, actor=None, now=now)


def finish_by(opvolging, now):
    """The last day to finish for who takes the ask on now."""
    antwoord = ask_terms(opvolging.partner, opvolging.melding.categorie, local_date(now)).antwoord
    kalender = Kalender.of(opvolging.melding.gemeente)
    return max(kalender.term_date(opvolging.gevraagd_op, antwoord), kalender.working_day_from(local_date(now)))


@act
def accept_ask(opvolging, *, now, langs, contact=None, actor=None):
    """Take the ask on; a second time changes nothing. The term to finish begins."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.AANGENOMEN:
        return opvolging
    opvolging.uiterlijk = finish_by(opvolging, now)
    opvolging.aangenomen_op = opvolging.termijn_van = now
    opvolging.termijn_nr += 1
    step(opvolging, VraagStand.AANGENOMEN, now)
    drop_mails(opvolging.bron, now)
    record_act("vraag.aangenomen", opvolging, contact, actor, langs, now)
    return opvolging


@act
def hand_back(opvolging, *, reden, now, langs, toelichting="", contact=None, actor=None):
    """Give the ask back with a reason: the meldpunt has the melding again. The same twice changes nothing."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.TERUGGEGEVEN and _says_the_same(opvolging, reden, toelichting):
        return opvolging
    opvolging.teruggave_reden = reden
    step(opvolging, VraagStand.TERUGGEGEVEN, now)
    if toelichting:
        note(opvolging, toelichting, contact, actor, langs, now)
    record_act("vraag.teruggegeven", opvolging, contact, actor, langs, now, reden=reden)
    mail_terug_bij_meldpunt(opvolging, now)
    return opvolging


def _says_the_same(opvolging, reden, toelichting):
    """A second press of the same button, not somebody else with other words."""
    notes = [note.tekst for note in opvolging.toevoegingen.all()]
    return opvolging.teruggave_reden == reden and (not toelichting or toelichting in notes)


@act
def add_note(opvolging, *, tekst, now, langs, contact=None, actor=None, ingelicht=None):
    """Keep a note for the meldpunt; the same words twice are one note. ``ingelicht``: what record_informed takes."""
    opvolging = locked_ask(opvolging)
    if not opvolging.is_open:
        raise RefusedAction(_("Deze vraag is al klaar. Bel het meldpunt als er nog iets is."))
    last = opvolging.toevoegingen.last()
    if last and last.tekst == tekst:
        return last
    added = note(opvolging, tekst, contact, actor, langs, now)
    record_act("vraag.toegevoegd", opvolging, contact, actor, langs, now)
    _informed(opvolging, ingelicht, contact, actor, langs, now)
    return added


@act
def finish_ask(opvolging, *, uitkomst, now, langs, contact=None, actor=None, ingelicht=None, **woorden):
    """Answer the ask. ``woorden``: the names of NIETS_GEZEGD. A second press changes nothing."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.AFGEROND:
        return _same_result(opvolging, uitkomst, woorden)
    opvolging.aangenomen_op = opvolging.aangenomen_op or now
    step(opvolging, VraagStand.AFGEROND, now)
    resultaat = _result(opvolging, uitkomst, contact, actor, langs, now, woorden)
    record_act("vraag.afgerond", opvolging, contact, actor, langs, now, uitkomst=uitkomst)
    _informed(opvolging, ingelicht, contact, actor, langs, now)
    _ended_melding(opvolging, uitkomst, now)
    mail_terug_bij_meldpunt(opvolging, now)
    return resultaat


def _informed(opvolging, ingelicht, contact, actor, langs, now):
    """What the partner said about whether the resident knows, when anything."""
    if ingelicht:
        who = {"contact": contact, "actor": actor, "opvolging": opvolging, "langs": langs}
        record_informed(opvolging.melding, **ingelicht, **who, now=now)


def _same_result(opvolging, uitkomst, woorden):
    """The answer that stands, for a second press; other words are not thrown away in silence but refused."""
    last = opvolging.resultaten.last()
    if not _is_same(last, uitkomst, woorden):
        raise RefusedAction(_("Deze vraag is al afgerond. Uw tekst is niet verstuurd. Pas het antwoord aan."))
    return last


def _is_same(resultaat, uitkomst, woorden):
    said = (getattr(resultaat, naam) == woorden.get(naam, niets) for naam, niets in NIETS_GEZEGD.items())
    return resultaat.uitkomst == uitkomst and all(said)


@act
def revise_result(opvolging, *, uitkomst, now, langs, contact=None, actor=None, gelezen=None, **woorden):
    """Answer again within 24 hours, as a new version, as long as the melder was not answered yet."""
    opvolging = locked_ask(opvolging)
    if not can_revise(opvolging, now):
        raise RefusedAction(_("Aanpassen kan niet meer. Bel het meldpunt als het anders is."))
    last = opvolging.resultaten.last()
    if _is_same(last, uitkomst, woorden):
        return last
    refuse_unread(result_in_words(last), gelezen)
    resultaat = _result(opvolging, uitkomst, contact, actor, langs, now, woorden)
    if opvolging.melding.stand == Stand.AFGEROND:
        opvolging.melding.uitkomst = uitkomst
        opvolging.melding.save(update_fields=["uitkomst"])
        finish_others(opvolging.melding, uitkomst, actor=None, now=now)
    record_act("vraag.herzien", opvolging, contact, actor, langs, now, versie=resultaat.versie)
    mail_terug_bij_meldpunt(opvolging, now, versie=resultaat.versie)
    return resultaat


def result_in_words(resultaat):
    """What one answered, by field: to see that a colleague was first."""
    return words_of(resultaat, ANSWERED) if resultaat else {}


def can_revise(opvolging, now):
    """Within 24 hours after finishing, before the melder has the answer of this round."""
    return (
        opvolging.stand == VraagStand.AFGEROND
        and now < opvolging.beeindigd_op + timedelta(hours=HERZIEN_UREN)
        and opvolging.melding.stand != Stand.BEANTWOORD
        and opvolging.keer == opvolging.melding.keer
    )


def _result(opvolging, uitkomst, contact, actor, langs, now, woorden):
    last = opvolging.resultaten.last()
    return Resultaat.objects.create(
        opvolging=opvolging,
        versie=last.versie + 1 if last else 1,
        uitkomst=uitkomst,
        op=now,
        langs=langs,
        door_contact=contact,
        door_gebruiker=actor,
        **woorden,
    )
