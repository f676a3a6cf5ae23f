"""The same button pressed by five hands in the same moment does its work once."""

import uuid
from datetime import time, timedelta

import pytest
from django.utils import timezone

from teams.clocks import local_date
from teams.rondes.actions import (
    begin_waarschuwing,
    make_agenda,
    make_route,
    note_call,
    plan_ronde,
    renew_agenda,
    sign_up,
)
from teams.rondes.models import Agenda, Deelname, Oproep, Ronde, Route, Waarschuwing
from teams.rondes.tests.factories import OproepFactory, RondeFactory, WaarschuwingFactory
from teams.rondes.tests.threads import at_once
from teams.tests.factories import LidmaatschapFactory, StraatFactory, TeamFactory

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = 5


@pytest.fixture
def lid():
    team = TeamFactory()
    return LidmaatschapFactory(team=team, rol="coordinator")


def by_five(act):
    return [str(result) for result in at_once(*[act] * HANDS)]


def test_planning(lid):
    now, sleutel = timezone.now(), uuid.uuid4()
    when = {"datum": local_date(now) + timedelta(days=2), "van_tijd": time(20), "tot_tijd": time(21)}
    assert len(set(by_five(lambda: plan_ronde(lid.team, **when, sleutel=sleutel, actor=lid.gebruiker, now=now)))) == 1
    assert Ronde.objects.count() == 1


def test_signing_up(lid):
    now, ronde = timezone.now(), RondeFactory(team=lid.team)
    assert len(set(by_five(lambda: sign_up(ronde, actor=lid.gebruiker, now=now)))) == 1
    assert Deelname.objects.count() == 1


def test_a_link_for_the_calendar(lid):
    now = timezone.now()
    assert len(set(by_five(lambda: make_agenda(team=None, actor=lid.gebruiker, now=now)))) == 1
    first = Agenda.objects.get()
    by_five(lambda: renew_agenda(first, actor=lid.gebruiker, now=now))
    assert (Agenda.objects.count(), Agenda.objects.usable().count()) == (2, 1)


def test_a_route(lid):
    now, straten = timezone.now(), [StraatFactory(buurt=lid.team.buurten.first())]
    said = by_five(lambda: make_route(lid.team, naam="Park", straten=straten, actor=lid.gebruiker, now=now))
    assert Route.objects.count() == 1
    assert set(said) <= {"Park", "Uw team heeft al een route met deze naam. Kies een andere naam."}


def test_a_warning_and_its_calls(lid):
    now, sleutel, who = timezone.now(), uuid.uuid4(), lid.gebruiker
    facts = {"gemeente": lid.team.gemeente, "oefening": False, "niet_voor": [], "sleutel": sleutel}
    assert len(set(by_five(lambda: begin_waarschuwing(**facts, actor=who, now=now)))) == 1
    assert Waarschuwing.objects.count() == 1
    oproep = OproepFactory(waarschuwing=WaarschuwingFactory(gemeente=lid.team.gemeente))
    by_five(lambda: note_call(oproep, uitslag="geen_gehoor", pogingen=0, actor=who, now=now))
    assert Oproep.objects.get(pk=oproep.pk).pogingen == 1
