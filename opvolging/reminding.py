"""Which reminders are due? Pure derivation from asks, promises and what was told before (ontwerp §5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import NamedTuple

from buurtpreventie import many  # noqa: F401  any_of
from opvolging.models import Bezorging, Herinnering, Ingelicht, Opvolging
from teams.clocks import Kalender, at, local_date
from teams.models import Contact, Partner

MAIL_AT = time(9, 0)
PARTNER_ROLES = ("contact", "vervanger")
ROWS_AT_ONCE = 5_000


@dataclass(frozen=True)
class Step:
    """One moment at which roles are told about one term."""

    naam: str
    dag: date
    rollen: tuple[str, ...]


class AskFacts(NamedTuple):
    """All of an open ask that decides when a reminder goes and to whom; thousands of these are light."""

    pk: int
    termijn_nr: int
    termijn_van: datetime
    uiterlijk: date
    weg: str
    onbestelbaar_op: datetime | None
    contact_id: int | None

    @property
    def bron(self):
        """The name under which mails know this ask."""
        return f"opvolging:{self.pk}"


class Due(NamedTuple):
    """A step that must now go to one address; ``skipped`` are older steps that the outage swallowed."""

    bron: str
    termijn_nr: int
    stap: str
    rol: str
    email: str
    contact: Contact | None
    subject: object  # an ask, the Melding, or what hangs on it
    skipped: tuple[str, ...] = ()

    @property
    def ask(self):
        """The ask that a partner has to see for it, or None."""
        if isinstance(self.subject, AskFacts | Opvolging):
            return self.subject
        return self.subject.opvolging if self.rol in PARTNER_ROLES else None


def ask_steps(ask: Opvolging, kalender: Kalender) -> list[Step]:
    """The steps of the running term: the day before, the day itself, two days after, then the gemeente's contact."""
    begun, term = local_date(ask.termijn_van), ask.uiterlijk
    by_link = ask.weg == Partner.Weg.LINK
    before = kalender.add_working_days(term, -1)
    steps = []
    if by_link and before > kalender.add_working_days(begun, 1):
        steps.append(Step("vooraf", before, ("contact",)))
    if term > begun:
        steps.append(Step("dag", term, ("contact",) if by_link else ("meldpunt",)))
    steps.append(
        Step(
            "laat",
            kalender.add_working_days(term, 2),
            ("contact", "vervanger", "meldpunt") if by_link else ("meldpunt",),
        )
    )
    steps.append(Step("gemeente", kalender.add_working_days(term, 4), ("gemeente",)))
    return steps


def promise_steps(melding, kalender: Kalender) -> list[tuple[date, Step]]:
    """Before a promise breaks the handler hears it, and the day after too when no mail can tell the melder."""
    steps = []
    for naam, belofte in (("reactie", melding.reageren_voor), ("antwoord", melding.antwoord_voor)):
        if belofte is None:
            continue
        before = kalender.add_working_days(belofte, -1)
        if before > local_date(melding.gemeld_op):
            steps.append((belofte, Step(naam, before, ("behandelaar",))))
        after = kalender.add_working_days(belofte, 1)
        steps.append((belofte, Step(f"{naam}_na", after, ("behandelaar",))))
    return steps


def due_for_asks(gemeente, kalender, now) -> Iterator[Due]:
    """What must be told about the open asks of this gemeente, newest step per role."""
    last_term = kalender.add_working_days(local_date(now), 1)  # of a later one nobody hears anything yet
    near = Opvolging.objects.open().filter(melding__gemeente=gemeente, uiterlijk__lte=last_term)
    rows, contacts = sorted(near.values_list(*AskFacts._fields)), _contacts(gemeente)
    for asks in _batched(map(AskFacts._make, rows), ROWS_AT_ONCE):
        yield from _due_for_some(gemeente, asks, contacts, kalender, now)


def _batched(rows, size):
    while batch := list(islice(rows, size)):
        yield batch


def _contacts(gemeente):
    """Everybody at a partner of this gemeente, each with the deputy."""
    found = {contact.pk: contact for contact in Contact.objects.filter(partner__gemeente=gemeente)}
    for contact in found.values():
        if contact.vervanger_id in found:
            contact.vervanger = found[contact.vervanger_id]
    return found


def _due_for_some(gemeente, asks, contacts, kalender, now):
    have, steps_of, today = told([ask.bron for ask in asks]), {}, local_date(now)
    for ask in asks:
        term = ask[2:5]  # of which thousands of asks share a few
        if term not in steps_of:
            steps_of[term] = _steps_so_far(ask_steps(ask, kalender), now)
        for rol, steps in steps_of[term].items():
            contact, email = _address(ask, contacts.get(ask.contact_id), gemeente, rol, today)
            if email:
                yield from _newest_of(ask.bron, ask.termijn_nr, steps, rol, have, email, contact, ask)


def _steps_so_far(steps, now):
    """Per role the names of the steps whose moment has come."""
    so_far = {rol: _names_so_far(steps, rol, now) for rol in ("contact", "vervanger", "meldpunt", "gemeente")}
    return {rol: names for rol, names in so_far.items() if names}


