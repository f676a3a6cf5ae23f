"""What was practised on an evening, with the actor or not, and what was learnt, without names (E175, E176, E181)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from teams.tests.factories import AanstellingFactory, LidmaatschapFactory, TeamFactory
from trainingen.actions.practising import not_practised, note_practice, practise
from trainingen.models import GeoefendeSituatie
from trainingen.tests.factories import InschrijvingFactory, SessieFactory, SituatieFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def team():
    return TeamFactory()


@pytest.fixture
def trainer(team):
    return AanstellingFactory(trainer=True, gemeente=team.gemeente).gebruiker


@pytest.fixture
def sessie(team, trainer, now):
    op = now - timedelta(hours=1)
    return SessieFactory(gemeente=team.gemeente, team=team, trainer=trainer, op=op, acteur="Toon")


@pytest.fixture
def raam(team):
    return SituatieFactory(gemeente=team.gemeente, naam="Een raam staat open")


@pytest.fixture
def as_trainer(client, trainer):
    client.force_login(trainer)
    return client


def url(name, *args):
    return reverse(f"trainingen:{name}", args=args)


def note(row, trainer, now, **facts):
    facts = {"met_acteur": True, "notitie": "Eerst groeten.", "gelezen": row.op.isoformat()} | facts
    return note_practice(row, actor=trainer, now=now, **facts)


# --- the acts -------------------------------------------------------------------------------------


def test_a_situation_is_practised_once_and_taken_off_again(sessie, raam, trainer, now):
    for _press in range(2):
        practise(sessie, raam, actor=trainer, now=now)
    row = GeoefendeSituatie.objects.get()
    assert (row.situatie, row.met_acteur, row.door) == (raam, True, trainer)  # there was an actor that evening

    for _press in range(2):
        not_practised(sessie, raam, actor=trainer, now=now)
    assert not GeoefendeSituatie.objects.exists()


def test_what_was_written_is_not_lost_by_taking_a_situation_off(sessie, raam, trainer, now):
    row = practise(sessie, raam, actor=trainer, now=now)
    note(row, trainer, now)
    with pytest.raises(RefusedAction, match="Haal eerst die tekst weg"):
        not_practised(sessie, raam, actor=trainer, now=now)


def test_two_trainers_who_write_lose_nothing(sessie, raam, trainer, now):
    seen = practise(sessie, raam, actor=trainer, now=now)
    note(seen, trainer, now + timedelta(minutes=1), notitie="Eerst groeten.")

    with pytest.raises(RefusedAction, match="Een collega schreef intussen iets anders: “Eerst groeten.”"):
        note(seen, trainer, now + timedelta(minutes=2), notitie="Afstand houden.")

    assert GeoefendeSituatie.objects.get().notitie == "Eerst groeten."
    note(seen, trainer, now + timedelta(minutes=3), notitie="Eerst groeten.")  # the same again is no conflict


def test_a_note_is_not_readable_in_the_database(sessie, raam, trainer, now):
    note(practise(sessie, raam, actor=trainer, now=now), trainer, now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT notitie FROM trainingen_geoefendesituatie")
        assert "groeten" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("facts", "words"), [({"vervallen": True}, "gaat niet door"), ({}, "Dit kan vanaf")], ids=["cancelled", "tomorrow"]
)
def test_nothing_was_practised_on_what_has_not_been(team, raam, trainer, now, facts, words):
    row = SessieFactory(gemeente=team.gemeente, op=now + timedelta(days=1), **facts)
    with pytest.raises(RefusedAction, match=words):
        practise(row, raam, actor=trainer, now=now)


def test_it_is_still_written_down_after_the_list_was_closed_but_not_what_is_out_of_use(team, raam, trainer, now):
    held = SessieFactory(gemeente=team.gemeente, gehouden=True, op=now - timedelta(days=1))
    practise(held, raam, actor=trainer, now=now)
    raam.actief = False
    raam.save()
    with pytest.raises(RefusedAction, match="niet meer in gebruik"):
        practise(SessieFactory(gemeente=team.gemeente, op=now), raam, actor=trainer, now=now)


# --- the pages ------------------------------------------------------------------------------------


def test_the_library_stands_by_group_and_a_tap_moves_a_situation_up(as_trainer, sessie, team, raam):
    SituatieFactory(gemeente=team.gemeente, groep="zorg", naam="Een buurman valt stil")
    SituatieFactory(gemeente=team.gemeente, naam="Uit gebruik", actief=False)
    SituatieFactory(naam="Van elders")
    page = url("geoefend", sessie.pk)

    html = as_trainer.get(page).content.decode()
    assert "Nog niets." in html and "Preventiegesprek" in html and "Een zorg bespreken" in html
    assert "Uit gebruik" not in html and "Van elders" not in html
    assert "Wat hier gezegd wordt, blijft hier" in html

    as_trainer.post(url("geoefend_tik", sessie.pk, raam.pk), {"geoefend": "ja"})
    html = as_trainer.get(page).content.decode()
    assert "Geoefend (1)" in html and "Met de acteur" in html and "Preventiegesprek" not in html


def test_a_name_of_a_participant_is_asked_about_and_the_text_stays(as_trainer, sessie, team, raam, trainer, now):
    bakker = LidmaatschapFactory(team=team, gebruiker__naam="Greetje Bakker").gebruiker
    InschrijvingFactory(sessie=sessie, team=team, gebruiker=bakker)
    row = practise(sessie, raam, actor=trainer, now=now)
    page, text = url("geoefend_notitie", sessie.pk, raam.pk), "greetje vroeg het aan de bakker."
    data = {"notitie": text, "gelezen": row.op.isoformat()}

    answer = as_trainer.post(page, data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Hier staat “bakker, greetje”" in html and text in html and "Dit is een gewoon woord" in html
    assert GeoefendeSituatie.objects.get().notitie == ""

    assert as_trainer.post(page, data | {"geen_naam": "on"}).status_code == 302
    row.refresh_from_db()
    assert (row.notitie, row.met_acteur) == (text, False)


def test_a_text_without_names_is_saved_at_once(as_trainer, sessie, raam, trainer, now):
    row = practise(sessie, raam, actor=trainer, now=now)
    data = {"notitie": "Eerst groeten.", "met_acteur": "on", "gelezen": row.op.isoformat()}
    answer = as_trainer.post(url("geoefend_notitie", sessie.pk, raam.pk), data)
    assert answer.url == url("geoefend", sessie.pk)
    assert "Eerst groeten." in as_trainer.get(answer.url).content.decode()


def test_who_read_what_a_colleague_wrote_can_save_the_two_together(as_trainer, sessie, raam, trainer, now):
    row = practise(sessie, raam, actor=trainer, now=now)
    note(row, trainer, now + timedelta(minutes=1))
    page = url("geoefend_notitie", sessie.pk, raam.pk)

    answer = as_trainer.post(page, {"notitie": "Groeten en wachten.", "gelezen": row.op.isoformat()})

    assert answer.status_code == 409
    row.refresh_from_db()
    assert f'value="{row.op.isoformat()}"' in answer.content.decode()
    assert as_trainer.post(page, {"notitie": "Samen.", "gelezen": row.op.isoformat()}).status_code == 302


def test_a_situation_of_another_gemeente_does_not_exist_here(as_trainer, sessie, raam):
    elsewhere = SituatieFactory()
    assert as_trainer.post(url("geoefend_tik", sessie.pk, elsewhere.pk), {"geoefend": "ja"}).status_code == 404
    assert as_trainer.get(url("geoefend_notitie", sessie.pk, raam.pk)).status_code == 404  # not practised


def test_participants_do_not_read_what_was_practised(client, sessie, team, raam):
    row = InschrijvingFactory(sessie=sessie, team=team, aanwezig=True)
    client.force_login(row.gebruiker)
    assert client.get(url("geoefend", sessie.pk)).status_code == 403
