"""A run ends: both sides are written anew, and with fewer than five answers it stays closed to readers (E205)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.outbox.actions import queue
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.closing import close_afname, close_due
from evaluaties.actions.publishing import shuffle
from evaluaties.mails.asking import asked_key
from evaluaties.models import Afname, GebruikteSleutel, Gevraagd, Inzending, Respons, Telling, Wachtend
from evaluaties.tests.factories import AfnameFactory, GevraagdFactory, held_evening
from evaluaties.tests.test_publishing import wait

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def closed(afname):
    close_afname(afname, actor=None, now=NOW)
    return Afname.objects.get(pk=afname.pk)


def test_the_remainder_joins_the_last_batch_at_closing():
    afname = AfnameFactory()
    wait(afname, 5)
    shuffle(afname, now=NOW - timedelta(days=8))
    wait(afname, 4)
    assert closed(afname).vrijgegeven
    assert (Wachtend.objects.count(), Inzending.objects.count()) == (0, 9)
    assert len({row.week for row in Inzending.objects.all()}) == 1  # no week tells who answered late


def test_four_answers_wait_on_and_cannot_be_read():
    afname = AfnameFactory()
    wait(afname, 4)
    before = set(Wachtend.objects.values_list("pk", flat=True))
    run = closed(afname)
    assert (run.stand, run.vrijgegeven) == ("gesloten", False)
    after = set(Wachtend.objects.values_list("pk", flat=True))
    assert (len(after), after & before, Inzending.objects.count()) == (4, set(), 0)


def test_a_run_without_answers_closes():
    run = closed(AfnameFactory())
    assert (run.stand, run.vrijgegeven) == ("gesloten", False)


def test_people_in_tallies_count_for_the_five():
    afname = AfnameFactory(sessie=held_evening(6))
    wait(afname, 2)
    vraag = afname.versie.vraagreeks.get(code="NPE2")
    Telling.objects.create(afname=afname, vraag=vraag, sleutel="NPE2", n=3, aantallen={"ja": 3})
    Respons.objects.create(afname=afname, kanaal="telling", aantal=3)
    assert closed(afname).vrijgegeven
    assert Inzending.objects.filter(afname=afname).count() == 2


def test_codes_secrets_of_links_and_used_keys_are_wiped():
    wall = {"wand_code": "1234", "wand_hash": "c" * 64, "wand_geheim": "geheim", "wand_tot": NOW + timedelta(hours=1)}
    afname = AfnameFactory(**wall)
    GevraagdFactory(afname=afname, token_hash="b" * 64, geheim="geheim", beantwoord=True)
    GebruikteSleutel.objects.create(afname=afname, hash="a" * 64)
    run = closed(afname)
    assert [getattr(run, name) for name in wall] == [None] * 4
    asked = Gevraagd.objects.get()
    assert (asked.token_hash, asked.geheim, asked.beantwoord) == ("b" * 64, None, True)
    assert not GebruikteSleutel.objects.exists()


def test_mails_that_still_ask_do_not_go_out():
    afname = AfnameFactory()
    mail = {
        "aan": "lid@buurt.example",
        "onderwerp": "Hoe was de avond?",
        "tekst": "Vul in.",
        "soort": "bericht",
    }
    queue(sleutel="v:1", bron=afname.bron_van_mail, gemeente_id=afname.gemeente_id, now=NOW, **mail)
    queue(sleutel="v:2", bron=f"{afname.bron_van_mail}0", gemeente_id=afname.gemeente_id, now=NOW, **mail)
    asked = GevraagdFactory(afname=afname)
    queue(sleutel=asked_key(asked), bron=asked.bron, gemeente_id=afname.gemeente_id, now=NOW, **mail)
    closed(afname)
    stands = dict(Bericht.objects.values_list("sleutel", "stand"))
    assert stands == {"v:1": "vervallen", "v:2": "klaar", asked_key(asked): "vervallen"}


def test_closed_twice_is_once():
    afname = AfnameFactory()
    wait(afname, 5)
    closed(afname)
    rows = set(Inzending.objects.values_list("pk", flat=True))
    closed(afname)
    assert set(Inzending.objects.values_list("pk", flat=True)) == rows
    (line,) = Logregel.objects.filter(gebeurtenis="afname.gesloten")
    assert line.details == {"binnen": 5, "leesbaar": True}


def test_the_clock_closes_what_is_due_each_on_its_own():
    due, open_still = AfnameFactory(sluit_op=NOW), AfnameFactory(sluit_op=NOW + timedelta(minutes=1))
    broken = AfnameFactory(sluit_op=NOW - timedelta(minutes=1))
    wait(due, 5)
    wait(broken, 5, {"ONBEKEND": "vraag van een ander formulier"})
    with pytest.raises(KeyError):
        close_due(NOW)
    stands = dict(Afname.objects.values_list("pk", "stand"))
    assert stands == {due.pk: "gesloten", open_still.pk: "open", broken.pk: "open"}


def test_the_clock_gives_how_many_it_closed():
    AfnameFactory(sluit_op=NOW)
    AfnameFactory(sluit_op=NOW)
    assert close_due(NOW) == 2
    assert close_due(NOW) == 0
