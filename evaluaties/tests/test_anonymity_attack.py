"""Who reads every table cannot find whose an answer is, once the answers are published (E205, docs/privacy.md)."""

import json
import random
import uuid
from itertools import product

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.audit.actions import record
from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token, new_token
from evaluaties.actions import publishing
from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname
from evaluaties.models import Gevraagd, Inzending, OpenAntwoord, Pool, Wachtend
from evaluaties.tests import attack
from evaluaties.tests.factories import AfnameFactory, start_version
from teams.clocks import local_date
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

QUESTIONS = ("NPE1", "NPE2", "NPE3", "NPE4", "NPE5")
SIGNED_IN, BY_LINK, SMALL = 20, 17, (4, 4, 4, 4, 4, 3)


class Street:
    """Sixty people, each with answers that nobody else gives, asked in several runs at once."""

    def __init__(self, luck):
        self.luck, self.now = luck, timezone.now()
        self.team, self.versie = TeamFactory(), start_version("NPE")
        asked = {vraag.code: vraag for vraag in self.versie.vraagreeks.all()}
        chosen = [[one["code"] for one in asked[code].opties] for code in QUESTIONS[1:]]
        patterns = list(product(range(1, 6), *chosen))
        luck.shuffle(patterns)
        self.patterns = iter(patterns)
        self.by_pattern, self.by_words, self.runs = {}, {}, {}

    def run(self, number):
        """An open run in which so many people were asked by mail, in an order that says nothing."""
        afname = AfnameFactory(sessie=None, gemeente=self.team.gemeente, versie=self.versie)
        people = [LidmaatschapFactory(team=self.team).gebruiker for _one in range(number)]
        self.luck.shuffle(people)
        self.runs[afname] = [self._asked(afname, person) for person in people]
        return afname

    def _asked(self, afname, person):
        token = new_token()
        facts = {"weg": "mail", "gevraagd_op": local_date(self.now), "token_hash": hash_token(token), "geheim": token}
        return Gevraagd.objects.create(afname=afname, gebruiker=person, team=self.team, **facts)

    def form_of(self, person):
        """Answers that only this person gives, and words."""
        pattern = next(self.patterns)
        words = "".join(self.luck.choices("abcdefghij ", k=self.luck.randint(20, 300))).strip() + f" {person.pk}"
        self.by_pattern[tuple(map(str, pattern))] = self.by_words[words] = person.pk
        return dict(zip(QUESTIONS, pattern, strict=True)), words

    def answer_by_page(self, gevraagd, *, signed_in):
        """As in a browser: one request, with a session or with the link of a mail."""
        answers, words = self.form_of(gevraagd.gebruiker)
        client = Client()
        there = reverse("evaluaties:invullen", args=[gevraagd.geheim])
        if signed_in:
            client.force_login(gevraagd.gebruiker)
            there = reverse("evaluaties:mijn_invullen", args=[gevraagd.pk])
        page = client.post(there, answers | {"NPE8": words, "sleutel": str(uuid.uuid4())})
        assert (page.status_code, page.url) == (302, reverse("evaluaties:dank"))

    def answer(self, gevraagd):
        answers, words = self.form_of(gevraagd.gebruiker)
        form = {"antwoorden": answers, "woorden": {"NPE8": words}, "vlaggen": []}
        sleutel = str(uuid.uuid4())
        assert give_answers(
            gevraagd.afname, form, kanaal="link", sleutel=sleutel, gevraagd=gevraagd, now=timezone.now()
        )

    def something_else(self, person):
        """What people do around it: a line of the log, a mail."""
        now = timezone.now()
        record("lid.gezien", person, actor=person, now=now)
        facts = {"aan": person.email, "onderwerp": "Uw ronde", "tekst": "Dank u wel.", "soort": "bericht"}
        facts |= {"bron": f"lid:{person.pk}", "gemeente_id": self.team.gemeente_id, "now": now}
        queue(sleutel=str(uuid.uuid4()), **facts)

    def groups(self, *where):
        """(rows by key, person by key) of each batch of answers, and of each batch of words."""
        tables = attack.read_everything()
        for model in (Inzending, OpenAntwoord):
            truth = {row.pk: self.person_of(row) for row in model.objects.all()}
            for batch in where:
                rows = {row["id"]: row for row in tables[model._meta.db_table] if batch(row)}
                yield tables, rows, {key: truth[key] for key in rows}

    def person_of(self, row):
        if isinstance(row, OpenAntwoord):
            return self.by_words[row.tekst]
        return self.by_pattern[tuple(str(row.antwoorden[code]) for code in QUESTIONS)]

    def everybody_answers(self, runs, ways):
        """The runs through each other, in an order that anybody can read in the log: each does something else after."""
        todo = [(row, ways[afname]) for afname in runs for row in self.runs[afname]]
        self.luck.shuffle(todo)
        for row, way in todo:
            if self.luck.random() < 0.3:
                self.something_else(row.gebruiker)
            way(row)
            self.something_else(row.gebruiker)


