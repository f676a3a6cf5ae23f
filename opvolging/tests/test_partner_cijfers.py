"""How partners react (E148): in time by the first date, the middle number of days, and small groups stay hidden."""

from datetime import timedelta

import pytest
from django.urls import reverse

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from meldingen.tests.factories import DINSDAG
from opvolging.actions import accept_ask, finish_ask, hand_back, withdraw_ask
from opvolging.figures import Periode
from opvolging.models import Langs
from opvolging.partner_figures import PartnerCel, PartnerRij, partner_figures
from opvolging.tests.meldpunt_pages import signed_in, text_of
from opvolging.tests.wereld import make_wereld

pytestmark = pytest.mark.django_db
YEAR, TODAY = Periode(2026), DINSDAG.date() + timedelta(days=60)


@pytest.fixture
def wereld():
    return make_wereld()


def figures(wereld, today=TODAY):
    return partner_figures({wereld.gemeente.pk}, YEAR, today)


def finish(wereld, ask, day):
    now = DINSDAG + timedelta(days=day)
    return finish_ask(ask, uitkomst="opgelost", contact=wereld.contact, langs=Langs.LINK, now=now)


def test_in_time_is_measured_against_the_first_date_and_the_middle_of_the_days_is_shown(wereld):
    quick, slow, late = (wereld.asked(0, now=DINSDAG) for _ in range(3))
    accept_ask(slow, contact=wereld.contact, langs=Langs.LINK, now=DINSDAG + timedelta(days=1))
    finish(wereld, quick, 1)
    finish(wereld, slow, 8)
    finish(wereld, late, 30)  # reacted after its three working days, and by then it was over
    wereld.asked(0, now=DINSDAG)  # never reacted at all

    [row] = figures(wereld)

    assert row == PartnerRij(
        wereld.partner.naam,
        0,
        PartnerCel(gevraagd=4, gereageerd_op_tijd=2, moest_reageren=4, klaar=3, klaar_op_tijd=2, melders=1),
    )
    assert (row.cel.procent_gereageerd, row.cel.procent_klaar, row.cel.dagen) == (50, 67, 8)


def test_an_ask_whose_first_date_is_not_over_yet_does_not_count_as_late(wereld):
    wereld.asked(0, now=DINSDAG)

    [row] = figures(wereld, today=DINSDAG.date())

    assert (row.cel.gevraagd, row.cel.moest_reageren, row.cel.procent_gereageerd) == (1, 0, None)


def test_handing_back_in_time_is_reacting_in_time_and_counts_as_handed_back(wereld):
    hand_back(wereld.asked(0, now=DINSDAG), reden="niet_van_ons", contact=wereld.contact, langs=Langs.LINK, now=DINSDAG)

    [row] = figures(wereld)

    assert (row.cel.gereageerd_op_tijd, row.cel.terug, row.cel.klaar) == (1, 1, 0)


def test_what_was_taken_back_counts_nowhere(wereld):
    withdraw_ask(wereld.asked(0, now=DINSDAG), actor=wereld.meldpunt, now=DINSDAG)

    assert figures(wereld) == []


def test_asks_about_confidential_meldingen_show_from_five_melders_on_and_strict_ones_never(wereld):
    wereld.asked(3, now=DINSDAG)
    for _ in range(4):
        wereld.ask(wereld.taken_up(2, now=DINSDAG, actor=GebruikerFactory()), now=DINSDAG)
    assert figures(wereld) == [PartnerRij(wereld.partner.naam, 2, None)]

    wereld.ask(wereld.taken_up(2, now=DINSDAG, actor=GebruikerFactory()), now=DINSDAG)

    assert [row.cel.gevraagd for row in figures(wereld)] == [5]


def test_the_page_shows_the_partners_of_the_own_gemeente_only(wereld):
    finish(wereld, wereld.asked(0, now=DINSDAG), 1)
    elsewhere = make_wereld("Elders")
    finish(elsewhere, elsewhere.asked(0, now=DINSDAG), 1)

    page = text_of(signed_in(wereld.beleid).get(reverse("opvolging:cijfers") + "?periode=2026"))

    assert wereld.partner.naam in page
    assert elsewhere.partner.naam not in page
