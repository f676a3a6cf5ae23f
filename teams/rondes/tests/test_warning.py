"""A warning reaches who is out and who goes out next, by night as well, and always ends (E111)."""

import re
import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.delivery import compose
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.tokens import hash_token
from teams.models import Aanstelling
from teams.rondes.actions import (
    acknowledge,
    close_waarschuwing,
    join_open_warnings,
    note_call,
    remind_warnings,
    start_ronde,
    withdraw_waarschuwing,
)
from teams.rondes.forms.waarschuwing import next_moment, proposed_end
from teams.rondes.invariants import checks
from teams.rondes.models import Bevestiging, Oproep, Sleutel, Waarschuwing, WachtInstelling
from teams.rondes.tests.factories import DeelnameFactory
from teams.rondes.tests.threads import at_once
from teams.rondes.tests.warning_cast import HOUR, NOW, Cast, mails, make_team, member, minutes, out, planned
from teams.rondes.warnings_open import call_list
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db
WARNING, OVER = "Waarschuwing voor uw ronde", "Afgesloten: waarschuwing voor uw ronde"


@pytest.fixture
def cast():
    return Cast()


def rounds_called(waarschuwing):
    return [oproep.ronde for oproep in Oproep.objects.filter(waarschuwing=waarschuwing).order_by("ronde")]


# --- first the calls ------------------------------------------------------------------------------


def test_a_warning_begins_with_the_teams_that_are_out_and_mails_nobody(cast):
    planned(cast.team, member(cast.team, "Carla"), at=NOW + minutes(30))
    out(make_team(GemeenteFactory(), "Team Elders"))

    waarschuwing = cast.begin()

    assert rounds_called(waarschuwing) == [cast.ronde]
    assert waarschuwing.stand == Waarschuwing.Stand.BELLEN
    assert Bericht.objects.count() == 0


def test_pressed_twice_is_one_warning(cast):
    sleutel = uuid.uuid4()
    assert cast.begin(sleutel=sleutel) == cast.begin(sleutel=sleutel)
    assert Waarschuwing.objects.count() == 1
    with pytest.raises(RefusedAction, match="verouderd"):
        cast.begin(sleutel=sleutel, actor=cast.collega)


def test_a_team_that_is_left_out_hears_nothing_now_or_later(cast):
    other = make_team(cast.gemeente, "Team Dijkzicht")
    dirk, eva = member(other, "Dirk"), member(other, "Eva")
    out(other, dirk)
    planned(other, eva, at=NOW + HOUR)

    waarschuwing = cast.send(cast.begin(niet_voor=[other]))
    remind_warnings(NOW + minutes(1))

    assert rounds_called(waarschuwing) == [cast.ronde]
    assert [aan for aan, _onderwerp in mails()] == ["anna@example.nl", "bram@example.nl"]


def test_a_call_is_written_down_once_and_no_answer_may_be_tried_again(cast):
    waarschuwing = cast.begin()
    oproep = Oproep.objects.get()
    for _press in range(2):
        note_call(oproep, uitslag="geen_gehoor", pogingen=0, actor=cast.politie, now=NOW)
    note_call(oproep, uitslag="gesproken", pogingen=1, actor=cast.collega, now=NOW + minutes(2))

    oproep.refresh_from_db()
    assert (oproep.uitslag, oproep.pogingen, oproep.gebeld_door) == ("gesproken", 2, cast.collega)
    assert Logregel.objects.about(waarschuwing).filter(gebeurtenis="waarschuwing.gebeld").count() == 2


def test_a_round_that_starts_during_the_calls_is_on_the_list(cast):
    waarschuwing = cast.begin()
    later = out(make_team(cast.gemeente, "Team Dijkzicht"))

    join_open_warnings(later, now=NOW)

    assert rounds_called(waarschuwing) == [cast.ronde, later]


# --- then the text --------------------------------------------------------------------------------


