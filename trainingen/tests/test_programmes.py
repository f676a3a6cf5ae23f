"""A programme: its evenings, and everybody who came, each once."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.tests.factories import AanstellingFactory, RegioFactory
from trainingen.actions.programmes import make_programme
from trainingen.models import Programma, Sessie
from trainingen.programmes import people_of
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db
SPRING = {"naam": "Voorjaar", "van": date(2026, 3, 1), "tot": date(2026, 8, 31)}
LAST_WEEK = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(days=7)


@pytest.fixture
def trainer(db):
    return AanstellingFactory(trainer=True).gebruiker


def make(trainer, **facts):
    gemeente = trainer.aanstellingen.get().gemeente
    return make_programme(gemeente, **(SPRING | facts), actor=trainer, now=timezone.now())


def test_a_name_comes_once_and_pressed_twice_is_one(trainer):
    assert make(trainer) == make(trainer)
    with pytest.raises(RefusedAction, match="andere naam"):
        make(trainer, tot=date(2026, 9, 1))


def test_who_came_to_two_evenings_is_one_person(trainer):
    programma = make(trainer)
    evening = {"gemeente": programma.gemeente, "programma": programma, "gehouden": True}
    first, second = SessieFactory(**evening, op=LAST_WEEK), SessieFactory(**evening, op=LAST_WEEK - timedelta(days=7))
    row = InschrijvingFactory(sessie=first, aanwezig=True)
    InschrijvingFactory(sessie=second, aanwezig=True, gebruiker=row.gebruiker, team=row.team)
    InschrijvingFactory(sessie=second, aanwezig=True, gast="Bep Noordzij")
    InschrijvingFactory(sessie=second, aanwezig=False)
    assert (people_of(programma).mensen, people_of(programma).geweest) == (2, 2)


def test_half_a_year_later_is_a_day_of_the_calendar(trainer):
    assert people_of(make(trainer)).meten_vanaf == date(2027, 2, 28)


def test_a_published_number_is_said_to_be_one(trainer, client):
    regio = RegioFactory()
    gemeente = trainer.aanstellingen.get().gemeente
    gemeente.regio = regio
    gemeente.save()
    programma = Programma.objects.create(regio=regio, verslag_deelnemers=96, **SPRING)
    client.force_login(trainer)
    page = client.get(reverse("trainingen:programma", args=[programma.pk])).content.decode()
    assert "96 (uit het gepubliceerde verslag" in page


def test_the_pages_make_and_show_a_programme(trainer, client):
    client.force_login(trainer)
    sent = {"naam": "Najaar", "van": "2026-09-01", "tot": "2026-12-01"}
    client.post(reverse("trainingen:programma_nieuw"), sent)
    programma = Programma.objects.get()
    sessie = SessieFactory(gemeente=programma.gemeente, programma=programma)
    SessieFactory(programma=programma)  # of another gemeente in the same region: it counts, and is not shown
    page = client.get(reverse("trainingen:programma", args=[programma.pk]))
    assert [row.pk for row in page.context["pagina"]] == [sessie.pk]
    assert Sessie.objects.count() == 2
    assert "Najaar" in client.get(reverse("trainingen:programmas")).content.decode()
    wrong = client.post(reverse("trainingen:programma_nieuw"), sent | {"tot": "2026-08-01"})
    assert wrong.status_code == 422
