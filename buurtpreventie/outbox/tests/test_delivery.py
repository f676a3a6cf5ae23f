"""One deliverer and a mail server that misbehaves: what was accepted against what the rows say."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, connection
from django.utils import timezone

from buurtpreventie.outbox import wire
from buurtpreventie.outbox.actions import drop
from buurtpreventie.outbox.delivery import claim, deliver_due, put_on_the_line
from buurtpreventie.outbox.models import Beleid, Bericht, Hartslag, Soort, Stand
from buurtpreventie.outbox.querysets import as_clock
from buurtpreventie.outbox.tests.smtp_server import DROP, SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)

NEVER_TWICE, RATHER_TWICE = Beleid.NOOIT_DUBBEL, Beleid.LIEVER_DUBBEL
CODE_MAIL = {"soort": Soort.CODE, "tekst": "Uw code is {{code}}.", "geheim": {"code": "493817"}}


class FailingBackend(BaseEmailBackend):
    """A mail service that fails without saying how far it came."""

    def send_messages(self, email_messages):
        raise RuntimeError("gateway time-out")


def test_a_due_mail_is_accepted_once_and_only_then_called_sent(queued, smtp, state, now):
    bericht, later = queued(), queued(vanaf=now + timedelta(seconds=1))

    assert deliver_due(now) == 1
    assert deliver_due(now) == 0
    assert smtp.accepted == {bericht.message_id: 1}
    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 1)
    assert state(later) == (Stand.KLAAR, "", 0)
    assert Bericht.objects.get(pk=bericht.pk).verzonden_op == now


def test_the_mail_on_the_wire_is_the_mail_that_was_queued(queued, smtp, now):
    tekst = "Beste Anneke,\n\n.punt vooraan\n..twee\nEen café, 5 €, 👋\nFrom hier\n" + "lang " * 1000 + "\n{{naam}}"
    bericht = queued(soort=Soort.HERINNERING, tekst=tekst, antwoord_aan="meldpunt@gemeente.example")
    deliver_due(now)

    [sent] = smtp.mails
    assert sent.get_content().replace("\r\n", "\n").rstrip("\n") == tekst
    assert sent.get_content_type() == "text/plain"
    assert {name: sent[name] for name in ("To", "Subject", "Reply-To", "Message-ID", "Auto-Submitted")} == {
        "To": bericht.aan,
        "Subject": bericht.onderwerp,
        "Reply-To": "meldpunt@gemeente.example",
        "Message-ID": bericht.message_id,
        "Auto-Submitted": "auto-generated",
    }


def test_an_address_in_a_domain_with_accents_can_be_reached(queued, smtp, now):
    queued(aan="info@münchen.example")

    assert deliver_due(now) == 1
    assert smtp.recipients == ["info@xn--mnchen-3ya.example"]


def test_a_mail_that_a_person_wrote_does_not_call_itself_automatic(queued, smtp, now):
    queued(soort=Soort.VRAAG)
    deliver_due(now)

    assert smtp.mails[0]["Auto-Submitted"] is None
    assert smtp.mails[0]["Reply-To"] is None


def test_the_secret_is_filled_in_on_the_wire_and_wiped_afterwards(queued, smtp, now):
    bericht = queued(**CODE_MAIL)
    deliver_due(now)
    bericht.refresh_from_db()

    assert smtp.mails[0].get_content().strip() == "Uw code is 493817."
    assert (bericht.tekst, bericht.geheim) == ("Uw code is {{code}}.", None)


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA", "DOT"])
@pytest.mark.parametrize(
    ("reply", "stand"),
    [("421 4.3.2 Bye", Stand.KLAAR), ("451 4.3.0 Later", Stand.KLAAR), ("550 5.7.1 Never", Stand.DOOD)],
)
@pytest.mark.parametrize("beleid", Beleid)
def test_what_the_server_refuses_is_tried_again_or_shown_to_a_person(
    queued, smtp, state, now, at, reply, stand, beleid
):
    smtp.fault(at, reply)
    bericht = queued(beleid=beleid)

    assert deliver_due(now) == 0
    assert state(bericht) == (stand, reply[:9], 1)
    assert smtp.accepted == {}

    deliver_due(now + timedelta(minutes=2))
    assert smtp.accepted == ({bericht.message_id: 1} if stand == Stand.KLAAR else {})


@pytest.mark.parametrize("at", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("beleid", Beleid)
def test_a_line_dropped_before_the_final_dot_means_certainly_not_sent(queued, smtp, state, now, at, beleid):
    smtp.fault(at, DROP)
    bericht = queued(beleid=beleid)
    deliver_due(now)
    assert state(bericht) == (Stand.KLAAR, "verbinding", 1)

    deliver_due(now + timedelta(minutes=2))
    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 2)
    assert smtp.accepted == {bericht.message_id: 1}


@pytest.mark.parametrize(("at", "arrived"), [("DOT", 0), ("ACCEPTED", 1)])
def test_a_line_dropped_after_the_final_dot_is_uncertain_and_not_sent_again(queued, smtp, state, now, at, arrived):
    smtp.fault(at, DROP)
    bericht = queued(beleid=NEVER_TWICE)
    deliver_due(now)
    deliver_due(now + timedelta(days=3))

    assert state(bericht) == (Stand.ONZEKER, "na de punt", 1)
    assert smtp.accepted.total() == arrived
    assert list(Bericht.objects.stuck()) == [bericht]


@pytest.mark.parametrize(("at", "arrived"), [("DOT", 1), ("ACCEPTED", 2)])
def test_a_line_dropped_after_the_final_dot_sends_a_code_again_under_its_own_id(queued, smtp, state, now, at, arrived):
    smtp.fault(at, DROP)
    bericht = queued(beleid=RATHER_TWICE, **CODE_MAIL)
    deliver_due(now)
    assert state(bericht) == (Stand.KLAAR, "na de punt", 1)

    deliver_due(now + timedelta(minutes=2))
    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 2)
    assert smtp.accepted == {bericht.message_id: arrived}


@pytest.mark.parametrize(
    ("at", "stand", "code"),
    [("MAIL", Stand.KLAAR, "verbinding"), ("DATA", Stand.KLAAR, "verbinding"), ("DOT", Stand.ONZEKER, "na de punt")],
)
def test_a_server_that_falls_silent_is_left_after_the_time_out(
    queued, smtp, state, now, settings, monkeypatch, at, stand, code
):
    settings.EMAIL_TIMEOUT = 0.3
    monkeypatch.setattr(wire, "DATA_SECONDS", 0.3)
    smtp.hang(at)
    bericht = queued()
    deliver_due(now)

    assert state(bericht) == (stand, code, 1)


@pytest.mark.parametrize("reply", [DROP, "421 4.3.2 Full", "554 5.7.1 Not you"])
def test_a_server_that_does_not_let_us_in_costs_no_attempt(queued, smtp, state, now, reply):
    smtp.fault("CONNECT", reply)
    first, second = queued(), queued()

    assert deliver_due(now) == 0
    assert [state(first), state(second)] == [(Stand.KLAAR, "", 0)] * 2
    assert deliver_due(now) == 2


def test_a_server_that_is_away_costs_no_attempt_however_long(queued, smtp, state, now):
    bericht = queued()
    smtp.stop()
    for hours in range(100):
        assert deliver_due(now + timedelta(hours=hours)) == 0

    smtp.start()
    deliver_due(now + timedelta(hours=100))
    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 1)


def test_a_wrong_password_costs_no_attempt(queued, settings, state, now):
    with SmtpServer(require_auth=True) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "buurt", "verkeerd"
        server.fault("AUTH", "535 5.7.8 No")
        bericht = queued()

        assert deliver_due(now) == 0
        assert state(bericht) == (Stand.KLAAR, "", 0)
        assert deliver_due(now) == 1


def test_the_waits_grow_from_a_minute_to_six_hours_and_a_person_looks_after_the_last(queued, smtp, now):
    smtp.fault("RCPT", "451", times=99)
    queued()
    waits, moment = [], now
    for _attempt in range(23):
        deliver_due(moment)
        following = Bericht.objects.get().volgende_poging
        waits.append((following - moment).total_seconds() / 60)
        moment = following
    deliver_due(moment)

    expected = [1, 5, 15, 30, 60, 120, 240, *[360] * 16]
    assert waits == [pytest.approx(minutes, rel=0.1) for minutes in expected]
    assert sum(expected) / 60 == pytest.approx(104, abs=1)
    assert Bericht.objects.values_list("stand", "pogingen").get() == (Stand.DOOD, 24)


def test_one_bad_address_does_not_hold_up_the_others(queued, smtp, state, now):
    smtp.fault("RCPT", "550 5.1.1 Nobody")
    bad, good = queued(), queued()

    assert deliver_due(now) == 1
    assert (state(bad)[0], state(good)[0]) == (Stand.DOOD, Stand.VERZONDEN)
    assert smtp.connections == 1


def test_a_server_that_refuses_the_sender_costs_one_mail_per_run(queued, smtp, now):
    smtp.fault("MAIL", "550 5.7.1 Not you", times=99)
    queued(), queued(), queued()
    deliver_due(now)

    assert Bericht.objects.stuck().count() == 1
    assert Bericht.objects.due(now).count() == 2


def test_a_secret_that_cannot_be_read_is_shown_to_a_person_and_holds_up_nothing(queued, smtp, state, now):
    broken, good = queued(**CODE_MAIL), queued()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_bericht SET geheim = 'k9:' || substr(geheim, 4) WHERE id = %s", [broken.pk])

    assert deliver_due(now) == 1
    assert state(broken) == (Stand.DOOD, "onleesbaar", 1)
    assert smtp.accepted == {good.message_id: 1}


def test_a_database_that_goes_away_while_a_mail_is_made_says_nothing_about_the_mail(
    queued, smtp, state, now, after_the_lease
):
    bericht = queued(**CODE_MAIL)

    def go_away(execute, sql, params, many, context):
        if sql.startswith('SELECT "outbox_bericht"."geheim"'):
            raise OperationalError("server closed the connection")
        return execute(sql, params, many, context)

    with pytest.raises(OperationalError), connection.execute_wrapper(go_away):
        deliver_due(now)
    assert state(bericht) == (Stand.GECLAIMD, "", 1)
    assert deliver_due(after_the_lease) == 1


def test_every_query_of_a_run_is_made_as_the_web_role(queued, smtp, now):
    queued(**CODE_MAIL)
    outside = []

    def watch(execute, sql, params, many, context):
        outside.extend([] if connection.in_atomic_block else [sql])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert deliver_due(now) == 1
    assert outside == []


def test_codes_go_before_a_batch(queued, smtp, now):
    batch = [queued(vanaf=now - timedelta(hours=1)) for _ in range(3)]
    code = queued(**CODE_MAIL)
    deliver_due(now, limit=2)

    assert list(smtp.accepted) == [code.message_id, batch[0].message_id]


@pytest.mark.parametrize("beleid", Beleid)
def test_a_claim_that_was_not_followed_up_goes_back(queued, smtp, state, now, after_the_lease, beleid):
    bericht = queued(beleid=beleid)
    claim(as_clock(now))
    assert deliver_due(now + timedelta(seconds=119)) == 0
    assert state(bericht) == (Stand.GECLAIMD, "", 1)

    assert deliver_due(after_the_lease) == 1
    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 2)


@pytest.mark.parametrize(("beleid", "stand"), [(NEVER_TWICE, Stand.ONZEKER), (RATHER_TWICE, Stand.KLAAR)])
def test_a_mail_left_on_the_line_is_uncertain(queued, smtp, state, now, after_the_lease, beleid, stand):
    bericht = queued(beleid=beleid)
    assert put_on_the_line(claim(as_clock(now)), as_clock(now))

    assert deliver_due(after_the_lease) == 0
    assert state(bericht) == (stand, "lease voorbij", 1)


def test_a_deliverer_that_slept_through_its_lease_does_not_send(queued, now, after_the_lease):
    queued()
    sleeper = claim(as_clock(now))

    assert put_on_the_line(sleeper, as_clock(after_the_lease)) is False


def test_a_deliverer_whose_mail_was_taken_over_does_not_send(queued, now, after_the_lease):
    queued()
    sleeper = claim(as_clock(now))
    Bericht.objects.filter(pk=sleeper.pk).update(lease_tot=now)
    deliver_due(now)  # takes it back, and sends it
    mail.outbox.clear()

    assert put_on_the_line(sleeper, as_clock(now)) is False
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("reply", "stand"),
    [("451 4.3.0 Later", Stand.VERVALLEN), ("550 5.1.1 No", Stand.VERVALLEN), ("", Stand.VERZONDEN)],
)
def test_an_ask_that_ends_while_its_mail_is_on_the_line_gets_no_second_attempt(queued, smtp, state, now, reply, stand):
    hold = smtp.hold("DATA", reply)
    bericht = queued(bron="opvolging:17", beleid=RATHER_TWICE, tekst="{{link}}", geheim={"link": "x"})
    deliverer = threading.Thread(target=lambda: (deliver_due(now), connection.close()))
    deliverer.start()
    assert hold.reached.wait(10)
    assert drop("opvolging:17", now=now) == 0
    hold.release.set()
    deliverer.join()

    assert state(bericht)[0] == stand
    assert deliver_due(now + timedelta(days=1)) == 0
    assert smtp.accepted.total() == (stand == Stand.VERZONDEN)


def test_a_worker_with_a_wrong_clock_sends_nothing_too_early(queued, smtp, now):
    in_an_hour = timezone.now() + timedelta(hours=1)
    queued(vanaf=in_an_hour)
    with time_machine.travel(in_an_hour + timedelta(days=365)):
        assert deliver_due() == 0
    assert smtp.connections == 0


def test_the_database_says_when_a_mail_was_sent(queued, smtp):
    queued(now=datetime(2020, 1, 1, tzinfo=UTC))
    before = timezone.now() - timedelta(seconds=5)
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):
        assert deliver_due() == 1

    [sent_on] = Bericht.objects.values_list("verzonden_op", flat=True)
    assert before < sent_on < before + timedelta(minutes=1)


def test_each_run_leaves_a_heartbeat(now):
    deliver_due(now)

    assert list(Hartslag.objects.values_list("naam", "op")) == [("bezorging", now)]


def test_another_mail_backend_takes_the_mail_too(queued, state, now):
    bericht = queued(**CODE_MAIL)

    assert deliver_due(now) == 1
    assert [sent.body for sent in mail.outbox] == ["Uw code is 493817."]
    assert state(bericht)[0] == Stand.VERZONDEN


def test_another_mail_backend_that_fails_leaves_the_mail_uncertain(queued, state, now, settings):
    settings.EMAIL_BACKEND = f"{__name__}.FailingBackend"
    bericht = queued()

    assert deliver_due(now) == 0
    assert state(bericht) == (Stand.ONZEKER, "RuntimeError", 1)