def test_a_warning_is_mailed_at_once_at_night_to_who_is_out_and_who_goes_out_while_it_counts(cast):
    carla, dirk = member(cast.team, "Carla"), member(cast.team, "Dirk")
    soon = planned(cast.team, carla, cast.anna, at=NOW + HOUR)
    planned(cast.team, dirk, at=NOW + 3 * HOUR)
    away = DeelnameFactory(ronde=soon, gebruiker=member(cast.team, "Eva"))
    away.stand = "afgemeld"
    away.save()

    waarschuwing = cast.send()

    assert mails() == [(f"{wie}@example.nl", WARNING) for wie in ("anna", "bram", "carla")]
    assert set(Bericht.objects.values_list("volgende_poging", "soort", "beleid", "verloopt_op")) == {
        (NOW, "spoed", "liever_dubbel", waarschuwing.geldig_tot)
    }
    first, _second, third = Bericht.objects.order_by("pk")
    assert "U loopt nu een ronde met Team Molenkwartier." in first.tekst
    on_the_wire = compose(first).body
    assert "Bij het plein is ingebroken." in on_the_wire and "Ga naar huis." in on_the_wire
    assert "plein" not in first.tekst and "naar huis" not in first.tekst  # what was typed is gone once it was sent
    assert "Dit geldt tot 23.30 uur." in first.tekst
    assert "U loopt straks een ronde met Team Molenkwartier, om 22.30 uur." in third.tekst


def test_the_link_in_the_mail_is_kept_as_a_hash_and_belongs_to_one_person(cast):
    waarschuwing = cast.send()
    for bericht, sleutel in zip(Bericht.objects.order_by("pk"), Sleutel.objects.order_by("pk"), strict=True):
        secret = re.search(r"/gezien/([^/]+)/", bericht.geheim["link"])[1]
        assert sleutel.token_hash == hash_token(secret)
        assert secret not in bericht.tekst
        assert sleutel.waarschuwing == waarschuwing
        assert bericht.aan == sleutel.gebruiker.email


def test_who_has_no_address_that_is_known_to_be_theirs_gets_no_mail(cast):
    cast.bram.email, cast.bram.antwoord_via = None, "telefoon"
    cast.bram.save()
    cast.send()
    assert mails() == [("anna@example.nl", WARNING)]


def test_sent_twice_is_sent_once_and_another_text_is_refused(cast):
    waarschuwing = cast.send()
    cast.send(waarschuwing, NOW + minutes(1))
    with pytest.raises(RefusedAction, match="al een tekst verstuurd"):
        cast.send(waarschuwing, tekst="Iets anders.")
    with pytest.raises(RefusedAction, match="al een tekst verstuurd"):
        cast.send(waarschuwing, actor=cast.collega)
    assert len(mails()) == 2


@pytest.mark.parametrize("until", [timedelta(0), -HOUR, 13 * HOUR])
def test_a_warning_counts_from_now_for_twelve_hours_at_most(cast, until):
    with pytest.raises(RefusedAction, match="binnen 12 uur"):
        cast.send(until=until)
    assert mails() == []


def test_a_round_that_starts_while_it_counts_hears_it_at_once(cast):
    waarschuwing = cast.send()
    other = make_team(cast.gemeente, "Team Dijkzicht")
    dirk = member(other, "Dirk")
    start = {"team": other, "leider": dirk, "telefoon": "06-12345678", "actor": dirk}
    started_at = NOW + minutes(20)

    ronde = start_ronde(deelnemers=[dirk], verwacht_einde=started_at + HOUR, now=started_at, **start)

    assert rounds_called(waarschuwing) == [cast.ronde, ronde]
    assert mails()[2:] == [("dirk@example.nl", WARNING)]


def test_after_its_time_nobody_new_hears_it(cast):
    waarschuwing = cast.send()
    late = out(make_team(cast.gemeente, "Team Dijkzicht"), since=-2 * HOUR)
    join_open_warnings(late, now=NOW + 2 * HOUR)
    assert rounds_called(waarschuwing) == [cast.ronde]


def test_who_signs_up_later_hears_it_within_a_minute_and_once(cast):
    soon = planned(cast.team, at=NOW + HOUR)
    cast.send()
    DeelnameFactory(ronde=soon, gebruiker=member(cast.team, "Carla"))

    told = [remind_warnings(NOW + minutes(minute)) for minute in (1, 2, 3)]

    assert told == [1, 0, 0]
    assert mails()[2:] == [("carla@example.nl", WARNING)]


