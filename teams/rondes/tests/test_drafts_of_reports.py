"""A report that was begun and left lying goes after two weeks; the round stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from teams.rondes.actions import forget_drafts, save_verslag
from teams.rondes.models import Ronde, Verslag
from teams.rondes.tasks import forget_drafts as ring
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, VerslagFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TWO_WEEKS = timedelta(days=14)


def write(ronde, moment, **velden):
    loper = DeelnameFactory(ronde=ronde, liep_mee=True).gebruiker
    return loper, save_verslag(ronde, velden=velden or {"opmerking": "Rustig."}, actor=loper, now=moment)


def test_a_draft_that_nobody_touched_for_two_weeks_goes_and_the_round_stays():
    ronde = RondeFactory(thuis=True, op=NOW - timedelta(days=15))
    write(ronde, NOW - TWO_WEEKS)
    assert (forget_drafts(NOW), forget_drafts(NOW)) == (1, 0)
    assert (Verslag.objects.count(), Ronde.objects.get().stand) == (0, "thuis")


def test_a_draft_of_a_day_less_stays_as_it_was_typed():
    write(RondeFactory(thuis=True, op=NOW - timedelta(days=15)), NOW - TWO_WEEKS + timedelta(days=1))
    assert forget_drafts(NOW) == 0
    assert Verslag.objects.get().concept == {"opmerking": "Rustig."}


def test_who_went_on_writing_keeps_it_all():
    ronde = RondeFactory(thuis=True, op=NOW - timedelta(days=20))
    loper, _verslag = write(ronde, NOW - timedelta(days=19))
    save_verslag(ronde, velden={"verlichting": "2"}, actor=loper, now=NOW - timedelta(days=2))
    assert forget_drafts(NOW) == 0


def test_a_report_that_was_sent_never_goes():
    VerslagFactory(ronde=RondeFactory(afgerond=True, op=NOW - timedelta(days=400)))
    assert forget_drafts(NOW) == 0


def test_the_clock_of_the_night_rings_for_it():
    write(RondeFactory(thuis=True, op=NOW - timedelta(days=30)), NOW - timedelta(days=29))
    ring()
    assert not Verslag.objects.exists()
