"""Who was at an evening or at a programme, and can be asked what they thought of it: each person once (E200)."""

from dataclasses import dataclass, field

from evaluaties.models import Gevraagd
from teams.models import Lidmaatschap
from trainingen.models import Inschrijving


@dataclass
class Deelnemers:
    """People with an account, and registrations of guests with an address."""

    gebruikers: list = field(default_factory=list)
    gasten: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.gebruikers or self.gasten)


def people_at(sessie):
    """Who was ticked on this evening: people whose account lives, and guests with an address."""
    found = _by_gemeente(_present().filter(sessie=sessie)).get(sessie.gemeente_id, Deelnemers())
    return found.gebruikers, found.gasten


def participants_of(programma) -> dict[int, Deelnemers]:
    """Who was at one or more evenings of a programme that were held, by the gemeente of their last evening there.

    Of evenings that only a report knows nobody is known.
    """
    rows = _present().filter(sessie__programma=programma, sessie__stand="gehouden", sessie__uit_verslag=False)
    return _by_gemeente(rows)


def who_gave(afname) -> Deelnemers:
    """Who was asked to answer a run, or was at the evening it is about: each once."""
    asked = Gevraagd.objects.asked().filter(afname=afname).select_related("gebruiker", "inschrijving").order_by("pk")
    people = {row.gebruiker_id: row.gebruiker for row in asked if row.gebruiker_id and row.gebruiker.is_active}
    guests = {row.email.lower(): row.inschrijving for row in asked if row.inschrijving_id and row.email}
    if afname.sessie_id:
        there, others = people_at(afname.sessie)
        people |= {person.pk: person for person in there}
        guests = {row.gast_email.lower(): row for row in others} | guests
    own = {(person.email or "").lower() for person in people.values()}
    return Deelnemers(list(people.values()), [row for email, row in guests.items() if email not in own])


def _present():
    rows = Inschrijving.objects.present().select_related("gebruiker", "sessie")
    return rows.order_by("-sessie__dag", "-sessie__begin", "-pk")


def _by_gemeente(rows):
    """The newest row of each person and of each address, by gemeente; a guest with the address of a member is one."""
    found, seen = {}, set()
    rows = list(rows)
    for row in [one for one in rows if one.gebruiker_id] + [one for one in rows if not one.gebruiker_id]:
        keys = _keys(row)
        alive = row.gebruiker is None or row.gebruiker.is_active
        if keys and alive and not keys & seen:
            here = found.setdefault(row.sessie.gemeente_id, Deelnemers())
            here.gebruikers.append(row.gebruiker) if row.gebruiker else here.gasten.append(row)
        seen |= keys
    return found


def _keys(row):
    email = {row.email.lower()} if row.email else set()
    return email | {row.gebruiker_id} if row.gebruiker_id else email


def teams_of(people, afname, today):
    """The team of each of these people today, by person; one of the gemeente of the run comes first."""
    rows = Lidmaatschap.objects.current(today).filter(gebruiker__in=people).select_related("team").order_by("-pk")
    found = {}
    for row in sorted(rows, key=lambda one: one.team.gemeente_id == afname.gemeente_id):
        found[row.gebruiker_id] = row.team
    return found
