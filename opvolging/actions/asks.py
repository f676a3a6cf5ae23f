"""Asking a partner, and everything that a partner can do with the ask."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop, drop_keys
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token, new_token
from meldingen.actions import advance, locked
from meldingen.models import Stand
from opvolging.mails import mail_ingetrokken, mail_terug_bij_meldpunt, mail_vraag
from opvolging.models import (
    VRAAG_OVERGANGEN,
    Herinnering,
    Langs,
    Opvolging,
    Resultaat,
    Toegang,
    Toevoeging,
    VraagStand,
)
from opvolging.terms import ask_terms
from teams.clocks import Kalender, local_date
from teams.models import Niveau, Partner

TOEGANG_DAGEN = 180
NAKIJKEN_DAGEN = 14
HERZIEN_UREN = 24
WOORDEN = ("voor_meldpunt", "voor_melder", "nuttig", "wat_miste")


@transaction.atomic
def ask_partner(melding, *, partner, contact, uittreksel, actor, now, verantwoordelijk=True):
    """Ask one partner, with the extract that it may read; a second press with the same words gives the same ask.

    Raises RefusedAction when the melding is closed, the partner has it already, or a V3 melding is with somebody.
    """
    melding = locked(melding)
    opvolging = planned_ask(melding, partner, contact, uittreksel, actor, now)
    same = _same_ask(opvolging)
    if same:
        return same
    _check_askable(melding, partner, contact)
    if melding.stand == Stand.AFGEROND:
        melding.uitkomst = ""
        advance(melding, Stand.OPGEPAKT, now)
    if verantwoordelijk:
        melding.opvolgingen.open().update(verantwoordelijk=False)
    opvolging.verantwoordelijk = verantwoordelijk or not melding.opvolgingen.open().exists()
    opvolging.save()
    record("vraag.gesteld", melding, actor=actor, now=now, opvolging=opvolging.pk, partner=partner.pk)
    if partner.weg == Partner.Weg.LINK:
        mail_vraag(give_access(opvolging, opvolging.contact, now), now)
    return opvolging


def planned_ask(melding, partner, contact, uittreksel, actor, now):
    """The ask as it would be, not saved: the deputy is asked while the contact is away."""
    if contact and contact.is_away(local_date(now)) and contact.vervanger:
        contact = contact.vervanger
    reactie = ask_terms(partner, melding.categorie, local_date(now)).reactie
    return Opvolging(
        melding=melding,
        keer=melding.keer,
        partner=partner,
        contact=contact,
        weg=partner.weg,
        uittreksel=uittreksel,
        gevraagd_door=actor,
        gevraagd_op=now,
        termijn_van=now,
        uiterlijk=Kalender.of(melding.gemeente).term_date(now, reactie),
    )


def _same_ask(planned):
    """An open ask to the same people in the same words."""
    have = planned.melding.opvolgingen.open().filter(partner=planned.partner, contact=planned.contact).first()
    return have if have and have.uittreksel == planned.uittreksel else None


def _check_askable(melding, partner, contact):
    if melding.stand not in (Stand.OPGEPAKT, Stand.AFGEROND):
        raise RefusedAction(_("Pak de melding eerst op. Daarna kunt u iemand vragen."))
    if partner.gemeente_id != melding.gemeente_id or not partner.actief:
        raise RefusedAction(_("Kies een partner van deze gemeente."))
    if contact is None and partner.weg == Partner.Weg.LINK:
        raise RefusedAction(_("Kies wie u wilt vragen. Deze partner krijgt een mail."))
    if contact and (contact.partner_id != partner.pk or not contact.actief):
        raise RefusedAction(_("Deze persoon werkt niet (meer) bij %(partner)s.") % {"partner": partner.naam})
    if contact and partner.weg == Partner.Weg.LINK and not contact.email:
        raise RefusedAction(_("Van %(naam)s is geen mailadres bekend.") % {"naam": contact.naam})
    open_asks = list(melding.opvolgingen.open())
    if any(ask.partner_id == partner.pk for ask in open_asks):
        raise RefusedAction(
            _("%(partner)s is al gevraagd. Wacht op antwoord of trek de vraag in.") % {"partner": partner}
        )
    if open_asks and melding.vertrouwelijkheid == Niveau.V3:
        raise RefusedAction(_("Een strikt vertrouwelijke melding gaat naar één partner tegelijk."))


def give_access(opvolging, contact, now):
    """A link for one address to one ask; an address that has one keeps it, unless it ran out."""
    have = opvolging.toegangen.filter(email=contact.email, ingetrokken_op__isnull=True).first()
    if have and have.verloopt_op > now:
        return have
    if have:
        withdraw_access(have, now)
    secret = new_token()
    return Toegang.objects.create(
        opvolging=opvolging,
        contact=contact,
        email=contact.email,
        token_hash=hash_token(secret),
        geheim=secret,
        gemaakt_op=now,
        verloopt_op=now + timedelta(days=TOEGANG_DAGEN),
    )


def withdraw_access(toegang, now):
    """End one link at once; the codes that still wait for it are stopped too."""
    Toegang.objects.filter(pk=toegang.pk, ingetrokken_op__isnull=True).update(ingetrokken_op=now, geheim=None)
    drop(toegang.bron, now=now)


def locked_ask(opvolging):
    """The ask and its melding as they are now; the melding is locked first, always."""
    melding = locked(Opvolging.objects.select_related("melding").get(pk=opvolging.pk).melding)
    opvolging = (
        Opvolging.objects.select_related("partner", "contact").select_for_update(of=("self",)).get(pk=opvolging.pk)
    )
    opvolging.melding = melding
    return opvolging


def _step(opvolging, stand, now):
    """Move the ask to ``stand``; ending it ends its responsibility, its links' secrets and its waiting mails."""
    if stand not in VRAAG_OVERGANGEN[VraagStand(opvolging.stand)]:
        raise RefusedAction(
            _("Deze vraag is al %(stand)s. Er is niets veranderd.") % {"stand": opvolging.get_stand_display().lower()}
        )
    opvolging.stand = stand
    if not opvolging.is_open:
        opvolging.verantwoordelijk = False
        opvolging.beeindigd_op = now
    opvolging.save()
    if not opvolging.is_open:
        _pass_on_responsibility(opvolging.melding)
        _end_access(opvolging, now)
        drop_mails(opvolging.bron, now)


