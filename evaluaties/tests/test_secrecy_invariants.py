"""What must always be true of batches, pools and doors: broken by raw rows, and found."""

import pytest
from django.db import connection
from django.utils import timezone

from evaluaties.actions.closing import close_afname
from evaluaties.invariants import of_secrecy
from evaluaties.models import Afname, GebruikteSleutel, Inzending, Pool
from evaluaties.tests.factories import AfnameFactory, GevraagdFactory, start_version
from evaluaties.tests.test_publishing import wait
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def broken():
    return {name for name, rows in of_secrecy().items() if rows.exists()}


def closed_run(gemeente, number):
    afname = AfnameFactory(sessie=None, gemeente=gemeente, versie=start_version())
    wait(afname, number)
    close_afname(afname, actor=None, now=NOW)
    return afname


def test_what_the_acts_make_breaks_no_rule():
    gemeente = GemeenteFactory()
    for number in (0, 4, 2, 7):
        closed_run(gemeente, number)
    wait(AfnameFactory(), 4)
    assert Pool.objects.count() == 1
    assert broken() == set()


def test_a_run_that_can_be_read_has_five_answers_and_none_that_wait():
    four = closed_run(GemeenteFactory(), 4)
    Afname.objects.filter(pk=four.pk).update(vrijgegeven=True)
    assert broken() == {"vrijgegeven_onder_de_vijf", "vrijgegeven_terwijl_er_wachten"}


def test_a_closed_run_with_five_answers_can_be_read():
    six = closed_run(GemeenteFactory(), 6)
    Afname.objects.filter(pk=six.pk).update(vrijgegeven=False)
    assert broken() == {"gesloten_met_vijf_en_niet_vrijgegeven"}


def test_five_that_wait_went_over():
    wait(AfnameFactory(), 5)
    assert broken() == {"vijf_wachten_en_niets_ging_over"}


def test_a_pool_is_of_several_small_runs_and_each_run_in_one():
    gemeente = GemeenteFactory()
    runs = [closed_run(gemeente, number) for number in (4, 4)]
    (pool,) = Pool.objects.all()
    connection.check_constraints()  # the rule that waits for the end of a transaction
    Inzending.objects.filter(pk__in=Inzending.objects.values("pk")[:4]).delete()
    other = Pool.objects.create(versie=pool.versie, gemeente=gemeente, week=pool.week)
    other.afnames.set(runs)
    assert broken() == {"pool_te_klein", "afname_in_twee_pools"}


def test_behind_a_closed_run_no_key_and_no_secret_is_left():
    afname = closed_run(GemeenteFactory(), 6)
    GebruikteSleutel.objects.create(afname=afname, hash="a" * 64)
    lid = GevraagdFactory(afname=AfnameFactory(), geheim="geheim", token_hash="b" * 64)
    type(lid).objects.update(afname=afname)
    assert broken() == {"gesloten_met_gebruikte_sleutels", "gesloten_met_geheim_van_link"}
