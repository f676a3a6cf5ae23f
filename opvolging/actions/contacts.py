"""What a change at a partner means for the asks that are open there: nothing is left with who is not there."""

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from opvolging.actions.access import pass_on_asks
from opvolging.actions.asks import drop_mails, give_access, locked_ask, withdraw_access
from opvolging.mails import mail_vraag
from opvolging.models import Opvolging, Toegang
from teams.actions import change_contact_row
from teams.actions.changes import change
from teams.actions.partners import locked_contact
from teams.clocks import local_date
from teams.models import Contact, Partner


@act
def stop_partner(partner, *, actor, now):
    """Nobody is asked here any more; refused while an ask is open."""
    partner = Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    if Opvolging.objects.open().filter(partner=partner).exists():
        raise RefusedAction(_("Er staan nog vragen open bij deze partner. Laat het meldpunt die eerst verplaatsen."))
    return change(partner, {"actief": False}, event="partner.gestopt", actor=actor, now=now)


@act
def edit_contact(contact, *, actor, now, **waarden):
    """Other details; with another address the links of the old one end, and open asks are mailed again."""
    was = locked_contact(contact).email
    contact = change_contact_row(contact, actor=actor, now=now, **waarden)
    if contact.email != was:
        for ask in _open_asks(contact):
            _mail_again(locked_ask(ask), contact, contact, now)
    return contact


@act
def note_absence(contact, *, afwezig_van, afwezig_tot, gelezen, actor, now):
    """Away from one day until another; open asks go to the deputy at once when there is one (E149)."""
    contact = locked_contact(contact)
    days = {"afwezig_van": afwezig_van, "afwezig_tot": afwezig_tot}
    change(contact, days, gelezen=gelezen, event="contact.afwezig", actor=actor, now=now)
    today = local_date(now)
    deputy = contact.stand_in(today)
    if contact.is_away(today) and deputy and deputy.email:
        pass_on_asks(contact, now)
    return contact


@act
def stop_contact(contact, *, doorgeven=False, actor, now):
    """Somebody leaves: refused while asks are open, or all of them go to the deputy in the same act."""
    contact = Contact.objects.select_related("vervanger").get(pk=contact.pk)
    asks = _open_asks(contact)
    if asks:
        deputy = _deputy_for(contact, asks, doorgeven, local_date(now))
        for ask in asks:
            _hand_over(locked_ask(ask), contact, deputy, actor, now)
    contact = Contact.objects.select_for_update(of=("self",)).select_related("partner").get(pk=contact.pk)
    if _open_asks(contact):
        raise RefusedAction(_("Er kwam net een vraag bij. Kijk nog een keer."))
    for link in Toegang.objects.filter(contact=contact, ingetrokken_op__isnull=True, opvolging__in=_still_open()):
        withdraw_access(link, now)
    for other in Contact.objects.filter(vervanger=contact).select_related("partner"):
        change(other, {"vervanger": None}, event="contact.gewijzigd", actor=actor, now=now)
    return change(contact, {"actief": False}, event="contact.gestopt", actor=actor, now=now)


def _open_asks(contact):
    """Open asks at this person, in the order in which meldingen are locked."""
    return list(Opvolging.objects.open().filter(contact=contact).order_by("melding_id", "pk"))


def _still_open():
    return Opvolging.objects.open().values("pk")


def _deputy_for(contact, asks, doorgeven, today):
    """Who takes over; RefusedAction when nobody was chosen or nobody can."""
    if not doorgeven:
        raise RefusedAction(_("Er staan nog vragen open bij deze persoon. Geef ze door aan de vervanger."))
    deputy = contact.vervanger
    if deputy is None or not deputy.actief or deputy.is_away(today):
        raise RefusedAction(_("Er is nu geen vervanger. Kies eerst een vervanger die er is."))
    if not deputy.email and any(ask.weg == Partner.Weg.LINK for ask in asks):
        raise RefusedAction(_("Van de vervanger is geen mailadres bekend. Vul dat eerst in."))
    return deputy


def _hand_over(ask, contact, deputy, actor, now):
    """This ask is the deputy's now; the link of who leaves ends."""
    if not ask.is_open or ask.contact_id != contact.pk:
        return
    ask.contact = deputy
    ask.save(update_fields=["contact"])
    record("vraag.doorgegeven", ask.melding, actor=actor, now=now, opvolging=ask.pk, contact=deputy.pk)
    _mail_again(ask, contact, deputy, now)


def _mail_again(ask, old, new, now):
    """Links that ``old`` has, or had at another address, end; ``new`` gets one by mail."""
    if not ask.is_open or ask.weg != Partner.Weg.LINK:
        return
    if not new.email:
        raise RefusedAction(_("Er staan nog vragen per mail open. Vul een e-mailadres in."))
    for link in ask.toegangen.filter(contact=old, ingetrokken_op__isnull=True).exclude(contact=new, email=new.email):
        withdraw_access(link, now)
    drop_mails(ask.bron, now)
    mail_vraag(give_access(ask, new, now), now)
