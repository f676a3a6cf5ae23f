"""A run begins: one per evening, with a code as long as it is that evening (E198, E200)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import day_in_words
from evaluaties.actions.opening import open_for_evening, open_run, version_for
from evaluaties.actions.wall import open_wall
from evaluaties.models import Afname, Versie
from evaluaties.tests.factories import held_evening, start_version
from evaluaties.wall import code_in_words, link_of_wall, run_of_code, run_of_token
from teams.tests.factories import AanstellingFactory, GemeenteFactory
from trainingen.models import Programma
from trainingen.tests.factories import ModuleFactory, SessieFactory

pytestmark = pytest.mark.django_db

EVENING = timedelta(hours=3)


@pytest.fixture
def sessie():
    return held_evening(3)


@pytest.fixture
def now(sessie):
    """Ten minutes before the evening ends."""
    return sessie.einde - timedelta(minutes=10)


@pytest.fixture
def trainer(sessie):
    return AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker


def own_version(gemeente, code="NPE"):
    """A gemeente wrote its own questions and adopted them."""
    first, by = start_version(code), AanstellingFactory(trainer=True, gemeente=gemeente).gebruiker
    versie = Versie.objects.create(
        vragenlijst=first.vragenlijst, gemeente=gemeente, nummer=2, gemaakt_op=timezone.now(), gemaakt_door=by
    )
    Versie.objects.filter(pk=versie.pk).update(vastgesteld_op=timezone.now(), vastgesteld_door=by)
    return versie


# --- after an evening -----------------------------------------------------------------------------


def test_a_run_of_an_evening_begins_once_with_its_name_as_it_is_now(sessie, trainer, now):
    afname = open_for_evening(sessie, actor=trainer, now=now)
    again = open_for_evening(sessie, actor=trainer, now=now + timedelta(minutes=1))

    assert Afname.objects.get() == afname == again
    assert (again.wand_code, again.wand_geheim) == (afname.wand_code, afname.wand_geheim)
    assert afname.naam_toen == f"Niet pluis, {day_in_words(sessie.dag)} {sessie.dag.year}, {sessie.gemeente.naam}"
    assert (afname.versie, afname.gemeente, list(afname.teams.all())) == (start_version(), sessie.gemeente, [])
    assert afname.wand_tot == sessie.einde + timedelta(minutes=30)
    assert list(Logregel.objects.values_list("gebeurtenis", flat=True)) == ["afname.geopend"]


def test_a_gemeente_that_has_another_name_now_keeps_the_old_one_in_its_runs(sessie, trainer, now):
    afname = open_for_evening(sessie, actor=trainer, now=now)
    sessie.gemeente.naam = "Vijfheerenlanden"
    sessie.gemeente.save()
    assert "Vijfheerenlanden" not in Afname.objects.get(pk=afname.pk).naam_toen


def test_its_own_questions_come_before_those_of_the_start_set_and_an_open_run_keeps_its_version(sessie, trainer, now):
    """A form opened under an older version is kept under that version (E206)."""
    first = open_for_evening(sessie, actor=trainer, now=now)
    newer = own_version(sessie.gemeente)
    later = held_evening(2, module=sessie.module)
    second = open_for_evening(later, actor=trainer, now=later.einde)

    assert (first.versie, second.versie) == (start_version(), newer)
    assert open_for_evening(sessie, actor=trainer, now=now).versie == start_version()
    assert version_for(newer.vragenlijst, GemeenteFactory()) == start_version()


def test_both_modules_have_questions_of_their_own(trainer, sessie):
    """E198: also for Wijkveiligheid."""
    other = held_evening(2, module=ModuleFactory(code="WV", naam="Wijkveiligheid", gemeente=sessie.gemeente))
    assert open_for_evening(other, actor=trainer, now=other.einde).versie == start_version("WVE")


def test_an_evening_that_did_not_begin_lapsed_or_has_no_questions_is_refused(trainer):
    now = timezone.now()
    for row, words in (
        (SessieFactory(op=now + timedelta(hours=2)), "nog niet begonnen"),
        (SessieFactory(op=now - EVENING, vervallen=True), "gaat niet door"),
        (SessieFactory(op=now - EVENING), "geen vragenlijst"),
        (SessieFactory(op=now - EVENING, kennisavond=True), "geen vragenlijst"),
    ):
        with pytest.raises(RefusedAction, match=words):
            open_for_evening(row, actor=trainer, now=now)
    assert not Afname.objects.exists()


# --- the code -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opened", "works_until"),
    [(-10, 30), (0, 30), (25, 55), (60, 90)],  # minutes after the end of the evening
)
def test_the_code_works_until_half_an_hour_after_the_end_or_after_it_was_opened(sessie, trainer, opened, works_until):
    afname = open_for_evening(sessie, actor=trainer, now=sessie.einde + timedelta(minutes=opened))
    last = sessie.einde + timedelta(minutes=works_until)
    assert run_of_code(afname.wand_code, last) == afname == run_of_token(afname.wand_geheim, last)
    assert run_of_code(afname.wand_code, last + timedelta(seconds=1)) is None


def test_the_day_after_there_is_a_run_without_a_code(sessie, trainer):
    afname = open_for_evening(sessie, actor=trainer, now=sessie.einde + timedelta(days=1))
    assert afname.is_open and afname.wand_code is None and afname.wand_tot is None
    with pytest.raises(RefusedAction, match="op de avond zelf"):
        open_wall(afname, actor=trainer, now=sessie.einde + timedelta(days=1))


def test_a_new_code_ends_the_old_and_pressed_twice_is_one_new_code(sessie, trainer, now):
    afname = open_for_evening(sessie, actor=trainer, now=now)
    old_code, old_secret = afname.wand_code, afname.wand_geheim
    assert open_wall(afname, actor=trainer, now=now).wand_code == old_code  # nobody asked for another

    other = open_wall(afname, gelezen=old_code, actor=trainer, now=now)
    twice = open_wall(afname, gelezen=old_code, actor=trainer, now=now)
    assert run_of_token(old_secret, now) is None and run_of_token(other.wand_geheim, now) == afname
    assert (twice.wand_code, twice.wand_geheim) == (other.wand_code, other.wand_geheim)
    assert other.wand_geheim in link_of_wall(other) and len(code_in_words(other.wand_code)) == 5


def test_an_old_code_is_free_again_and_one_that_works_is_not(sessie, trainer, now, monkeypatch):
    first = open_for_evening(sessie, actor=trainer, now=now)
    digits = iter([first.wand_code, "0042", first.wand_code])
    monkeypatch.setattr("evaluaties.actions.wall.secrets.randbelow", lambda _top: int(next(digits)))
    tonight, tomorrow = held_evening(2), held_evening(2, ended=timezone.now() + timedelta(days=2))

    assert open_for_evening(tonight, actor=trainer, now=now).wand_code == "0042"
    later = open_for_evening(tomorrow, actor=trainer, now=tomorrow.einde)
    assert later.wand_code == first.wand_code
    first.refresh_from_db()
    assert (first.wand_code, first.wand_tot, first.is_open) == (None, None, True)


# --- another run ----------------------------------------------------------------------------------


def test_a_programme_is_asked_once_and_a_key_makes_one_run(sessie, trainer, now):
    programma = Programma.objects.create(naam="Pilot", gemeente=sessie.gemeente, van=sessie.dag, tot=sessie.dag)
    facts = {"gemeente": sessie.gemeente, "naam": "Pilot", "sluit_op": now + timedelta(days=30), "now": now}
    facts["actor"] = trainer
    eind = open_run(versie=start_version("EIND"), programma=programma, verwacht_procent=30, **facts)
    assert open_run(versie=start_version("EIND"), programma=programma, **facts) == eind
    assert (eind.naam_toen, eind.verwacht_procent) == ("Pilot", 30)

    samen = open_run(versie=start_version("TUSSEN"), sleutel="0" * 32, **facts)
    assert open_run(versie=start_version("TUSSEN"), sleutel="0" * 32, **facts) == samen
    assert open_run(versie=start_version("TUSSEN"), **facts) != samen
