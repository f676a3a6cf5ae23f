"""Nobody is asked more often per quarter than their gemeente set, over all runs and gemeenten (E204)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.asking import ask_people
from evaluaties.actions.limits import set_limit
from evaluaties.fatigue import limit_of, quarter_of
from evaluaties.models import Gevraagd
from evaluaties.tests.factories import AfnameFactory
from teams.clocks import at
from teams.rondes.tests.threads import at_once
from teams.tests.factories import GemeenteFactory, RegioFactory
from trainingen.tests.factories import InschrijvingFactory

NOON = at(date(2026, 10, 7), timezone.datetime(2026, 1, 1, 12).time())


def run_of(gemeente=None, now=NOON, **extra):
    """A run without an evening."""
    where = {"gemeente": None, **extra} if extra else {"gemeente": gemeente or GemeenteFactory()}
    return AfnameFactory(
        sessie=None, naam_toen="Een half jaar later", gemaakt_op=now, sluit_op=now + timedelta(days=28), **where
    )


def ask(person, *runs, now=NOON):
    return [row.weg for afname in runs for row in ask_people(afname, [person], actor=None, now=now)]


def guest(email):
    return InschrijvingFactory(gast=f"Gast {email}", gast_email=email, aanwezig=True)


@pytest.mark.django_db
def test_the_third_request_of_a_quarter_is_not_made_in_whatever_gemeente():
    person = GebruikerFactory()
    assert ask(person, run_of(), run_of(), run_of()) == ["mail", "mail", "overgeslagen"]
    assert Bericht.objects.count() == 2


@pytest.mark.django_db
def test_who_was_spared_was_not_asked_and_the_next_quarter_begins_at_midnight_in_amsterdam():
    person, later = GebruikerFactory(), at(date(2026, 10, 1), timezone.datetime(2026, 1, 1, 0, 30).time())
    before = later - timedelta(hours=1)  # half past eleven on the last of September; in UTC both are that day
    assert ask(person, *(run_of(now=before) for _three in range(3)), now=before) == ["mail", "mail", "overgeslagen"]
    assert ask(person, *(run_of(now=later) for _three in range(3)), now=later) == ["mail", "mail", "overgeslagen"]


@pytest.mark.django_db
def test_by_telephone_counts_too():
    person = GebruikerFactory(email=None, antwoord_via="telefoon")
    assert ask(person, run_of(), run_of(), run_of()) == ["bellen", "bellen", "overgeslagen"]


@pytest.mark.django_db
def test_a_guest_is_an_address_and_an_account_with_that_address_is_the_same_person():
    member = GebruikerFactory(email="een@example.org")
    first = ask_people(run_of(), [], [guest("Een@Example.org")], actor=None, now=NOON)
    assert [row.weg for row in first] == ["mail"]
    assert ask(member, run_of()) == ["mail"]
    assert ask(member, run_of()) == ["overgeslagen"]
    last = ask_people(run_of(), [], [guest("een@example.org"), guest("ander@example.org")], actor=None, now=NOON)
    assert sorted(row.weg for row in last) == ["mail", "overgeslagen"]


@pytest.mark.django_db
def test_each_gemeente_sets_its_own_limit_and_of_a_region_the_least_counts():
    regio = RegioFactory()
    one, two = GemeenteFactory(regio=regio), GemeenteFactory(regio=regio)
    set_limit(one, max_per_kwartaal=1, actor=None, now=NOON)
    set_limit(two, max_per_kwartaal=4, actor=None, now=NOON)
    assert [limit_of([one.pk]), limit_of([two.pk]), limit_of([one.pk, two.pk])] == [1, 4, 1]
    assert limit_of([GemeenteFactory().pk]) == limit_of([]) == 2
    person = GebruikerFactory()
    assert ask(person, run_of(two), run_of(two), run_of(one), run_of(two)) == ["mail", "mail", "overgeslagen", "mail"]
    assert ask(person, run_of(regio=regio)) == ["overgeslagen"]


def test_quarters_are_of_the_calendar():
    assert quarter_of(date(2026, 12, 31)) == (date(2026, 10, 1), date(2027, 1, 1))
    assert quarter_of(date(2026, 1, 1)) == (date(2026, 1, 1), date(2026, 4, 1))


# --- races ------------------------------------------------------------------------------------------


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_ten_runs_at_once_ask_the_same_people_no_more_than_twice():
    people, gemeente = [GebruikerFactory() for _five in range(5)], GemeenteFactory()
    addresses = [f"gast{n}@example.org" for n in range(3)]
    runs = [run_of(gemeente) for _ten in range(10)]
    guests = [[guest(address) for address in addresses] for _run in runs]

    def act(afname, gasten):
        return lambda: ask_people(afname, people[::-1], gasten, actor=None, now=NOON)

    done = at_once(*[act(*one) for one in zip(runs, guests, strict=True)])
    assert [one for one in done if isinstance(one, Exception)] == []
    for person in people:
        assert Gevraagd.objects.asked().filter(gebruiker=person).count() == 2
    for address in addresses:
        assert Gevraagd.objects.asked().filter(inschrijving__gast_email=address).count() == 2
    assert Bericht.objects.count() == 2 * (len(people) + len(addresses))


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_the_same_button_ten_times_at_once_is_one_request():
    afname, person = run_of(), GebruikerFactory()
    done = at_once(*[lambda: ask_people(afname, [person], actor=None, now=NOON)] * 10)
    assert sorted(len(rows) for rows in done) == [0] * 9 + [1]
