"""What the database itself refuses about trainings, by raw SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.tests.factories import AanstellingFactory, GemeenteFactory, TeamFactory
from trainingen.models import Aanwezigheid, SessieTrainer
from trainingen.tests.factories import (
    BewijsFactory,
    InschrijvingFactory,
    KennismakingFactory,
    ModuleFactory,
    SessieFactory,
)

pytestmark = pytest.mark.django_db
LAST_WEEK = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(days=7)


def sql(statement, *values):
    """Run one statement as the owner of the tables would type it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(name, statement, *values, error=IntegrityError):
    with pytest.raises(error, match=name):
        sql(statement, *values)


def test_an_evening_is_of_a_module_or_has_a_theme():
    sessie = SessieFactory()
    refused("module_of_thema", "UPDATE trainingen_sessie SET thema = 'Samen' WHERE id = %s", sessie.pk)
    refused("module_of_thema", "UPDATE trainingen_sessie SET soort = 'kennisavond' WHERE id = %s", sessie.pk)
    refused(
        "module_of_thema",
        "UPDATE trainingen_sessie SET thema = '' WHERE id = %s",
        SessieFactory(kennisavond=True).pk,
    )


def test_an_evening_ends_after_it_begins_and_on_its_own_day():
    sessie = SessieFactory()
    refused("eindigt_na_begin", 'UPDATE trainingen_sessie SET einde = "begin" WHERE id = %s', sessie.pk)
    refused("andere dag", "UPDATE trainingen_sessie SET dag = dag + 1 WHERE id = %s", sessie.pk)


def test_only_an_evening_from_a_report_may_lack_times_place_and_places():
    sessie = SessieFactory()
    refused("eindigt_na_begin", 'UPDATE trainingen_sessie SET "begin" = NULL, einde = NULL WHERE id = %s', sessie.pk)
    refused("eindigt_na_begin", "UPDATE trainingen_sessie SET einde = NULL WHERE id = %s", sessie.pk)
    refused("plaats", "UPDATE trainingen_sessie SET plaatsen = NULL WHERE id = %s", sessie.pk)
    refused("plaats", "UPDATE trainingen_sessie SET verslag_opkomst = 15 WHERE id = %s", sessie.pk)
    sql(
        'UPDATE trainingen_sessie SET uit_verslag = true, "begin" = NULL, einde = NULL, plaatsen = NULL,'
        " plaats = '', verslag_opkomst = 15 WHERE id = %s",
        sessie.pk,
    )


def test_the_module_of_an_evening_is_of_the_same_gemeente():
    sessie = SessieFactory()
    refused(
        "andere gemeente", "UPDATE trainingen_sessie SET module_id = %s WHERE id = %s", ModuleFactory().pk, sessie.pk
    )


def test_what_is_over_does_not_come_back():
    held = SessieFactory(gehouden=True, op=LAST_WEEK)
    for stand in ("gepland", "vervallen"):
        refused(
            "Invalid transition",
            "UPDATE trainingen_sessie SET stand = %s WHERE id = %s",
            stand,
            held.pk,
            error=ProgrammingError,
        )


def test_an_evening_with_people_does_not_lapse_afterwards():
    sessie = SessieFactory()
    InschrijvingFactory(sessie=sessie, aanwezig=True)
    refused(
        "aanwezig",
        "UPDATE trainingen_sessie SET stand = 'vervallen', gesloten_op = now() WHERE id = %s",
        sessie.pk,
    )


def test_nobody_is_present_at_an_evening_that_lapsed():
    row = InschrijvingFactory(sessie=SessieFactory(vervallen=True))
    refused("ging niet door", "UPDATE trainingen_inschrijving SET aanwezig = true WHERE id = %s", row.pk)


def test_the_code_on_the_wall_ends_with_the_evening():
    held = SessieFactory(gehouden=True, op=LAST_WEEK)
    refused("wandcode", "UPDATE trainingen_sessie SET wand_code = '123456' WHERE id = %s", held.pk)


def test_a_trainer_of_another_gemeente_does_not_give_an_evening():
    sessie, elsewhere = SessieFactory(), AanstellingFactory(trainer=True).gebruiker
    refused(
        "geen trainer",
        "INSERT INTO trainingen_sessietrainer (sessie_id, gebruiker_id) VALUES (%s, %s)",
        sessie.pk,
        elsewhere.pk,
    )
    own = AanstellingFactory(trainer=True, gemeente=sessie.gemeente).gebruiker
    assert SessieTrainer.objects.create(sessie=sessie, gebruiker=own).pk


def test_somebody_is_on_the_list_once_and_so_is_a_guest():
    row = InschrijvingFactory()
    copy = (
        "INSERT INTO trainingen_inschrijving (sessie_id, gebruiker_id, team_toen, gast_naam, gast_van, gast_email,"
        " stand, sinds, ingang, aangemeld_op) VALUES (%s, %s, '', %s, '', '', 'aangemeld', now(), 'zelf', now())"
    )
    refused("een_per_persoon", copy, row.sessie_id, row.gebruiker_id, "")
    guest = InschrijvingFactory(sessie=row.sessie, gast="Bep Noordzij")
    refused("gast_een_keer", copy, guest.sessie_id, None, "bep noordzij")
    refused("persoon_of_gast", copy, guest.sessie_id, None, "")


