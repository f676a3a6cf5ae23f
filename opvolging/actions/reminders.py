"""The sweep: each run asks what is late and has not been told yet, so a missed night is no missed reminder."""

from collections import defaultdict
from hashlib import sha256

from django.db.models import Q

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.outbox.actions import beat, queue
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.outbox.models import Soort as BerichtSoort
from buurtpreventie.outbox.models import Stand as BerichtStand
from meldingen.actions import ask_how_it_is, locked
from meldingen.mails import hears_online
from meldingen.models import Melding, Overleg
from opvolging.actions.alarms import ring_alarms
from opvolging.actions.asks import give_access
from opvolging.actions.questions import go_on_without_silent
from opvolging.actions.team import write_team_messages
from opvolging.actions.watching import wake_up_watched
from opvolging.mails import digest_subject, digest_text, mail_tussenbericht
from opvolging.models import Bezorging, Herinnering, Opvolging, Terugkoppeling, Toegang
from opvolging.reminding import (
    MAIL_AT,
    PARTNER_ROLES,
    due_for_asks,
    due_for_bringing,
    due_for_informing,
    due_for_promises,
    due_for_return,
    due_for_talks,
)
from opvolging.wording import delay_sentence
from teams.clocks import Kalender, at, local_date
from teams.models import Gemeente

SWEEP = "herinneringen"
NIEUWE_DATUM_WERKDAGEN = 5


def sweep(now):
    """Send the reminders that are due and keep broken promises honest; gives the number of mails queued."""
    with web_transaction():
        meldingen, overleggen = (model.objects.open().values("gemeente") for model in (Melding, Overleg))
        gemeenten = list(Gemeente.objects.filter(Q(pk__in=meldingen) | Q(pk__in=overleggen)).order_by("pk"))
        asked = ask_how_it_is(now)
    sent = asked + sum(_sweep_gemeente(gemeente, now) for gemeente in gemeenten) + write_team_messages(now)
    with web_transaction():
        beat(SWEEP, now)
    return sent


def _sweep_gemeente(gemeente, now):
    kalender, today = Kalender.of(gemeente), local_date(now)
    rung = ring_alarms(gemeente, now)
    if not kalender.is_working_day(today) or now < at(today, MAIL_AT):
        return rung
    woken = wake_up_watched(gemeente, now) + go_on_without_silent(gemeente, now)
    with web_transaction():
        per_address = _due_per_address(gemeente, kalender, now)
    sent = rung + woken
    for email in sorted(per_address):
        with web_transaction():
            sent += _send_digest(gemeente, email, per_address[email], now)
    return sent + _tell_of_broken_promises(gemeente, kalender, now)


def _due_per_address(gemeente, kalender, now):
    asks = list(Opvolging.objects.remindable().filter(melding__gemeente=gemeente).order_by("pk"))
    open_meldingen = list(Melding.objects.open().for_list().filter(gemeente=gemeente))
    promises = [
        melding for melding in open_meldingen if melding.wakes_on <= kalender.add_working_days(local_date(now), 1)
    ]
    per_address = defaultdict(list)
    for due in [
        *due_for_asks(asks, kalender, now),
        *due_for_return(asks, kalender, now),
        *due_for_informing(gemeente, kalender, now),
        *due_for_bringing(gemeente, kalender, now),
        *due_for_promises(_hearable(promises, now), kalender, now),
        *due_for_talks(list(Overleg.objects.to_call(local_date(now)).filter(gemeente=gemeente)), kalender, now),
    ]:
        per_address[due.email].append(due)
    return per_address


def _hearable(meldingen, now):
    """Leave out promises that the melder is told about today: the date has then moved already."""
    today = local_date(now)
    return [m for m in meldingen if m.wakes_on >= today or not hears_online(m)]


def _send_digest(gemeente, email, due, now):
    """One mail a day to this address, about all that is due; two sweeps at once write it once."""
    asks = _lock_asks(due)
    due = [d for d in due if _still_due(d, asks)]
    prefix = f"digest:{gemeente.pk}:{sha256(email.encode()).hexdigest()[:20]}:{local_date(now)}:"
    today = list(Bericht.objects.filter(sleutel__startswith=prefix).values_list("stand", flat=True))
    if not due or any(stand != BerichtStand.VERVALLEN for stand in today):
        return 0
    accesses = _accesses(gemeente, email, due, now)
    sleutel = f"{prefix}{len(today)}"
    tekst, geheim = digest_text(gemeente, due, accesses)
    bericht = queue(
        sleutel=sleutel,
        soort=BerichtSoort.HERINNERING,
        aan=email,
        onderwerp=digest_subject(due, accesses),
        tekst=tekst,
        bron=f"digest:{gemeente.pk}",
        gemeente_id=gemeente.pk,
        now=now,
        geheim=geheim,
        antwoord_aan=gemeente.meldpunt_email,
    )
    if bericht is None:
        return 0
    Herinnering.objects.bulk_create(_rows(due, accesses, sleutel, now), ignore_conflicts=True)
    return 1