def due_for_return(asks, kalender, now) -> Iterator[Due]:
    """ "Wij horen terug op": the handler hears it once, on that day."""
    asks = [ask for ask in asks if ask.terug_op and ask.terug_op <= local_date(now)]
    have = told([ask.bron for ask in asks])
    for ask in asks:
        handler = ask.melding.behandelaar
        email = (handler and handler.email) or ask.melding.gemeente.meldpunt_email
        step = Step(f"terug_{ask.terug_op:%y%m%d}", kalender.working_day_from(ask.terug_op), ("behandelaar",))
        yield from _newest(ask.bron, ask.termijn_nr, [step], "behandelaar", have, now, email, None, ask)


def due_for_promises(meldingen, kalender, now) -> Iterator[Due]:
    """What the handlers must hear about promises that are about to break."""
    have = told([f"melding:{melding.pk}" for melding in meldingen])
    for melding in meldingen:
        email = (melding.behandelaar and melding.behandelaar.email) or melding.gemeente.meldpunt_email
        for belofte, step in promise_steps(melding, kalender):
            bron, nr = f"melding:{melding.pk}", belofte.toordinal()
            yield from _newest(bron, nr, [step], "behandelaar", have, now, email, None, melding)


def due_for_informing(gemeente, kalender, now) -> Iterator[Due]:
    """The resident would be told on a date: on that day and two working days after, the handler and who said so."""
    rows = [row for row in Ingelicht.objects.promised(gemeente) if row.uiterlijk <= local_date(now)]
    have = told([f"ingelicht:{row.pk}" for row in rows])
    for row in rows:
        for rol, contact, email in _who_would_inform(row, local_date(now)):
            steps = [
                Step("ingelicht", kalender.working_day_from(row.uiterlijk), (rol,)),
                Step("ingelicht_na", kalender.add_working_days(row.uiterlijk, 2), (rol,)),
            ]
            yield from _newest(f"ingelicht:{row.pk}", 1, steps, rol, have, now, email, contact, row)


def _who_would_inform(row, today):
    melding, ask = row.melding, row.opvolging
    yield "behandelaar", None, (melding.behandelaar and melding.behandelaar.email) or melding.gemeente.meldpunt_email
    if ask and ask.is_open:
        contact, email = _address(ask, ask.contact, melding.gemeente, "contact", today)
        if email:
            yield "contact", contact, email


def talk_steps(overleg, kalender: Kalender) -> list[Step]:
    """On the last day, and the working day after: somebody waits to be called (E129)."""
    after = kalender.add_working_days(overleg.bellen_voor, 1)
    return [Step("dag", overleg.bellen_voor, ("meldpunt",)), Step("laat", after, ("meldpunt",))]


def due_for_talks(overleggen, kalender, now) -> Iterator[Due]:
    """What the meldpunt must hear about people who wait to be called."""
    have = told([overleg.bron for overleg in overleggen])
    for overleg in overleggen:
        nr, email = overleg.bellen_voor.toordinal(), overleg.gemeente.meldpunt_email
        steps = talk_steps(overleg, kalender)
        yield from _newest(overleg.bron, nr, steps, "meldpunt", have, now, email, None, overleg)


def due_for_bringing(gemeente, kalender, now) -> Iterator[Due]:
    """A melder waits for a call, a letter or the coordinator: on the last day and the working day after, the handler.

    So it is never only the coordinator who knows; the meldpunt can then tell it itself.
    """
    rows = [row for row in Bezorging.objects.to_bring(gemeente) if row.voor <= local_date(now)]
    have = told([row.bron for row in rows])
    for row in rows:
        steps = [
            Step("brengen", kalender.working_day_from(row.voor), ("behandelaar",)),
            Step("brengen_na", kalender.add_working_days(row.voor, 1), ("behandelaar",)),
        ]
        handler = row.melding.behandelaar
        email = (handler and handler.email) or row.melding.gemeente.meldpunt_email
        yield from _newest(row.bron, 1, steps, "behandelaar", have, now, email, None, row)


def told(bronnen):
    """Every step that was told about these, as (bron, termijn_nr, stap, rol)."""
    rows = Herinnering.objects.filter(bron__any_of=list(bronnen))
    return set(rows.values_list("bron", "termijn_nr", "stap", "aan_rol"))


def _newest(bron, nr, steps, rol, have, now: datetime, email, contact, subject):
    names = _names_so_far(steps, rol, now)
    if names:
        yield from _newest_of(bron, nr, names, rol, have, email, contact, subject)


def _names_so_far(steps, rol, now):
    return [step.naam for step in steps if rol in step.rollen and at(step.dag, MAIL_AT) <= now]


def _newest_of(bron, nr, names, rol, have, email, contact, subject):
    """The last of these steps, unless it was told; earlier ones that nobody heard are skipped."""
    if (bron, nr, names[-1], rol) not in have:
        skipped = tuple(naam for naam in names[:-1] if (bron, nr, naam, rol) not in have)
        yield Due(bron, nr, names[-1], rol, email, contact, subject, skipped)


def _address(ask, asked, gemeente, rol, today):
    """Who stands for this role today, and at which address; an absent contact is replaced by the deputy."""
    if rol == "meldpunt":
        return None, gemeente.meldpunt_email
    if rol == "gemeente":
        return None, gemeente.contact_email
    if ask.weg != Partner.Weg.LINK or ask.onbestelbaar_op:
        return None, ""
    contact, deputy = asked, asked.vervanger
    if rol == "contact" and contact.is_away(today) and deputy:
        contact = deputy
    elif rol == "vervanger":
        contact = None if deputy is None or asked.is_away(today) else deputy
    return contact, contact.email if contact else ""
