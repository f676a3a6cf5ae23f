"""Whatever somebody sends to a page of trainings gets the page or a sentence, and touches nothing of others.

The pages are asked of the resolver itself: a new page is tried without a word here.
"""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from teams.models import Team
from teams.rondes.tests.forms_on_a_page import forms_in
from teams.rondes.tests.test_hostile_input import FINE, JUNK
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.models import Bewijs, Inschrijving, Kennismaking, Leerwens, Module, Sessie, SessieTeam, SessieTrainer
from trainingen.tests.evenings import addresses, make_evenings, training_urls

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db, pytest.mark.usefixtures("drawn_plainly")]
MOST_OF_ALL = 10**30


class Huis:
    """One gemeente with a team, everybody who has to do with its trainings, and evenings in every stand."""

    def __init__(self):
        self.team = TeamFactory()
        self.gemeente = self.team.gemeente
        self.lid = LidmaatschapFactory(team=self.team).gebruiker
        self.coordinator = LidmaatschapFactory(team=self.team, coordinator=True).gebruiker
        self.trainer, self.beheer, self.beleid = (
            AanstellingFactory(gemeente=self.gemeente, **{rol: True}).gebruiker
            for rol in ("trainer", "beheer", "beleid")
        )
        words = lambda what: f"Eigen {what} van {self.gemeente.naam}"  # noqa: E731
        self.things = make_evenings(
            self.team, self.lid, self.coordinator, self.trainer, words, now=timezone.now().replace(microsecond=0)
        )
        self.things["team"] = self.team.pk
        self.ours = OURS

    def pages(self, person):
        """Every address that this person is tried on."""
        return addresses(self.team, self.things, stands=person == self.trainer)

    def people(self):
        """Who does something here; beleid reads figures only."""
        return (self.trainer, self.coordinator, self.lid, self.beheer, None)


@pytest.fixture(scope="module")
def both(django_db_setup, django_db_blocker):
    """Two gemeenten with everything in them, built once; each test works in a savepoint on top of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Huis(), Huis()
        transaction.set_rollback(True)


@pytest.fixture
def huis(both):
    return both[0]


@pytest.fixture
def elders(both):
    return both[1]


def browser_of(client, person):
    """The browser of this person, or of somebody without an account."""
    client.logout()
    if person:
        client.force_login(person)
    return client


def reader_of(client, people, url):
    """(browser, url) of the first of these people who reads this page, or else of the last."""
    for person in people:
        if browser_of(client, person).get(url).status_code == 200:
            break
    return client, url


def every_form(huis, client):
    """(who, address, data) of every form on every page, one of each shape; every page answers."""
    seen = set()
    for person in huis.people():
        browser = browser_of(client, person)
        for page in huis.pages(person):
            answer = browser.get(page)
            assert answer.status_code < 500, page
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            for url, data in forms_in(answer, page):
                key = (NUMBER.sub("#", url.partition("?")[0]), *sorted(data))
                if key not in seen and key[0].startswith(huis.ours):
                    seen.add(key)
                    yield person, url, data


def fields_of(data):
    """The fields of a form, of rows that are alike those of the first."""
    first = {}
    for name in data:
        first.setdefault(ROW.sub("#", name), name)
    return list(first.values())


NUMBER = re.compile(r"\d+")
ROW = re.compile(r"\d+(?=-)|(?<=-)\d+")
OURS = ("/trainer/", "/training", "/team/", "/hier", "/t/", "/mijn-bewijzen", "/cijfers/trainingen")


def rows_of(huis):
    """What a foreign hand must not change."""
    kept = (
        (Sessie, {"gemeente": huis.gemeente}),
        (Inschrijving, {"sessie__gemeente": huis.gemeente}),
        (Bewijs, {"gemeente": huis.gemeente}),
        (Kennismaking, {"team": huis.team}),
        (Leerwens, {"team": huis.team}),
        (Module, {"gemeente": huis.gemeente}),
    )
    return [list(model.objects.filter(**facts).order_by("pk").values()) for model, facts in kept]


def test_no_key_that_somebody_sends_breaks_a_page_or_touches_another_gemeente(huis, elders, client):
    """The keys of another gemeente in each field of each form that takes a key, the rest as the page gave it."""
    forms, before = 0, rows_of(elders)
    keys = [elders.things[name] for name in ("module", "team", "inschrijving", "sessie", "situatie", "programma")]
    keys += [elders.lid.pk, elders.trainer.pk]
    wrong = []
    for person, url, data in list(every_form(huis, client)):
        forms += 1
        browser = browser_of(client, person)
        for field in fields_of(data):
            if not str(data[field]).isdigit() and data[field]:
                continue
            with transaction.atomic():
                response = browser.post(url, data | {field: [data[field], *keys]})
                strange = mixed(huis, elders) or rows_of(elders) != before
                transaction.set_rollback(True)
            if response.status_code not in FINE or strange:
                wrong.append((url, field, "foreign", response.status_code))
    assert wrong == []
    assert forms > 30


def mixed(huis, elders):
    """Rows in which the one gemeente hangs on the other."""
    teams = Team.objects.filter(gemeente=elders.gemeente)
    return (
        SessieTeam.objects.filter(sessie__gemeente=huis.gemeente, team__in=teams).exists()
        or SessieTrainer.objects.filter(sessie__gemeente=huis.gemeente, gebruiker=elders.trainer).exists()
        or Inschrijving.objects.filter(sessie__gemeente=huis.gemeente, gebruiker=elders.lid).exists()
    )


@pytest.mark.parametrize("number", [0, MOST_OF_ALL])
def test_no_number_in_an_address_breaks_a_page(huis, client, number):
    for person in (huis.trainer, huis.coordinator):
        browser = browser_of(client, person)
        for name, params in training_urls():
            if params and "token" not in params:
                url = reverse(f"trainingen:{name}", kwargs=dict.fromkeys(params, number))
                assert browser.get(url).status_code in (403, 404, 405), url
                assert browser.post(url).status_code in (403, 404, 405), url


@pytest.mark.parametrize(
    "token", ["%00", "%ff%fe", "%ED%A0%80", "..%2f..", "é", "%E2%80%AE", "x" * 4000, "' OR 1=1 --"]
)
def test_no_secret_that_is_none_opens_anything(client, db, token):
    for name, params in training_urls():
        if params == ("token",):
            path = reverse(f"trainingen:{name}", args=["TOKEN"]).replace("TOKEN", token)
            assert client.get(path).status_code in (404, 405), path
            assert client.post(path).status_code in (404, 405), path


@pytest.mark.parametrize("name", [name for name, params in training_urls() if not params])
def test_no_question_in_an_address_breaks_a_page(huis, client, name):
    """All nonsense, for the first of these people for whom the page is there."""
    browser, url = reader_of(client, (huis.trainer, huis.beleid), reverse(f"trainingen:{name}"))
    for kind, junk in JUNK.items():
        asked = dict.fromkeys(
            ("pagina", "stand", "module", "van", "tot", "soort", "team", "open", "stap", "jaar"), junk
        )
        assert browser.get(url, asked).status_code in (*FINE, 405), kind
