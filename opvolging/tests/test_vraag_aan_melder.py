"""One question to who reported: by mail or by telephone, never with a deadline for the volunteer."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import close_old_connections, connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.models import Melding
from meldingen.tests.factories import DINSDAG
from opvolging.actions import answer_question, ask_melder, close_with_antwoord, sweep
from opvolging.models import Kanaal, VraagAanMelder
from opvolging.tests.factories import answered, asked, reported, taken_up
from opvolging.tests.meldpunt_pages import make_desk, signed_in, text_of
from teams.models import Niveau

pytestmark = pytest.mark.django_db
VRAAG, ANTWOORD = "Aan welke kant van de straat was het?", "Aan de kant van de bakker."


def question(melding, vraag=VRAAG, now=DINSDAG):
    return ask_melder(melding, vraag=vraag, actor=melding.behandelaar, now=now)


def at_nine(day):
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def test_the_melder_hears_that_there_is_a_question_and_reads_it_only_on_the_page():
    melding = taken_up()
    asked_ = [question(melding), question(melding)]
    assert asked_[0] == asked_[1]
    mail = Bericht.objects.get(sleutel=f"vraag_melder:{asked_[0].pk}")
    assert (mail.aan, "bakker" in mail.tekst, VRAAG in mail.tekst) == (melding.melder.email, False, False)
    assert "Wij gaan dan verder zonder antwoord." in mail.tekst and "uiterlijk" not in mail.tekst
    page = text_of(signed_in(melding.melder).get(reverse("opvolging:mijn_melding", args=[melding.nummer])))
    assert VRAAG in page


def test_one_question_at_a_time_also_in_the_database():
    melding = taken_up()
    first = question(melding)
    with pytest.raises(RefusedAction, match="Eén vraag tegelijk"):
        question(melding, "En hoe laat?")
    with pytest.raises(IntegrityError, match="vraag_aan_melder_een_open"), transaction.atomic():
        VraagAanMelder.objects.create(
            melding=melding,
            keer=1,
            vraag="x",
            gesteld_door=melding.behandelaar,
            gesteld_op=DINSDAG,
            wacht_tot=first.wacht_tot,
        )


@pytest.mark.parametrize("make", [reported, answered])
def test_only_a_case_that_somebody_works_on_asks(make):
    melding = make()
    with pytest.raises(RefusedAction):
        ask_melder(melding, vraag=VRAAG, actor=melding.melder, now=DINSDAG)


def test_nobody_to_ask_after_a_withdrawn_name():
    melding = taken_up()
    Melding.objects.filter(pk=melding.pk).update(melder=None, naam_ingetrokken_op=DINSDAG)
    with pytest.raises(RefusedAction, match="trok zijn naam in"):
        question(melding)


def test_a_confidential_question_does_not_name_the_partner_or_the_street():
    melding = asked().melding
    partner = melding.opvolgingen.get().partner
    for telling in (f"Was {partner.naam} er al?", "Was het op het Elzenpad?"):
        with pytest.raises(RefusedAction, match="noemen wij dat niet"):
            question(melding, telling)


def test_the_answer_goes_to_the_handler_once_and_other_words_are_refused():
    melding = taken_up()
    vraag = question(melding)
    for _ in range(2):
        answer_question(vraag, antwoord=ANTWOORD, langs=Kanaal.APP, actor=melding.melder, now=DINSDAG)
    with pytest.raises(RefusedAction, match="al beantwoord"):
        answer_question(vraag, antwoord="Iets anders.", langs=Kanaal.APP, actor=melding.melder, now=DINSDAG)
    vraag.refresh_from_db()
    assert (vraag.antwoord, vraag.langs, vraag.klaar_op) == (ANTWOORD, "app", DINSDAG)
    assert [m.aan for m in Bericht.objects.filter(sleutel__startswith="vraag_melder_antwoord:")] == [
        melding.behandelaar.email
    ]


def test_after_five_working_days_of_silence_the_case_goes_on_and_a_late_answer_is_still_welcome():
    melding = taken_up()
    vraag = question(melding)
    assert vraag.wacht_tot == date(2026, 11, 24)
    sweep(at_nine(date(2026, 11, 24)))
    assert VraagAanMelder.objects.get().klaar_op is None

    for hour in (0, 3):
        sweep(at_nine(date(2026, 11, 25)) + timedelta(hours=hour))
    vraag.refresh_from_db()
    assert (vraag.klaar_op, vraag.antwoord) == (at_nine(date(2026, 11, 25)), None)
    told = Bericht.objects.filter(onderwerp__startswith="Ga verder zonder antwoord")
    assert [mail.aan for mail in told] == [melding.behandelaar.email]

    late = at_nine(date(2026, 11, 30))
    answer_question(vraag, antwoord=ANTWOORD, langs=Kanaal.APP, actor=melding.melder, now=late)
    vraag.refresh_from_db()
    assert (vraag.antwoord, vraag.klaar_op) == (ANTWOORD, at_nine(date(2026, 11, 25)))


def test_a_closed_case_asks_no_more_and_says_so_kindly():
    melding = taken_up()
    vraag = question(melding)
    close_with_antwoord(melding, uitkomst="opgelost", tekst="Gedaan.", actor=melding.behandelaar, now=DINSDAG)
    with pytest.raises(RefusedAction, match="niet meer nodig"):
        answer_question(vraag, antwoord=ANTWOORD, langs=Kanaal.APP, actor=melding.melder, now=DINSDAG)
    reported(gemeente=melding.gemeente)  # so that the sweep comes by
    sweep(at_nine(date(2026, 11, 18)))
    assert VraagAanMelder.objects.open().count() == 0
    assert not Bericht.objects.filter(onderwerp__startswith="Ga verder zonder antwoord").exists()


# --- the pages --------------------------------------------------------------------------------


@pytest.fixture
def desk():
    with time_machine.travel(DINSDAG, tick=False):
        yield make_desk()


def own_page(melding):
    return reverse("opvolging:mijn_melding", args=[melding.nummer])


def answer_url(melding):
    return reverse("opvolging:mijn_vraag", args=[melding.nummer])


def test_asked_at_the_desk_answered_on_the_own_page_read_at_the_desk(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    melder = signed_in(mine.melder)
    assert "Na vijf werkdagen zonder antwoord" in text_of(desk.get("vraag_melder", mine.nummer))
    assert desk.act("vraag_melder", mine, vraag=VRAAG).status_code == 302
    assert "Wacht op de melder" in text_of(desk.get("dossier", mine.nummer))

    assert "Uw antwoord" in text_of(melder.get(own_page(mine)))
    assert melder.post(answer_url(mine), {"antwoord": ""}).status_code == 422
    for _ in range(2):
        assert melder.post(answer_url(mine), {"antwoord": ANTWOORD}).status_code == 302
    assert "U gaf antwoord. Dank u wel." in text_of(melder.get(own_page(mine)))

    assert ANTWOORD in text_of(desk.get("dossier", mine.nummer))


def test_somebody_without_mail_is_called_and_the_colleague_writes_down_the_answer(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik, antwoord_via="telefoon")
    assert desk.act("vraag_melder", mine, vraag=VRAAG).status_code == 302
    assert not Bericht.objects.filter(sleutel__startswith="vraag_melder:").exists()
    assert "Stel de vraag zelf" in text_of(desk.get("dossier", mine.nummer))
    assert VRAAG in text_of(desk.get("vraag_melder_antwoord", mine.nummer))
    assert desk.act("vraag_melder_antwoord", mine, antwoord=ANTWOORD, langs="telefoon").status_code == 302
    vraag = VraagAanMelder.objects.get()
    assert (vraag.antwoord, vraag.langs, vraag.antwoord_door) == (ANTWOORD, "telefoon", desk.ik)
    assert not Bericht.objects.filter(sleutel__startswith="vraag_melder_antwoord:").exists()


def test_the_handler_stops_waiting(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    desk.act("vraag_melder", mine, vraag=VRAAG)
    for _ in range(2):
        assert desk.act("vraag_melder_verder", mine).status_code == 302
    assert "Verder zonder antwoord" in text_of(desk.get("dossier", mine.nummer))


def test_nobody_else_sees_or_answers_the_question(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik, niveau=Niveau.V0)
    desk.act("vraag_melder", mine, vraag=VRAAG)
    mine.team.lidmaatschappen.update(rol="coordinator")
    stranger = taken_up().melder
    assert signed_in(stranger).post(answer_url(mine), {"antwoord": "x"}).status_code == 404
    colleague = make_desk(desk.gemeente)
    assert colleague.client.post(answer_url(mine), {"antwoord": "x"}).status_code == 404
    assert colleague.act("vraag_melder_antwoord", mine, antwoord="x", langs="mail").status_code == 409
    assert VraagAanMelder.objects.get().antwoord is None


def test_without_a_question_there_is_no_answer(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    assert signed_in(mine.melder).post(answer_url(mine), {"antwoord": "x"}).status_code == 404
    assert desk.act("vraag_melder_antwoord", mine, antwoord="x", langs="mail").status_code == 404
    assert desk.act("vraag_melder_verder", mine).status_code == 404


# --- two at once ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_an_answer_at_the_moment_the_sweep_goes_on_is_never_lost():
    melding = taken_up()
    vraag = question(melding)
    now, errors, start = at_nine(date(2026, 11, 25)), [], Barrier(4)

    def one(act):
        close_old_connections()
        try:
            start.wait()
            act()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    def answer():
        answer_question(vraag, antwoord=ANTWOORD, langs=Kanaal.APP, actor=melding.melder, now=now)

    threads = [Thread(target=one, args=[act]) for act in [answer, answer, lambda: sweep(now), lambda: sweep(now)]]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert errors == []
    vraag.refresh_from_db()
    assert vraag.antwoord == ANTWOORD and vraag.klaar_op is not None
