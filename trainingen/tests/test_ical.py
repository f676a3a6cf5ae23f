"""Trainings in a calendar: a file per evening and the feeds of rounds, read by two libraries."""

from datetime import timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from teams.rondes.actions import make_agenda
from teams.rondes.feeds import feed_of
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.links import link_of
from trainingen.feeds import file_of
from trainingen.models import Sessie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def lid():
    return LidmaatschapFactory(team=TeamFactory(naam="Buurtpreventie Molenkwartier")).gebruiker


@pytest.fixture
def team(lid):
    return lid.lidmaatschappen.get().team


@pytest.fixture
def sessie(team):
    return SessieFactory(gemeente=team.gemeente, team=team, module__naam="Niet pluis")


def events(feed):
    """What both libraries read, and that they read the same: uid, begin, end, status, sequence, title, place."""
    mine = [
        (
            str(e["uid"]),
            e.decoded("dtstart"),
            e.decoded("dtend"),
            str(e["status"]),
            int(e["sequence"]),
            str(e["summary"]),
            str(e.get("location", "")),
        )
        for e in Calendar.from_ical(feed).walk("VEVENT")
    ]
    theirs = [
        (
            e.uid.value,
            e.dtstart.value,
            e.dtend.value,
            e.status.value,
            int(e.sequence.value),
            e.summary.value,
            e.location.value if hasattr(e, "location") else "",
        )
        for e in vobject.readOne(feed.decode()).contents.get("vevent", [])
    ]
    assert mine == theirs
    return mine


def test_the_file_says_when_and_where_and_nothing_about_the_subject(sessie):
    [event] = events(file_of(sessie))
    assert event == (
        str(sessie.sleutel),
        sessie.begin,
        sessie.einde,
        "CONFIRMED",
        0,
        "Training buurtteam",
        "Buurthuis De Linde",
    )
    assert b"pluis" not in file_of(sessie)


def test_a_knowledge_evening_is_called_that_and_not_by_its_theme():
    [event] = events(file_of(SessieFactory(kennisavond=True, thema="Eenzaamheid")))
    assert event[5] == "Kennisavond buurtteam"


def test_a_moved_evening_keeps_its_uid_and_has_the_next_sequence(sessie):
    before = events(file_of(sessie))[0]
    Sessie.objects.filter(pk=sessie.pk).update(
        begin=sessie.begin - timedelta(hours=1), versie=1, verplaatst_op=timezone.now()
    )
    sessie.refresh_from_db()
    after = events(file_of(sessie))[0]
    assert (after[0], after[4]) == (before[0], before[4] + 1)
    assert after[1] == before[1] - timedelta(hours=1)


def test_an_evening_that_does_not_go_on_is_cancelled_in_the_next_version(team):
    off = SessieFactory(gemeente=team.gemeente, team=team, vervallen=True, versie=2)
    assert events(file_of(off))[0][3:5] == ("CANCELLED", 3)


def test_the_clock_change_costs_nobody_an_hour(team):
    op = timezone.make_aware(timezone.datetime(2026, 10, 25, 19, 0))
    [event] = events(file_of(SessieFactory(gemeente=team.gemeente, op=op)))
    assert timezone.localtime(event[1]).hour == 19


def test_a_place_with_odd_signs_survives(team):
    plaats = "Zaal 2; boven, bij ‘De Linde’ \\ ingang"
    assert events(file_of(SessieFactory(plaats=plaats)))[0][6] == plaats


def test_who_may_see_the_evening_gets_the_file(client, lid, sessie):
    client.force_login(lid)
    response = client.get(reverse("trainingen:agenda_bestand", args=[sessie.pk]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(response.content)[0][0] == str(sessie.sleutel)
    other = SessieFactory()
    assert client.get(reverse("trainingen:agenda_bestand", args=[other.pk])).status_code == 404


def test_an_evening_without_hours_has_no_file(client, lid, team):
    row = InschrijvingFactory(
        sessie=SessieFactory(gemeente=team.gemeente, gehouden=True, uit_verslag=True, begin=None, einde=None),
        gebruiker=lid,
        team=team,
    )
    client.force_login(lid)
    assert client.get(reverse("trainingen:training", args=[row.sessie_id])).status_code == 200
    assert client.get(reverse("trainingen:agenda_bestand", args=[row.sessie_id])).status_code == 404


def test_the_link_of_a_mail_gives_the_same_file(client, sessie):
    row = InschrijvingFactory(sessie=sessie, gast="Wim Terpstra")
    link_of(row)
    response = client.get(reverse("trainingen:link_agenda", args=[row.geheim]))
    assert response.content == file_of(sessie)
    assert b"Wim" not in response.content


# --- the feeds -------------------------------------------------------------------------------------


def feed(gebruiker, team=None):
    now = timezone.now()
    return events(feed_of(make_agenda(team=team, actor=gebruiker, now=now), now))


def test_the_feed_of_a_person_has_rounds_and_the_trainings_that_person_comes_to(lid, team, sessie):
    ronde = DeelnameFactory(ronde=RondeFactory(team=team), gebruiker=lid).ronde
    InschrijvingFactory(sessie=sessie, gebruiker=lid, team=team)
    for stand in ("wachtlijst", "afgemeld"):
        other = SessieFactory(gemeente=team.gemeente, team=team)
        InschrijvingFactory(sessie=other, gebruiker=lid, team=team, stand=stand)
    InschrijvingFactory(sessie=SessieFactory(gemeente=team.gemeente, team=team))  # somebody else comes

    assert {event[0]: event[5:] for event in feed(lid)} == {
        str(ronde.sleutel): ("Afspraak buurtteam", ""),
        str(sessie.sleutel): ("Training buurtteam", ""),
    }


def test_the_feed_of_a_team_has_the_trainings_it_was_asked_for(lid, team, sessie):
    SessieFactory(gemeente=team.gemeente, team=team, uitgenodigd_op=None)
    SessieFactory(gemeente=team.gemeente, team=TeamFactory(gemeente=team.gemeente))
    SessieFactory(gemeente=GemeenteFactory(), kennisavond=True)
    assert [event[0] for event in feed(lid, team)] == [str(sessie.sleutel)]


def test_a_cancelled_training_is_struck_out_in_the_feed(lid, team):
    off = SessieFactory(gemeente=team.gemeente, team=team, vervallen=True)
    InschrijvingFactory(sessie=off, gebruiker=lid, team=team)
    assert [event[3] for event in feed(lid)] == ["CANCELLED"]


def test_what_is_far_away_or_long_ago_stays_out(lid, team):
    for op in (timezone.now() - 40 * DAY, timezone.now() + 100 * DAY):
        InschrijvingFactory(sessie=SessieFactory(gemeente=team.gemeente, team=team, op=op), gebruiker=lid, team=team)
    assert feed(lid) == []