def test_two_warnings_may_run_at_once(cast):
    cast.send()
    cast.send(tekst="Er loopt ook een losse hond.", now=NOW + minutes(5))
    assert len(mails(WARNING)) == 4


# --- who heard it -----------------------------------------------------------------------------------


def test_who_warns_sees_how_many_read_it_and_whom_to_ring_but_no_names(cast):
    waarschuwing = cast.send()
    acknowledge(waarschuwing, soort="gezien", actor=cast.anna, now=NOW)
    acknowledge(waarschuwing, soort="weg", actor=cast.anna, now=NOW)

    (ploeg,) = call_list(waarschuwing).te_bellen

    assert (ploeg.gezien, ploeg.mensen, ploeg.gaat_weg, ploeg.nog_niet) == (1, 2, True, 1)
    note_call(ploeg.oproep, uitslag="gesproken", pogingen=0, actor=cast.politie, now=NOW)
    assert call_list(waarschuwing).te_bellen == []


def test_said_twice_is_said_once(cast):
    waarschuwing = cast.send()
    for _press in range(2):
        acknowledge(waarschuwing, soort="gezien", actor=cast.anna, now=NOW)
    assert list(Bevestiging.objects.values_list("ronde", "gebruiker")) == [(cast.ronde.pk, cast.anna.pk)]
    assert Logregel.objects.filter(gebeurtenis="waarschuwing.bevestigd").count() == 1


def test_who_is_not_in_a_warned_round_cannot_say_to_have_read_it(cast):
    waarschuwing = cast.send()
    for stranger in (member(cast.team, "Carla"), cast.politie, GebruikerFactory()):
        with pytest.raises(RefusedAction, match="niet voor een ronde van u"):
            acknowledge(waarschuwing, soort="gezien", actor=stranger, now=NOW)


def test_nothing_can_be_read_before_it_is_sent(cast):
    with pytest.raises(RefusedAction):
        acknowledge(cast.begin(), soort="gezien", actor=cast.anna, now=NOW)


# --- and an end -------------------------------------------------------------------------------------


def test_closing_tells_everybody_who_was_warned_how_it_ended_also_who_is_home_by_then(cast):
    waarschuwing = cast.send()
    Bericht.objects.all().delete()
    cast.ronde.deelnames.update(stand="liep_mee", tijdvak=(cast.ronde.begin, NOW))

    close_waarschuwing(waarschuwing, slottekst="Niemand gevonden.", actor=cast.collega, now=NOW + HOUR)

    assert mails() == [("anna@example.nl", OVER), ("bram@example.nl", OVER)]
    assert "Hoe is het afgelopen?\nNiemand gevonden." in compose(Bericht.objects.last()).body
    waarschuwing.refresh_from_db()
    assert (waarschuwing.stand, waarschuwing.gesloten_door) == ("afgesloten", cast.collega)


def test_a_warning_that_did_not_leave_yet_does_not_leave_after_its_end(cast):
    waarschuwing = cast.send()
    close_waarschuwing(waarschuwing, slottekst="Voorbij.", actor=cast.politie, now=NOW)
    assert mails(WARNING) == []
    assert len(mails(OVER)) == 2


def test_closed_twice_is_closed_once_and_another_ending_is_refused(cast):
    waarschuwing = cast.send()
    for _press in range(2):
        close_waarschuwing(waarschuwing, slottekst="Voorbij.", actor=cast.politie, now=NOW)
    for act in (
        lambda: close_waarschuwing(waarschuwing, slottekst="Anders.", actor=cast.collega, now=NOW),
        lambda: withdraw_waarschuwing(waarschuwing, actor=cast.collega, now=NOW),
        lambda: cast.send(waarschuwing),
        lambda: note_call(Oproep.objects.get(), uitslag="gesproken", pogingen=0, actor=cast.politie, now=NOW),
    ):
        with pytest.raises(RefusedAction, match="al gesloten"):
            act()
    assert len(mails(OVER)) == 2


