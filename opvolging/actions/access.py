"""What happens around a partner's link: codes, opening, the list of open asks, and who is away."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from buurtpreventie.accounts.actions import check_code, send_code
from buurtpreventie.accounts.models import Code
from buurtpreventie.audit.actions import record, record_opening
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop
from buurtpreventie.outbox.models import Bericht
from opvolging.actions.asks import give_access, withdraw_access
from opvolging.mails import code_subject, code_text, list_prefix, mail_bevroren, mail_lijst, mail_vraag
from opvolging.models import Herinnering, Opvolging, Resultaat, Toegang, Toevoeging
from teams.clocks import local_date
from teams.models import Contact, Niveau, Partner

MAX_FOUTE_CODES = 10
LIJSTEN_PER_DAG = 3
DOUBLE_CLICK = timedelta(seconds=30)


def _locked_access(toegang):
    return Toegang.objects.with_ask().select_for_update(of=("self",)).get(pk=toegang.pk)


@act
def request_code(toegang, *, now):
    """Mail a six-digit code to the address of this link; a double click is one code.

    Raises RefusedAction after three in a quarter of an hour or ten in a day.
    """
    toegang = _locked_access(toegang)
    if Code.objects.alive(toegang.bron, now).filter(gemaakt_op__gt=now - DOUBLE_CLICK).exists():
        return False
    gemeente = toegang.opvolging.melding.gemeente
    return send_code(
        toegang.bron,
        toegang.email,
        bron=toegang.bron,
        gemeente_id=gemeente.pk,
        now=now,
        antwoord_aan=gemeente.meldpunt_email,
        onderwerp=code_subject(toegang),
        tekst=code_text(toegang),
    )


@act
def use_code(toegang, code, *, now):
    """Whether the code is right. Wrong ones are counted; the tenth freezes the link and tells the meldpunt."""
    toegang = _locked_access(toegang)
    if toegang.bevroren_op or toegang.ingetrokken_op:
        return False
    right = check_code(toegang.bron, code, now=now)
    toegang.foute_codes = 0 if right else toegang.foute_codes + 1
    if toegang.foute_codes >= MAX_FOUTE_CODES:
        toegang.bevroren_op = now
        _report_frozen(toegang, now)
    toegang.save(update_fields=["foute_codes", "bevroren_op"])
    return right


def _report_frozen(toegang, now):
    drop(toegang.bron, now=now)
    record("toegang.bevroren", toegang.opvolging.melding, actor=None, now=now, toegang=toegang.pk)
    mail_bevroren(toegang, now)


@act
def renew_access(toegang, *, actor, now):
    """A new link for the same address, after a freeze or a lost mail; the old one ends."""
    opvolging = Opvolging.objects.select_for_update(of=("self",)).get(pk=toegang.opvolging_id)
    if not opvolging.is_open:
        raise RefusedAction(_("Deze vraag is al klaar. Een nieuwe link is niet nodig."))
    withdraw_access(toegang, now)
    fresh = give_access(opvolging, toegang.contact, now)
    record("toegang.vernieuwd", opvolging.melding, actor=actor, now=now, opvolging=opvolging.pk, toegang=fresh.pk)
    mail_vraag(fresh, now)
    return fresh


@dataclass(frozen=True)
class VoorPartner:
    """All that a partner may read of one ask; nothing else of the melding reaches the page."""

    uittreksel: str
    melder: str
    toevoegingen: list[Toevoeging]
    resultaat: Resultaat | None


def open_ask(toegang, *, now):
    """What the partner may read; from V1 on the opening is written down before it is shown.

    Once the ask has ended, that is only what the partner wrote.
    """
    ask, melding = toegang.opvolging, toegang.opvolging.melding
    if melding.vertrouwelijkheid >= Niveau.V1:
        record_opening(melding, actor=toegang.contact, now=now, deel="uittreksel", niveau=melding.vertrouwelijkheid)
    return VoorPartner(
        uittreksel=ask.uittreksel if ask.is_open else "",
        melder=melding.melder.naam if ask.is_open and melding.naam_delen and melding.melder else "",
        toevoegingen=list(ask.toevoegingen.filter(door_contact__isnull=False)),
        resultaat=ask.resultaten.last(),
    )


@act
def mail_open_asks(toegang, *, now):
    """Mail the list of all open asks of this address; gives their number. A double click is one mail.

    Raises RefusedAction after three lists on one day.
    """
    today = local_date(now)
    sent = Bericht.objects.filter(sleutel__startswith=list_prefix(toegang.email, today))
    if sent.filter(gemaakt_op__gt=now - DOUBLE_CLICK).exists():
        return 0
    turn = len({sleutel.rsplit(":", 2)[1] for sleutel in sent.values_list("sleutel", flat=True)})
    if turn >= LIJSTEN_PER_DAG:
        raise RefusedAction(_("Wij hebben u vandaag al drie keer een lijst gemaild. Kijk ook bij ongewenste mail."))
    return _mail_list(toegang.email, _locked_asks(Opvolging.objects.at_address(toegang.email)), today, turn, now)


def _locked_asks(asks):
    """Open asks, held so that none ends while it gets a link; the soonest first."""
    held = asks.remindable().select_for_update(of=("self",)).order_by("pk")
    return sorted(held, key=lambda ask: (ask.uiterlijk, ask.pk))


def _mail_list(email, asks, today, turn, now):
    """One mail per gemeente: nothing of one stands in the mail of another."""
    per_gemeente = {}
    for ask in asks:
        links = Toegang.objects.filter(opvolging=ask, email=email, ingetrokken_op__isnull=True).select_related(
            "contact"
        )
        link = give_access(ask, links.get().contact, now)
        per_gemeente.setdefault(ask.melding.gemeente, []).append((ask, link))
    for gemeente, accesses in per_gemeente.items():
        sleutel = f"{list_prefix(email, today)}{turn}:{gemeente.pk}"
        bericht = mail_lijst(gemeente, email, accesses, sleutel=sleutel, now=now)
        if bericht:
            _note_in_which_mail(accesses, bericht.sleutel, f"{today}-{turn}", now)
    return len(asks)


def _note_in_which_mail(accesses, sleutel, stap, now):
    """So that a list that still waits is taken back when one of its asks ends."""
    Herinnering.objects.bulk_create(
        [
            Herinnering(
                bron=ask.bron,
                termijn_nr=ask.termijn_nr,
                stap=stap,
                aan_rol=f"t:{link.pk}",
                stand=Herinnering.Stand.VERSTUURD,
                bericht_sleutel=sleutel,
                op=now,
            )
            for ask, link in accesses
        ],
        ignore_conflicts=True,
    )


@act
def set_away(contact, *, afwezig_van, afwezig_tot, now):
    """Note that a contact is away; asks and reminders go to the deputy meanwhile, open ones at once.

    Raises RefusedAction when nobody stands in. The same days twice change nothing.
    """
    contact = (
        Contact.objects.select_related("vervanger").select_for_update(of=("self",), no_key=True).get(pk=contact.pk)
    )
    if (contact.afwezig_van, contact.afwezig_tot) == (afwezig_van, afwezig_tot):
        return contact
    if afwezig_van:
        _check_deputy(contact.vervanger, afwezig_van, afwezig_tot)
    contact.afwezig_van, contact.afwezig_tot = afwezig_van, afwezig_tot
    contact.save(update_fields=["afwezig_van", "afwezig_tot"])
    record("contact.afwezig", contact, actor=contact, now=now, van=afwezig_van, tot=afwezig_tot)
    if contact.is_away(local_date(now)):
        pass_on_asks(contact, now)
    return contact


def _check_deputy(deputy, van, tot):
    if deputy is None or not deputy.actief or not deputy.email:
        raise RefusedAction(_("Bij ons is geen vervanger van u bekend. Bel het meldpunt. Dan regelen wij het samen."))
    if deputy.is_away(van) or (tot and deputy.is_away(tot - timedelta(days=1))):
        raise RefusedAction(
            _("Uw vervanger %(naam)s is er dan ook niet. Bel het meldpunt. Dan regelen wij het samen.")
            % {"naam": deputy.naam}
        )


def pass_on_asks(contact, now):
    """The deputy gets a link of his or her own to everything that is open at the contact, in the mail of an ask."""
    for ask in _locked_asks(Opvolging.objects.filter(contact=contact, weg=Partner.Weg.LINK)):
        mail_vraag(give_access(ask, contact.vervanger, now), now)
