"""A lower level: alone just after it was set and before a partner was asked, else with a second person."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import close_old_connections, connection, transaction
from django.db.utils import IntegrityError

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.audit.models import Logregel
from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Bericht
from meldingen.actions import raise_level, same_in_street
from meldingen.models import Melding
from meldingen.tests.factories import DINSDAG, CategorieFactory
from opvolging.actions import decide_lowering, lower_level
from opvolging.models import Verlaging
from opvolging.tests.factories import asked, colleague, taken_up
from opvolging.tests.meldpunt_pages import make_desk, numbers_in, signed_in, text_of
from teams.models import Niveau

pytestmark = pytest.mark.django_db
LATER = DINSDAG + timedelta(days=2)


def lowered(melding, niveau=Niveau.V1, reden="veilige_woorden", now=DINSDAG, by=None):
    return lower_level(melding, niveau=niveau, reden=reden, actor=by or melding.behandelaar, now=now)


def level_of(melding):
    return Melding.objects.get(pk=melding.pk).vertrouwelijkheid


def raised(niveau=Niveau.V0, to=Niveau.V2, now=DINSDAG):
    melding = taken_up(niveau=niveau, now=DINSDAG - timedelta(days=20))
    return raise_level(melding, niveau=to, reden="gevoelig", actor=melding.behandelaar, now=now)


# --- alone ------------------------------------------------------------------------------------


def test_within_a_working_day_and_before_anybody_was_asked_one_person_may_do_it():
    melding = taken_up()
    verlaging = lowered(melding, now=DINSDAG + timedelta(days=1, hours=13))
    assert (verlaging.alleen, verlaging.akkoord, level_of(melding)) == (True, True, Niveau.V1)


def test_a_day_counts_from_the_last_time_it_was_raised_too():
    melding = raised()
    assert lowered(melding, Niveau.V0, "vergissing").alleen
    assert level_of(melding) == Niveau.V0


def test_a_weekend_does_not_use_up_the_working_day():
    friday = DINSDAG + timedelta(days=3)
    assert lowered(taken_up(now=friday), now=friday + timedelta(days=3)).alleen
    assert not lowered(taken_up(now=friday), now=friday + timedelta(days=4)).alleen


def test_what_went_back_to_open_is_found_by_its_street_again():
    melding = raised()
    categorie = melding.categorie
    assert same_in_street(categorie, "Elzenpad") == []
    lowered(melding, Niveau.V0, "vergissing")
    assert same_in_street(categorie, "elzenpad") == [melding.gemeld_op]


# --- with a second person ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "make,now",
    [
        (taken_up, LATER),  # more than a working day ago
        (lambda: asked().melding, DINSDAG),  # a partner was asked
        (lambda: taken_up(niveau=Niveau.V3), DINSDAG),  # a strict subject, always
    ],
)
def test_else_nothing_changes_until_a_second_person_agrees(make, now):
    melding = make()
    was = melding.vertrouwelijkheid
    verlaging = lowered(melding, now=now)
    assert (verlaging.akkoord, level_of(melding)) == (None, was)
    assert lowered(melding, now=now) == verlaging
    assert Bericht.objects.filter(onderwerp__startswith="Wilt u meekijken?").count() == 1

    second = colleague(melding.gemeente)
    for _ in range(2):
        decide_lowering(verlaging, akkoord=True, actor=second, now=now)
    assert level_of(melding) == Niveau.V1
    lines = Logregel.objects.about(melding).filter(gebeurtenis="melding.niveau_verlaagd")
    assert [(line.actor_id, line.details["gevraagd_door"]) for line in lines] == [(second.pk, melding.behandelaar_id)]


def test_a_refusal_leaves_the_level_and_tells_who_asked():
    melding = taken_up()
    verlaging = lowered(melding, now=LATER)
    decide_lowering(verlaging, akkoord=False, actor=colleague(melding.gemeente), now=LATER)
    assert level_of(melding) == Niveau.V2
    assert Bericht.objects.filter(onderwerp__startswith="Besloten over").get().aan == melding.behandelaar.email
    assert lowered(melding, now=LATER) != verlaging  # and it may be asked again


def test_who_asked_does_not_decide_not_even_in_the_database():
    melding = taken_up()
    verlaging = lowered(melding, now=LATER)
    with pytest.raises(RefusedAction, match="vroeg dit zelf"):
        decide_lowering(verlaging, akkoord=True, actor=melding.behandelaar, now=LATER)
    with pytest.raises(IntegrityError, match="verlaging_door_een_tweede"), transaction.atomic():
        Verlaging.objects.filter(pk=verlaging.pk).update(
            akkoord=True, besloten_door=melding.behandelaar, besloten_op=LATER
        )


def test_a_seat_below_the_level_does_not_decide():
    melding = taken_up()
    verlaging = lowered(melding, now=LATER)
    low = colleague(melding.gemeente, hoogste_niveau=Niveau.V1)
    with pytest.raises(RefusedAction, match="dit niveau"):
        decide_lowering(verlaging, akkoord=True, actor=low, now=LATER)


def test_a_level_that_rose_meanwhile_is_not_lowered_by_an_old_question():
    melding = taken_up()
    verlaging = lowered(melding, now=LATER)
    raise_level(melding, niveau=Niveau.V3, reden="gevoelig", actor=melding.behandelaar, now=LATER)
    second = colleague(melding.gemeente)
    with pytest.raises(RefusedAction, match="intussen veranderd"):
        decide_lowering(verlaging, akkoord=True, actor=second, now=LATER)
    decide_lowering(verlaging, akkoord=False, actor=second, now=LATER)
    assert level_of(melding) == Niveau.V3


def test_one_question_at_a_time():
    melding = taken_up()
    lowered(melding, now=LATER)
    with pytest.raises(RefusedAction, match="Er wacht al een verlaging"):
        lowered(melding, Niveau.V0, now=LATER)


# --- never ------------------------------------------------------------------------------------


def test_below_its_subject_only_for_its_words_or_its_place():
    melding = taken_up()
    with pytest.raises(RefusedAction, match="van het onderwerp"):
        lowered(melding, reden="vergissing")
    assert lowered(melding, reden="plek").alleen


def test_a_complaint_about_a_team_stays_strict():
    categorie = CategorieFactory(soort="team", vertrouwelijkheid=Niveau.V3, partner_soort="gemeentecontact")
    melding = taken_up(categorie=categorie)
    with pytest.raises(RefusedAction, match="blijft strikt"):
        lowered(melding)


def test_until_it_is_decided_nobody_of_the_team_sees_a_thing_and_afterwards_what_the_level_allows():
    melding = taken_up()
    coordinator = melding.team.lidmaatschappen.first().gebruiker
    melding.team.lidmaatschappen.update(rol="coordinator")
    Melding.objects.filter(pk=melding.pk).update(melder=colleague(melding.gemeente), ingevoerd_door=None)

    def seen():
        return list(Melding.objects.visible_to(Gebruiker.objects.get(pk=coordinator.pk)))

    verlaging = lowered(melding, now=LATER)
    assert seen() == []
    decide_lowering(verlaging, akkoord=True, actor=colleague(melding.gemeente), now=LATER)
    assert seen() == [melding]


# --- the pages --------------------------------------------------------------------------------


@pytest.fixture
def desk():
    with time_machine.travel(LATER, tick=False):
        yield make_desk()


def test_from_asking_on_the_one_desk_to_agreeing_on_the_other(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    other = make_desk(desk.gemeente)
    assert desk.act("verlagen", mine, niveau="1", reden="plek").status_code == 302

    own_page = text_of(desk.get("dossier", mine.nummer))
    assert "Wacht op een tweede persoon" in own_page and "Beslissen over het niveau" not in own_page
    assert desk.get("verlaging", mine.nummer).status_code == 403
    assert desk.act("verlaging", mine, akkoord="ja").status_code == 409

    assert mine.nummer in text_of(other.get("verlagingen"))
    assert numbers_in(other.get("werklijst", query="?bak=tweede")) == [mine.nummer]
    assert "Beslissen over het niveau" in text_of(other.get("dossier", mine.nummer))
    assert "het gaat om een plek" in text_of(other.get("verlaging", mine.nummer)).lower()
    assert other.act("verlaging", mine).status_code == 422
    for _ in range(2):
        assert other.act("verlaging", mine, akkoord="ja").status_code == 302
    assert level_of(mine) == Niveau.V1
    assert "Er wacht niets op een tweede persoon." in text_of(other.get("verlagingen"))
    assert "Het niveau ging omlaag naar team en meldpunt." in text_of(other.get("dossier", mine.nummer))


def test_the_list_of_others_holds_only_what_one_may_see(desk):
    lowered(taken_up(gemeente=desk.gemeente), now=LATER)
    foreign = taken_up()
    lowered(foreign, now=LATER)
    low = make_desk(desk.gemeente, hoogste_niveau=Niveau.V1)
    assert foreign.nummer not in text_of(desk.get("verlagingen"))
    assert "Er wacht niets" in text_of(low.get("verlagingen"))
    assert signed_in(foreign.melder).get("/verlagingen/").status_code == 403


def test_without_a_question_there_is_nothing_to_decide(desk):
    mine = taken_up(gemeente=desk.gemeente, by=desk.ik)
    assert desk.get("verlaging", mine.nummer).status_code == 302
    assert desk.act("verlaging", mine, akkoord="ja").status_code == 404


# --- two at once ------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_otherwise_at_the_same_moment_the_first_counts():
    melding = taken_up()
    verlaging = lowered(melding, now=LATER)
    people = [colleague(melding.gemeente), colleague(melding.gemeente)]
    outcomes, start = [], Barrier(2)

    def one(person, akkoord):
        close_old_connections()
        try:
            start.wait()
            outcomes.append(decide_lowering(verlaging, akkoord=akkoord, actor=person, now=LATER).akkoord)
        except RefusedAction:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=one, args=case) for case in zip(people, (True, False), strict=True)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    verlaging.refresh_from_db()
    assert sorted(map(str, outcomes)) == sorted([str(verlaging.akkoord), "refused"])
    assert level_of(melding) == (Niveau.V1 if verlaging.akkoord else Niveau.V2)
