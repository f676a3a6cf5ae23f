"""Several people write down the same certificate, or merge the same teams, at the same moment: it happens once."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from teams.actions.merging import merge_team
from teams.clocks import at, local_date
from teams.models import Lidmaatschap, Team
from teams.rondes.tests.threads import at_once
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.certificates import issue_bewijzen, note_seen, withdraw
from trainingen.invariants import checks
from trainingen.models import Bewijs
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, ModuleFactory, SessieFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
NOW = at(local_date(timezone.now()), datetime(2026, 1, 1, 12).time())
YESTERDAY = local_date(NOW) - timedelta(days=1)


def sound(results):
    assert [one for one in results if isinstance(one, Exception) and not isinstance(one, RefusedAction)] == []
    assert {naam for naam, rows in checks().items() if rows.exists()} == set()


def test_one_certificate_seen_by_five_hands_is_one():
    team = TeamFactory()
    leads = LidmaatschapFactory(team=team, coordinator=True).gebruiker
    people = [lid.gebruiker for lid in LidmaatschapFactory.create_batch(3, team=team)]
    facts = {"soort": "vog", "gehaald_op": YESTERDAY, "gezien_op": YESTERDAY, "actor": leads, "now": NOW}
    later = [facts | {"now": NOW + timedelta(seconds=n)} for n in range(5)]
    sound(at_once(*[lambda f=f: note_seen(team, leden=people, **f) for f in later]))
    assert Bewijs.objects.count() == 3
    assert Logregel.objects.filter(gebeurtenis="bewijs.vastgelegd").count() == 3


def test_two_evenings_of_one_kind_that_are_closed_together_give_one_certificate():
    team = TeamFactory()
    module = ModuleFactory(gemeente=team.gemeente)
    person = LidmaatschapFactory(team=team).gebruiker
    evenings = [
        SessieFactory(gemeente=team.gemeente, module=module, gehouden=True, op=NOW - timedelta(days=7, hours=hours))
        for hours in (0, 4)
    ]
    for sessie in evenings:
        InschrijvingFactory(sessie=sessie, team=team, gebruiker=person, aanwezig=True)
    sound(at_once(*[lambda s=s: issue_bewijzen(s, actor=None, now=NOW) for s in evenings for _twice in range(2)]))
    assert Bewijs.objects.count() == 1
    assert Logregel.objects.filter(gebeurtenis="bewijs.vastgelegd").count() == 1


def test_a_mistake_taken_back_by_five_hands_is_taken_back_once():
    bewijs = BewijsFactory()
    actor = LidmaatschapFactory().gebruiker
    sound(at_once(*[lambda: withdraw(bewijs, actor=actor, now=NOW) for _ in range(5)]))
    assert Logregel.objects.filter(gebeurtenis="bewijs.ingetrokken").count() == 1


def test_two_teams_merged_into_each_other_at_once_become_one():
    gemeente = GemeenteFactory()
    one, two = TeamFactory.create_batch(2, gemeente=gemeente)
    both = LidmaatschapFactory(team=one).gebruiker
    LidmaatschapFactory(team=two, gebruiker=both)
    LidmaatschapFactory(team=one), LidmaatschapFactory(team=two)
    actor = LidmaatschapFactory().gebruiker
    acts = [lambda a=a, b=b: merge_team(a, naar=b, actor=actor, now=NOW) for a, b in ((one, two), (two, one)) * 2]
    sound(at_once(*acts))
    goes_on = Team.objects.get(gemeente=gemeente, stand="actief")
    today = Lidmaatschap.objects.current(local_date(NOW)).filter(team__gemeente=gemeente)
    assert [lid.team for lid in today] == [goes_on] * 3
    assert len({lid.gebruiker_id for lid in today}) == 3