def _lock_asks(due):
    pks = [d.ask.pk for d in due if d.ask]
    rows = Opvolging.objects.open().filter(pk__in=pks).select_for_update(of=("self",)).order_by("pk")
    return {ask.bron: ask for ask in rows}


def _still_due(due, asks):
    """The ask is open in the same term, and nobody told this step meanwhile."""
    if isinstance(due.subject, Opvolging):
        ask = asks.get(due.bron)
        if ask is None or ask.termijn_nr != due.termijn_nr:
            return False
    elif due.ask and due.ask.bron not in asks:
        return False
    if isinstance(due.subject, Bezorging) and not Bezorging.objects.open().filter(pk=due.subject.pk).exists():
        return False
    if isinstance(due.subject, Overleg) and not Overleg.objects.open().filter(pk=due.subject.pk).exists():
        return False
    return not Herinnering.objects.filter(
        bron=due.bron, termijn_nr=due.termijn_nr, stap=due.stap, aan_rol=due.rol
    ).exists()


def _accesses(gemeente, email, due, now):
    """The links to every open ask at this address; a deputy gets a link of his or her own."""
    to_partner = [d for d in due if d.rol in PARTNER_ROLES]
    if not to_partner:
        return []
    for d in to_partner:
        give_access(d.ask, d.contact, now)
    asks = Opvolging.objects.remindable().filter(
        melding__gemeente=gemeente, toegangen__email=email, toegangen__ingetrokken_op__isnull=True
    )
    asks = list(asks.select_for_update(of=("self",)).order_by("uiterlijk", "pk"))
    alive = Toegang.objects.filter(opvolging__in=asks, email=email, ingetrokken_op__isnull=True)
    links = {toegang.opvolging_id: toegang for toegang in alive}
    return [(ask, links[ask.pk]) for ask in asks]


def _rows(due, accesses, sleutel, now):
    """What was told, what an outage swallowed, and which other asks the mail names."""
    Stand = Herinnering.Stand
    for d in due:
        key = {"bron": d.bron, "termijn_nr": d.termijn_nr, "aan_rol": d.rol, "op": now}
        yield Herinnering(stap=d.stap, stand=Stand.VERSTUURD, bericht_sleutel=sleutel, **key)
        for stap in d.skipped:
            yield Herinnering(stap=stap, stand=Stand.OVERGESLAGEN, **key)
    named = {d.bron for d in due}
    for ask, toegang in accesses:
        if ask.bron not in named:
            yield Herinnering(
                bron=ask.bron,
                termijn_nr=ask.termijn_nr,
                stap=f"{local_date(now)}",
                aan_rol=f"adres:{toegang.contact_id}",
                stand=Stand.VERSTUURD,
                bericht_sleutel=sleutel,
                op=now,
            )


def _tell_of_broken_promises(gemeente, kalender, now):
    today = local_date(now)
    broken = Melding.objects.open().for_list().filter(gemeente=gemeente)
    told = 0
    for melding in broken:
        if melding.wakes_on < today and hears_online(melding):
            with web_transaction():
                told += _new_promise(melding, kalender, now)
    return told


def _new_promise(melding, kalender, now):
    """Give the melder an honest new date; the first promise stays for the figures."""
    melding, today = locked(melding), local_date(now)
    if not melding.is_open or melding.wakes_on >= today:
        return 0
    nieuwe_datum = kalender.add_working_days(today, NIEUWE_DATUM_WERKDAGEN)
    if melding.reageren_voor and melding.reageren_voor < today:
        melding.reageren_voor = nieuwe_datum
    melding.antwoord_voor = max(melding.antwoord_voor, nieuwe_datum)
    melding.save()
    bericht = Terugkoppeling.objects.create(
        melding=melding,
        keer=melding.keer,
        soort=Terugkoppeling.Soort.TUSSENBERICHT,
        tekst=delay_sentence(melding.gemeente, nieuwe_datum),
        nieuwe_datum=nieuwe_datum,
        langs=melding.antwoord_via,
        door=None,
        op=now,
    )
    record("melding.belofte_verzet", melding, actor=None, now=now, nieuwe_datum=nieuwe_datum)
    mail_tussenbericht(bericht, now)
    return 1
