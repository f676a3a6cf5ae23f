"""The clock of evaluations: what is due happens once, however often it is rung (E200, E203, E204)."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht, Hartslag
from evaluaties import tasks
from evaluaties.actions import reminding
from evaluaties.actions.answering import give_answers
from evaluaties.actions.reminding import CLOCK, remind
from evaluaties.invariants import checks
from evaluaties.models import Afname, Gevraagd, Instelling, Versie
from evaluaties.moments import reminder_day
from evaluaties.tests.factories import held_evening
from teams.clocks import at
from teams.rondes.tests.threads import at_once
from teams.tests.factories import LidmaatschapFactory, TeamFactory
from trainingen.models import Programma
from trainingen.tests.factories import InschrijvingFactory
from trainingen.validity import months_after

MINUTE, THREADS = timedelta(minutes=1), 8
BUSY = {-1, 0, 5, 9, 10, 11, 28, 29}  # days that are looked at minute by minute
FORM = {"antwoorden": {"E0": "NP"}, "woorden": {}, "vlaggen": []}


@pytest.mark.django_db
def test_the_clock_makes_the_start_set_beats_and_finds_nothing_else_to_do():
    now = at(date(2026, 10, 7), time(12, 0))
    assert remind(now) == remind(now + MINUTE) == 0
    assert Versie.objects.count() == 4
    assert Hartslag.objects.get(naam=CLOCK).op == now + MINUTE
    tasks.remind()


@pytest.mark.django_db
def test_one_part_that_fails_holds_up_no_other_and_the_clock_counts_as_stopped(monkeypatch):
    def broken(now):
        raise ValueError("broken")

    monkeypatch.setattr(reminding, "ALWAYS", [broken, *reminding.ALWAYS])
    with pytest.raises(ValueError, match="broken"):
        remind(at(date(2026, 10, 7), time(12, 0)))
    assert Versie.objects.count() == 4
    assert not Hartslag.objects.filter(naam=CLOCK).exists()


def test_the_reminder_comes_after_ten_days_or_half_way():
    day = date(2026, 10, 7)
    days = {length: reminder_day(day, day + timedelta(days=length)) for length in (0, 1, 2, 7, 14, 28)}
    assert {length: found and (found - day).days for length, found in days.items()} == {
        0: None, 1: None, 2: 1, 7: 3, 14: 7, 28: 10,
    }  # fmt: skip


# --- many clocks ------------------------------------------------------------------------------------


class Story:
    """A programme of which the people are asked half a year later; ``day`` is when that begins."""

    def __init__(self, day):
        self.day, team = day, TeamFactory(naam="Zuid")
        last = months_after(day, -6)
        self.programma = Programma.objects.create(gemeente=team.gemeente, naam="Voorjaar", van=last, tot=last)
        evening = held_evening(0, gemeente=team.gemeente, programma=self.programma, ended=at(last, time(22, 0)))
        self.people = {}
        for naam in ("een", "twee", "drie", "stil"):
            facts = {"email": None, "antwoord_via": "telefoon"} if naam == "stil" else {"email": f"{naam}@example.nl"}
            person = GebruikerFactory(naam=naam, **facts)
            LidmaatschapFactory(team=team, gebruiker=person)
            InschrijvingFactory(sessie=evening, team=team, gebruiker=person, aanwezig=True)
            self.people[naam] = person
        InschrijvingFactory(sessie=evening, gast="Gast", gast_email="gast@example.nl", aanwezig=True)
        lead = GebruikerFactory(naam="lead", email="lead@example.nl")
        LidmaatschapFactory(team=team, gebruiker=lead, coordinator=True)
        Instelling.objects.create(gemeente=team.gemeente, max_per_kwartaal=1)

    def at(self, days, hour, minute=0):
        """A moment by the clock on the wall, counted from the day on which it begins."""
        return at(self.day + timedelta(days=days), time(hour, minute))

    def moments(self):
        """Ten o'clock of every day of five weeks; of busy days also the minutes around it and the hour that changes."""
        for days in range(-1, 31):
            hours = {self.at(days, 10)}
            if days in BUSY:
                hours |= {self.at(days, hour) for hour in (0, 14, 21)} | {self.at(days, 2, 30) + timedelta(hours=1)}
                hours |= {self.at(days, 9, 59), self.at(days, 10, 1)}
            yield from sorted(hours)

    def answers(self, naam):
        row = Gevraagd.objects.get(gebruiker=self.people[naam])
        give_answers(row.afname, FORM, kanaal="link", sleutel=uuid4(), gevraagd=row, now=timezone.now())

    def mails(self):
        """Every mail: days from the first, clock, to whom, first words of the subject."""
        rows = Bericht.objects.order_by("gemaakt_op", "aan").values_list("gemaakt_op", "aan", "onderwerp")
        local = [(timezone.localtime(made), to, subject) for made, to, subject in rows]
        return [
            ((made.date() - self.day).days, f"{made:%H:%M}", to.split("@")[0], subject.split()[0])
            for made, to, subject in local
        ]


