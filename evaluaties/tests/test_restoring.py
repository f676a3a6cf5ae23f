"""A database that PostgreSQL itself brought back to a moment goes into quarantine too; what is broken is told."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.urls import reverse

from buurtpreventie.outbox.models import Bericht, Quarantaine, Stand
from buurtpreventie.outbox.quarantine import is_quarantined
from evaluaties.clock import moments
from evaluaties.health import complaints
from meldingen.models import Melding
from opvolging.tests.wereld import make_wereld

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning(now):
    """A clock that stands at ten o'clock."""
    with time_machine.travel(now, tick=False):
        yield now


@pytest.fixture
def late(morning):
    """A gemeente in which a partner was asked two weeks ago, and says nothing."""
    wereld = make_wereld()
    wereld.asked(0, now=morning - timedelta(days=14))
    return wereld


def said(name, **words):
    out = io.StringIO()
    call_command(name, stdout=out, **words)
    return out.getvalue()


def test_the_clock_is_played_hour_by_hour_up_to_now(now):
    hour = timedelta(hours=1)
    assert list(moments(now - 2.5 * hour, now)) == [now - 1.5 * hour, now - 0.5 * hour, now]
    assert list(moments(now, now)) == [now]


def test_what_is_told_again_of_the_lost_hours_waits_and_nobody_stays_signed_in(morning, late):
    SessionStore().save()
    Bericht.objects.all().delete()

    words = said("terugzetten", hersteld_tot=morning - timedelta(hours=3))

    assert "Sessies beëindigd: 1." in words and not Session.objects.exists()
    assert is_quarantined() and "staat stil" in said("tik") and "quarantaine" in complaints(morning)
    waits = Bericht.objects.filter(stand=Stand.ONZEKER)
    assert waits.exists() and not Bericht.objects.due(morning).exists()  # the morning's reminders are among them
    assert f"--gelezen {waits.count()}" in said("vrijgeven")
    with pytest.raises(CommandError, match="Lees de lijst opnieuw"):
        said("vrijgeven", gelezen=waits.count() + 1)
    assert is_quarantined()

    assert "Vrijgegeven" in said("vrijgeven", gelezen=waits.count()) and not is_quarantined()
    assert "niet in quarantaine" in said("vrijgeven") and "quarantaine" not in complaints(morning)
    said("tik")
    assert set(Bericht.objects.exclude(stand=Stand.ONZEKER).values_list("stand", flat=True)) <= {Stand.VERVALLEN}


def test_the_meldpunt_reads_why_each_of_these_mails_waits_and_decides(morning, late, client):
    said("terugzetten", hersteld_tot=morning - timedelta(hours=3))
    client.force_login(late.meldpunt)

    html = client.get(reverse("opvolging:berichten")).content.decode()

    waits = Bericht.objects.filter(stand=Stand.ONZEKER)
    assert html.count("Alle gegevens zijn teruggezet van een kopie.") == waits.count() > 0


def test_a_promise_that_is_broken_is_told_and_it_stays_in_quarantine(morning, late):
    melding = late.report(0, now=morning)
    Melding.objects.filter(pk=melding.pk).update(reageren_voor=None)

    with pytest.raises(CommandError, match="ontvangen_zonder_datum"):
        said("terugzetten", hersteld_tot=morning)

    assert is_quarantined()


def test_a_moment_that_has_to_come_is_refused(morning):
    with pytest.raises(CommandError, match="moet nog komen"):
        said("terugzetten", hersteld_tot=morning + timedelta(minutes=1))

    assert not Quarantaine.objects.exists()
