"""The lock that every event takes first."""

import pytest

from buurtpreventie.errors import RefusedAction
from meldingen.actions import take_up
from meldingen.tests.conftest import make_plaats
from meldingen.tests.factories import DINSDAG, report
from meldingen.tests.test_talks import at_once, colleague


@pytest.mark.django_db(transaction=True)
def test_who_comes_second_hears_the_name_of_who_came_first(transactional_db):
    plaats = make_plaats()
    melding = report(team=plaats.team, melder=plaats.melder)
    desks = [colleague(plaats), colleague(plaats)]

    results = at_once(*[lambda desk=desk: take_up(melding, actor=desk, now=DINSDAG, van=None) for desk in desks])

    refused = next(result for result in results if isinstance(result, RefusedAction))
    melding.refresh_from_db()
    assert str(refused) == f"{melding.behandelaar} heeft deze melding net opgepakt."
