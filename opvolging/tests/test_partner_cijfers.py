"""How partners react (E148, E158): in time by the first date, and the middle number of days."""

from collections import Counter
from datetime import timedelta

import pytest

from meldingen.tests.factories import DINSDAG
from opvolging.actions import accept_ask, finish_ask, hand_back, withdraw_ask
from opvolging.figures import Periode
from opvolging.models import Langs
from opvolging.partner_figures import PartnerCel, asks_about, partner_cell
from opvolging.tests.wereld import make_wereld

pytestmark = pytest.mark.django_db
YEAR, TODAY = Periode(2026), DINSDAG.date() + timedelta(days=60)


@pytest.fixture
def wereld():
    return make_wereld()


def figures(wereld, today=TODAY):
    """(name, group of levels, cell) per partner."""
    asks = asks_about(wereld.gemeente, YEAR, today)
    keys = sorted({(ask.partner[1], ask.niveau) for ask in asks})
    return [
        (naam, niveau, partner_cell([ask for ask in asks if (ask.partner[1], ask.niveau) == (naam, niveau)]))
        for naam, niveau in keys
    ]


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

    [(naam, niveau, cel)] = figures(wereld)

    days = Counter([1, 8, 30])
    counted = {"gevraagd": 4, "gereageerd": 3, "gereageerd_op_tijd": 2, "moest_reageren": 4}
    assert (naam, niveau) == (wereld.partner.naam, 0)
    assert cel == PartnerCel(**counted, klaar=3, klaar_op_tijd=2, duur=days)
    assert (cel.procent_gereageerd, cel.procent_klaar, cel.dagen) == (50, 67, 8)


def test_an_ask_whose_first_date_is_not_over_yet_does_not_count_as_late(wereld):
    wereld.asked(0, now=DINSDAG)

    [(_naam, _niveau, cel)] = figures(wereld, today=DINSDAG.date())

    assert (cel.gevraagd, cel.moest_reageren, cel.procent_gereageerd) == (1, 0, None)


def test_handing_back_in_time_is_reacting_in_time_and_counts_as_handed_back(wereld):
    hand_back(wereld.asked(0, now=DINSDAG), reden="niet_van_ons", contact=wereld.contact, langs=Langs.LINK, now=DINSDAG)

    [(_naam, _niveau, cel)] = figures(wereld)

    assert (cel.gereageerd_op_tijd, cel.terug, cel.klaar) == (1, 1, 0)


def test_what_was_taken_back_counts_nowhere(wereld):
    withdraw_ask(wereld.asked(0, now=DINSDAG), actor=wereld.meldpunt, now=DINSDAG)

    assert figures(wereld) == []


def test_asks_about_strict_meldingen_count_nowhere(wereld):
    wereld.asked(3, now=DINSDAG)

    assert figures(wereld) == []


def test_a_partner_that_never_reacts_is_silent_after_three_first_dates(wereld):
    for _number in range(3):
        wereld.asked(0, now=DINSDAG)
    [(_naam, _niveau, early)], [(_naam, _niveau, later)] = figures(wereld, today=DINSDAG.date()), figures(wereld)

    assert (early.is_stil, later.is_stil) == (False, True)
    finish(wereld, wereld.asked(0, now=DINSDAG), 40)
    assert not figures(wereld)[0][2].is_stil


def test_what_a_partner_could_use_is_its_last_word(wereld):
    """E158."""
    now = DINSDAG + timedelta(hours=1)
    asks = [wereld.asked(0, now=DINSDAG) for _number in range(2)]
    for ask, nuttig, mist in zip(asks, ("nee", "ja"), (["plek"], []), strict=True):
        facts = {"uitkomst": "opgelost", "contact": wereld.contact, "langs": Langs.LINK, "now": now}
        finish_ask(ask, nuttig=nuttig, mist=mist, **facts)

    [(_naam, _niveau, cel)] = figures(wereld)

    assert (cel.nuttig, cel.mist) == ({"nee": 1, "ja": 1}, {"plek": 1})
