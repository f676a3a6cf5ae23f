"""The one mail of the day per address: many addresses per transaction, and two sweeps at once write each mail once."""

import random
from collections import defaultdict
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from django.db import connection

from buurtpreventie import many  # noqa: F401  any_of
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.actions import queue_all
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.outbox.models import Soort as BerichtSoort
from buurtpreventie.outbox.models import Stand as BerichtStand
from meldingen.models import Categorie, Overleg
from opvolging.actions.asks import give_access
from opvolging.mails import digest_subject, digest_text
from opvolging.models import Bezorging, Herinnering, Opvolging, Toegang
from opvolging.querysets import OPEN_VRAAG
from opvolging.reminding import PARTNER_ROLES, AskFacts, told
from teams.clocks import local_date
from teams.models import Buurt, Partner

BUCKETS = 8  # per gemeente: one transaction each, long enough to be quick and short enough to be no hindrance
ASKS = """
SELECT o.id, o.termijn_nr, o.uiterlijk, o.partner_id, m.nummer, m.vertrouwelijkheid, m.categorie_id, m.buurt_id
FROM opvolging_opvolging o JOIN meldingen_melding m ON m.id = o.melding_id
WHERE o.id IN (
    SELECT unnest(%s::bigint[])
    UNION SELECT opvolging_id FROM opvolging_toegang WHERE email = ANY(%s::text[]) AND ingetrokken_op IS NULL
) AND o.stand = ANY(%s::text[]) AND m.gemeente_id = %s
ORDER BY o.id FOR UPDATE OF o
"""
NOTE = """
INSERT INTO opvolging_herinnering (bron, termijn_nr, stap, aan_rol, stand, bericht_sleutel, op)
SELECT * FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
ON CONFLICT DO NOTHING
"""


def send_digests(gemeente, per_address, now):
    """Queue the mails of today, each bucket of addresses in a transaction of its own; gives how many."""
    buckets = defaultdict(dict)
    for email, due in per_address.items():
        buckets[_fingerprint(email)[0] % BUCKETS][email] = due
    turns = random.sample(sorted(buckets), len(buckets))  # two sweeps begin at different ends
    return each_on_its_own(turns, lambda number: _send_bucket(gemeente, number, buckets[number], now))


def _fingerprint(email):
    return sha256(email.encode()).digest()


def _send_bucket(gemeente, number, per_address, now):
    """All at once; when one address cannot be served, each on its own."""
    try:
        return _send_together(gemeente, number, per_address, now)
    except ValueError:
        return each_on_its_own(
            sorted(per_address),
            lambda email: _send_together(gemeente, number, {email: per_address[email]}, now),
            name=lambda email: _fingerprint(email).hex()[:20],
        )


def _send_together(gemeente, number, per_address, now):
    """One transaction; what another sweep has in hand just now is left to it, and to the next minute."""
    with web_transaction():
        if not _ours(f"digest:{gemeente.pk}:{number}"):
            return 0
        asks = _locked_asks(gemeente, per_address)
        per_address = _still_due(per_address, asks)
        return _write(gemeente, per_address, _links(gemeente, per_address, asks, now), now) if per_address else 0