def _pass_on_responsibility(melding):
    """One open ask answers for the melding; with none the meldpunt does."""
    asks = melding.opvolgingen.open()
    if not asks.filter(verantwoordelijk=True).exists():
        first = asks.order_by("gevraagd_op").first()
        if first:
            Opvolging.objects.filter(pk=first.pk).update(verantwoordelijk=True)


def _end_access(opvolging, now):
    """After an answer the link shows it for 14 days; after a withdrawal it shows nothing at once."""
    if opvolging.stand == VraagStand.INGETROKKEN:
        for toegang in opvolging.toegangen.filter(ingetrokken_op__isnull=True):
            withdraw_access(toegang, now)
    else:
        until = now + timedelta(days=NAKIJKEN_DAGEN)
        opvolging.toegangen.filter(ingetrokken_op__isnull=True).update(verloopt_op=until, geheim=None)


def drop_mails(bron, now):
    """Take back what is still waiting for this source; a digest that also spoke of others is made anew."""
    drop(bron, now=now)
    sleutels = list(
        Herinnering.objects.filter(bron=bron).exclude(bericht_sleutel="").values_list("bericht_sleutel", flat=True)
    )
    if sleutels:
        _drop_digests(sleutels, now)


def _drop_digests(sleutels, now):
    drop_keys(sleutels, now=now)
    gone = Bericht.objects.filter(sleutel__in=sleutels, stand="vervallen").values_list("sleutel", flat=True)
    Herinnering.objects.filter(bericht_sleutel__in=list(gone)).delete()


def _ended_melding(opvolging, uitkomst, now):
    """The last open ask was answered: the melding waits for its answer."""
    melding = opvolging.melding
    if not melding.opvolgingen.open().exists() and melding.stand == Stand.OPGEPAKT:
        melding.uitkomst = uitkomst
        advance(melding, Stand.AFGEROND, now)
        record("melding.afgerond", melding, actor=None, now=now, uitkomst=uitkomst)


def finish_by(opvolging, now):
    """The last day to finish for who takes the ask on now."""
    antwoord = ask_terms(opvolging.partner, opvolging.melding.categorie, local_date(now)).antwoord
    kalender = Kalender.of(opvolging.melding.gemeente)
    return max(kalender.term_date(opvolging.gevraagd_op, antwoord), kalender.working_day_from(local_date(now)))


@transaction.atomic
def accept_ask(opvolging, *, now, langs, contact=None, actor=None):
    """Take the ask on; a second time changes nothing. The term to finish begins."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.AANGENOMEN:
        return opvolging
    opvolging.uiterlijk = finish_by(opvolging, now)
    opvolging.aangenomen_op = opvolging.termijn_van = now
    opvolging.termijn_nr += 1
    _step(opvolging, VraagStand.AANGENOMEN, now)
    drop_mails(opvolging.bron, now)
    _record("vraag.aangenomen", opvolging, contact, actor, langs, now)
    return opvolging


@transaction.atomic
def hand_back(opvolging, *, reden, now, langs, toelichting="", contact=None, actor=None):
    """Give the ask back with a reason: the meldpunt has the melding again. The same twice changes nothing."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.TERUGGEGEVEN and _says_the_same(opvolging, reden, toelichting):
        return opvolging
    opvolging.teruggave_reden = reden
    _step(opvolging, VraagStand.TERUGGEGEVEN, now)
    if toelichting:
        _note(opvolging, toelichting, contact, actor, langs, now)
    _record("vraag.teruggegeven", opvolging, contact, actor, langs, now, reden=reden)
    mail_terug_bij_meldpunt(opvolging, now)
    return opvolging


