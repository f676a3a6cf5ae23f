"""Even aanzien: the case waits until a date that wakes it, and the melder knows."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import close_old_connections, connection, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.models import Melding, Stand
from meldingen.tests.factories import DINSDAG
from opvolging.actions import ask_partner, close_with_antwoord, resume, sweep, watch
from opvolging.invariants import broken_invariants
from opvolging.models import Herinnering
from opvolging.progress import promise_lines, timeline
from opvolging.tests.factories import asked, taken_up
from opvolging.tests.meldpunt_pages import make_desk, numbers_in, signed_in, text_of
from teams.clocks import at, local_date

pytestmark = pytest.mark.django_db
DONDERDAG_3 = date(2026, 12, 3)  # DINSDAG is 17 November
WOORDEN = "Wij kijken het even aan."


def watched(melding, tot=DONDERDAG_3, now=DINSDAG, reden="afwachten", tekst=WOORDEN):
    return watch(melding, tot=tot, reden=reden, tekst=tekst, actor=melding.behandelaar, now=now)


def at_nine(day):
    return at(day, timezone.datetime(2026, 1, 1, 9, 0).time())


def test_a_case_waits_until_a_date_and_the_melder_hears_so_with_the_promise_moved_along():
    melding = watched(taken_up())

    assert (melding.stand, melding.aanzien_tot, melding.antwoord_voor) == (Stand.AANZIEN, DONDERDAG_3, DONDERDAG_3)
    assert melding.eerste_belofte == date(2026, 12, 1)
    assert [t.tekst for t in melding.terugkoppelingen.all()] == [WOORDEN]
    assert [line["tekst"] for line in promise_lines(melding, local_date(DINSDAG))] == [
        "Wij kijken het even aan tot 3 december. Dan gaan wij verder. U hoort uiterlijk 3 december van ons."
    ]
    assert [step["soort"] for step in timeline(melding, local_date(DINSDAG))] == ["klaar", "nu", "straks", "straks"]
    assert broken_invariants() == {}


def test_a_date_before_the_promise_leaves_the_promise_alone():
    melding = taken_up()
    promise = melding.antwoord_voor
    melding = watched(melding, tot=date(2026, 11, 24))
    assert (melding.aanzien_tot, melding.antwoord_voor) == (date(2026, 11, 24), promise)


def test_a_second_press_changes_nothing():
    melding = taken_up()
    watched(melding)
    watched(melding)
    assert melding.terugkoppelingen.count() == 1


@pytest.mark.parametrize(
    "tot", [date(2026, 11, 17), date(2026, 11, 10), date(2026, 11, 21), date(2026, 12, 9)]
)  # today, past, Saturday, the sixteenth working day
def test_only_a_working_day_after_today_within_fifteen_of_them(tot):
    melding = taken_up()
    with pytest.raises(RefusedAction, match="Kies een"):
        watched(melding, tot=tot)
    assert Melding.objects.get(pk=melding.pk).stand == Stand.OPGEPAKT


def test_it_is_refused_while_a_partner_was_asked_by_the_action_and_by_the_database():
    melding = asked().melding
    with pytest.raises(RefusedAction, match="nog een vraag open"):
        watched(melding)
    with pytest.raises(IntegrityError, match="nog vragen open"), transaction.atomic():
        Melding.objects.filter(pk=melding.pk).update(
            stand="aanzien", aanzien_tot=melding.antwoord_voor, aanzien_reden="afwachten"
        )


@pytest.mark.parametrize(
    "columns",
    [
        {"stand": "aanzien"},
        {"stand": "aanzien", "aanzien_tot": date(2026, 11, 20)},
        {"aanzien_tot": date(2026, 11, 20)},
        {"stand": "aanzien", "aanzien_tot": date(2027, 1, 4), "aanzien_reden": "afwachten"},
    ],
)
def test_the_database_keeps_date_reason_stand_and_promise_together(columns):
    melding = taken_up()
    with pytest.raises(IntegrityError), transaction.atomic():
        Melding.objects.filter(pk=melding.pk).update(**columns)


def test_while_it_waits_nobody_is_asked_and_going_on_by_hand_makes_that_possible():
    partner_ask = asked()
    melding = taken_up(gemeente=partner_ask.melding.gemeente)
    watched(melding)
    ask = {"partner": partner_ask.partner, "contact": partner_ask.contact, "uittreksel": "Feiten.", "now": DINSDAG}
    with pytest.raises(RefusedAction):
        ask_partner(melding, actor=melding.behandelaar, **ask)

    for _ in range(2):
        melding = resume(melding, actor=melding.behandelaar, now=DINSDAG + timedelta(hours=1))
    assert (melding.stand, melding.aanzien_tot, melding.aanzien_reden) == (Stand.OPGEPAKT, None, "")
    assert melding.opgepakt_op == DINSDAG
    assert ask_partner(melding, actor=melding.behandelaar, **ask).is_open


def test_a_case_that_waits_can_be_closed():
    melding = watched(taken_up())
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=melding.behandelaar, now=DINSDAG)
    melding.refresh_from_db()
    assert (melding.stand, melding.aanzien_tot, melding.aanzien_reden) == (Stand.BEANTWOORD, None, "")


def test_on_its_day_and_not_before_the_sweep_wakes_it_and_tells_the_handler_once():
    melding = watched(taken_up())
    wednesday = at_nine(date(2026, 12, 2))
    sweep(wednesday)
    assert Melding.objects.get(pk=melding.pk).stand == Stand.AANZIEN

    for minutes in (0, 1, 300):
        sweep(at_nine(DONDERDAG_3) + timedelta(minutes=minutes))

    woken = Melding.objects.get(pk=melding.pk)
    assert (woken.stand, woken.opgepakt_op, woken.aanzien_tot) == (Stand.OPGEPAKT, DINSDAG, None)
    mails = Bericht.objects.filter(onderwerp__startswith="Kijk weer naar melding")
    assert [mail.aan for mail in mails] == [melding.behandelaar.email]
    told = Herinnering.objects.filter(bron=f"melding:{melding.pk}", stap="aanzien")
    assert [row.bericht_sleutel for row in told] == [mails[0].sleutel]
    assert broken_invariants() == {}


def test_after_an_outage_over_its_day_it_wakes_at_the_first_sweep_before_a_promise_is_called_broken():
    melding = watched(taken_up(), tot=date(2026, 11, 20))
    sweep(at_nine(date(2026, 11, 25)))
    assert Melding.objects.get(pk=melding.pk).stand == Stand.OPGEPAKT
    assert not Bericht.objects.filter(soort="tussenbericht", gemaakt_op__gt=DINSDAG + timedelta(days=1)).exists()


def test_the_worklist_brings_it_back_on_its_day():
    desk = make_desk()
    melding = taken_up(gemeente=desk.gemeente, by=desk.ik)
    watched(melding, tot=date(2026, 11, 24))
    for day, there in ((DINSDAG, []), (at_nine(date(2026, 11, 24)), [melding.nummer])):
        with time_machine.travel(day, tick=False):
            desk.client = signed_in(desk.ik)
            assert numbers_in(desk.get("werklijst", query="?bak=vandaag")) == there
            assert "Wij kijken het even aan" in text_of(desk.get("werklijst"))


def test_somebody_who_is_called_hears_it_by_telephone_and_the_case_waits_meanwhile():
    melding = watched(taken_up(antwoord_via="telefoon"))
    assert (melding.stand, melding.antwoord_voor) == (Stand.AANZIEN, DONDERDAG_3)
    assert melding.bezorgingen.get().tekst == WOORDEN


def test_who_withdrew_the_name_is_told_nothing_and_the_case_still_waits():
    melding = taken_up()
    Melding.objects.filter(pk=melding.pk).update(melder=None, naam_ingetrokken_op=DINSDAG)
    melding = watched(melding, tekst="")
    assert (melding.stand, melding.terugkoppelingen.count()) == (Stand.AANZIEN, 0)


# --- the pages --------------------------------------------------------------------------------


@pytest.fixture
def desk():
    with time_machine.travel(DINSDAG, tick=False):
        yield make_desk()


def test_from_the_dossier_into_waiting_and_out_again(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    assert "Wanneer kijkt u weer?" in text_of(desk.get("aanzien", mine.nummer))
    done = desk.act("aanzien", mine, tot="2026-12-03", reden="gepland", tekst=WOORDEN)
    assert done.status_code == 302

    dossier = desk.get("dossier", mine.nummer)
    assert dossier.context["dossier"].nu == "aanzien"
    assert "U kijkt het even aan tot" in text_of(dossier) and "het werk is gepland" in text_of(dossier)

    assert desk.act("verder", mine).status_code == 302
    assert desk.get("dossier", mine.nummer).context["dossier"].nu == "vragen"


def test_a_bad_day_keeps_all_that_was_typed(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    refused = desk.act("aanzien", mine, tot="2026-11-21", reden="gepland", tekst="Met eigen woorden.")
    assert refused.status_code == 409
    assert "Met eigen woorden." in text_of(refused) and "Kies een werkdag" in text_of(refused)


def test_the_melder_reads_until_when(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    watched(mine)
    page = text_of(signed_in(mine.melder).get(f"/mijn-meldingen/{mine.nummer}/"))
    assert "Wij kijken het even aan tot 3 december." in page


# --- two at once ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_going_on_by_hand_while_the_sweep_wakes_it_gives_one_of_both_and_no_error():
    melding = watched(taken_up(), tot=date(2026, 11, 20))
    now, errors, start = at_nine(date(2026, 11, 20)), [], Barrier(6)

    def one(act):
        close_old_connections()
        try:
            start.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    by_hand = [lambda: resume(melding, actor=melding.behandelaar, now=now)] * 3
    threads = [Thread(target=one, args=[act]) for act in by_hand + [lambda: sweep(now)] * 3]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert errors == []
    assert Melding.objects.get(pk=melding.pk).stand == Stand.OPGEPAKT
    assert Herinnering.objects.filter(bron=f"melding:{melding.pk}", stap="aanzien").count() <= 1
