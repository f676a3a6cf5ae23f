"""Whatever somebody sends to a page of evaluations gets the page or a sentence, and touches nothing of others.

The pages are asked of the resolver itself: a new page is tried without a word here.
"""

import re
from itertools import cycle

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluaties.models import Afname, Gevraagd, OpenAntwoord, Rapport, Versie, Vraag, WijDeden
from evaluaties.tests.runs import addresses, make_runs, run_urls
from teams.rondes.tests.forms_on_a_page import send
from teams.rondes.tests.test_hostile_input import FINE, JUNK
from trainingen.models import Sessie
from trainingen.tests import test_hostile_input as trainings
from trainingen.tests.test_hostile_input import browser_of, every_form, fields_of, reader_of

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db, pytest.mark.usefixtures("drawn_plainly")]
MOST_OF_ALL = 10**30
TOO_OFTEN = 429  # wrong codes are counted per address, and all of these come from one
CELL = re.compile(r"(?<=^[na]-).+")  # of a count by hand: dozens a form, and all of them one kind of field
OURS = ("/evaluatie", "/vragenlijsten", "/mijn-evaluaties", "/e/", "/v/", "/rapport", "/cijfers/", "/beleid", "/team/")


class Huis(trainings.Huis):
    """One gemeente with evenings and runs in every stand, and everybody who has to do with them."""

    def __init__(self):
        super().__init__()
        words = lambda what: f"Eigen {what} van {self.gemeente.naam}"  # noqa: E731
        who = (self.team, self.lid, self.coordinator, self.trainer, self.beleid)
        held = Sessie.objects.get(pk=self.things["sessie_gehouden"])
        self.things |= make_runs(*who, words, sessie=held, now=timezone.now().replace(microsecond=0))
        self.ours = OURS

    def pages(self, person):
        return addresses(self.team, self.things, stands=person == self.trainer)

    def people(self):
        return (self.trainer, self.beleid, self.coordinator, self.lid, None)


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


def tries(data, kinds, seen):
    """(field, nonsense by name): the next kind for each field; one cell of a count gets every kind for all cells."""
    cells = {}
    for field in fields_of(data):
        cells.setdefault(CELL.sub("#", field), field)
    for kind, field in cells.items():
        every = kind != field and kind not in seen
        seen.add(kind)
        yield field, JUNK if every else dict([next(kinds)])


def rows_of(huis):
    """What a foreign hand must not change."""
    of_run = {"afname__gemeente": huis.gemeente}
    kept = (
        (Afname, {"gemeente": huis.gemeente}),
        (Gevraagd, of_run),
        (OpenAntwoord, of_run),
        (WijDeden, of_run),
        (Versie, {"gemeente": huis.gemeente}),
        (Vraag, {"versie__gemeente": huis.gemeente}),
        (Rapport, {"gemeente": huis.gemeente}),
    )
    return [list(model.objects.filter(**facts).order_by("pk").values()) for model, facts in kept]


def test_nothing_that_somebody_sends_breaks_a_page_or_touches_another_gemeente(huis, elders, client):
    """Each field of each form in turn, the rest as the page gave it: nonsense, and the keys of another gemeente."""
    kinds, seen, forms, before = cycle(JUNK.items()), set(), 0, rows_of(elders)
    keys = [elders.things[name] for name in ("afname", "versie", "lijstvraag", "rapport", "sessie", "programma")]
    keys += [elders.team.pk, elders.lid.pk, elders.trainer.pk]
    wrong = []
    for person, url, data in list(every_form(huis, client)):
        forms += 1
        browser = browser_of(client, person)
        for field, nonsense in tries(data, kinds, seen):
            for name, junk in nonsense.items():
                response = send(browser, url, data | {field: [junk, junk]})
                if response.status_code not in (*FINE, TOO_OFTEN) or b"<script>alert(1)" in response.content:
                    wrong.append((url, field, name, response.status_code))
            if not str(data[field]).isdigit() and data[field]:
                continue
            with transaction.atomic():
                response = browser.post(url, data | {field: [data[field], *keys]})
                strange = rows_of(elders) != before or mixed(huis, elders)
                transaction.set_rollback(True)
            if response.status_code not in (*FINE, TOO_OFTEN) or strange:
                wrong.append((url, field, "foreign", response.status_code))
    assert wrong == []
    assert forms > 20


def mixed(huis, elders):
    """Rows in which the one gemeente hangs on the other."""
    people = [elders.lid, elders.coordinator]
    return (
        Gevraagd.objects.filter(afname__gemeente=huis.gemeente, gebruiker__in=people).exists()
        or Afname.objects.filter(gemeente=huis.gemeente, team=elders.team).exists()
        or Afname.objects.filter(gemeente=huis.gemeente, sessie__gemeente=elders.gemeente).exists()
        or Rapport.objects.filter(gemeente=huis.gemeente, team=elders.team).exists()
        or Rapport.objects.filter(gemeente=huis.gemeente, sessie__gemeente=elders.gemeente).exists()
    )


@pytest.mark.parametrize("number", [0, MOST_OF_ALL])
def test_no_number_in_an_address_breaks_a_page(huis, client, number):
    for person in (huis.trainer, huis.beleid, huis.coordinator):
        browser = browser_of(client, person)
        for name, params in run_urls():
            if params and not {"token", "lijst", "gevraagd", "woorden"} & set(params):
                url = reverse(f"evaluaties:{name}", kwargs=dict.fromkeys(params, number))
                assert browser.get(url).status_code in (403, 404, 405), url
                assert browser.post(url).status_code in (403, 404, 405), url


@pytest.mark.parametrize(
    "token", ["%00", "%ff%fe", "%ED%A0%80", "..%2f..", "é", "%E2%80%AE", "x" * 4000, "' OR 1=1 --"]
)
def test_no_secret_that_is_none_opens_anything(client, db, token):
    for name, params in run_urls():
        if params == ("token",):
            path = reverse(f"evaluaties:{name}", args=["TOKEN"]).replace("TOKEN", token)
            assert client.get(path).status_code in (404, 405), path
            assert client.post(path).status_code in (404, 405, TOO_OFTEN), path


@pytest.mark.parametrize("name", [name for name, params in run_urls() if not params])
def test_no_question_in_an_address_breaks_a_page(huis, client, name):
    """All nonsense, for the first of these people for whom the page is there."""
    names = ("pagina", "stand", "periode", "van", "tot", "soort", "team", "wijk", "partner", "jaar", "module", "per")
    browser, url = reader_of(client, (huis.trainer, huis.beleid), reverse(f"evaluaties:{name}"))
    for kind, junk in JUNK.items():
        assert browser.get(url, dict.fromkeys(names, junk)).status_code in (*FINE, 405, 503), kind
