"""Certificates: who gains one, from when and until when, and how a mistake is taken back (E166, E184)."""

from datetime import date, datetime, timedelta

import pytest

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from teams.clocks import at
from teams.tests.factories import LidmaatschapFactory, TeamFactory
from trainingen.actions.certificates import (
    issue_bewijs,
    issue_bewijzen,
    note_seen,
    withdraw,
    withdraw_bewijs_of,
)
from trainingen.models import Bewijs, BewijsRegel
from trainingen.tests.factories import BewijsFactory, InschrijvingFactory, ModuleFactory, SessieFactory
from trainingen.validity import DEFAULTS, lapses_soon, months_after, rules_of

pytestmark = pytest.mark.django_db
EVENING = at(date(2026, 11, 10), datetime(2026, 1, 1, 19).time())
NOW = EVENING + timedelta(hours=3)
TODAY = date(2026, 11, 10)


@pytest.fixture
def held():
    return SessieFactory(gehouden=True, op=EVENING)


@pytest.fixture
def trainer():
    return GebruikerFactory()


def written(event):
    return Logregel.objects.filter(gebeurtenis=event).count()


def test_who_was_there_gains_what_the_module_gives_from_the_day_of_the_evening(held, trainer):
    present = InschrijvingFactory(sessie=held, aanwezig=True)
    InschrijvingFactory(sessie=held, aanwezig=False)
    InschrijvingFactory(sessie=held, gast="Bep Noordzij", aanwezig=True)

    (bewijs,) = issue_bewijzen(held, actor=trainer, now=NOW)

    assert (bewijs.gebruiker, bewijs.soort, bewijs.gehaald_op) == (present.gebruiker, "wijkveiligheid", TODAY)
    assert (bewijs.geldig_tot, bewijs.gezien_op) == (date(2029, 11, 10), None)
    assert (bewijs.gemeente, bewijs.inschrijving, bewijs.vastgelegd_door) == (held.gemeente, present, trainer)
    assert written("bewijs.vastgelegd") == 1


def test_giving_certificates_twice_gives_them_once(held, trainer):
    InschrijvingFactory.create_batch(2, sessie=held, aanwezig=True)
    first = issue_bewijzen(held, actor=trainer, now=NOW)
    again = issue_bewijzen(held, actor=trainer, now=NOW + timedelta(hours=1))
    assert first == again
    assert (Bewijs.objects.count(), written("bewijs.vastgelegd")) == (2, 2)


def test_a_module_without_a_certificate_and_a_knowledge_evening_give_nothing(trainer):
    module = ModuleFactory(bewijs="")
    for sessie in (
        SessieFactory(gehouden=True, op=EVENING, module=module, gemeente=module.gemeente),
        SessieFactory(gehouden=True, op=EVENING, kennisavond=True),
    ):
        InschrijvingFactory(sessie=sessie, aanwezig=True)
        assert issue_bewijzen(sessie, actor=trainer, now=NOW) == []


def test_two_evenings_of_one_kind_on_one_day_are_one_certificate_and_the_other_evening_keeps_it(trainer):
    team = TeamFactory()
    module = ModuleFactory(gemeente=team.gemeente)
    person = LidmaatschapFactory(team=team).gebruiker
    rows = [
        InschrijvingFactory(
            sessie=SessieFactory(
                gehouden=True, op=EVENING - timedelta(hours=hours), gemeente=team.gemeente, module=module
            ),
            team=team,
            gebruiker=person,
            aanwezig=True,
        )
        for hours in (6, 0)
    ]
    first, second = (issue_bewijs(row, actor=trainer, now=NOW) for row in rows)
    assert first == second

    withdraw_bewijs_of(rows[0], actor=trainer, now=NOW + timedelta(days=1))

    (kept,) = Bewijs.objects.standing()
    assert kept.inschrijving == rows[1]


def test_who_was_not_there_after_all_loses_the_certificate_and_it_can_come_back(held, trainer):
    row = InschrijvingFactory(sessie=held, aanwezig=True)
    bewijs = issue_bewijs(row, actor=trainer, now=NOW)
    withdraw_bewijs_of(row, actor=trainer, now=NOW)
    withdraw_bewijs_of(row, actor=trainer, now=NOW)
    bewijs.refresh_from_db()
    assert (bewijs.ingetrokken_op, bewijs.ingetrokken_door) == (NOW, trainer)
    assert written("bewijs.ingetrokken") == 1
    again = issue_bewijs(row, actor=trainer, now=NOW + timedelta(days=1))
    assert again != bewijs
    assert list(Bewijs.objects.standing()) == [again]


# --- how long it counts ------------------------------------------------------------------------


