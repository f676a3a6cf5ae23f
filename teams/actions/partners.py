"""Partners of a gemeente: who can be asked, when they are there, and what was agreed with them."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.actions.changes import change, locked_gemeente, note, refuse_unread
from teams.models import Afspraak, Contact, Partner, PartnerTijd
from teams.wijzigingen import plain_words, week_in_words


@transaction.atomic
def make_partner(gemeente, *, actor, now, gelezen=None, **waarden):
    """A new party that can be asked; the name is its own in this gemeente."""
    gemeente = locked_gemeente(gemeente)
    _refuse_namesake(gemeente.partners.all(), waarden["naam"])
    partner = Partner.objects.create(gemeente=gemeente, **waarden)
    note(partner, "nieuw", "", partner.naam, actor=actor, now=now)
    record("partner.nieuw", partner, actor=actor, now=now, soort=partner.soort)
    return partner


@transaction.atomic
def change_partner(partner, *, gelezen, actor, now, **waarden):
    """Other words, road or telephone; asks that run keep theirs."""
    partner = locked_partner(partner)
    _refuse_namesake(partner.gemeente.partners.exclude(pk=partner.pk), waarden["naam"])
    return change(partner, waarden, gelezen=gelezen, event="partner.gewijzigd", actor=actor, now=now)


@transaction.atomic
def revive_partner(partner, *, actor, now):
    """A partner that was stopped can be asked again."""
    return change(locked_partner(partner), {"actief": True}, event="partner.gewijzigd", actor=actor, now=now)


@transaction.atomic
def set_partner_hours(partner, *, gelezen, tijden, actor, now):
    """When the partner can be rung, per weekday; without any hours nobody knows (E150)."""
    partner = locked_partner(partner)
    return set_week(partner, PartnerTijd(partner=partner), partner.tijden, gelezen, tijden, actor, now)


def set_week(thing, row, rows, gelezen, tijden, actor, now):
    """Replace a week of hours (a dict of weekday to from and until); ``row`` is one without day and times."""
    before = week_in_words({tijd.weekdag: (tijd.van, tijd.tot) for tijd in rows.all()})
    after = week_in_words(tijden)
    refuse_unread({"week": before}, gelezen)
    if before == after:
        return thing
    rows.all().delete()
    for weekdag, (van, tot) in tijden.items():
        row.pk, row.weekdag, row.van, row.tot = None, weekdag, van, tot
        row.save(force_insert=True)
    note(thing, "week", before, after, actor=actor, now=now)
    record(f"{thing._meta.model_name}.openingstijden", thing, actor=actor, now=now)
    return thing


@transaction.atomic
def agree(partner, *, soort, reactie_werkdagen, antwoord_werkdagen, geldig_tot, gelezen, actor, now):
    """Note what a partner agreed to about one kind; it replaces what was agreed before (E031)."""
    partner = locked_partner(partner)
    have = partner.afspraken.filter(soort=soort).first()
    refuse_unread({"afspraak": agreement_in_words(have)}, gelezen)
    fresh = have or Afspraak(partner=partner, soort=soort)
    before = agreement_in_words(have)
    fresh.reactie_werkdagen, fresh.antwoord_werkdagen = reactie_werkdagen, antwoord_werkdagen
    fresh.geldig_tot = geldig_tot
    fresh.save()
    if agreement_in_words(fresh) != before:
        note(
            partner,
            f"afspraak {fresh.get_soort_display().lower()}",
            before,
            agreement_in_words(fresh),
            actor=actor,
            now=now,
        )
        record("partner.afspraak", partner, actor=actor, now=now, soort=soort, geldig_tot=geldig_tot)
    return fresh


def agreement_in_words(afspraak):
    """The terms and how long they hold; empty without an agreement."""
    if afspraak is None:
        return ""
    until = plain_words(afspraak.geldig_tot) or _("geen einddatum")
    return _("reactie %(reactie)s, antwoord %(antwoord)s werkdagen, geldig tot en met: %(tot)s") % {
        "reactie": afspraak.reactie_werkdagen,
        "antwoord": afspraak.antwoord_werkdagen,
        "tot": until,
    }


# --- the people at a partner ------------------------------------------------------------------


@transaction.atomic
def make_contact(partner, *, buurten=(), vervanger=None, actor, now, gelezen=None, **waarden):
    """A new person who can be asked at this partner."""
    partner = locked_partner(partner)
    if not partner.actief:
        raise RefusedAction(_("Deze partner is gestopt. Zet de partner eerst weer aan."))
    _refuse_namesake(partner.contacten.filter(actief=True), waarden["naam"])
    check_contact(partner, None, buurten, vervanger, waarden["email"])
    contact = Contact.objects.create(partner=partner, vervanger=vervanger, **waarden)
    contact.buurten.set(buurten)
    note(contact, "nieuw", "", contact.naam, actor=actor, now=now)
    record("contact.nieuw", contact, actor=actor, now=now, partner=partner.pk)
    return contact


@transaction.atomic
def change_contact_row(contact, *, gelezen, actor, now, **waarden):
    """Other details of a person at a partner; what that means for open links is the upper floor's."""
    partner = locked_partner(contact.partner)
    contact = locked_contact(contact)
    others = partner.contacten.filter(actief=True).exclude(pk=contact.pk)
    _refuse_namesake(others, waarden["naam"])
    check_contact(partner, contact, waarden["buurten"], waarden["vervanger"], waarden["email"])
    return change(contact, waarden, gelezen=gelezen, event="contact.gewijzigd", actor=actor, now=now)


@transaction.atomic
def revive_contact(contact, *, actor, now):
    """Somebody who had left can be asked again."""
    return change(locked_contact(contact), {"actief": True}, event="contact.gewijzigd", actor=actor, now=now)


def check_contact(partner, contact, buurten, vervanger, email):
    """A deputy is somebody else at the same partner, buurten are of the gemeente, and a link needs an address."""
    if vervanger is not None:
        if contact is not None and vervanger.pk == contact.pk:
            raise RefusedAction(_("Iemand kan zichzelf niet vervangen. Kies een collega."))
        if vervanger.partner_id != partner.pk or not vervanger.actief:
            raise RefusedAction(_("Kies als vervanger iemand die bij dezelfde partner werkt."))
    if any(buurt.gemeente_id != partner.gemeente_id for buurt in buurten):
        raise RefusedAction(_("Kies alleen buurten van deze gemeente."))
    if partner.weg == Partner.Weg.LINK and not email:
        raise RefusedAction(_("Deze partner krijgt vragen per mail. Vul een e-mailadres in."))


def locked_partner(partner):
    """The partner, held; asking somebody there goes on meanwhile (an ask locks its melding first)."""
    return Partner.objects.select_related("gemeente").select_for_update(of=("self",), no_key=True).get(pk=partner.pk)


def locked_contact(contact):
    rows = Contact.objects.select_related("partner__gemeente", "vervanger")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=contact.pk)


def _refuse_namesake(rows, naam):
    if rows.filter(naam__iexact=naam.strip()).exists():
        raise RefusedAction(_("Deze naam staat er al. Is het een ander? Zet er dan iets bij."))
