"""A partner by other roads: what was said, written down at once; and a mail that came back."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import bounced
from opvolging.actions.asks import drop_mails, give_access, locked_ask, withdraw_access
from opvolging.actions.partner_acts import accept_ask, add_note, finish_ask, hand_back
from opvolging.mails import mail_vraag
from opvolging.models import Opvolging, Toegang
from teams.models import Contact, Partner


@act
def record_partner(
    opvolging, *, wat, langs, actor, now, uitkomst="", reden="", tekst="", voor_melder="", kenmerk="", terug_op=None
):
    """What the partner said: pakt_op, klaar, terug or notitie, with the reference and date of the own system."""
    opvolging = locked_ask(opvolging)
    who = {"actor": actor, "langs": langs, "now": now}
    if opvolging.is_open and (opvolging.kenmerk, opvolging.terug_op) != (kenmerk, terug_op):
        Opvolging.objects.filter(pk=opvolging.pk).update(kenmerk=kenmerk, terug_op=terug_op)
        record("vraag.kenmerk", opvolging.melding, actor=actor, now=now, opvolging=opvolging.pk, terug_op=terug_op)
    if wat == "klaar":
        return finish_ask(opvolging, uitkomst=uitkomst, voor_meldpunt=tekst, voor_melder=voor_melder, **who)
    if wat == "terug":
        return hand_back(opvolging, reden=reden, toelichting=tekst, **who)
    if wat == "notitie":
        return add_note(opvolging, tekst=tekst, **who)
    accepted = accept_ask(opvolging, **who)
    if tekst:
        add_note(opvolging, tekst=tekst, **who)
    return accepted


@act
def record_bounce(opvolging, *, actor, now):
    """Its mail came back: the link ends, and the handler chooses somebody else; the ask stays until then.

    The mail waits for a person among the others that failed. A second press changes nothing.
    """
    opvolging = locked_ask(opvolging)
    if not opvolging.is_open or opvolging.weg != Partner.Weg.LINK:
        raise RefusedAction(_("Deze vraag loopt niet per mail. Er is niets veranderd."))
    if opvolging.onbestelbaar_op:
        return opvolging
    opvolging.onbestelbaar_op = now
    opvolging.save(update_fields=["onbestelbaar_op"])
    for link in opvolging.toegangen.filter(ingetrokken_op__isnull=True):
        withdraw_access(link, now)
    drop_mails(opvolging.bron, now)
    _note_bounce(opvolging, now)
    record("vraag.onbestelbaar", opvolging.melding, actor=actor, now=now, opvolging=opvolging.pk)
    return opvolging


def _note_bounce(opvolging, now):
    """The mail, and the address for beheer: until it was changed or found to be right."""
    address = opvolging.contact.email
    link = opvolging.toegangen.filter(email=address).order_by("-pk").first()
    if link:
        bounced(opvolging.bron, aan=address)
        Toegang.objects.filter(pk=link.pk).update(onbestelbaar_op=now)


@act
def clear_bounce(contact, *, actor, now):
    """Beheer found that the address is right after all; a second press changes nothing."""
    marked = Toegang.objects.filter(contact=contact, onbestelbaar_op__isnull=False)
    if marked.update(onbestelbaar_op=None):
        record("contact.adres_klopt", contact, actor=actor, now=now)
    return contact


@act
def ask_again(opvolging, *, contact, actor, now, adres="", reden=""):
    """Mail the ask again: to another contact of this partner, or to a mended address, with the reason for it.

    Raises RefusedAction when nothing came back, and for the very address that did not work.
    """
    opvolging = locked_ask(opvolging)
    if not opvolging.is_open or opvolging.onbestelbaar_op is None:
        raise RefusedAction(_("Er kwam geen mail terug. Misschien koos een collega al iemand anders."))
    if contact.partner_id != opvolging.partner_id or not contact.actief:
        raise RefusedAction(_("Kies iemand die nu bij deze partner werkt."))
    if adres and adres.lower() != contact.email:
        if not reden:
            raise RefusedAction(_("Schrijf op van wie u dit adres hebt."))
        contact = _with_address(contact, adres, actor, now)
    elif opvolging.toegangen.filter(email=contact.email, onbestelbaar_op__isnull=False).exists():
        raise RefusedAction(_("Naar dit adres kwam de mail terug. Kies iemand anders, of vul een ander adres in."))
    if not contact.email:
        raise RefusedAction(_("Van %(naam)s is geen mailadres bekend.") % {"naam": contact.naam})
    opvolging = locked_ask(opvolging)
    opvolging.contact = contact
    opvolging.save(update_fields=["contact"])
    facts = {"opvolging": opvolging.pk, "ander_adres": bool(adres)}
    record("vraag.opnieuw_gemaild", opvolging.melding, actor=actor, now=now, **facts)
    mail_vraag(give_access(opvolging, contact, now), now)
    return opvolging


def _with_address(contact, adres, actor, now):
    contact = Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    contact.email = adres.lower()
    contact.save(update_fields=["email"])
    record("contact.adres", contact, actor=actor, now=now)
    return contact
