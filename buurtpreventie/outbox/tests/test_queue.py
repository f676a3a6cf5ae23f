"""Before and after the wire: queueing, dropping, and what a person does with a stuck mail."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction

from buurtpreventie.audit.models import Logregel
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import (
    beat,
    bounced,
    dismiss,
    drop,
    drop_keys,
    lapse_expired,
    resend,
    settle_bounced,
    wake_up,
    wipe_finished,
)
from buurtpreventie.outbox.delivery import claim, deliver_due, put_on_the_line
from buurtpreventie.outbox.models import TERUGGEKOMEN, Bericht, Hartslag, Soort, Stand
from buurtpreventie.outbox.querysets import as_clock
from buurtpreventie.outbox.tests.smtp_server import DROP

pytestmark = pytest.mark.django_db


def stands():
    return dict(Bericht.objects.values_list("sleutel", "stand"))


@pytest.fixture
def actor():
    """Somebody who acts; the log wants only a kind and a number."""
    return get_user_model()(pk=31)


@pytest.fixture
def dead(queued, smtp, now):
    """A mail that the server refused for good."""
    smtp.fault("RCPT", "550 5.1.1 Nobody here")
    bericht = queued(soort=Soort.VRAAG, tekst="Kijk op {{link}}", geheim={"link": "https://buurt.example.nl/l/abc"})
    deliver_due(now)
    bericht.refresh_from_db()
    return bericht


def test_the_same_key_is_queued_once(queued):
    first = queued(sleutel="herinnering:17:1:vooraf:contact")
    second = queued(sleutel="herinnering:17:1:vooraf:contact")

    assert second is None
    assert list(Bericht.objects.all()) == [first]


@pytest.mark.django_db(transaction=True)
def test_ten_threads_that_queue_the_same_key_at_once_make_one_mail(queued):
    start, made = threading.Barrier(10), []

    def queue_it():
        start.wait()
        made.append(queued(sleutel="herinnering:17:1:vooraf:contact"))
        connection.close()

    threads = [threading.Thread(target=queue_it) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert [bericht for bericht in made if bericht] == list(Bericht.objects.all())
    assert Bericht.objects.count() == 1


def test_a_mail_goes_back_with_the_action_that_caused_it(queued):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queued()
        raise ZeroDivisionError

    assert not Bericht.objects.exists()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"aan": ""}, "reaches nobody"),
        ({"aan": "geen adres"}, "not an address"),
        ({"aan": "a@example.nl\r\nBcc: b@example.nl"}, "not an address"),
        ({"antwoord_aan": "meldpunt"}, "not an address"),
        ({"onderwerp": "Een\nBcc: b@example.nl"}, "one line"),
        ({"onderwerp": ""}, "one line"),
        ({"geheim": {"code": "123456"}}, "no place for code"),
    ],
)
def test_a_mail_that_nobody_could_send_is_refused_at_once(queued, words, reason):
    with pytest.raises(ValueError, match=reason):
        queued(**words)


def test_the_secret_is_not_readable_in_the_database(queued):
    bericht = queued(tekst="Uw code is {{code}}.", geheim={"code": "493817"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(outbox_bericht)::text FROM outbox_bericht")
        stored = cursor.fetchone()[0]
    assert "493817" not in stored
    assert bericht.geheim == {"code": "493817"}


def test_drop_stops_what_has_not_been_sent_and_leaves_other_causes_alone(queued, now):
    claimed = queued(sleutel="claimed", bron="opvolging:17", tekst="{{link}}", geheim={"link": "x"})
    assert claim(as_clock(now)).pk == claimed.pk
    queued(sleutel="waiting", bron="opvolging:17")
    queued(sleutel="other", bron="opvolging:171")

    assert drop("opvolging:17", now=now) == 2
    assert stands() == {"claimed": Stand.VERVALLEN, "waiting": Stand.VERVALLEN, "other": Stand.KLAAR}
    assert not Bericht.objects.filter(geheim__isnull=False).exists()


def test_drop_can_be_limited_to_kinds_and_to_keys(queued, now):
    queued(sleutel="ask", bron="opvolging:17", soort=Soort.VRAAG)
    queued(sleutel="reminder", bron="opvolging:17", soort=Soort.HERINNERING)
    queued(sleutel="task", bron="opvolging:17", soort=Soort.TAAK)

    assert drop("opvolging:17", soorten=[Soort.HERINNERING], now=now) == 1
    assert drop_keys(["task", "unknown"], now=now) == 1
    assert stands() == {"ask": Stand.KLAAR, "reminder": Stand.VERVALLEN, "task": Stand.VERVALLEN}


def test_a_dropped_mail_that_was_claimed_is_not_put_on_the_line(queued, now):
    queued(bron="opvolging:17")
    claimed = claim(as_clock(now))
    drop("opvolging:17", now=now)

    assert put_on_the_line(claimed, as_clock(now)) is False
    assert [*stands().values()] == [Stand.VERVALLEN]


def test_resend_puts_a_refused_mail_back_under_the_same_message_id(dead, smtp, actor, now):
    resend(dead, actor=actor, now=now)
    deliver_due(now)

    assert smtp.accepted == {dead.message_id: 1}
    assert stands() == {dead.sleutel: Stand.VERZONDEN}
    assert [regel.gebeurtenis for regel in Logregel.objects.about(dead)] == ["bericht.opnieuw"]


def test_dismiss_takes_a_refused_mail_off_the_list_and_wipes_its_secret(dead, actor, now):
    dismiss(dead, actor=actor, now=now)

    assert list(Bericht.objects.stuck()) == []
    assert list(Bericht.objects.values_list("stand", "geheim", "laatste_code")) == [
        (Stand.VERVALLEN, None, "550 5.1.1")
    ]
    regel = Logregel.objects.about(dead).get()
    assert (regel.gebeurtenis, regel.gemeente_id, regel.actor_id) == ("bericht.afgedaan", 7, 31)


@pytest.mark.parametrize("act", [resend, dismiss])
def test_acting_twice_on_a_stuck_mail_is_refused(dead, actor, now, act):
    act(dead, actor=actor, now=now)
    with pytest.raises(RefusedAction, match="al gedaan"):
        act(dead, actor=actor, now=now)


def test_resend_is_refused_when_the_ask_has_ended(dead, actor, now):
    drop(dead.bron, now=now)

    with pytest.raises(RefusedAction, match="niet meer nodig"):
        resend(dead, actor=actor, now=now)
    assert list(Bericht.objects.stuck()) == [dead]


def test_resend_is_refused_when_the_code_has_expired(queued, smtp, actor, now):
    smtp.fault("RCPT", "550")
    bericht = queued(tekst="{{code}}", geheim={"code": "1"}, verloopt_op=now + timedelta(minutes=15))
    deliver_due(now)
    lapse_expired(now + timedelta(minutes=15))

    with pytest.raises(RefusedAction, match="niet meer nodig"):
        resend(bericht, actor=actor, now=now + timedelta(minutes=15))
    bericht.refresh_from_db()
    assert (bericht.stand, bericht.geheim) == (Stand.DOOD, None)


def sent_to(queued, sleutel, now, aan="partner@example.nl"):
    mail = queued(sleutel=sleutel, bron="opvolging:17", aan=aan, tekst="{{link}}", geheim={"link": "https://b.nl/l/a"})
    deliver_due(now)
    return mail


def test_what_came_back_waits_for_a_person_and_never_goes_out_again(queued, smtp, actor, now):
    sent_to(queued, "first", now)
    last = sent_to(queued, "last", now)
    sent_to(queued, "deputy", now, aan="deputy@example.nl")

    assert bounced("opvolging:17", aan="partner@example.nl") == last

    assert list(Bericht.objects.stuck()) == [last]
    last.refresh_from_db()
    assert (last.stand, last.laatste_code, last.verzonden_op) == (Stand.DOOD, TERUGGEKOMEN, None)
    assert deliver_due(now + timedelta(days=1)) == 0
    with pytest.raises(RefusedAction, match="niet meer nodig"):
        resend(last, actor=actor, now=now)
    dismiss(last, actor=actor, now=now)
    assert stands() == {"first": Stand.VERZONDEN, "last": Stand.VERVALLEN, "deputy": Stand.VERZONDEN}


def test_what_never_left_cannot_come_back(queued, now):
    queued(bron="opvolging:17", aan="partner@example.nl")
    assert bounced("opvolging:17", aan="partner@example.nl") is None
    assert [*stands().values()] == [Stand.KLAAR]


def test_an_uncertain_mail_that_came_back_keeps_no_secret_and_is_settled_with_its_cause(queued, smtp, now):
    smtp.fault("DOT", DROP)
    mail = sent_to(queued, "unsure", now)
    assert stands() == {"unsure": Stand.ONZEKER}

    bounced("opvolging:17", aan="partner@example.nl")
    mail.refresh_from_db()
    assert (mail.stand, mail.geheim, mail.ingetrokken) == (Stand.DOOD, None, True)
    assert settle_bounced("opvolging:18") == 0
    assert settle_bounced("opvolging:17") == 1
    assert (stands(), list(Bericht.objects.stuck())) == ({"unsure": Stand.VERVALLEN}, [])


def test_a_mail_that_was_refused_is_not_settled_as_if_it_came_back(dead, now):
    assert settle_bounced(dead.bron) == 0
    assert list(Bericht.objects.stuck()) == [dead]


def test_an_expired_mail_lapses_and_is_not_sent(queued, smtp, now):
    queued(sleutel="late", verloopt_op=now)
    queued(sleutel="in time", verloopt_op=now + timedelta(seconds=1))

    assert deliver_due(now) == 1
    assert stands() == {"late": Stand.VERVALLEN, "in time": Stand.VERZONDEN}


def test_a_wiped_mail_keeps_its_key_and_is_never_sent_again(queued, smtp, now):
    bericht = queued(sleutel="antwoord:4:1:1")
    deliver_due(now)

    assert wipe_finished(now + timedelta(days=1)) == 1
    assert queued(sleutel="antwoord:4:1:1") is None
    bericht.refresh_from_db()
    assert (bericht.aan, bericht.onderwerp, bericht.tekst) == ("", "", "")


def test_due_lists_what_waits_the_longest_first(queued, now):
    later = queued(vanaf=now - timedelta(minutes=1))
    first = queued(vanaf=now - timedelta(minutes=16))
    queued(vanaf=now + timedelta(seconds=1))

    assert list(Bericht.objects.due(now)) == [first, later]
    assert Bericht.objects.all().oldest_due_age(now) == timedelta(minutes=16)
    assert Bericht.objects.none().oldest_due_age(now) == timedelta()


def test_a_heartbeat_is_one_row_that_moves(now):
    beat("tik", now)
    beat("tik", now + timedelta(minutes=1))

    assert list(Hartslag.objects.values_list("naam", "op")) == [("tik", now + timedelta(minutes=1))]


def test_one_transaction_rings_the_worker_once(queued, django_capture_on_commit_callbacks, now):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        queued()
        with transaction.atomic():
            queued()
        queued(vanaf=now + timedelta(days=1))

    assert callbacks == [wake_up]


def test_a_mail_for_later_rings_nobody(queued, django_capture_on_commit_callbacks, now):
    with django_capture_on_commit_callbacks() as callbacks:
        queued(vanaf=now + timedelta(days=1))

    assert callbacks == []


def test_the_web_role_may_do_all_of_it(queued, smtp, now):
    with web_transaction():
        bericht = queued()
    deliver_due(now)

    assert smtp.accepted == {bericht.message_id: 1}