@pytest.fixture
def street():
    return Street(random.Random(20261122))


def of_run(afname):
    return lambda row: row["afname_id"] == afname.pk


def of_pool(pool):
    return lambda row: row["pool_id"] == pool.pk


def found_by(street, *where):
    """What every attack finds in these batches: (expected right by transaction, best hits, most alike, how many)."""
    parts = list(street.groups(*where))
    tables, groups = parts[0][0], [(rows, truth) for _tables, rows, truth in parts]
    right = sum(attack.same_transaction(tables, rows, truth) for rows, truth in groups)
    tried = attack.by_order(tables, groups)
    best = max(tried, key=lambda one: one[1])
    alike = max(tried, key=lambda one: abs(one[2]))
    return right, best, alike, len(tried), len(groups)


def assert_no_better_than_chance(found):
    right, best, alike, tried, groups = found
    assert tried > 200  # orders of people beside orders of answers
    assert right <= groups + 1e-9  # guessing gives one of each batch
    assert best[1] < attack.most_hits(groups), best
    assert abs(alike[2]) < attack.most_alike(), alike


def test_published_answers_match_people_no_better_than_chance(street):
    signed_in, by_link = street.run(SIGNED_IN), street.run(BY_LINK)
    small = [street.run(number) for number in SMALL]
    ways = {
        signed_in: lambda row: street.answer_by_page(row, signed_in=True),
        by_link: lambda row: street.answer_by_page(row, signed_in=False),
    } | dict.fromkeys(small, street.answer)
    street.everybody_answers([signed_in, by_link, *small], ways)
    assert Wachtend.objects.filter(afname=signed_in).count() == 0
    assert Wachtend.objects.filter(afname=by_link).count() == 2

    open_still = [of_run(signed_in), of_run(by_link)]  # four batches of five, and three with two that wait
    assert_no_better_than_chance(found_by(street, *open_still))

    for afname in street.luck.sample([signed_in, by_link, *small], 2 + len(small)):
        close_afname(afname, actor=None, now=timezone.now())
    pools = list(Pool.objects.all())
    assert len(pools) == 3
    assert Inzending.objects.count() == 60
    everything = [of_run(signed_in), of_run(by_link), *map(of_pool, pools)]
    assert_no_better_than_chance(found_by(street, *everything))


def test_waiting_answers_can_be_matched_by_their_transaction_so_the_attack_works(street):
    """What is not claimed: until five wait together, who reads the database at that moment can tell."""
    afname = street.run(4)
    street.everybody_answers([afname], {afname: street.answer})
    rows = {row["id"]: row for row in attack.read_everything()[Wachtend._meta.db_table]}
    truth = {one.pk: street.by_words[json.loads(one.formulier)["woorden"]["NPE8"]] for one in Wachtend.objects.all()}
    assert attack.same_transaction(attack.read_everything(), rows, truth) == 4

    close_afname(afname, actor=None, now=timezone.now())
    rows = {row["id"]: row for row in attack.read_everything()[Wachtend._meta.db_table]}
    truth = {one.pk: street.by_words[json.loads(one.formulier)["woorden"]["NPE8"]] for one in Wachtend.objects.all()}
    assert attack.same_transaction(attack.read_everything(), rows, truth) == 1


def test_without_shuffling_the_order_gives_everybody_away_so_the_attack_works(street, monkeypatch):
    monkeypatch.setattr(publishing, "_shuffled", list)
    afname = street.run(SIGNED_IN)
    street.everybody_answers([afname], {afname: street.answer})
    close_afname(afname, actor=None, now=timezone.now())
    _right, best, alike, _tried, groups = found_by(street, of_run(afname))
    assert best[1] >= attack.most_hits(groups) or abs(alike[2]) >= attack.most_alike()


def test_an_answer_leaves_no_line_no_mail_and_nothing_in_a_session(street):
    afname = street.run(6)
    before = Logregel.objects.count(), Bericht.objects.count()
    for row in street.runs[afname]:
        street.answer_by_page(row, signed_in=True)
    assert (Logregel.objects.count(), Bericht.objects.count()) == before
    kept = {key for one in Session.objects.all() for key in one.get_decoded()}
    about_being_here = {"gezien", "apparaat", "sinds"}  # when the last page was, which device, since when
    assert {key for key in kept if not key.startswith("_auth")} <= about_being_here


def test_nothing_counts_up_on_either_side():
    counting = [
        name for name in attack.sequences() for table in (*attack.NAMELESS, "evaluaties_gevraagd") if table in name
    ]
    assert counting == []
