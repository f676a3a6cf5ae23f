"""Meldingen in every stand, played there through the real actions."""

from meldingen.actions import take_up
from meldingen.tests.factories import DINSDAG, report
from opvolging import actions
from opvolging.models import Bezorging, Langs
from teams.models import Partner
from teams.tests.factories import AanstellingFactory, ContactFactory, PartnerFactory

UITTREKSEL = "De gordijnen zijn al vijf dagen dicht. Elzenpad 12."


def colleague(gemeente, **seat):
    """Somebody at the meldpunt of this gemeente: all kinds up to V3, or what ``seat`` says."""
    return AanstellingFactory(gemeente=gemeente, meldpunt=True, **seat).gebruiker


def reported(**kw):
    """Just received, with nobody on it yet; takes what ``report()`` takes."""
    return report(**kw)


def taken_up(*, by=None, now=DINSDAG, **kw):
    """In the hands of ``by``, or of a new colleague."""
    melding = reported(now=now, **kw)
    return take_up(melding, actor=by or colleague(melding.gemeente), now=now)


def asked(*, now=DINSDAG, melding=None, contact=None, weg=Partner.Weg.LINK, uittreksel=UITTREKSEL, **kw):
    """An ask to one partner, about a new melding or about ``melding``."""
    melding = melding or taken_up(now=now, **kw)
    contact = contact or ContactFactory(partner=PartnerFactory(gemeente=melding.gemeente, weg=weg))
    return actions.ask_partner(
        melding,
        partner=contact.partner,
        contact=contact,
        uittreksel=uittreksel,
        actor=melding.behandelaar,
        now=now,
    )


def accepted_ask(*, now=DINSDAG, **kw):
    """An ask that the partner took on."""
    ask = asked(now=now, **kw)
    return actions.accept_ask(ask, contact=ask.contact, langs=Langs.LINK, now=now)


def handed_back(*, now=DINSDAG, reden="niet_van_ons", **kw):
    """An ask that came back."""
    ask = asked(now=now, **kw)
    return actions.hand_back(ask, reden=reden, contact=ask.contact, langs=Langs.LINK, now=now)


def finished(*, now=DINSDAG, uitkomst="hulp", voor_melder="", voor_meldpunt="", **kw):
    """A melding whose partner is done: it waits for its answer."""
    ask = accepted_ask(now=now, **kw)
    actions.finish_ask(
        ask,
        uitkomst=uitkomst,
        voor_melder=voor_melder,
        voor_meldpunt=voor_meldpunt,
        contact=ask.contact,
        langs=Langs.LINK,
        now=now,
    )
    ask.melding.refresh_from_db()
    return ask.melding


def answered(*, now=DINSDAG, tekst="Afgerond. Meer mogen wij niet zeggen.", oordeel="", toelichting="", **kw):
    """A melding whose melder has the answer, and gave a verdict when ``oordeel`` is given."""
    melding = finished(now=now, **kw)
    antwoord = brought(actions.give_antwoord(melding, tekst=tekst, actor=melding.behandelaar, now=now), now=now)
    if oordeel:
        actions.give_oordeel(antwoord, oordeel=oordeel, toelichting=toelichting, actor=melding.melder, now=now)
    melding.refresh_from_db()
    return melding


def brought(message, *, now=DINSDAG):
    """The message as the melder heard it: brought by a person when it does not go online."""
    if not isinstance(message, Bezorging):
        return message
    return actions.record_delivered(message, langs=message.langs, actor=message.melding.behandelaar, now=now)
