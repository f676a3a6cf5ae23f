"""The factories of this floor: each melding is where its name says, and every rule of the house holds."""

import pytest

from opvolging.invariants import broken_invariants
from opvolging.tests.factories import answered, asked, finished, handed_back, reported, taken_up

pytestmark = pytest.mark.django_db


def test_a_melding_can_be_played_to_every_stand_without_breaking_a_rule():
    standen = [reported().stand, taken_up().stand, asked().melding.stand, handed_back().melding.stand]
    standen += [finished().stand, answered().stand, answered(oordeel="iets_nieuws", toelichting="Weer licht.").stand]

    assert standen == ["ontvangen", "opgepakt", "opgepakt", "opgepakt", "afgerond", "beantwoord", "opgepakt"]
    assert broken_invariants() == {}
