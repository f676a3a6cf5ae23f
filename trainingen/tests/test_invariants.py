"""The rules that ``controleer`` looks after find what breaks them, and nothing in what is sound."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.tests.factories import GemeenteFactory, LidmaatschapFactory, TeamFactory
from trainingen.invariants import checks
from trainingen.models import Bewijs, Inschrijving, Kennismaking, Sessie
from trainingen.tests.factories import (
    BewijsFactory,
    InschrijvingFactory,
    KennismakingFactory,
    SessieFactory,
    SituatieFactory,
)

pytestmark = pytest.mark.django_db
LAST_WEEK = timezone.localtime().replace(hour=19, minute=0, second=0, microsecond=0) - timedelta(days=7)


def broken():
    return {naam for naam, rows in checks().items() if rows.exists()}


def test_a_sound_evening_breaks_no_rule():
    full = SessieFactory(plaatsen=1)
    InschrijvingFactory(sessie=full)
    InschrijvingFactory(sessie=full, stand="wachtlijst")
    InschrijvingFactory(sessie=full, gast="Bep Noordzij", ingang="inloop", aanwezig=True)
    InschrijvingFactory(sessie=SessieFactory(gehouden=True, op=LAST_WEEK), aanwezig=True)
    assert broken() == set()


def test_a_place_that_stays_free_while_somebody_waits_is_found():
    InschrijvingFactory(sessie=SessieFactory(plaatsen=2), stand="wachtlijst")
    assert broken() == {"wachtend_terwijl_er_plaats_is"}


def test_a_room_that_holds_fewer_than_come_is_found():
    sessie = SessieFactory(plaatsen=3)
    InschrijvingFactory.create_batch(3, sessie=sessie)
    Sessie.objects.update(plaatsen=2)
    assert broken() == {"avond_voller_dan_de_zaal"}


def test_an_evening_that_was_closed_half_is_found():
    row = InschrijvingFactory(sessie=SessieFactory(gehouden=True, op=LAST_WEEK))
    assert broken() == {"avond_gesloten_met_onbekende_aanwezigheid"}
    Inschrijving.objects.filter(pk=row.pk).update(aanwezig=False, token_hash="a" * 64)
    assert broken() == {"avond_voorbij_met_levende_link"}


def test_a_list_that_says_something_else_than_its_trace_is_found():
    row = InschrijvingFactory(sessie=SessieFactory(gehouden=True, op=LAST_WEEK), aanwezig=True)
    row.ticks.create(aanwezig=True, hoe="lijst", op=LAST_WEEK)
    assert broken() == set()
    Inschrijving.objects.filter(pk=row.pk).update(aanwezig=False)
    assert broken() == {"lijst_zegt_iets_anders_dan_het_spoor"}


def test_a_code_without_its_qr_is_found():
    SessieFactory(wand_code="123456", wand_hash="a" * 64, wand_geheim="geheim")
    assert broken() == set()
    SessieFactory(wand_code="654321")
    assert broken() == {"avond_met_een_halve_wandcode"}


def test_a_situation_of_elsewhere_that_was_practised_is_found():
    sessie = SessieFactory()
    sessie.geoefend.create(situatie=SituatieFactory(), door=GebruikerFactory(), op=LAST_WEEK)
    assert broken() == {"geoefend_uit_andere_gemeente"}


def test_an_evening_that_moved_at_no_moment_is_found():
    SessieFactory(versie=1)
    assert broken() == {"avond_verplaatst_zonder_moment"}


def test_a_member_without_a_team_is_found():
    Inschrijving.objects.filter(pk=InschrijvingFactory().pk).update(team=None)
    assert broken() == {"inschrijving_van_lid_zonder_team"}


def test_a_certificate_that_is_not_of_its_evening_is_found():
    row = InschrijvingFactory(sessie=SessieFactory(gehouden=True, op=LAST_WEEK), aanwezig=True)
    facts = {"inschrijving": row, "gebruiker": row.gebruiker, "gezien_op": None, "gehaald_op": row.sessie.dag}
    bewijs = BewijsFactory(gemeente=row.sessie.gemeente, **facts)
    assert broken() == set()
    Bewijs.objects.filter(pk=bewijs.pk).update(
        gehaald_op=row.sessie.dag - timedelta(days=1), gemeente=GemeenteFactory()
    )
    assert broken() == {"bewijs_van_andere_dag_dan_de_avond", "bewijs_in_andere_gemeente_dan_de_avond"}
    Bewijs.objects.all().delete()
    planned = InschrijvingFactory(sessie=SessieFactory(op=LAST_WEEK), aanwezig=True)
    facts |= {"inschrijving": planned, "gebruiker": planned.gebruiker}
    BewijsFactory(gemeente=planned.sessie.gemeente, **facts)
    assert broken() == {"bewijs_van_avond_die_niet_is_gehouden"}


def test_who_is_left_in_a_team_that_merged_and_a_chain_of_teams_are_found():
    last = TeamFactory()
    between = TeamFactory(stand="gestopt", opgegaan_in=last)
    LidmaatschapFactory(team=between)
    assert broken() == {"lid_van_team_dat_is_opgegaan"}
    TeamFactory(stand="gestopt", opgegaan_in=between)
    assert broken() == {"lid_van_team_dat_is_opgegaan", "team_opgegaan_in_team_dat_is_opgegaan"}


def test_an_evening_from_a_report_that_got_names_or_was_not_held_is_found():
    held = SessieFactory(gehouden=True, op=LAST_WEEK, uit_verslag=True)
    assert broken() == set()
    InschrijvingFactory(sessie=held, aanwezig=False)
    SessieFactory(uit_verslag=True)
    assert broken() == {"avond_uit_verslag_met_namen", "avond_uit_verslag_niet_gehouden"}


def test_an_intake_that_was_finished_before_it_was_held_or_begun_is_found():
    talk = KennismakingFactory()
    assert broken() == set()
    Kennismaking.objects.filter(pk=talk.pk).update(gehouden_op=timezone.localdate() + timedelta(days=2))
    assert broken() == {"kennismaking_klaar_voor_het_gesprek"}
    Kennismaking.objects.filter(pk=talk.pk).update(
        gehouden_op=timezone.localdate() - timedelta(days=2), klaar_op=talk.begonnen_op - timedelta(days=1)
    )
    assert broken() == {"kennismaking_klaar_voor_het_begin"}
