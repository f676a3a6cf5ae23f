"""The mail of four o'clock: "Vanavond lopen ..." (E110)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from buurtpreventie.outbox.models import Bericht
from teams.rondes.actions import remind
from teams.rondes.actions.evening import tell_basisteam
from teams.rondes.models import WachtInstelling
from teams.rondes.tests.factories import RondeFactory
from teams.tests.factories import AanstellingFactory, BuurtFactory, GemeenteFactory, TeamFactory

FOUR = datetime(2026, 11, 17, 16, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def gemeente():
    gemeente = GemeenteFactory(naam="Veldrecht", meldpunt_telefoon="0123 45 67 89")
    WachtInstelling.objects.create(gemeente=gemeente, basisteam_email="basisteam@politie.example")
    return gemeente


def walks(gemeente, naam, van, **facts):
    buurt = BuurtFactory(gemeente=gemeente, naam=f"Buurt {naam}")
    return RondeFactory(team=TeamFactory(gemeente=gemeente, naam=f"Team {naam}", buurten=[buurt]), op=van, **facts)


def sent():
    return list(Bericht.objects.order_by("pk").values_list("aan", "onderwerp"))


def test_at_four_the_basisteam_hears_once_who_walks_tonight(gemeente, settings):
    walks(gemeente, "Zuid", FOUR + 6 * HOUR)
    walks(gemeente, "Noord", FOUR + 4 * HOUR)
    walks(gemeente, "Noord-nacht", FOUR + 11 * HOUR)
    walks(gemeente, "Morgenochtend", FOUR + 12 * HOUR)
    walks(gemeente, "Middag", FOUR - 2 * HOUR)
    walks(gemeente, "Vervallen", FOUR + HOUR, vervallen=True)

    assert [tell_basisteam(FOUR + i * MINUTE) for i in range(-1, 3)] == [0, 1, 0, 0]

    mail = Bericht.objects.get()
    assert (mail.aan, mail.onderwerp) == ("basisteam@politie.example", "Vanavond lopen 3 teams in Veldrecht")
    assert mail.volgende_poging == FOUR
    assert mail.tekst == (
        "Vanavond lopen in Veldrecht:\n\n"
        "- 20.00 tot 21.30 uur: Team Noord (Buurt Noord)\n"
        "- 22.00 tot 23.30 uur: Team Zuid (Buurt Zuid)\n"
        "- 3.00 tot 4.30 uur: Team Noord-nacht (Buurt Noord-nacht)\n\n"
        "Dit is de planning van 16.00 uur. Een ronde kan nog vervallen of erbij komen.\n"
        f"Hoe het nu is, ziet u op Nu op straat: {settings.SITE_URL}/op-straat/\n"
        "Daar staat ook wie u kunt bellen zolang een team buiten is.\n\n"
        "Meldpunt Veldrecht, 0123 45 67 89"
    )


def test_the_clock_of_every_minute_tells_it(gemeente):
    walks(gemeente, "Noord", FOUR + 4 * HOUR)
    remind(FOUR)
    remind(FOUR + MINUTE)
    assert ("basisteam@politie.example", "Vanavond loopt 1 team in Veldrecht") in sent()
    assert len(Bericht.objects.filter(bron=f"avond:{gemeente.pk}:2026-11-17")) == 1


def test_a_day_without_rounds_has_no_mail(gemeente):
    walks(gemeente, "Morgen", FOUR + 24 * HOUR)
    assert [tell_basisteam(FOUR), tell_basisteam(FOUR + 5 * HOUR)] == [0, 0]
    assert sent() == []


def test_the_first_round_that_is_planned_later_in_the_evening_is_told_then(gemeente):
    assert tell_basisteam(FOUR) == 0
    walks(gemeente, "Noord", FOUR + 4 * HOUR)
    assert tell_basisteam(FOUR + 2 * HOUR) == 1
    walks(gemeente, "Zuid", FOUR + 5 * HOUR)
    assert tell_basisteam(FOUR + 3 * HOUR) == 0  # the board is the truth: the mail says so
    assert sent() == [("basisteam@politie.example", "Vanavond loopt 1 team in Veldrecht")]


def test_after_an_outage_only_what_is_not_over_is_told(gemeente):
    walks(gemeente, "Vroeg", FOUR)
    walks(gemeente, "Laat", FOUR + 6 * HOUR)
    assert tell_basisteam(FOUR + 3 * HOUR) == 1
    assert "Vroeg" not in Bericht.objects.get().tekst


def test_every_day_has_its_own_mail(gemeente):
    for days in range(2):
        walks(gemeente, f"Dag {days}", FOUR + days * 24 * HOUR + 4 * HOUR)
        assert tell_basisteam(FOUR + days * 24 * HOUR) == 1
        assert tell_basisteam(FOUR + days * 24 * HOUR + 10 * HOUR) == 0  # two in the night: over


def test_without_an_address_everybody_who_is_police_on_duty_hears_it():
    gemeente, other = GemeenteFactory(naam="Zonder adres"), GemeenteFactory(naam="Ernaast")
    for plaats, email in ((gemeente, "b@politie.example"), (gemeente, "a@politie.example"), (other, "c@x.example")):
        AanstellingFactory(politie_dienst=True, gemeente=plaats, gebruiker__email=email)
    AanstellingFactory(politie_dienst=True, gemeente=gemeente, gebruiker__email="weg@x.example", tot=FOUR.date())
    AanstellingFactory(piket=True, gemeente=gemeente, gebruiker__email="piket@x.example")
    walks(gemeente, "Noord", FOUR + 4 * HOUR)

    assert tell_basisteam(FOUR) == 2
    assert [aan for aan, _onderwerp in sent()] == ["a@politie.example", "b@politie.example"]


def test_nobody_to_tell_is_no_error():
    walks(GemeenteFactory(), "Noord", FOUR + 4 * HOUR)
    assert tell_basisteam(FOUR) == 0


def test_another_address_in_the_evening_is_no_second_mail(gemeente):
    walks(gemeente, "Noord", FOUR + 4 * HOUR)
    tell_basisteam(FOUR)
    WachtInstelling.objects.update(basisteam_email="ander@politie.example")
    assert tell_basisteam(FOUR + HOUR) == 0


def test_no_mail_holds_a_name(gemeente):
    ronde = walks(gemeente, "Noord", FOUR, bezig=True)
    tell_basisteam(FOUR + MINUTE)
    tekst = Bericht.objects.get().tekst
    assert "Team Noord" in tekst
    assert ronde.leider.naam not in tekst and "06-12345678" not in tekst


def test_the_night_of_the_clock_change_has_one_mail(gemeente):
    saturday = datetime(2026, 10, 24, 16, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
    walks(gemeente, "Noord", saturday + 4 * HOUR)
    walks(gemeente, "Nacht", datetime(2026, 10, 25, 3, 0, tzinfo=ZoneInfo("Europe/Amsterdam")))
    assert [tell_basisteam(saturday + i * HOUR) for i in range(14)] == [1] + [0] * 13
    assert "3.00 tot 4.30 uur: Team Nacht" in Bericht.objects.get().tekst
