"""Whom to call, and when the meldpunt is there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from meldingen.numbers import open_now, reads_at, urgent_number, week_hours
from meldingen.tests.conftest import signed_in, text_of
from teams.models import Sluitingsdag
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "Nu open, tot 17.00 uur."),
        (-2, "Nu dicht. Weer open: vandaag om 8.30 uur."),
        (8, "Nu dicht. Weer open: morgen om 8.30 uur."),
        (24 * 3 + 8, "Nu dicht. Weer open: maandag om 8.30 uur."),
    ],
)
def test_opening_hours_in_words(now, hours, words):
    assert open_now(GemeenteFactory(), now + timedelta(hours=hours)) == words


def test_a_closing_day_counts(now):
    gemeente = GemeenteFactory()
    Sluitingsdag.objects.create(gemeente=gemeente, datum="2026-11-18", naam="Studiedag")

    assert reads_at(gemeente, now + timedelta(hours=8)) == "donderdag om 8.30 uur"


def test_a_gemeente_without_hours_is_just_closed(now):
    gemeente = GemeenteFactory(openingstijden=False)

    assert (open_now(gemeente, now), reads_at(gemeente, now), week_hours(gemeente)) == ("Nu dicht.", "", [])


def test_the_week_in_a_few_words():
    assert week_hours(GemeenteFactory()) == [("maandag tot en met vrijdag", "8.30 tot 17.00 uur")]


def test_the_number_of_the_gemeente_depends_on_the_hour(plaats, now):
    tegel = plaats.categorie("OR02")

    assert urgent_number(tegel, now).nummer == plaats.gemeente.telefoon
    assert urgent_number(tegel, now + timedelta(hours=12)).nummer == plaats.gemeente.buiten_openingstijd_telefoon
    assert urgent_number(plaats.categorie("NP03"), now) is None


def test_every_number_can_be_called_with_one_touch(plaats):
    page = text_of(signed_in(plaats.melder).get(reverse("meldingen:bellen")))

    for tel in ("112", "09008844", "08002000", "113", "08001205", "144", "08009009", "0599123456", "140599"):
        assert f'href="tel:{tel}"' in page


def test_worries_can_be_talked_about_where_they_cannot_be_reported(plaats):
    lid = LidmaatschapFactory(team=TeamFactory(gemeente=plaats.gemeente)).gebruiker

    there, here = (text_of(signed_in(who).get(reverse("meldingen:zorgen"))) for who in (plaats.melder, lid))

    begin = reverse("meldingen:begin", args=["niet_pluis"])
    assert begin in there
    assert begin not in here
    assert plaats.gemeente.meldpunt_telefoon in here
    assert "Nu open, tot 17.00 uur." in here
