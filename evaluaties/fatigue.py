"""How often was somebody asked something this quarter, over all runs and gemeenten, and how often may that be? (E204).

A quarter is one of the calendar, by the clock on the wall. A person is an account or an address: who is both is one.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.db.models.functions import Lower

from evaluaties.models import GeenVragen, Gevraagd, Instelling
from trainingen.validity import months_after

DEFAULT = Instelling._meta.get_field("max_per_kwartaal").default


def quarter_of(day: date) -> tuple[date, date]:
    """The first day of the quarter of this day, and of the next one."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, months_after(first, 3)


def limit_of(gemeente_ids) -> int:
    """How many requests one person may get per quarter from these gemeenten: the least that one of them set."""
    told = dict(Instelling.objects.filter(gemeente__in=gemeente_ids).values_list("gemeente", "max_per_kwartaal"))
    return min((told.get(pk, DEFAULT) for pk in gemeente_ids), default=DEFAULT)


@dataclass
class Burden:
    """How often each account and each address was asked this quarter."""

    accounts: Counter = field(default_factory=Counter)
    addresses: Counter = field(default_factory=Counter)

    def of(self, gebruiker_id=None, email="") -> int:
        """Of a person with this account, this address, or both; no request counts twice."""
        return self.accounts[gebruiker_id] + self.addresses[email.lower()]


def burden_of(gebruiker_ids, emails, today: date) -> Burden:
    """Count the requests of this quarter of these people; who was spared was not asked. One query."""
    first, after = quarter_of(today)
    emails = {email.lower() for email in emails if email}
    guest, member = Lower("inschrijving__gast_email"), Lower("gebruiker__email")
    rows = Gevraagd.objects.asked().filter(gevraagd_op__gte=first, gevraagd_op__lt=after)
    rows = rows.annotate(van_gast=guest, van_lid=member).filter(
        Q(gebruiker__in=gebruiker_ids) | Q(van_gast__in=emails) | Q(van_lid__in=emails)
    )
    burden, accounts = Burden(), set(gebruiker_ids)
    for person, from_member, from_guest in rows.values_list("gebruiker", "van_lid", "van_gast"):
        if person in accounts:
            burden.accounts[person] += 1
        else:
            burden.addresses[from_member or from_guest] += 1
    return burden


def unwilling(gebruiker_ids, emails) -> tuple[set, set]:
    """Which of these accounts and addresses want no questionnaires; the address of an account counts as well."""
    emails = {email.lower() for email in emails if email}
    rows = GeenVragen.objects.annotate(adres=Lower("email"), van_lid=Lower("gebruiker__email"))
    rows = rows.filter(Q(gebruiker__in=gebruiker_ids) | Q(adres__in=emails) | Q(van_lid__in=emails))
    accounts, addresses = set(), set()
    for person, adres, van_lid in rows.values_list("gebruiker", "adres", "van_lid"):
        accounts.add(person)
        addresses |= {adres, van_lid} - {None, ""}
    return accounts - {None}, addresses