def _says_the_same(opvolging, reden, toelichting):
    """A second press of the same button, not somebody else with other words."""
    notes = [note.tekst for note in opvolging.toevoegingen.all()]
    return opvolging.teruggave_reden == reden and (not toelichting or toelichting in notes)


@transaction.atomic
def add_note(opvolging, *, tekst, now, langs, contact=None, actor=None):
    """Keep a note for the meldpunt; the same words twice are one note."""
    opvolging = locked_ask(opvolging)
    if not opvolging.is_open:
        raise RefusedAction(_("Deze vraag is al klaar. Bel het meldpunt als er nog iets is."))
    last = opvolging.toevoegingen.last()
    if last and last.tekst == tekst:
        return last
    note = _note(opvolging, tekst, contact, actor, langs, now)
    _record("vraag.toegevoegd", opvolging, contact, actor, langs, now)
    return note


def _note(opvolging, tekst, contact, actor, langs, now):
    return Toevoeging.objects.create(
        opvolging=opvolging, tekst=tekst, op=now, langs=langs, door_contact=contact, door_gebruiker=actor
    )


@transaction.atomic
def finish_ask(opvolging, *, uitkomst, now, langs, contact=None, actor=None, **woorden):
    """Answer the ask. ``woorden``: voor_meldpunt, voor_melder, nuttig, wat_miste. A second press changes nothing."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.AFGEROND:
        return _same_result(opvolging, uitkomst, woorden)
    opvolging.aangenomen_op = opvolging.aangenomen_op or now
    _step(opvolging, VraagStand.AFGEROND, now)
    resultaat = _result(opvolging, uitkomst, contact, actor, langs, now, woorden)
    _record("vraag.afgerond", opvolging, contact, actor, langs, now, uitkomst=uitkomst)
    _ended_melding(opvolging, uitkomst, now)
    mail_terug_bij_meldpunt(opvolging, now)
    return resultaat


def _same_result(opvolging, uitkomst, woorden):
    """The answer that stands, for a second press; other words are not thrown away in silence but refused."""
    last = opvolging.resultaten.last()
    if not _is_same(last, uitkomst, woorden):
        raise RefusedAction(_("Deze vraag is al afgerond. Uw tekst is niet verstuurd. Pas het antwoord aan."))
    return last


def _is_same(resultaat, uitkomst, woorden):
    said = (getattr(resultaat, naam) == woorden.get(naam, "") for naam in WOORDEN)
    return resultaat.uitkomst == uitkomst and all(said)


@transaction.atomic
def revise_result(opvolging, *, uitkomst, now, langs, contact=None, actor=None, **woorden):
    """Answer again within 24 hours, as a new version, as long as the melder was not answered yet."""
    opvolging = locked_ask(opvolging)
    if not can_revise(opvolging, now):
        raise RefusedAction(_("Aanpassen kan niet meer. Bel het meldpunt als het anders is."))
    last = opvolging.resultaten.last()
    if _is_same(last, uitkomst, woorden):
        return last
    resultaat = _result(opvolging, uitkomst, contact, actor, langs, now, woorden)
    if opvolging.melding.stand == Stand.AFGEROND:
        opvolging.melding.uitkomst = uitkomst
        opvolging.melding.save(update_fields=["uitkomst"])
    _record("vraag.herzien", opvolging, contact, actor, langs, now, versie=resultaat.versie)
    mail_terug_bij_meldpunt(opvolging, now, versie=resultaat.versie)
    return resultaat


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


@transaction.atomic
def withdraw_ask(opvolging, *, actor, now, reden=""):
    """Take the ask back; its link shows nothing any more and the partner hears that nothing is asked."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.INGETROKKEN:
        return opvolging
    _step(opvolging, VraagStand.INGETROKKEN, now)
    if reden:
        _note(opvolging, reden, None, actor, Langs.APP, now)
    record("vraag.ingetrokken", opvolging.melding, actor=actor, now=now, opvolging=opvolging.pk)
    mail_ingetrokken(opvolging, now)
    return opvolging


def _record(event, opvolging, contact, actor, langs, now, **details):
    """Who did it is the contact with the link, or the colleague who recorded it "namens"."""
    record(
        event, opvolging.melding, actor=actor or contact, now=now, opvolging=opvolging.pk, langs=str(langs), **details
    )
