"""Two people at the same moment: both reports kept, one round, nobody in two rounds."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.rondes.actions import finish_verslag, log_afterwards, save_verslag
from teams.rondes.models import Deelname, Ronde, Verslag
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.rondes.tests.test_reporting import QUIET
from teams.rondes.tests.threads import at_once
from teams.rondes.walked import Feiten
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def people(team):
    return [LidmaatschapFactory(team=team).gebruiker for _ in range(2)]


def finish(ronde, wie, people):
    feiten = Feiten(ronde.begin, ronde.einde, tuple(people), andere_straten="Zwarte pad")
    return lambda: finish_verslag(ronde, feiten=feiten, verslag=QUIET, actor=wie, now=NOW)


def log(team, wie, sleutel, minutes=0):
    begin = NOW - timedelta(hours=3) + timedelta(minutes=minutes)
    given = {"begin": begin, "einde": begin + timedelta(hours=1), "deelnemers": wie, "andere_straten": "Zwarte pad"}
    return lambda: log_afterwards(team, **given, verslag=QUIET, sleutel=sleutel, actor=wie[0], now=NOW)


def test_two_who_finish_at_once_keep_both_reports(team, people):
    ronde = RondeFactory(thuis=True, team=team, op=NOW - timedelta(hours=2), leider=people[0])
    for wie in people:
        DeelnameFactory(ronde=ronde, gebruiker=wie, liep_mee=True)
    results = at_once(*(finish(ronde, wie, people) for wie in people))
    assert {verslag.door for verslag in results} == set(people)
    ronde.refresh_from_db()
    assert (ronde.stand, Verslag.objects.finished().count(), ronde.correcties.count()) == ("afgerond", 2, 0)


def test_one_who_sends_twice_at_once_has_one_report(team, people):
    ronde = RondeFactory(thuis=True, team=team, op=NOW - timedelta(hours=2), leider=people[0])
    DeelnameFactory(ronde=ronde, gebruiker=people[0], liep_mee=True)
    results = at_once(*(finish(ronde, people[0], people[:1]) for _ in range(3)))
    assert len({verslag.pk for verslag in results}) == 1


def test_two_devices_that_keep_at_once_keep_both_fields(team, people):
    ronde = RondeFactory(thuis=True, team=team, op=NOW - timedelta(hours=2), leider=people[0])
    fields = [{"veilig": ["ja"]}, {"opmerking": ["Mooi weer"]}]
    at_once(*(lambda velden=velden: save_verslag(ronde, velden=velden, actor=people[0], now=NOW) for velden in fields))
    assert Verslag.objects.get().concept == {"veilig": ["ja"], "opmerking": ["Mooi weer"]}


def test_a_page_sent_twice_at_once_is_one_round(team, people):
    sleutel = uuid4()
    results = at_once(*(log(team, people, sleutel) for _ in range(3)))
    assert len({ronde.pk for ronde in results}) == 1
    assert Ronde.objects.count() == 1


def test_two_rounds_of_the_same_people_at_once_are_one_round_and_a_sentence(people):
    """In two teams, so that no lock of a team keeps them apart."""
    other = TeamFactory()
    mine = people[0].lidmaatschappen.get().team
    for wie in people:
        LidmaatschapFactory(team=other, gebruiker=wie)
    results = at_once(log(mine, people, uuid4()), log(other, people[::-1], uuid4(), minutes=30))
    refused = [result for result in results if isinstance(result, RefusedAction)]
    assert (len(refused), Ronde.objects.count()) == (1, 1), results
    assert "andere ronde" in str(refused[0])
    assert Deelname.objects.walked().count() == 2
