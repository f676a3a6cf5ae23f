"""Guests and people of partners: on the list by name, without an account (E179)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from trainingen.actions.links import link_of
from trainingen.actions.locking import locked_inschrijving
from trainingen.actions.signing import (
    ON_THE_LIST,
    locked_before_begin,
    refuse_after_begin,
    sign_off,
    take_turn,
    team_to_come_with,
)
from trainingen.joining import contacts_for
from trainingen.mails.partners import mail_contact
from trainingen.models import Ingang, Inschrijving, InschrijvingStand


@transaction.atomic
def add_guest(sessie, *, naam, van="", email="", contact=None, actor, now):
    """Put a guest on the list, or on the waiting list when it is full.

    Raises RefusedAction for who stands on it, once it began, was held or does not go on.
    """
    sessie = locked_before_begin(sessie, now)
    row = _guest_named(sessie, naam)
    if row.pk and row.stand != InschrijvingStand.AFGEMELD:
        raise RefusedAction(
            _("%(naam)s staat al op de lijst. Is het iemand anders? Schrijf de naam voluit.") % {"naam": naam}
        )
    if row.gast_email != email:  # the link of before went to somebody else's mail
        row.token_hash = row.geheim = None
    row.gast_van, row.gast_email, row.contact = van, email, contact
    row.ingang, row.aangemeld_door = Ingang.TRAINER, actor
    take_turn(row, actor=actor, now=now)
    return row


@transaction.atomic
def invite_contact(sessie, *, contact, actor, now):
    """Ask somebody of a partner, who answers with the link of a mail; an invitation takes no place. Twice is once.

    Raises RefusedAction for who is not of a partner of this gemeente, and for a namesake on the list.
    """
    sessie = locked_before_begin(sessie, now)
    contact = contacts_for(sessie).filter(pk=contact.pk).first()
    if contact is None:
        raise RefusedAction(_("Deze persoon hoort niet bij een partner van de gemeente, of is er die dag niet."))
    row = Inschrijving.objects.filter(sessie=sessie, contact=contact).first() or _guest_named(sessie, contact.naam)
    if row.pk:
        return _already_asked(row, contact)
    row.contact, row.gast_van, row.gast_email = contact, contact.partner.naam, contact.email
    row.stand, row.sinds, row.aangemeld_op = InschrijvingStand.UITGENODIGD, now, now
    row.ingang, row.aangemeld_door = Ingang.TRAINER, actor
    row.save()
    record("sessie.partner_gevraagd", sessie, actor=actor, now=now, inschrijving=row.pk, contact=contact.pk)
    if row.email:
        mail_contact(row, link=link_of(row), now=now)
    return row


@transaction.atomic
def invite_contacts(sessie, *, contacten, actor, now):
    """Ask several people of partners at once."""
    return [invite_contact(sessie, contact=contact, actor=actor, now=now) for contact in contacten]


@transaction.atomic
def answer(inschrijving, *, komt, actor, now, ingang=None):
    """Somebody who stands on the list says whether they come. The same answer twice is one; a changed mind counts."""
    if not komt:
        return sign_off(inschrijving, actor=actor, now=now)
    row = locked_inschrijving(inschrijving)
    if row.stand in ON_THE_LIST:
        return row
    refuse_after_begin(row.sessie, now)
    if row.gebruiker:
        row.team = team_to_come_with(row, now)
        row.team_toen = row.team.naam
    row.ingang = ingang or row.ingang
    take_turn(row, actor=actor, now=now)
    return row


def answer_by_link(inschrijving, *, komt, now):
    """The same by the link of a mail: the person of the row answers."""
    return answer(inschrijving, komt=komt, actor=inschrijving.gebruiker, now=now, ingang=Ingang.LINK)


def _guest_named(sessie, naam):
    """The guest of this name, however it is spelled in capitals, or a new one."""
    rows = Inschrijving.objects.filter(sessie=sessie, gebruiker__isnull=True, gast_naam__iexact=naam)
    row = rows.select_for_update(of=("self",)).first() or Inschrijving(gast_naam=naam)
    row.sessie = sessie
    return row


def _already_asked(row, contact):
    """The row, when it is of this very person."""
    if row.contact_id != contact.pk:
        raise RefusedAction(_("Er staat al een gast op de lijst die %(naam)s heet.") % {"naam": contact.naam})
    return row
