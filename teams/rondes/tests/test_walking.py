"""Start, longer, home: the actions and their pages (E110, E112)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from teams.rondes.actions import come_home, start_ronde
from teams.rondes.models import Deelname, Ronde
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def team():
    return TeamFactory()


def member(team, **facts):
    return LidmaatschapFactory(team=team, **facts).gebruiker


def started(team, *people, now, **facts):
    leider = people[0]
    facts = {"deelnemers": people, "leider": leider, "verwacht_einde": now + HOUR, "telefoon": "0612345678"} | facts
    return start_ronde(team=team, actor=leider, now=now, **facts)


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("stand", ["gepland", "bezig", "thuis", "afgerond", "niet_afgesloten", "vervallen"])
def test_the_page_of_a_round_shows_in_every_stand(team, stand):
    ik = member(team, rol="coordinator")
    ronde = RondeFactory(team=team, **({stand: True} if stand != "gepland" else {}))
    DeelnameFactory(ronde=ronde, gebruiker=ik, liep_mee=stand not in ("gepland", "vervallen"))
    response = browser(ik).get(reverse("rondes:ronde", args=[ronde.pk]))
    assert response.status_code == 200
    assert ronde.get_stand_display() in response.content.decode()


def test_start_and_home(team, now):
    ik, ander = member(team), member(team)
    ronde = started(team, ik, ander, now=now, gasten=[("boa", "")])
    assert Deelname.objects.filter(ronde=ronde, stand="liep_mee").count() == 3
    home = come_home(ronde, actor=ander, now=now + HOUR)
    assert (home.stand, home.einde, home.telefoon) == ("thuis", now + HOUR, None)


def test_pages_of_start(team):
    ik = member(team)
    client = browser(ik)
    assert client.get(reverse("rondes:start", args=[team.pk])).status_code == 200
    ronde = RondeFactory(team=team, op=timezone.now())
    assert client.get(reverse("rondes:start_ronde", args=[ronde.pk])).status_code == 200
    end = timezone.localtime(timezone.now() + HOUR)
    response = client.post(
        reverse("rondes:start_ronde", args=[ronde.pk]),
        {"deelnemers": [ik.pk], "klaar_om": f"{end:%H:%M}", "leider": ik.pk, "telefoon": "0612345678"},
    )
    assert response.status_code == 302, response.content.decode()
    assert Ronde.objects.get(pk=ronde.pk).stand == "bezig"
    assert client.get(reverse("rondes:ronde", args=[ronde.pk])).status_code == 200
    assert client.post(reverse("rondes:langer", args=[ronde.pk]), {"keer": 0, "minuten": 15}).status_code == 302
    assert client.post(reverse("rondes:thuis", args=[ronde.pk])).status_code == 302
    assert Ronde.objects.get(pk=ronde.pk).stand == "thuis"
