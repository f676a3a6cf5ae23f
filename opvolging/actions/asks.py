"""Asking a partner, and the life of an ask until it ends."""

from datetime import timedelta

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop, drop_keys, settle_bounced
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token, new_token
from meldingen.actions import advance
from meldingen.models import Stand
from opvolging.actions.bundled import check_stands_alone, locked_together, reopen_others
from opvolging.actions.to_bring import drop_bezorging
from opvolging.mails import mail_ingetrokken, mail_vraag
from opvolging.models import (
    VRAAG_OVERGANGEN,
    Herinnering,
    Langs,
    Opvolging,
    Toegang,
    Toevoeging,
    VraagStand,
)
from opvolging.terms import ask_terms
from teams.clocks import Kalender, local_date
from teams.models import Contact, Niveau, Partner

TOEGANG_DAGEN = 180


NAKIJKEN_DAGEN = 14


@act
def ask_partner(melding, *, partner, contact, uittreksel, actor, now, verantwoordelijk=True, met_fotos=False):
    """Ask one partner, with the extract that it may read; a second press with the same words gives the same ask.

    Raises RefusedAction when the melding is closed, the partner has it already, or a V3 melding is with somebody.
    """
    melding = locked_together(melding)
    opvolging = planned_ask(melding, partner, contact, uittreksel, actor, now, met_fotos)
    same = _same_ask(opvolging)
    if same:
        return same
    _check_askable(melding, partner, contact)
    if melding.stand == Stand.AFGEROND:
        melding.uitkomst = ""
        drop_bezorging(melding, actor=actor, now=now)  # an answer that was not told yet is not true any more
        advance(melding, Stand.OPGEPAKT, now)
        reopen_others(melding, now)
    if verantwoordelijk:
        melding.opvolgingen.open().update(verantwoordelijk=False)
    opvolging.verantwoordelijk = verantwoordelijk or not melding.opvolgingen.open().exists()
    opvolging.save()
    _refuse_stopped(opvolging)
    record("vraag.gesteld", melding, actor=actor, now=now, opvolging=opvolging.pk, partner=partner.pk)
    if partner.weg == Partner.Weg.LINK:
        mail_vraag(give_access(opvolging, opvolging.contact, now), now)
    return opvolging


def planned_ask(melding, partner, contact, uittreksel, actor, now, met_fotos=False):
    """The ask as it would be, not saved: the deputy is asked while the contact is away."""
    if contact and contact.is_away(local_date(now)) and contact.vervanger:
        contact = contact.vervanger
    reactie = ask_terms(partner, melding.categorie, local_date(now)).reactie
    uiterlijk = Kalender.of(melding.gemeente).term_date(now, reactie)
    return Opvolging(
        melding=melding,
        keer=melding.keer,
        partner=partner,
        contact=contact,
        weg=partner.weg,
        uittreksel=uittreksel,
        met_fotos=met_fotos,
        gevraagd_door=actor,
        gevraagd_op=now,
        termijn_van=now,
        uiterlijk=uiterlijk,
        eerste_uiterlijk=uiterlijk,
    )


def _same_ask(planned):
    """An open ask to the same people in the same words."""
    have = planned.melding.opvolgingen.open().filter(partner=planned.partner, contact=planned.contact).first()
    is_same = have and (have.uittreksel, have.met_fotos) == (planned.uittreksel, planned.met_fotos)
    return have if is_same else None


def _check_askable(melding, partner, contact):
    if melding.stand not in (Stand.OPGEPAKT, Stand.AFGEROND):
        raise RefusedAction(_("Pak de melding eerst op. Daarna kunt u iemand vragen."))
    check_stands_alone(melding)
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


def _refuse_stopped(opvolging):
    """Beheer may have stopped the partner or the person meanwhile: the new row waits for that and then sees it."""
    gone = Partner.objects.filter(pk=opvolging.partner_id, actief=False).exists()
    if gone or Contact.objects.filter(pk=opvolging.contact_id, actief=False).exists():
        raise RefusedAction(_("Deze partner of contactpersoon is net gestopt. Kies een ander."))


def give_access(opvolging, contact, now):
    """A link for one address to one ask; an address that has one keeps it, unless it ran out."""
    have = opvolging.toegangen.filter(email=contact.email, ingetrokken_op__isnull=True).first()
    if have and have.verloopt_op > now:
        return have
    if have:
        withdraw_access(have, now)
    if opvolging.onbestelbaar_op:  # a new link mends what came back
        opvolging.onbestelbaar_op = None
        settle_bounced(opvolging.bron)
        Opvolging.objects.filter(pk=opvolging.pk).update(onbestelbaar_op=None)
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
    """The ask and its melding as they are now; the melding, with its bundle, is locked first, always."""
    melding = locked_together(Opvolging.objects.select_related("melding").get(pk=opvolging.pk).melding)
    opvolging = (
        Opvolging.objects.select_related("partner", "contact").select_for_update(of=("self",)).get(pk=opvolging.pk)
    )
    opvolging.melding = melding
    return opvolging


def step(opvolging, stand, now):
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
        settle_bounced(opvolging.bron)


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


def note(opvolging, tekst, contact, actor, langs, now):
    return Toevoeging.objects.create(
        opvolging=opvolging, tekst=tekst, op=now, langs=langs, door_contact=contact, door_gebruiker=actor
    )


@act
def withdraw_ask(opvolging, *, actor, now, reden=""):
    """Take the ask back; its link shows nothing any more and the partner hears that nothing is asked."""
    opvolging = locked_ask(opvolging)
    if opvolging.stand == VraagStand.INGETROKKEN:
        return opvolging
    step(opvolging, VraagStand.INGETROKKEN, now)
    if reden:
        note(opvolging, reden, None, actor, Langs.APP, now)
    record("vraag.ingetrokken", opvolging.melding, actor=actor, now=now, opvolging=opvolging.pk)
    mail_ingetrokken(opvolging, now)
    return opvolging


def record_act(event, opvolging, contact, actor, langs, now, **details):
    """Who did it is the contact with the link, or the colleague who recorded it "namens"."""
    record(
        event, opvolging.melding, actor=actor or contact, now=now, opvolging=opvolging.pk, langs=str(langs), **details
    )
