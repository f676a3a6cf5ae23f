"""Minute by minute around an evening, with thirty clocks at once: the mails are exactly these (E173)."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.ui.dates import weekday_in_words
from teams.clocks import at
from teams.rondes.tests.threads import at_once
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.planning import cancel_sessie, change_sessie, invite_teams
from trainingen.actions.reminding import remind
from trainingen.actions.signing import sign_off, sign_up
from trainingen.invariants import checks
from trainingen.models import Beltaak, Inschrijving
from trainingen.tests.factories import SessieFactory

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

THREADS = 30
MINUTE = timedelta(minutes=1)


def person(team, naam, rol="lid", **facts):
    facts = {"email": f"{naam}@example.nl"} | facts
    return LidmaatschapFactory(team=team, gebruiker=GebruikerFactory(naam=naam, **facts), rol=rol).gebruiker


class Story:
    """One evening of a team with every fate, and another one that is called off; the clock rings all the while."""

    def __init__(self, day):
        self.day, self.team = day, TeamFactory(naam="Zuid")
        gemeente = self.team.gemeente
        self.trainer = AanstellingFactory(
            gemeente=gemeente, trainer=True, gebruiker__naam="trainer", gebruiker__email="trainer@example.nl"
        ).gebruiker
        self.people = {naam: person(self.team, naam) for naam in ("een", "twee", "drie")}
        self.people["stil"] = person(self.team, "stil", email=None, antwoord_via="coordinator")
        self.lead = person(self.team, "lead", "coordinator")
        facts = {"gemeente": gemeente, "team": self.team, "trainer": self.trainer, "uitgenodigd_op": None}
        begin = self.at(0, 19)
        self.sessie = SessieFactory(op=begin, plaatsen=3, module__naam="Veilig", **facts)
        facts["uitgenodigd_op"] = self.at(-20, 12)
        self.other = SessieFactory(op=begin - timedelta(hours=4), **facts)

    def at(self, days, hour, minute=0):
        """A moment by the clock on the wall, counted from the day of the evening."""
        return at(self.day + timedelta(days=days), time(hour, minute))

    def events(self):
        """What people do, and when."""
        een, twee, drie, stil = (self.people[naam] for naam in ("een", "twee", "drie", "stil"))
        ask = {"actor": self.trainer}
        return {
            self.at(-12, 15): lambda now: invite_teams(self.sessie, now=now, **ask),
            self.at(-10, 12): lambda now: self.sign_up(een, self.sessie, now),
            self.at(-10, 12, 1): lambda now: self.sign_up(twee, self.sessie, now),
            self.at(-10, 12, 2): lambda now: self.sign_up(stil, self.sessie, now),
            self.at(-10, 12, 3): lambda now: self.sign_up(drie, self.sessie, now),
            self.at(-9, 22): lambda now: self.sign_up(een, self.other, now),
            self.at(-5, 11): lambda now: cancel_sessie(self.other, reden="De trainer is ziek", now=now, **ask),
            self.at(-3, 20, 59): lambda now: sign_off(self.row(twee), actor=twee, now=now),
            self.at(-2, 9): lambda now: change_sessie(self.sessie, gelezen=None, plaats="De Spil", now=now, **ask),
            self.at(-2, 9, 1): lambda now: change_sessie(self.sessie, gelezen=None, plaats="De Hoek", now=now, **ask),
        }

    def sign_up(self, who, sessie, now):
        return sign_up(sessie, gebruiker=who, team=self.team, actor=who, now=now)

    def row(self, who):
        return Inschrijving.objects.get(sessie=self.sessie, gebruiker=who)

    def minutes(self, first, last):
        """Some hours of these days, every minute around ten, and each minute in which something happens."""
        for days in range(first, last + 1):
            day = {self.at(days, hour) for hour in (2, 14, 21)}
            day |= {self.at(days, 9, 58) + n * MINUTE for n in range(6)}
            day |= {moment for moment in self.events() if timezone.localtime(moment).date() == self.day_of(days)}
            yield from sorted(day)

    def day_of(self, days):
        return self.day + timedelta(days=days)

    def mails(self):
        """Every mail in the order in which it was made: days from the evening, clock, to whom, first words."""
        rows = Bericht.objects.order_by("gemaakt_op", "aan", "onderwerp").values_list("gemaakt_op", "aan", "onderwerp")
        found = []
        for made, to, subject in rows:
            local = timezone.localtime(made)
            found.append(((local.date() - self.day).days, f"{local:%H:%M}", to.split("@")[0], subject.split(":")[0]))
        return found


def deliver(now):
    """Send what was ready two minutes ago."""
    due = Bericht.objects.filter(stand="klaar", volgende_poging__lte=now - 2 * MINUTE)
    pks = list(due.values_list("pk", flat=True))
    rows = Bericht.objects.filter(pk__in=pks)
    rows.update(stand="geclaimd", lease=uuid4(), lease_tot=now)
    rows.update(stand="op_de_lijn")
    rows.update(stand="verzonden", verzonden_op=now, geheim=None, lease=None, lease_tot=None)


def sweep_by_thirty(now):
    errors = [found for found in at_once(*[lambda: remind(now)] * THREADS) if isinstance(found, Exception)]
    assert errors == []


@pytest.mark.parametrize("day", [date(2026, 10, 28), date(2026, 4, 1)], ids=["an hour twice", "an hour less"])
def test_thirty_clocks_over_three_weeks_send_exactly_these_mails(day):
    story = Story(day)
    events = story.events()
    crowded = {story.at(*moment) for moment in ((-7, 10), (-1, 10), (-1, 10, 1), (1, 10), (7, 10))}
    for moment in story.minutes(-13, 8):
        if moment in events:
            events[moment](moment)
        sweep_by_thirty(moment) if moment in crowded else remind(moment)
        deliver(moment)
    confirmed, reminder, moved = "U staat op de lijst", "Herinnering", "Let op, veranderd"
    dag = weekday_in_words(day, day)
    assert story.mails() == [
        (-12, "15:00", "drie", f"Komt u naar de training op {dag}?"),
        (-12, "15:00", "een", f"Komt u naar de training op {dag}?"),
        (-12, "15:00", "lead", f"Komt u naar de training op {dag}?"),
        (-12, "15:00", "twee", f"Komt u naar de training op {dag}?"),
        (-10, "12:00", "een", confirmed),
        (-10, "12:01", "twee", confirmed),
        (-10, "12:03", "drie", "U staat op de wachtlijst"),
        (-9, "22:00", "een", confirmed),
        (-7, "10:00", "een", reminder),
        (-7, "10:00", "een", reminder),
        (-7, "10:00", "twee", reminder),
        (-5, "11:00", "een", f"De training op {dag} gaat niet door"),
        (-3, "20:59", "drie", "Er is een plek voor u"),
        (-2, "09:00", "drie", moved),
        (-2, "09:00", "een", moved),
        (-2, "09:00", "lead", f"Wilt u bellen over de training op {dag}?"),
        (-2, "09:01", "drie", moved),
        (-2, "09:01", "een", moved),
        (-2, "09:01", "lead", f"Wilt u bellen over de training op {dag}?"),
        (-1, "10:00", "drie", reminder),
        (-1, "10:00", "een", reminder),
        (-1, "10:00", "lead", f"Wilt u bellen over de training op {dag}?"),
        (-1, "10:00", "trainer", f"U geeft een training op {dag}"),
        (1, "10:00", "trainer", f"Sluit u de lijst van de training op {dag}?"),
        (7, "10:00", "trainer", f"Sluit u de lijst van de training op {dag}?"),
    ]
    first_move = Bericht.objects.filter(gemaakt_op=story.at(-2, 9))
    assert set(first_move.values_list("stand", flat=True)) == {"vervallen"}  # the second came before it left
    calls = Beltaak.objects.filter(inschrijving__gebruiker=story.people["stil"]).order_by("gemaakt_op")
    assert list(calls.values_list("waarover", "versie")) == [("verplaatst", 2), ("herinnering", 2)]
    assert {naam: list(rows) for naam, rows in checks().items() if rows} == {}


def test_after_three_days_without_a_clock_thirty_of_them_send_only_the_newest():
    story = Story(date(2026, 10, 28))
    invite_teams(story.sessie, actor=story.trainer, now=story.at(-12, 15))
    for naam in ("een", "stil"):
        story.sign_up(story.people[naam], story.sessie, story.at(-10, 12))
    remind(story.at(-8, 23))
    Bericht.objects.all().delete()
    for moment in (story.at(-4, 12), story.at(-4, 12, 1)):
        sweep_by_thirty(moment)
    assert [(days, to) for days, _clock, to, _subject in story.mails()] == [(-4, "een")]
    Bericht.objects.all().delete()
    for moment in (story.at(0, 9), story.at(0, 9, 1)):
        sweep_by_thirty(moment)
    assert [(to, subject.split()[0]) for _days, _clock, to, subject in story.mails()] == [
        ("een", "Herinnering"),
        ("lead", "Wilt"),
        ("trainer", "U"),  # the other evening of that day
        ("trainer", "U"),
    ]
    assert Beltaak.objects.count() == 1


def test_signing_off_while_thirty_clocks_ring_leaves_no_reminder_that_still_goes_out():
    story = Story(date(2026, 10, 28))
    een = story.people["een"]
    row = story.sign_up(een, story.sessie, story.at(-10, 12))
    now = story.at(-1, 10)
    acts = [lambda: remind(now)] * THREADS + [lambda: sign_off(row, actor=een, now=now)] * 3
    assert [found for found in at_once(*acts) if isinstance(found, Exception)] == []
    assert set(Bericht.objects.of(row.bron).values_list("stand", flat=True)) == {"vervallen"}
    sweep_by_thirty(now + MINUTE)
    assert not Bericht.objects.of(row.bron).exclude(stand="vervallen").exists()