def deliver(now):
    """Send what was ready two minutes ago."""
    due = Bericht.objects.filter(stand="klaar", volgende_poging__lte=now - 2 * MINUTE)
    rows = Bericht.objects.filter(pk__in=list(due.values_list("pk", flat=True)))
    rows.update(stand="geclaimd", lease=uuid4(), lease_tot=now)
    rows.update(stand="op_de_lijn")
    rows.update(stand="verzonden", verzonden_op=now, geheim=None, lease=None, lease_tot=None)


def ring_many(now):
    assert [found for found in at_once(*[lambda: remind(now)] * THREADS) if isinstance(found, Exception)] == []


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("day", [date(2026, 10, 20), date(2026, 3, 24)], ids=["an hour twice", "an hour less"])
def test_many_clocks_over_five_weeks_send_exactly_these_mails(day):
    story = Story(day)
    crowded = {story.at(*moment) for moment in ((0, 10), (10, 10), (28, 21))}
    events = {story.at(5, 14): "een", story.at(9, 21): "drie"}
    for moment in story.moments():
        ring_many(moment) if moment in crowded else remind(moment)
        if moment in events:
            story.answers(events[moment])
        deliver(moment)
        if moment == story.at(0, 10):
            Afname.objects.update(verwacht_procent=60)  # two of five is not enough
    assert story.mails() == [
        (0, "10:00", "drie", "Vult"),
        (0, "10:00", "een", "Vult"),
        (0, "10:00", "gast", "Vult"),
        (0, "10:00", "lead", "Wilt"),
        (0, "10:00", "twee", "Vult"),
        (10, "10:00", "gast", "Herinnering:"),
        (10, "10:00", "twee", "Herinnering:"),
        (28, "21:00", "lead", "Waarom"),  # leaves at eight
    ]
    run = Afname.objects.get()
    assert (run.stand, run.gesloten_op) == ("gesloten", story.at(28, 21))
    assert Gevraagd.objects.filter(beantwoord=True).count() == 2
    assert not Gevraagd.objects.filter(geheim__isnull=False).exists()
    assert {naam: list(rows) for naam, rows in checks().items() if rows} == {}


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_answering_while_clocks_ring_leaves_no_reminder_that_still_goes_out():
    story = Story(date(2026, 10, 20))
    remind(story.at(0, 10))
    deliver(story.at(0, 12))
    row, now = Gevraagd.objects.get(gebruiker=story.people["een"]), story.at(10, 10)
    acts = [lambda: remind(now)] * THREADS + [lambda: story.answers("een")] * 3
    assert [found for found in at_once(*acts) if isinstance(found, Exception)] == []
    assert Gevraagd.objects.get(pk=row.pk).beantwoord
    assert set(Bericht.objects.of(row.bron).values_list("stand", flat=True)) <= {"verzonden", "vervallen"}
    remind(now + MINUTE)
    waiting = Bericht.objects.filter(stand="klaar", soort="herinnering").values_list("aan", flat=True)
    assert sorted(waiting) == ["drie@example.nl", "gast@example.nl", "twee@example.nl"]