def test_what_was_never_sent_is_stopped_and_not_closed(cast):
    waarschuwing = cast.begin()
    with pytest.raises(RefusedAction, match="nog niets verstuurd"):
        close_waarschuwing(waarschuwing, slottekst="Voorbij.", actor=cast.politie, now=NOW)
    for _press in range(2):
        withdraw_waarschuwing(waarschuwing, actor=cast.politie, now=NOW)
    assert Bericht.objects.count() == 0


def test_a_warning_sent_by_mistake_is_withdrawn_for_everybody(cast):
    waarschuwing = cast.send()
    Bericht.objects.all().delete()

    withdraw_waarschuwing(waarschuwing, actor=cast.politie, now=NOW + minutes(2))

    assert mails() == [(f"{wie}@example.nl", f"Ingetrokken: {WARNING.lower()}") for wie in ("anna", "bram")]
    assert acknowledge(waarschuwing, soort="gezien", actor=cast.anna, now=NOW) is None


def test_an_exercise_is_one_in_every_subject_and_first_in_every_text(cast):
    waarschuwing = cast.send(cast.begin(oefening=True))
    remind_warnings(NOW + 2 * HOUR + minutes(15))
    close_waarschuwing(waarschuwing, slottekst="Goed gedaan.", actor=cast.politie, now=NOW + 3 * HOUR)

    berichten = Bericht.objects.exclude(bron__endswith=":open")
    assert all(bericht.onderwerp.startswith("OEFENING: ") for bericht in Bericht.objects.all())
    assert all(bericht.tekst.startswith("OEFENING. Dit is geen echte waarschuwing.") for bericht in berichten)
    assert len(berichten) == 4


def test_every_step_is_written_down_without_a_word_of_it(cast):
    waarschuwing = cast.send()
    close_waarschuwing(waarschuwing, slottekst="Voorbij.", actor=cast.politie, now=NOW)
    lines = Logregel.objects.about(waarschuwing).order_by("pk")
    assert [line.gebeurtenis.removeprefix("waarschuwing.") for line in lines] == ["begonnen", "verstuurd", "afgesloten"]
    assert not re.search("plein|huis|Voorbij", str([line.details for line in lines]))


# --- the clock --------------------------------------------------------------------------------------


def test_a_warning_that_nobody_closed_is_brought_to_mind_by_the_minute_and_once(cast):
    WachtInstelling.objects.create(gemeente=cast.gemeente, piket_email="piket@example.nl")
    waarschuwing = cast.send()
    Bericht.objects.all().delete()
    told = {}
    for minute in range(120, 200):
        before = set(Bericht.objects.values_list("pk", flat=True))
        remind_warnings(NOW + minutes(minute))
        for aan in Bericht.objects.exclude(pk__in=before).order_by("aan").values_list("aan", flat=True):
            told.setdefault(minute, []).append(aan)

    assert told == {135: [cast.politie.email], 180: sorted([cast.collega.email, "piket@example.nl"])}
    assert str(waarschuwing.pk) in Bericht.objects.first().tekst
    assert mails()[0][1] == "Sluit de waarschuwing van 21.30 uur af"


def test_when_who_warned_has_left_the_others_hear_it_at_the_first_step(cast):
    cast.send()
    Aanstelling.objects.filter(gebruiker=cast.politie).update(tot=timezone.localdate(NOW))
    Bericht.objects.all().delete()
    remind_warnings(NOW + 2 * HOUR + minutes(15))
    assert [aan for aan, _subject in mails()] == [cast.collega.email]


def test_a_warning_that_was_begun_and_never_sent_is_brought_to_mind_too(cast):
    cast.begin()
    remind_warnings(NOW + minutes(15))
    remind_warnings(NOW + minutes(16))
    assert mails() == [(cast.politie.email, "Nog niet verstuurd: waarschuwing van 21.30 uur")]


def test_after_the_end_nobody_is_reminded(cast):
    waarschuwing = cast.send()
    remind_warnings(NOW + 2 * HOUR + minutes(15))
    close_waarschuwing(waarschuwing, slottekst="Voorbij.", actor=cast.politie, now=NOW + 3 * HOUR)
    assert mails("Sluit de waarschuwing") == []
    assert remind_warnings(NOW + 4 * HOUR) == 0


