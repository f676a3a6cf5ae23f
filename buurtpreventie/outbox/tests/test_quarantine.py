"""A database that was put back: nothing goes out, nothing rings, and what may have gone out waits for a person."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import DatabaseError, connection
from django.utils.module_loading import import_string

from buurtpreventie.audit.models import Logregel
from buurtpreventie.celery import app
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import resend
from buurtpreventie.outbox.delivery import deliver_due
from buurtpreventie.outbox.models import Beleid, Bericht, Hartslag, Quarantaine, Soort, Stand
from buurtpreventie.outbox.quarantine import SETTLED, is_quarantined, release, set_apart

pytestmark = pytest.mark.django_db


@pytest.fixture
def quarantaine(now):
    return Quarantaine.objects.create(kopie_van=now - timedelta(hours=9), sinds=now)


def settled(quarantaine, now):
    """The restore came to its end."""
    Logregel.objects.create(
        op=now, gebeurtenis=SETTLED, doel_soort="outbox.quarantaine", doel_id=quarantaine.pk, actor_soort="systeem"
    )


def test_nothing_is_delivered_until_it_is_released(smtp, queued, quarantaine, now):
    queued()
    assert deliver_due(clock=now) == 0 and smtp.connections == 0

    settled(quarantaine, now)
    assert release(now=now) == 1
    assert deliver_due(clock=now) == 1 and smtp.accepted.total() == 1


def test_pressed_twice_is_released_once_and_a_later_restore_is_closed_again(quarantaine, now):
    settled(quarantaine, now)
    assert (release(now=now), release(now=now)) == (1, 0)
    assert Logregel.objects.filter(gebeurtenis="kopie.vrijgegeven").count() == 1
    assert not is_quarantined()

    Quarantaine.objects.create(kopie_van=now, sinds=now)
    assert is_quarantined()


def test_a_restore_that_was_broken_off_is_never_released(quarantaine, now):
    with pytest.raises(RefusedAction, match="Begin opnieuw"):
        release(now=now)

    assert is_quarantined()


def test_pages_and_jobs_cannot_lift_it(quarantaine, now):
    for statement in (
        "UPDATE outbox_quarantaine SET vrijgegeven_op = sinds",
        "DELETE FROM outbox_quarantaine",
        "TRUNCATE outbox_quarantaine",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), web_transaction(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert is_quarantined()


def test_no_job_of_the_clock_does_anything_while_it_lasts(quarantaine):
    tasks = [entry["task"] for entry in app.conf.beat_schedule.values()]
    assert len(tasks) > 10
    for name in tasks:
        import_module(name.rpartition(".")[0])
        assert import_string(name)() is None
    assert not Hartslag.objects.exists()  # a sweep that ran leaves one


def test_what_may_have_gone_out_waits_for_a_person_and_what_cannot_have_gone_stays_ready(
    queued, state, quarantaine, now
):
    due = queued()
    rather_twice = queued(beleid=Beleid.LIEVER_DUBBEL)
    claimed, on_the_line = queued(), queued()
    held = {"lease": "00000000-0000-4000-8000-000000000000", "lease_tot": now + timedelta(seconds=60)}
    Bericht.objects.filter(pk=claimed.pk).update(stand=Stand.GECLAIMD, **held)
    Bericht.objects.filter(pk=on_the_line.pk).update(stand=Stand.GECLAIMD, **held)
    Bericht.objects.filter(pk=on_the_line.pk).update(stand=Stand.OP_DE_LIJN)
    tomorrow = queued(vanaf=now + timedelta(days=1))
    code = queued(soort=Soort.CODE)
    account = queued(gemeente_id=None)
    expired = queued(verloopt_op=now - timedelta(seconds=1))

    assert set_apart(now) == (4, 3)

    for bericht in (due, rather_twice, claimed, on_the_line):
        assert state(bericht)[:2] == (Stand.ONZEKER, "teruggezet")
    for bericht in (code, account, expired):
        assert state(bericht)[:2] == (Stand.VERVALLEN, "teruggezet")
    assert state(tomorrow)[0] == Stand.KLAAR
    assert set_apart(now) == (0, 0)


def test_all_that_waits_can_be_sent_by_a_person_once_more(smtp, queued, quarantaine, now):
    waiting = queued()
    set_apart(now)
    settled(quarantaine, now)
    release(now=now)
    assert deliver_due(clock=now) == 0  # nobody decided yet

    resend(Bericht.objects.stuck().get(), actor=None, now=now)

    assert deliver_due(clock=now) == 1 and smtp.accepted == {waiting.message_id: 1}
