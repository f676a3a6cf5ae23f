"""What came of the answers goes back to who gave them: "u zei, wij deden" (E204)."""

from datetime import date, time, timedelta

import pytest

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from evaluaties.actions.returning import MOST_LINES, add_line, remove_line, tell_what_came_of_it
from evaluaties.actions.stopping import stop_questions
from evaluaties.models import WijDeden
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, GevraagdFactory, held_evening, publish
from teams.clocks import at
from trainingen.tests.factories import InschrijvingFactory

pytestmark = pytest.mark.django_db

NOW = at(date(2026, 10, 7), time(12, 0))
LINE = {"uzei": "Meer oefenen.", "wijdeden": "Er komt een extra avond."}


@pytest.fixture
def trainer():
    return GebruikerFactory()


@pytest.fixture
def closed():
    return publish(AfnameFactory(sessie=held_evening(6)), [NPE_ANSWERS] * 5)


def test_who_was_there_or_was_asked_hears_it_once(closed, trainer):
    there = set(Gebruiker.objects.filter(inschrijvingen__sessie=closed.sessie).values_list("email", flat=True))
    asked = GevraagdFactory(afname=closed, gebruiker=GebruikerFactory())
    GevraagdFactory(afname=closed, gebruiker=GebruikerFactory(), weg="overgeslagen")
    InschrijvingFactory(sessie=closed.sessie, gast="Gast", gast_email="gast@example.org", aanwezig=True)
    add_line(closed, **LINE, actor=trainer, now=NOW)
    assert tell_what_came_of_it(closed, actor=trainer, now=NOW) == 8
    assert tell_what_came_of_it(closed, actor=trainer, now=NOW + timedelta(days=1)) is None
    assert set(Bericht.objects.values_list("aan", flat=True)) == there | {asked.gebruiker.email, "gast@example.org"}
    mail = Bericht.objects.get(aan=asked.gebruiker.email)
    assert "U zei: Meer oefenen.\nWij deden: Er komt een extra avond." in mail.tekst
    assert f"/mijn-evaluaties/uitkomst/{closed.pk}/" in mail.tekst
    assert "uitkomst" not in Bericht.objects.get(aan="gast@example.org").tekst  # who has no account cannot open it


def test_telling_is_no_request_but_who_wants_none_of_it_is_left_alone(closed, trainer):
    stops = Gebruiker.objects.filter(inschrijvingen__sessie=closed.sessie).first()
    stop_questions(gebruiker=stops, now=NOW)
    add_line(closed, **LINE, actor=trainer, now=NOW)
    assert tell_what_came_of_it(closed, actor=trainer, now=NOW) == 5
    assert not Bericht.objects.filter(aan=stops.email).exists()


def test_nothing_is_written_on_an_open_run_and_nothing_told_without_a_line(closed, trainer):
    with pytest.raises(RefusedAction, match="nog open"):
        add_line(AfnameFactory(), **LINE, actor=trainer, now=NOW)
    with pytest.raises(RefusedAction, match="nog niets"):
        tell_what_came_of_it(closed, actor=trainer, now=NOW)


def test_the_same_line_twice_is_one_and_there_is_an_end_to_lines(closed, trainer):
    first = add_line(closed, **LINE, actor=trainer, now=NOW)
    assert add_line(closed, **LINE, actor=trainer, now=NOW) == first
    for n in range(MOST_LINES - 1):
        add_line(closed, uzei=f"Iets {n}", wijdeden="Gedaan.", actor=trainer, now=NOW)
    with pytest.raises(RefusedAction, match="al 12 regels"):
        add_line(closed, uzei="Nog iets", wijdeden="Gedaan.", actor=trainer, now=NOW)


def test_a_line_can_be_taken_away_until_it_was_told(closed, trainer):
    first, second = (add_line(closed, uzei=n, wijdeden="Ja.", actor=trainer, now=NOW) for n in ("een", "twee"))
    for _twice in range(2):
        remove_line(first, actor=trainer, now=NOW)
    tell_what_came_of_it(closed, actor=trainer, now=NOW)
    with pytest.raises(RefusedAction, match="al verteld"):
        remove_line(second, actor=trainer, now=NOW)
    later = add_line(closed, uzei="drie", wijdeden="Ja.", actor=trainer, now=NOW + timedelta(days=1))
    remove_line(later, actor=trainer, now=NOW + timedelta(days=1))
    assert list(WijDeden.objects.all()) == [second]
