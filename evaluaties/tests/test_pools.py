"""Runs that were too small to read alone can be read together, five answers or more (E205)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluaties.actions.closing import close_afname, close_due
from evaluaties.figures.results import results_of_gemeente
from evaluaties.models import Afname, Inzending, OpenAntwoord, Pool, Respons, Telling, Wachtend
from evaluaties.tests.factories import AfnameFactory, held_evening, start_version
from evaluaties.tests.test_publishing import marks, wait
from teams.tests.factories import GemeenteFactory, RegioFactory
from trainingen.models import Programma
from trainingen.tests.factories import ModuleFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def gemeente():
    return GemeenteFactory()


@pytest.fixture
def module(gemeente):
    return ModuleFactory(gemeente=gemeente, code="NP")


@pytest.fixture
def programma(gemeente):
    today = NOW.date()
    return Programma.objects.create(
        naam="Voorjaar", gemeente=gemeente, van=today - timedelta(days=9), tot=today + timedelta(days=9)
    )


def closed_run(gemeente, number, programma=None, **facts):
    """A run of this gemeente that closed with so many forms."""
    afname = AfnameFactory(sessie=None, gemeente=gemeente, programma=programma, versie=start_version(), **facts)
    wait(afname, number, {"NPE8": "Goed"})
    close_afname(afname, actor=None, now=NOW)
    return afname


def evening(module, number, programma, end=True):
    afname = AfnameFactory(sessie=held_evening(8, module=module, programma=programma))
    wait(afname, number)
    if end:
        close_afname(afname, actor=None, now=NOW)
    return afname


def test_two_small_runs_of_a_gemeente_make_one_pool(gemeente):
    first = closed_run(gemeente, 4)
    assert not Pool.objects.exists()
    second = closed_run(gemeente, 1)
    (pool,) = Pool.objects.all()
    assert set(pool.afnames.all()) == {first, second}
    assert (pool.gemeente, pool.programma, pool.versie) == (gemeente, None, first.versie)
    assert marks(Inzending.objects.filter(pool=pool)) == [1, 1, 2, 3, 4]
    assert OpenAntwoord.objects.filter(pool=pool).count() == 5
    assert not Wachtend.objects.exists()
    assert not Afname.objects.filter(vrijgegeven=True).exists()


def test_a_pool_never_grows(gemeente):
    closed_run(gemeente, 4)
    closed_run(gemeente, 4)
    closed_run(gemeente, 4)
    assert [pool.inzendingen.count() for pool in Pool.objects.all()] == [8]
    assert Wachtend.objects.count() == 4
    closed_run(gemeente, 3)
    assert sorted(pool.inzendingen.count() for pool in Pool.objects.all()) == [7, 8]


def test_another_questionnaire_or_gemeente_is_not_pooled_with(gemeente):
    closed_run(gemeente, 4)
    closed_run(GemeenteFactory(), 4)
    other = AfnameFactory(sessie=None, gemeente=gemeente, versie=start_version("WVE"))
    wait(other, 4)
    close_afname(other, actor=None, now=NOW)
    assert not Pool.objects.exists()


def test_an_open_run_waits_for_its_own_people(gemeente):
    closed_run(gemeente, 4)
    wait(AfnameFactory(sessie=None, gemeente=gemeente, versie=start_version()), 4)
    closed_run(gemeente, 0)
    assert not Pool.objects.exists()


def test_evenings_of_one_programme_go_together(gemeente, module, programma):
    evening(module, 3, programma)
    closed_run(gemeente, 4)  # no programme: not with it while the programme goes on
    assert not Pool.objects.exists()
    evening(module, 2, programma)
    (pool,) = Pool.objects.all()
    assert (pool.programma, pool.gemeente) == (programma, gemeente)
    assert Inzending.objects.filter(pool=pool).count() == 5
    assert Wachtend.objects.count() == 4


def test_what_a_programme_leaves_behind_goes_with_its_gemeente_when_it_is_over(gemeente, module, programma):
    evening(module, 3, programma)
    late = evening(module, 1, programma, end=False)
    closed_run(gemeente, 4)
    after = NOW + timedelta(days=60)
    assert close_due(after) == 1  # the last run of the programme closes, and with it the programme has nothing to come
    late.refresh_from_db()
    assert (late.stand, late.vrijgegeven) == ("gesloten", False)
    (pool,) = Pool.objects.all()
    assert (pool.programma, pool.inzendingen.count()) == (None, 8)


def test_the_clock_puts_together_when_only_time_passed(gemeente, module, programma):
    evening(module, 3, programma)
    closed_run(gemeente, 4)
    assert close_due(NOW) == 0
    assert not Pool.objects.exists()
    close_due(NOW + timedelta(days=60))
    close_due(NOW + timedelta(days=60))
    assert [pool.inzendingen.count() for pool in Pool.objects.all()] == [7]


def test_runs_of_several_gemeenten_of_one_programme_are_pooled_for_the_region(gemeente):
    regio, today = RegioFactory(), NOW.date()
    other = GemeenteFactory()
    regio.gemeenten.set([gemeente, other])
    programma = Programma.objects.create(naam="Voorjaar", regio=regio, van=today, tot=today)
    closed_run(gemeente, 3, programma)
    closed_run(other, 2, programma)
    (pool,) = Pool.objects.all()
    assert (pool.gemeente, pool.regio, pool.programma) == (None, regio, programma)


def test_tallies_of_a_small_run_go_along_with_its_forms(gemeente):
    tallied = AfnameFactory(sessie=None, gemeente=gemeente, versie=start_version())
    vraag = tallied.versie.vraagreeks.get(code="NPE2")
    Telling.objects.create(afname=tallied, vraag=vraag, sleutel="NPE2", n=4, aantallen={"ja": 4})
    Respons.objects.create(afname=tallied, kanaal="telling", aantal=4)
    close_afname(tallied, actor=None, now=NOW)
    one = closed_run(gemeente, 4)
    two = closed_run(gemeente, 2)
    (pool,) = Pool.objects.all()
    assert set(pool.afnames.all()) == {tallied, one, two}
    (blok,) = results_of_gemeente(gemeente).blokken
    assert (blok.formulieren, blok.of("NPE2").of("ja"), blok.of("NPE1").n) == (10, 10, 6)
