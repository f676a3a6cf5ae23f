"""The people at one partner as beheer sees them: how many asks wait there, never which."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F

from buurtpreventie.database import beyond_rows
from buurtpreventie.outbox.models import TERUGGEKOMEN, Bericht, Stand
from opvolging.models import Opvolging, Toegang
from teams.models import Contact

RECENT = timedelta(days=60)


@dataclass(frozen=True)
class Mens:
    """A contact, what waits there and with whom at the meldpunt to speak about it."""

    contact: Contact
    open: int
    behandelaars: str
    onbestelbaar: bool
    kwam_terug: bool
    afwezig: bool
    gemist: bool


def people_of(partner, contacten, now, today):
    """Everybody at this partner, who left last."""
    handlers, returned = _open_asks(partner), _came_back(contacten)
    dead = _refused_addresses(contacten, now)
    people = [
        Mens(
            contact=contact,
            open=sum(handlers[contact.pk].values()),
            behandelaars=", ".join(f"{naam} ({n})" for naam, n in sorted(handlers[contact.pk].items())),
            onbestelbaar=contact.pk in returned or contact.email in dead,
            kwam_terug=contact.pk in returned,
            afwezig=contact.is_away(today),
            gemist=contact.will_be_missed(today),
        )
        for contact in contacten
    ]
    return sorted(people, key=lambda mens: (not mens.contact.actief, mens.contact.naam))


@beyond_rows()
def _open_asks(partner):
    """Per contact how many open asks each handler has there."""
    rows = Opvolging.objects.open().filter(partner=partner)
    handlers = defaultdict(Counter)
    for contact, naam in rows.values_list("contact", "melding__behandelaar__naam"):
        handlers[contact][naam] += 1
    return handlers


def _came_back(contacten):
    """Of whom a mail to the address of now came back, until beheer changes the address or says that it is right."""
    links = Toegang.objects.filter(contact__in=contacten, onbestelbaar_op__isnull=False, email=F("contact__email"))
    return set(links.values_list("contact", flat=True))


def _refused_addresses(contacten, now):
    """Addresses that a mail server refused lately."""
    addresses = [contact.email for contact in contacten if contact.email]
    rows = Bericht.objects.filter(aan__in=addresses, stand=Stand.DOOD, gemaakt_op__gt=now - RECENT)
    return set(rows.exclude(laatste_code=TERUGGEKOMEN).values_list("aan", flat=True))


def places_of(contact):
    """The buurten for which this contact is there, as keys; none means all."""
    return list(contact.buurten.values_list("pk", flat=True))
