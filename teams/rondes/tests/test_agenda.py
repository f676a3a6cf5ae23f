"""Calendar feeds: neutral, secret, replaceable, and readable for two libraries (E109)."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.agenda import Moment, write
from buurtpreventie.errors import RefusedAction
from buurtpreventie.logs import HideTokens
from teams.rondes.actions import make_agenda, renew_agenda, stop_agenda
from teams.rondes.feeds import feed_of
from teams.rondes.models import Agenda, Ronde, RondeStand
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory
from teams.rondes.tests.threads import at_once
from teams.tests.factories import LidmaatschapFactory, TeamFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def member(team=None):
    return LidmaatschapFactory(team=team or TeamFactory(naam="Buurtpreventie Molenkwartier")).gebruiker


def team_of(gebruiker):
    return gebruiker.lidmaatschappen.get().team


def made(gebruiker, team=None, now=None):
    return make_agenda(team=team, actor=gebruiker, now=now or timezone.now())


def url_of(agenda):
    return reverse("rondes:agenda_ics", args=[agenda.geheim])


def events(feed):
    """What both libraries read: (uid, begin, end, status, sequence), and that they read the same."""
    mine = [
        (str(e["uid"]), e.decoded("dtstart"), e.decoded("dtend"), str(e["status"]), int(e["sequence"]))
        for e in Calendar.from_ical(feed).walk("VEVENT")
    ]
    other = vobject.readOne(feed.decode()).contents.get("vevent", [])
    theirs = [(e.uid.value, e.dtstart.value, e.dtend.value, e.status.value, int(e.sequence.value)) for e in other]
    assert mine == theirs
    return mine


def test_the_feed_of_a_person_holds_the_rounds_that_person_signed_up_for():
    jolanda = member()
    mine = RondeFactory(team=team_of(jolanda))
    RondeFactory(team=team_of(jolanda))  # nobody signed up
    DeelnameFactory(ronde=RondeFactory(team=team_of(jolanda)))  # somebody else did
    DeelnameFactory(ronde=mine, gebruiker=jolanda)

    (event,) = events(feed_of(made(jolanda), timezone.now()))

    assert event[:4] == (str(mine.sleutel), mine.gepland_van, mine.gepland_tot, "CONFIRMED")


def test_the_feed_of_a_team_holds_every_round_from_four_weeks_back_to_twelve_weeks_ahead():
    jolanda = member()
    team, now = team_of(jolanda), timezone.now()
    seen = [RondeFactory(team=team, thuis=True, op=now - 27 * DAY), RondeFactory(team=team, op=now + 83 * DAY)]
    RondeFactory(team=team, thuis=True, op=now - 29 * DAY)
    RondeFactory(team=team, op=now + 85 * DAY)
    RondeFactory(op=now + DAY)  # of another team

    assert [event[0] for event in events(feed_of(made(jolanda, team), now))] == [str(r.sleutel) for r in seen]


def test_who_cannot_come_and_what_does_not_go_on_is_struck_out():
    jolanda = member()
    off, on, cancelled = (RondeFactory(team=team_of(jolanda), op=timezone.now() + n * DAY) for n in (1, 2, 3))
    DeelnameFactory(ronde=off, gebruiker=jolanda, stand="afgemeld")
    for ronde in (on, cancelled):
        DeelnameFactory(ronde=ronde, gebruiker=jolanda)
    Ronde.objects.filter(pk=cancelled.pk).update(stand="vervallen", vervallen_reden="weer")

    found = events(feed_of(made(jolanda), timezone.now()))

    assert [event[3] for event in found] == ["CANCELLED", "CONFIRMED", "CANCELLED"]


def test_every_change_of_time_or_stand_gives_a_higher_sequence_and_the_same_uid():
    jolanda = member()
    ronde = RondeFactory(team=team_of(jolanda), aangemaakt_op=timezone.now() - DAY)
    agenda = made(jolanda, ronde.team)
    before = events(feed_of(agenda, timezone.now()))[0]
    Ronde.objects.filter(pk=ronde.pk).update(gepland_tot=ronde.gepland_tot + timedelta(minutes=30))
    after = events(feed_of(agenda, timezone.now()))[0]

    assert before[0] == after[0]
    assert before[4] == 0 < after[4]


def test_what_a_calendar_does_not_show_gives_no_new_sequence():
    ronde = RondeFactory()
    Ronde.objects.filter(pk=ronde.pk).update(andere_straten="Zwarte pad")
    ronde.refresh_from_db()
    assert ronde.gewijzigd_op is None
    ronde.stand, ronde.vervallen_reden = RondeStand.VERVALLEN, "weer"
    ronde.save()
    changed = Ronde.objects.get(pk=ronde.pk).gewijzigd_op
    assert changed
    ronde.gewijzigd_op = None  # an older copy of the row, saved whole
    ronde.save()
    assert Ronde.objects.get(pk=ronde.pk).gewijzigd_op == changed


def test_a_round_that_was_walked_has_its_real_times():
    jolanda = member()
    ronde = RondeFactory(team=team_of(jolanda), thuis=True, op=(timezone.now() - DAY).replace(microsecond=0))
    Ronde.objects.filter(pk=ronde.pk).update(gepland_van=ronde.begin - DAY / 24)
    assert events(feed_of(made(jolanda, ronde.team), timezone.now()))[0][1:3] == (ronde.begin, ronde.einde)


@pytest.mark.parametrize(
    "begin, hours",
    [(datetime(2026, 10, 24, 22, 0, tzinfo=UTC), 3), (datetime(2027, 3, 27, 22, 30, tzinfo=UTC), 2)],
    ids=["back", "forward"],
)
def test_a_round_in_the_night_of_the_clock_change_lasts_as_long_as_it_lasts(begin, hours):
    einde = begin + timedelta(hours=hours)
    jolanda = member()
    RondeFactory(team=team_of(jolanda), op=begin, gepland_tot=einde)
    feed = feed_of(made(jolanda, team_of(jolanda)), begin - DAY)
    assert [event[1:3] for event in events(feed)] == [(begin, einde)]
    assert b"TZID" not in feed


def test_nothing_in_the_feed_tells_where_who_or_what():
    jolanda = member()
    ronde = RondeFactory(team=team_of(jolanda), afgerond=True, op=timezone.now() - DAY, andere_straten="Zwarte pad")
    DeelnameFactory(ronde=ronde, gebruiker=jolanda, liep_mee=True)
    for agenda in (made(jolanda), made(jolanda, ronde.team)):
        feed = feed_of(agenda, timezone.now()).decode()
        words = {line.partition(":")[2] for line in feed.splitlines() if line.startswith(("SUMMARY", "X-WR"))}
        assert words < {"Afspraak buurtteam", "Mijn afspraken", "Afspraken van het team"}
        hidden = [
            "preventie",
            "Molenkwartier",
            ronde.route.naam,
            "Zwarte pad",
            jolanda.naam.split()[0],
            "ronde",
            "http",
        ]
        assert [word for word in hidden if word.lower() in feed.lower()] == []


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.uuids(), MOMENTS, MOMENTS, st.integers(1, 600), st.booleans()), max_size=20), st.booleans()
)
def test_whatever_the_moments_both_libraries_read_the_same(rows, is_own):
    moments = [
        Moment(key, begin, begin + timedelta(minutes=n), begin, changed, off) for key, begin, changed, n, off in rows
    ]
    found = events(write(moments, is_own))
    assert [event[0] for event in found] == [str(row[0]) for row in rows]
    assert all(0 <= event[4] < 2**31 for event in found)


# --- the link -----------------------------------------------------------------------------------


def test_the_feed_needs_no_session_and_writes_nothing(client):
    jolanda = member()
    agenda, asked = made(jolanda, team_of(jolanda)), []
    for extra in (1, 29):
        RondeFactory.create_batch(extra, team=agenda.team)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(url_of(agenda))
        asked.append(len(queries))
        assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
    assert asked[0] == asked[1]
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")
    assert "Set-Cookie" not in answer
    assert len(events(answer.content)) == 30


def test_unknown_replaced_stopped_left_and_inactive_give_one_and_the_same_answer(client):
    replaced, stopped, left, left_team, inactive = (member() for _ in range(5))
    links = {"unknown": reverse("rondes:agenda_ics", args=["x" * 43])}
    for naam, who in {"replaced": replaced, "stopped": stopped, "left": left, "inactive": inactive}.items():
        links[naam] = url_of(made(who))
    LidmaatschapFactory(gebruiker=left_team)
    row = left_team.lidmaatschappen.first()
    links["left this team"] = url_of(made(left_team, row.team))
    renew_agenda(replaced.agendas.get(), actor=replaced, now=timezone.now())
    stop_agenda(stopped.agendas.get(), actor=stopped, now=timezone.now())
    for lid in (left.lidmaatschappen.get(), row):
        lid.tot = timezone.localdate()
        lid.save()
    inactive.is_active = False
    inactive.save()

    answers = {naam: client.get(url) for naam, url in links.items()}

    assert {(answer.status_code, answer.content) for answer in answers.values()} == {(404, answers["unknown"].content)}


def test_rotating_ends_the_old_feed_and_the_new_one_works(client):
    jolanda = member()
    old = made(jolanda)
    new = renew_agenda(old, actor=jolanda, now=timezone.now())
    assert [client.get(url_of(agenda)).status_code for agenda in (old, new)] == [404, 200]
    old.refresh_from_db()
    assert old.geheim is None


def test_a_second_press_changes_nothing():
    jolanda = member()
    assert made(jolanda) == made(jolanda)
    old = jolanda.agendas.get()
    first = renew_agenda(old, actor=jolanda, now=timezone.now())
    assert renew_agenda(old, actor=jolanda, now=timezone.now()) == first
    stop_agenda(first, actor=jolanda, now=timezone.now())
    stop_agenda(first, actor=jolanda, now=timezone.now())
    assert renew_agenda(first, actor=jolanda, now=timezone.now()) is None
    assert Agenda.objects.usable().count() == 0


def test_who_is_in_no_such_team_gets_no_link():
    with pytest.raises(RefusedAction, match="geen lid"):
        made(GebruikerFactory())
    with pytest.raises(RefusedAction, match="geen lid"):
        made(member(), TeamFactory())


def test_the_secret_is_kept_as_a_hash_and_encrypted_and_stays_out_of_logs():
    agenda = made(member())
    with connection.cursor() as cursor:
        cursor.execute("SELECT token_hash, geheim FROM rondes_agenda WHERE id = %s", [agenda.pk])
        assert agenda.geheim not in " ".join(cursor.fetchone())
    record = logging.makeLogRecord({"msg": "GET %s 200", "args": (url_of(agenda),)})
    HideTokens().filter(record)
    assert agenda.geheim not in record.getMessage()


def test_a_calendar_program_that_asks_all_the_time_is_told_to_wait(client):
    agenda = made(member())
    assert {client.get(url_of(agenda)).status_code for _ in range(120)} == {200}
    assert client.get(url_of(agenda)).status_code == 429


# --- the page -----------------------------------------------------------------------------------


def test_somebody_makes_a_link_sees_it_again_renews_and_stops_it(client):
    jolanda = member()
    client.force_login(jolanda)
    client.post(reverse("rondes:agenda_maken"), {"team": team_of(jolanda).pk})
    agenda = jolanda.agendas.get()
    page = client.get(reverse("rondes:agenda")).content.decode()
    assert f'value="http://testserver{url_of(agenda)}"' in page or url_of(agenda) in page
    assert 'href="webcal://' in page

    client.post(reverse("rondes:agenda_nieuw", args=[agenda.pk]))
    fresh = Agenda.objects.usable().get()
    assert agenda.geheim not in client.get(reverse("rondes:agenda")).content.decode()

    client.post(reverse("rondes:agenda_stoppen", args=[fresh.pk]))
    assert not Agenda.objects.usable().exists()


def test_the_link_of_somebody_else_does_not_exist(client):
    agenda = made(member())
    client.force_login(member())
    for name in ("rondes:agenda_nieuw", "rondes:agenda_stoppen"):
        assert client.post(reverse(name, args=[agenda.pk])).status_code == 404


def test_a_team_of_somebody_else_is_no_choice(client):
    client.force_login(member())
    answer = client.post(reverse("rondes:agenda_maken"), {"team": TeamFactory().pk})
    assert answer.status_code == 422
    assert not Agenda.objects.exists()


def test_who_is_in_no_team_reads_that_rounds_are_for_members(client):
    client.force_login(GebruikerFactory(platformbeheer=True))
    assert client.get(reverse("rondes:agenda")).status_code in (200, 302)


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_renew_at_once_leave_one_living_link():
    jolanda = member()
    old = made(jolanda)
    renew = [lambda: renew_agenda(old, actor=jolanda, now=timezone.now()).pk] * 2
    fresh = at_once(*renew)

    assert fresh == [Agenda.objects.usable().get().pk] * 2
    assert Client().get(url_of(Agenda.objects.usable().get())).status_code == 200