def test_the_rule_of_the_gemeente_holds_for_new_ones_and_old_ones_keep_their_end(held, trainer):
    old = BewijsFactory(gemeente=held.gemeente, gehaald_op=date(2026, 1, 5), geldig_tot=date(2029, 1, 5))
    BewijsRegel.objects.create(gemeente=held.gemeente, soort="wijkveiligheid", geldig_maanden=12)
    row = InschrijvingFactory(sessie=held, aanwezig=True)
    assert issue_bewijs(row, actor=trainer, now=NOW).geldig_tot == date(2027, 11, 10)
    old.refresh_from_db()
    assert old.geldig_tot == date(2029, 1, 5)


def test_a_kind_can_count_for_good(held, trainer):
    BewijsRegel.objects.create(gemeente=held.gemeente, soort="wijkveiligheid", geldig_maanden=None)
    row = InschrijvingFactory(sessie=held, aanwezig=True)
    assert issue_bewijs(row, actor=trainer, now=NOW).geldig_tot is None


def test_without_a_rule_of_the_gemeente_that_of_the_product_holds(held):
    assert rules_of(held.gemeente_id) == {soort.value: rule for soort, rule in DEFAULTS.items()}


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day, months, later):
    assert months_after(day, months) == later


def test_it_lapses_soon_within_the_window_and_no_more_once_it_is_over():
    assert lapses_soon(date(2027, 2, 10), TODAY)
    assert not lapses_soon(date(2027, 2, 11), TODAY)
    assert lapses_soon(date(2027, 2, 11), TODAY, 4)
    assert not lapses_soon(TODAY, TODAY)
    assert not lapses_soon(None, TODAY)


def test_a_certificate_that_ends_today_counts_no_more():
    ends = BewijsFactory(gehaald_op=date(2025, 11, 10), geldig_tot=TODAY)
    tomorrow = BewijsFactory(gehaald_op=date(2025, 11, 11), geldig_tot=TODAY + timedelta(days=1))
    assert list(Bewijs.objects.valid_on(TODAY)) == [tomorrow]
    assert not ends.counts_on(TODAY)


# --- what somebody saw ------------------------------------------------------------------------


@pytest.fixture
def team():
    return TeamFactory()


def seen(team, leden, now=NOW, **facts):
    facts = {"soort": "reanimatie", "gehaald_op": date(2026, 9, 1), "gezien_op": date(2026, 11, 1)} | facts
    return note_seen(team, leden=leden, actor=GebruikerFactory(), now=now, **facts)


def test_what_was_seen_is_written_down_for_several_people_at_once(team):
    people = [lid.gebruiker for lid in LidmaatschapFactory.create_batch(2, team=team)]
    rows = seen(team, people)
    assert {row.gebruiker for row in rows} == set(people)
    assert {(row.gehaald_op, row.gezien_op, row.geldig_tot) for row in rows} == {
        (date(2026, 9, 1), date(2026, 11, 1), date(2028, 9, 1))
    }
    assert seen(team, people, now=NOW + timedelta(minutes=1)) == rows
    assert written("bewijs.vastgelegd") == 2


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"gehaald_op": TODAY + timedelta(days=1), "gezien_op": TODAY + timedelta(days=1)}, "komt nog"),
        ({"gezien_op": TODAY + timedelta(days=1)}, "komt nog"),
        ({"gezien_op": date(2026, 8, 1)}, "voor de dag waarop"),
        ({"gehaald_op": date(2024, 11, 10)}, "telt sinds 10 november niet meer"),
        ({"soort": "vog", "gehaald_op": date(2020, 1, 1)}, "telt sinds 1 januari 2023 niet meer"),
    ],
)
def test_a_day_to_come_and_what_counts_no_more_are_refused(team, facts, words):
    with pytest.raises(RefusedAction, match=words):
        seen(team, [LidmaatschapFactory(team=team).gebruiker], **facts)
    assert not Bewijs.objects.exists()


def test_only_for_people_who_are_in_the_team_today(team):
    gone = LidmaatschapFactory(team=team, tot=TODAY).gebruiker
    for leden in ([gone], [GebruikerFactory()], []):
        with pytest.raises(RefusedAction, match="nu lid"):
            seen(team, leden)


def test_a_mistake_is_taken_back_once_and_leaves_a_trace(team):
    (bewijs,) = seen(team, [LidmaatschapFactory(team=team).gebruiker])
    actor = GebruikerFactory()
    withdraw(bewijs, actor=actor, now=NOW)
    withdraw(bewijs, actor=actor, now=NOW + timedelta(days=1))
    bewijs.refresh_from_db()
    assert (bewijs.ingetrokken_op, bewijs.ingetrokken_door) == (NOW, actor)
    assert written("bewijs.ingetrokken") == 1


def test_what_an_evening_gave_is_not_taken_back_by_hand(held, trainer):
    bewijs = issue_bewijs(InschrijvingFactory(sessie=held, aanwezig=True), actor=trainer, now=NOW)
    with pytest.raises(RefusedAction, match="lijst van die avond"):
        withdraw(bewijs, actor=trainer, now=NOW)
