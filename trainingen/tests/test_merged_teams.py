"""A team merges while an evening is planned: what was keeps its name, and nobody falls off the list (E173)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.actions.merging import merge_team
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, RegioFactory, TeamFactory
from trainingen.actions.certificates import issue_bewijzen
from trainingen.cover import cover_of
from trainingen.models import BewijsSoort, Inschrijving, Sessie
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    return TeamFactory(naam="Team Leerdam", gemeente=GemeenteFactory(naam="Leerdam", regio=RegioFactory()))


@pytest.fixture(params=["same gemeente", "gemeente of the regio"])
def new(request, old):
    same = request.param == "same gemeente"
    gemeente = old.gemeente if same else GemeenteFactory(naam="Vijfheerenlanden", regio=old.gemeente.regio)
    return TeamFactory(naam="Team Vijfheerenlanden", gemeente=gemeente)


def merge(old, new):
    merge_team(old, naar=new, actor=GebruikerFactory(), now=timezone.now())


def test_an_evening_and_a_registration_keep_the_name_of_then(old, new):
    sessie = SessieFactory(gemeente=old.gemeente, team=old)
    row = InschrijvingFactory(sessie=sessie, team=old)
    merge(old, new)
    row.refresh_from_db()
    assert (row.team_toen, row.stand) == ("Team Leerdam", "aangemeld")
    assert [team.naam_toen for team in sessie.sessieteams.all()] == ["Team Leerdam"]
    assert sessie.gemeente_toen == "Leerdam"


def test_who_goes_along_still_finds_the_evening_and_who_was_there_already_finds_it_too(old, new):
    sessie = SessieFactory(gemeente=old.gemeente, team=old)
    signed_up = InschrijvingFactory(sessie=sessie, team=old).gebruiker
    goes_along = LidmaatschapFactory(team=old).gebruiker
    was_there = LidmaatschapFactory(team=new).gebruiker
    merge(old, new)
    for person in (signed_up, goes_along, was_there):
        client = Client()
        client.force_login(person)
        assert list(Sessie.objects.visible_to(person)) == [sessie]
        assert client.get(reverse("trainingen:training", args=[sessie.pk])).status_code == 200


def test_who_goes_along_signs_up_with_the_new_team(old, new):
    sessie = SessieFactory(gemeente=old.gemeente, team=old)
    person = LidmaatschapFactory(team=old).gebruiker
    merge(old, new)
    client = Client()
    client.force_login(person)
    assert client.post(reverse("trainingen:aanmelden", args=[sessie.pk])).status_code == 302
    row = Inschrijving.objects.get(gebruiker=person)
    assert (row.team, row.team_toen, row.stand) == (new, "Team Vijfheerenlanden", "aangemeld")


def test_certificates_go_with_the_person_into_the_cover_of_the_new_team(old, new):
    person = LidmaatschapFactory(team=old).gebruiker
    BewijsFactory(gemeente=old.gemeente, gebruiker=person)
    LidmaatschapFactory(team=new)
    merge(old, new)
    today = timezone.localdate()
    there = cover_of(new, today).of(BewijsSoort.REANIMATIE)
    assert (there.actueel, there.leden) == (1, 2)
    assert cover_of(old, today).leden == ()


def test_who_leads_the_new_team_sees_who_of_the_old_one_comes(old):
    new = TeamFactory(gemeente=old.gemeente)
    leads = LidmaatschapFactory(team=new, coordinator=True).gebruiker
    row = InschrijvingFactory(sessie=SessieFactory(gemeente=old.gemeente, team=old), team=old)
    assert not Inschrijving.objects.visible_to(leads).exists()
    merge(old, new)
    leads.__dict__.pop("_rollen")
    assert list(Inschrijving.objects.visible_to(leads)) == [row]


def test_an_evening_that_was_held_before_the_merge_still_gives_its_certificates(old, new):
    sessie = SessieFactory(gemeente=old.gemeente, team=old, gehouden=True, op=timezone.now() - timedelta(days=3))
    row = InschrijvingFactory(sessie=sessie, team=old, aanwezig=True)
    merge(old, new)
    (bewijs,) = issue_bewijzen(sessie, actor=None, now=timezone.now())
    assert (bewijs.gebruiker, bewijs.gemeente) == (row.gebruiker, old.gemeente)
