"""No two figures, on whichever pages and at whichever moments, differ by one to four people (E205).

In these runs everybody answers with a number of their own, so that a figure shows exactly who is in it. All sets that
were ever shown cut each other into pieces; whatever one adds and subtracts, one finds unions of these pieces.
"""

import random
import uuid
from collections import Counter
from datetime import date, timedelta
from itertools import count

import pytest
from django.utils import timezone

from evaluaties.actions.answering import give_answers
from evaluaties.actions.closing import close_afname, close_due
from evaluaties.figures import results
from evaluaties.models import Pool, Respons, Telling, Versie, Vraag
from evaluaties.tests.factories import AfnameFactory, held_evening, start_version
from teams.tests.factories import AanstellingFactory, GemeenteFactory
from trainingen.models import Programma
from trainingen.tests.factories import ModuleFactory

pytestmark = pytest.mark.django_db

RUNS, SIZES = 24, (1, 2, 3, 4, 4, 5, 6, 7, 9)
FIRST = timezone.now() - timedelta(days=200)


class Years:
    """A gemeente in which runs of one to nine people come and go, in two programmes and without one."""

    def __init__(self, luck):
        self.luck, self.now, self.numbers = luck, FIRST, count(1)
        self.gemeente = GemeenteFactory()
        self.module = ModuleFactory(gemeente=self.gemeente, code="NP")
        self.versie = self.version()
        self.programmes = [self.programme(0, 60), self.programme(50, 150)]
        self.open, self.closed, self.shown = [], [], {"WIE": set(), "SOMS": set()}

    def version(self):
        """Two questions: one that everybody answers, and one that people may skip."""
        policy = AanstellingFactory(gemeente=self.gemeente, rol="beleid").gebruiker
        lijst = start_version("NPE").vragenlijst
        versie = Versie.objects.create(vragenlijst=lijst, gemeente=self.gemeente, nummer=2, gemaakt_op=FIRST)
        for number, code in enumerate(("WIE", "SOMS")):
            Vraag.objects.create(versie=versie, code=code, volgorde=number, tekst="Uw nummer?", type="aantal")
        versie.vastgesteld_op, versie.vastgesteld_door = FIRST, policy
        versie.save()
        return versie

    def programme(self, begin, end):
        day = FIRST.date()
        days = {"van": day + timedelta(days=begin), "tot": day + timedelta(days=end)}
        return Programma.objects.create(naam=f"Programma {begin}", gemeente=self.gemeente, **days)

    def begin(self):
        """A run: of an evening in a programme, or of the gemeente."""
        size, programma = self.luck.choice(SIZES), self.luck.choice([*self.programmes, None])
        evening = programma and held_evening(size, module=self.module, programma=programma, ended=self.now)
        facts = {"sessie": evening, "gemeente": self.gemeente, "versie": self.versie, "gemaakt_op": self.now}
        afname = AfnameFactory(**facts, sluit_op=self.now + timedelta(days=self.luck.randint(3, 30)))
        self.open.append((afname, [next(self.numbers) for _one in range(size)]))

    def answer(self):
        """Somebody answers, on paper now and then as a tally with others."""
        afname, people = self.luck.choice(self.open)
        if people and afname.sessie_id is None and self.luck.random() < 0.1:
            return self.tally(afname, people)
        if people:
            number = people.pop()
            said = {"WIE": number} | ({"SOMS": number} if self.luck.random() < 0.6 else {})
            form = {"antwoorden": said, "woorden": {}, "vlaggen": []}
            give_answers(afname, form, kanaal="wand", sleutel=str(uuid.uuid4()), now=self.now)

    def tally(self, afname, people):
        if Telling.objects.filter(afname=afname).exists():
            return
        taken = [people.pop() for _one in range(min(len(people), 3))]
        vraag = Vraag.objects.get(versie=self.versie, code="WIE")
        counted = {"n": len(taken), "aantallen": dict.fromkeys(map(str, taken), 1)}
        Telling.objects.create(afname=afname, vraag=vraag, sleutel="WIE", **counted)
        Respons.objects.create(afname=afname, kanaal="telling", aantal=len(taken))

    def close(self):
        afname, _people = self.open.pop(self.luck.randrange(len(self.open)))
        close_afname(afname, actor=None, now=self.now)
        self.closed.append(afname)
        self.look()

    def live(self):
        """A day or so, with whatever happens."""
        self.now += timedelta(hours=self.luck.randint(1, 40))
        if len(self.open) < 4:
            self.begin()
        for _time in range(self.luck.randint(0, 12)):
            self.answer()
        if len(self.open) > 1 and self.luck.random() < 0.6:
            self.close()

    def finish(self):
        """Everything closes, and long after the programmes the clock rings once more."""
        while self.open:
            self.close()
        self.now += timedelta(days=200)
        close_due(self.now)
        self.look()
        for afname in self.closed:
            self.see(results.results_of_afname(afname))

    def look(self):
        """Every figure of every page."""
        assert results.results_of([afname for afname, _people in self.open]).is_leeg  # an open run tells nothing
        self.see(*map(results.results_of_afname, self.closed[-1:]))
        self.see(*map(results.results_of_programma, self.programmes))
        year = date(self.now.year, 1, 1)
        some_day = FIRST.date() + timedelta(days=self.luck.randint(0, 200))
        for period in ({}, {"van": year}, {"van": some_day}, {"tot": some_day}, {"module": "NP"}, {"module": "WV"}):
            self.see(results.results_of_gemeente(self.gemeente, **period))
        for programma in self.programmes:
            self.see(*results.results_per_quarter(*results.atoms_of_programma(programma)).values())
        self.see(*results.results_per_quarter(*results.atoms_of_gemeente(self.gemeente)).values())

    def see(self, *found):
        for one in found:
            for blok in one.blokken:
                for vraag in blok.vragen:
                    people = frozenset(answer.code for answer in vraag.antwoorden if answer.aantal)
                    assert vraag.n == len(people)
                    if people:
                        self.shown[vraag.sleutel].add(people)

    def pieces(self, sleutel):
        """How many people each piece holds into which the shown sets cut each other."""
        sets = self.shown[sleutel]
        seen = {person: frozenset(one for one in sets if person in one) for person in set().union(*sets)}
        return Counter(seen.values()).values()


def lived(seed, runs=RUNS):
    years = Years(random.Random(seed))
    while len(years.closed) + len(years.open) < runs:
        years.live()
    years.finish()
    return years


def test_no_difference_of_any_two_figures_is_less_than_five_people():
    years = lived(20261122)
    assert Pool.objects.count() > 1
    assert len(years.shown["WIE"]) > 15
    for sleutel in ("WIE", "SOMS"):
        assert min(years.pieces(sleutel)) >= 5


def test_the_search_finds_small_differences_when_the_threshold_is_gone(monkeypatch):
    """A question that few answered, in a run that many did: without its own threshold it would show them."""
    monkeypatch.setattr(results, "FEWEST", 1)
    assert min(lived(20261122, runs=6).pieces("SOMS")) < 5
