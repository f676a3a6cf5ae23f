"""Whom to call, and when the meldpunt is there."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meldingen.numbers import open_now, partner_numbers, reads_at, urgent_number, week_hours
from meldingen.tests.conftest import signed_in, text_of
from teams.models import Belnummer, PartnerTijd, Sluitingsdag
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, PartnerFactory, TeamFactory

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


# --- partners and own numbers (E150) ---------------------------------------------------------


def partner_on_the_list(gemeente, *hours, **facts):
    """A partner that everybody may ring, with (weekday, from, until)."""
    partner = PartnerFactory(gemeente=gemeente, bij_wie_bel_ik=True, **facts)
    for weekdag, van, tot in hours:
        PartnerTijd.objects.create(partner=partner, weekdag=weekdag, van=time(van), tot=time(tot))
    return partner


def nu_of(gemeente, now):
    return [partner.nu for partner in partner_numbers(gemeente, now)]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "Nu open, tot 12.00 uur."),
        (2, "Nu dicht. Weer open: zaterdag om 10.00 uur."),  # also in the weekend
        (24 * 4 + 1, "Nu open, tot 14.00 uur."),
        (24 * 5, "Nu dicht. Weer open: dinsdag om 9.00 uur."),
    ],
)
def test_a_partner_is_open_by_its_own_hours(now, hours, words):
    gemeente = GemeenteFactory()
    partner_on_the_list(gemeente, (1, 9, 12), (5, 10, 14))

    assert nu_of(gemeente, now + timedelta(hours=hours)) == [words]


def test_a_partner_keeps_the_closing_days_of_the_gemeente_and_the_public_holidays(now):
    gemeente = GemeenteFactory()
    partner_on_the_list(gemeente, *[(dag, 9, 17) for dag in range(7)])
    Sluitingsdag.objects.create(gemeente=gemeente, datum="2026-11-17", naam="Studiedag")

    assert nu_of(gemeente, now) == ["Nu dicht. Weer open: morgen om 9.00 uur."]
    assert nu_of(gemeente, now + timedelta(days=38)) == ["Nu dicht. Weer open: zondag om 9.00 uur."]  # Christmas Day


def test_wie_bel_ik_shows_partners_with_their_week_and_what_to_do_outside_it(plaats, elders):
    gemeente = plaats.gemeente
    partner_on_the_list(
        gemeente, (1, 9, 12), naam="Handhaving", telefoon="0599-777 888", openingstijden="Daarbuiten belt u 14 0599."
    )
    partner_on_the_list(gemeente, naam="Wijkagent", telefoon="0900-8844")
    PartnerFactory(gemeente=gemeente, naam="Niet op de lijst")
    partner_on_the_list(elders.gemeente, naam="Van elders")
    Belnummer.objects.create(gemeente=gemeente, naam="Buurthuis", nummer="0599-999 000", tekst="Elke ochtend.")
    Belnummer.objects.create(gemeente=gemeente, naam="Oud nummer", nummer="0599-1", actief=False)
    Belnummer.objects.create(gemeente=elders.gemeente, naam="Buurthuis van elders", nummer="0599-2")

    page = text_of(signed_in(plaats.melder).get(reverse("meldingen:bellen")))

    for words in (
        'href="tel:0599777888"',
        "Nu open, tot 12.00 uur.",
        "Dinsdag: 9.00 tot 12.00 uur",
        "Daarbuiten belt u 14 0599.",
        "Wij weten niet wanneer hier iemand is.",
        'href="tel:0599999000"',
        "Elke ochtend.",
        gemeente.buiten_openingstijd_telefoon,
    ):
        assert words in page
    for words in ("Niet op de lijst", "elders", "Oud nummer"):
        assert words not in page


def test_wie_bel_ik_asks_the_same_for_one_partner_and_for_thirty(plaats, django_assert_num_queries):
    client = signed_in(plaats.melder)
    for _ in range(2):
        partner_on_the_list(plaats.gemeente, (1, 9, 12))
        client.get(reverse("meldingen:bellen"))
        with CaptureQueriesContext(connection) as one:
            client.get(reverse("meldingen:bellen"))
    for _ in range(30):
        partner_on_the_list(plaats.gemeente, (1, 9, 12))
    with django_assert_num_queries(len(one)):
        client.get(reverse("meldingen:bellen"))