# --- until when -------------------------------------------------------------------------------------

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("now", "clock", "moment"),
    [
        (datetime(2026, 11, 20, 21, 30), time(23, 30), "2026-11-20T22:30Z"),
        (datetime(2026, 11, 20, 23, 30), time(1, 30), "2026-11-21T00:30Z"),
        (datetime(2026, 10, 25, 1, 30), time(2, 30), "2026-10-25T00:30Z"),  # the first of two half past twos
        (datetime(2026, 10, 25, 2, 40), time(2, 30), "2026-10-25T01:30Z"),  # the second one
        (datetime(2027, 3, 28, 1, 0), time(2, 30), "2027-03-28T01:30Z"),  # does not exist: an hour later
    ],
)
def test_until_is_the_next_time_that_the_clock_shows_it(now, clock, moment):
    assert f"{next_moment(clock, now.replace(tzinfo=AMSTERDAM)).astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%MZ}" == moment


def test_two_hours_are_proposed():
    assert proposed_end(NOW) == time(23, 30)
    assert proposed_end(NOW + minutes(1)) == time(23, 35)


# --- at the same moment -----------------------------------------------------------------------------


def all_at_once(*acts):
    """What each gave; somebody who comes too late is refused, and nothing else goes wrong."""
    given = at_once(*acts)
    assert [one for one in given if isinstance(one, Exception) and not isinstance(one, RefusedAction)] == []
    return given


@pytest.mark.django_db(transaction=True)
def test_of_many_who_send_at_once_one_does(cast):
    waarschuwing = cast.begin()
    people = [cast.politie, cast.collega] * 5
    given = all_at_once(*[lambda wie=wie: cast.send(waarschuwing, actor=wie) for wie in people])
    assert len([answer for answer in given if answer == waarschuwing]) == 5
    assert mails() == [("anna@example.nl", WARNING), ("bram@example.nl", WARNING)]
    assert broken() == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("planned_first", [True, False])
def test_a_round_that_starts_while_it_is_sent_hears_it(cast, planned_first):
    team = make_team(cast.gemeente, "Team Dijkzicht")
    dirk = member(team, "Dirk")
    ronde = planned(team, dirk, at=NOW) if planned_first else None
    start = {"team": team, "deelnemers": [dirk], "leider": dirk, "telefoon": "06-12345678", "actor": dirk}
    waarschuwing = cast.begin()

    all_at_once(
        lambda: cast.send(waarschuwing),
        lambda: start_ronde(ronde=ronde, verwacht_einde=NOW + HOUR, now=NOW, **start),
        lambda: remind_warnings(NOW),
    )

    assert sorted(aan for aan, _subject in mails(WARNING)) == [f"{w}@example.nl" for w in ("anna", "bram", "dirk")]
    assert len(rounds_called(waarschuwing)) == 2
    assert broken() == set()


@pytest.mark.django_db(transaction=True)
def test_sent_closed_and_read_at_once_ends_without_a_warning_under_way(cast):
    waarschuwing = cast.begin()
    cast.send(waarschuwing)
    close = {"slottekst": "Voorbij.", "now": NOW}
    all_at_once(
        lambda: close_waarschuwing(waarschuwing, actor=cast.politie, **close),
        lambda: close_waarschuwing(waarschuwing, actor=cast.collega, **close),
        lambda: withdraw_waarschuwing(waarschuwing, actor=cast.collega, now=NOW),
        lambda: acknowledge(waarschuwing, soort="gezien", actor=cast.anna, now=NOW),
        lambda: remind_warnings(NOW),
    )
    assert mails(WARNING) == []
    assert [aan for aan, _subject in mails()] == ["anna@example.nl", "bram@example.nl"]
    assert broken() == set()


def broken():
    """Rules about warnings; those about rounds look at the clock of the database."""
    return {naam for naam, rows in checks().items() if naam.startswith(("waarschuwing", "oproep")) and rows.exists()}