def _ours(name):
    """Whether nobody else holds this name; then it is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return cursor.fetchone()[0]


class MeldingWords(NamedTuple):
    """All of a melding that a line in a mail may depend on."""

    nummer: str
    vertrouwelijkheid: int
    categorie: Categorie
    buurt: Buurt


class AskWords(NamedTuple):
    """All of an ask that a line in a mail depends on."""

    pk: int
    termijn_nr: int
    uiterlijk: date
    partner: Partner
    melding: MeldingWords


def _locked_asks(gemeente, per_address):
    """Every open ask that these mails are about or would name, as it is now, by the name that mails know it by."""
    due = [d.ask.pk for dues in per_address.values() for d in dues if d.ask]
    with connection.cursor() as cursor:
        cursor.execute(ASKS, [due, list(per_address), list(OPEN_VRAAG), gemeente.pk])
        return {f"opvolging:{ask.pk}": ask for ask in _with_words(cursor.fetchall())}


def _with_words(rows):
    """A few partners, categories and buurten serve thousands of rows."""
    columns = list(zip(*rows, strict=True)) or [()] * 8
    partners, categories, buurten = (
        model.objects.in_bulk(set(columns[place])) for model, place in ((Partner, 3), (Categorie, 6), (Buurt, 7))
    )
    for pk, nr, day, partner, number, level, category, buurt in rows:
        yield AskWords(
            pk, nr, day, partners[partner], MeldingWords(number, level, categories[category], buurten[buurt])
        )


def _still_due(per_address, asks):
    """What is open in the same term, was not told meanwhile, and goes to an address that got no mail today."""
    all_due = [d for due in per_address.values() for d in due]
    have = told([d.bron for d in all_due])
    open_talks, open_errands = (_still_open(model, all_due) for model in (Overleg, Bezorging))

    def holds(d):
        if (d.bron, d.termijn_nr, d.stap, d.rol) in have:
            return False
        if isinstance(d.subject, AskFacts | Opvolging):
            return d.bron in asks and asks[d.bron].termijn_nr == d.termijn_nr
        if isinstance(d.subject, Overleg):
            return d.subject.pk in open_talks
        if isinstance(d.subject, Bezorging):
            return d.subject.pk in open_errands
        return not d.ask or d.ask.bron in asks

    kept = {email: [_as_now(d, asks) for d in due if holds(d)] for email, due in per_address.items()}
    return {email: due for email, due in kept.items() if due}


def _still_open(model, due):
    pks = [d.subject.pk for d in due if isinstance(d.subject, model)]
    return set(model.objects.open().filter(pk__in=pks).values_list("pk", flat=True)) if pks else set()


def _as_now(d, asks):
    """With the ask that was locked, where the mail says something of it beside its link."""
    is_told_in_words = isinstance(d.subject, AskFacts) and d.rol not in PARTNER_ROLES
    return d._replace(subject=asks[d.bron]) if is_told_in_words else d


def _links(gemeente, per_address, asks, now):
    """Per address the links to its open asks, the soonest first; a deputy gets a link of his or her own."""
    by_pk = {ask.pk: ask for ask in asks.values()}
    alive = Toegang.objects.filter(opvolging__pk__any_of=list(by_pk), ingetrokken_op__isnull=True)
    rows = alive.values_list("email", "opvolging_id", "contact_id", "verloopt_op", "bevroren_op", "geheim", named=True)
    links = {(link.email, link.opvolging_id): link for link in rows if link.email in per_address}
    told_to = set()
    for email, due in per_address.items():
        for d in due:
            if d.rol not in PARTNER_ROLES:
                continue
            told_to.add(email)
            have = links.get((email, d.ask.pk))
            if have is None or have.verloopt_op <= now:
                links[email, d.ask.pk] = give_access(Opvolging.objects.get(pk=d.ask.pk), d.contact, now)
    accesses = defaultdict(list)
    for (email, pk), link in links.items():
        if email in told_to:
            accesses[email].append((by_pk[pk], link))
    return {email: sorted(found, key=lambda pair: (pair[0].uiterlijk, pair[0].pk)) for email, found in accesses.items()}


def _write(gemeente, per_address, links, now):
    """The mails, and beside each of them what it tells; gives how many mails are new."""
    keys = _keys(gemeente, per_address, now)
    mails = [_mail(gemeente, email, per_address[email], links.get(email, []), keys[email], now) for email in keys]
    new = queue_all(mails, now=now)
    _note(
        row
        for email, key in keys.items()
        if key in new
        for row in _rows(per_address[email], links.get(email, []), key, now)
    )
    return len(new)


def _keys(gemeente, per_address, now):
    """The key of the mail of today per address; an address that got one, sent or waiting, has none."""
    day = local_date(now)
    prefixes = {email: f"digest:{gemeente.pk}:{_fingerprint(email).hex()[:20]}:{day}:" for email in sorted(per_address)}
    first = Bericht.objects.filter(sleutel__in=[f"{prefix}0" for prefix in prefixes.values()])
    begun = {sleutel[:-1] for sleutel in first.values_list("sleutel", flat=True)}
    keys = {}
    for email, prefix in prefixes.items():
        earlier = _stands(prefix) if prefix in begun else []
        if all(stand == BerichtStand.VERVALLEN for stand in earlier):
            keys[email] = f"{prefix}{len(earlier)}"
    return keys


def _stands(prefix):
    return list(Bericht.objects.filter(sleutel__startswith=prefix).values_list("stand", flat=True))


def _mail(gemeente, email, due, accesses, key, now):
    tekst, geheim = digest_text(gemeente, due, accesses)
    return {
        "sleutel": key,
        "soort": BerichtSoort.HERINNERING,
        "aan": email,
        "onderwerp": digest_subject(due, accesses),
        "tekst": tekst,
        "bron": f"digest:{gemeente.pk}",
        "gemeente_id": gemeente.pk,
        "geheim": geheim,
        "antwoord_aan": gemeente.meldpunt_email,
    }


def _note(rows):
    """Write down what was told: one array per column, as the ORM is slower than all the rest together."""
    columns = list(zip(*rows, strict=True))
    if columns:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, [list(column) for column in columns])


def _rows(due, accesses, sleutel, now):
    """What was told, what an outage swallowed, and which other asks the mail names; in the order of ``NOTE``."""
    told_now, skipped = Herinnering.Stand.VERSTUURD.value, Herinnering.Stand.OVERGESLAGEN.value
    for d in due:
        yield d.bron, d.termijn_nr, d.stap, d.rol, told_now, sleutel, now
        for stap in d.skipped:
            yield d.bron, d.termijn_nr, stap, d.rol, skipped, "", now
    named = {d.bron for d in due}
    for ask, toegang in accesses:
        bron = f"opvolging:{ask.pk}"
        if bron not in named:
            yield bron, ask.termijn_nr, f"{local_date(now)}", f"adres:{toegang.contact_id}", told_now, sleutel, now