def test_who_signs_up_fits_in_the_room_and_who_walks_in_always_does():
    sessie = SessieFactory(plaatsen=1)
    InschrijvingFactory(sessie=sessie)
    with pytest.raises(IntegrityError, match="geen plaats meer"), transaction.atomic():
        InschrijvingFactory(sessie=sessie)
    waiting = InschrijvingFactory(sessie=sessie, stand="wachtlijst")
    refused("geen plaats", "UPDATE trainingen_inschrijving SET stand = 'aangemeld' WHERE id = %s", waiting.pk)
    InschrijvingFactory(sessie=sessie, gast="Wout Terpstra", ingang="inloop", aanwezig=True)
    sql("UPDATE trainingen_inschrijving SET stand = 'aangemeld', aanwezig = true WHERE id = %s", waiting.pk)


def test_who_was_there_is_signed_up():
    row = InschrijvingFactory(stand="wachtlijst")
    refused("aanwezig_is_aangemeld", "UPDATE trainingen_inschrijving SET aanwezig = true WHERE id = %s", row.pk)


def test_the_trace_of_the_list_is_never_edited():
    tick = Aanwezigheid.objects.create(
        inschrijving=InschrijvingFactory(), aanwezig=True, hoe="lijst", op=timezone.now()
    )
    for statement in (
        "UPDATE trainingen_aanwezigheid SET aanwezig = false WHERE id = %s",
        "DELETE FROM trainingen_aanwezigheid WHERE id = %s",
    ):
        refused("Cannot", statement, tick.pk, error=ProgrammingError)


def test_a_certificate_of_an_evening_is_for_who_was_there():
    absent = InschrijvingFactory(aanwezig=False)
    facts = {"gemeente": absent.sessie.gemeente, "gezien_op": None}
    with pytest.raises(IntegrityError, match="was er niet"), transaction.atomic():
        BewijsFactory(inschrijving=absent, gebruiker=absent.gebruiker, **facts)
    present = InschrijvingFactory(aanwezig=True)
    with pytest.raises(IntegrityError, match="was er niet"), transaction.atomic():
        BewijsFactory(inschrijving=present, gebruiker=GebruikerFactory(), **facts)
    BewijsFactory(inschrijving=present, gebruiker=present.gebruiker, **facts)
    refused("bewijs van", "UPDATE trainingen_inschrijving SET aanwezig = false WHERE id = %s", present.pk)


def test_a_certificate_comes_from_an_evening_or_was_seen_and_ends_after_it_began():
    bewijs = BewijsFactory()
    refused("avond_of_gezien", "UPDATE trainingen_bewijs SET gezien_op = NULL WHERE id = %s", bewijs.pk)
    refused("geldig_na_halen", "UPDATE trainingen_bewijs SET geldig_tot = gehaald_op WHERE id = %s", bewijs.pk)
    refused("gezien_na_halen", "UPDATE trainingen_bewijs SET gezien_op = gehaald_op - 1 WHERE id = %s", bewijs.pk)
    with pytest.raises(IntegrityError, match="een_per_dag"), transaction.atomic():
        BewijsFactory(gebruiker=bewijs.gebruiker, gehaald_op=bewijs.gehaald_op)


def test_a_module_never_gives_a_vog():
    refused("geen_vog", "UPDATE trainingen_module SET bewijs = 'vog' WHERE id = %s", ModuleFactory().pk)


def test_an_action_point_has_one_owner():
    sessie = SessieFactory(kennisavond=True)
    new = (
        "INSERT INTO trainingen_actiepunt (sessie_id, wat, eigenaar_id, eigenaar_naam, voor, resultaat, gemaakt_op)"
        " VALUES (%s, 'Bellen', %s, %s, now(), '', now())"
    )
    refused("eigenaar", new, sessie.pk, None, "")
    refused("eigenaar", new, sessie.pk, GebruikerFactory().pk, "Bep")


def test_one_unfinished_intake_per_person_and_team():
    draft = KennismakingFactory(klaar_op=None)
    with pytest.raises(IntegrityError, match="een_concept"), transaction.atomic():
        KennismakingFactory(team=draft.team, door=draft.door, klaar_op=None)


def test_a_team_that_merged_has_stopped_and_not_into_itself():
    team, other = TeamFactory(), TeamFactory(gemeente=GemeenteFactory())
    refused("opgegaan", "UPDATE teams_team SET opgegaan_in_id = %s WHERE id = %s", other.pk, team.pk)
    refused("opgegaan", "UPDATE teams_team SET stand = 'gestopt', opgegaan_in_id = id WHERE id = %s", team.pk)
    sql("UPDATE teams_team SET stand = 'gestopt', opgegaan_in_id = %s WHERE id = %s", other.pk, team.pk)
