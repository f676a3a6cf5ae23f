"""What the database itself refuses about rounds, by raw SQL."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from buurtpreventie.accounts.tests.factories import GebruikerFactory
from teams.rondes.models import Deelname, RondeStraat
from teams.rondes.tests.factories import DeelnameFactory, RondeFactory, RoosterFactory, VerslagFactory
from teams.tests.factories import StraatFactory

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.now() - timedelta(days=1)


def sql(statement, *values):
    """Run one statement as the owner of the tables would type it; what is put off is checked at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(name, statement, *values):
    with pytest.raises(IntegrityError, match=name):
        sql(statement, *values)


def test_somebody_takes_part_once_in_a_round():
    deelname = DeelnameFactory()
    refused(
        "deelname_een_per_ronde",
        "INSERT INTO rondes_deelname (ronde_id, gebruiker_id, gast, gast_naam, stand, sinds) "
        "VALUES (%s, %s, '', '', 'aangemeld', now())",
        deelname.ronde_id,
        deelname.gebruiker_id,
    )


def test_two_guests_of_one_kind_may_walk_along():
    ronde = RondeFactory()
    for _ in range(2):
        Deelname.objects.create(ronde=ronde, gast="boa", sinds=ronde.aangemaakt_op)
    assert ronde.deelnames.count() == 2


@pytest.mark.parametrize("naam, kolom", [("ronde_eindigt_na_begin", "einde"), ("ronde_verwacht", "verwacht_einde")])
def test_a_round_ends_after_it_began(naam, kolom):
    ronde = RondeFactory(thuis=True, op=YESTERDAY)
    refused(naam, f"UPDATE rondes_ronde SET {kolom} = begin - interval '1 minute' WHERE id = %s", ronde.pk)
    refused(naam, f"UPDATE rondes_ronde SET {kolom} = begin WHERE id = %s", ronde.pk)


def test_a_plan_ends_after_it_begins():
    ronde = RondeFactory()
    refused("ronde_plan", "UPDATE rondes_ronde SET gepland_tot = gepland_van WHERE id = %s", ronde.pk)


@pytest.mark.parametrize("stand", ["bezig", "thuis", "afgerond", "niet_afgesloten"])
def test_who_was_outside_has_real_times(stand):
    """The plan is no report: a planned round cannot become a walked one without its own moments."""
    ronde = RondeFactory()
    sql("UPDATE rondes_ronde SET andere_straten = 'Zwarte pad', afgerond_op = NULL WHERE id = %s", ronde.pk)
    refused("ronde_", "UPDATE rondes_ronde SET stand = %s WHERE id = %s", stand, ronde.pk)


def test_a_finished_round_has_a_route_or_streets():
    ronde = RondeFactory(thuis=True, op=YESTERDAY)
    finish = "UPDATE rondes_ronde SET stand = 'afgerond', afgerond_op = now() WHERE id = %s"
    refused("route of straten", finish, ronde.pk)
    RondeStraat.objects.create(ronde=ronde, straat=StraatFactory(), volgorde=0)
    sql(finish, ronde.pk)


def test_the_last_street_of_a_finished_round_stays():
    ronde = RondeFactory(thuis=True, op=YESTERDAY)
    RondeStraat.objects.create(ronde=ronde, straat=StraatFactory(), volgorde=0)
    sql("UPDATE rondes_ronde SET stand = 'afgerond', afgerond_op = now() WHERE id = %s", ronde.pk)
    refused("route of straten", "DELETE FROM rondes_rondestraat WHERE ronde_id = %s", ronde.pk)


def test_a_finished_round_cannot_lose_its_route():
    ronde = RondeFactory(afgerond=True, op=YESTERDAY)
    refused("route of straten", "UPDATE rondes_ronde SET route_id = NULL WHERE id = %s", ronde.pk)


def test_nobody_walks_in_two_rounds_at_once():
    wie = GebruikerFactory()
    eerste = RondeFactory(thuis=True, op=YESTERDAY)
    tweede = RondeFactory(thuis=True, op=YESTERDAY + timedelta(minutes=30))
    daarna = RondeFactory(thuis=True, op=eerste.einde)
    for ronde in (eerste, daarna):
        DeelnameFactory(ronde=ronde, gebruiker=wie, liep_mee=True)
    refused(
        "deelname_niet_in_twee_rondes",
        "INSERT INTO rondes_deelname (ronde_id, gebruiker_id, gast, gast_naam, stand, sinds, tijdvak) "
        "VALUES (%s, %s, '', '', 'liep_mee', now(), tstzrange(%s, %s))",
        tweede.pk,
        wie.pk,
        tweede.begin,
        tweede.einde,
    )


def test_signed_up_is_not_walked():
    deelname = DeelnameFactory()
    refused(
        "deelname_tijdvak_als_meegelopen", "UPDATE rondes_deelname SET stand = 'liep_mee' WHERE id = %s", deelname.pk
    )


def test_one_day_of_a_roster_is_one_round():
    ronde = RondeFactory(rooster=RoosterFactory(), rooster_dag=timezone.localdate())
    refused(
        "ronde_een_per_roosterdag",
        "INSERT INTO rondes_ronde (team_id, sleutel, rooster_id, rooster_dag, stand, gepland_van, gepland_tot, "
        "andere_straten, verlengd, vervallen_reden, aangemaakt_op) "
        "SELECT team_id, gen_random_uuid(), rooster_id, rooster_dag, stand, gepland_van, gepland_tot, '', 0, '', now() "
        "FROM rondes_ronde WHERE id = %s",
        ronde.pk,
    )


def test_the_telephone_of_who_leads_is_gone_when_they_are_home():
    ronde = RondeFactory(thuis=True, op=YESTERDAY)
    refused("ronde_telefoon", "UPDATE rondes_ronde SET telefoon = 'k1:abc' WHERE id = %s", ronde.pk)


def test_a_report_is_finished_only_when_every_question_has_an_answer():
    verslag = VerslagFactory(ronde__op=YESTERDAY)
    for answer in (
        "wegen = '{}'",
        "lette_op = '{}'",
        "opvallend = ''",
        "veilig = ''",
        "gepraat = NULL",
        "kapot = NULL",
    ):
        refused("verslag_klaar_is_volledig", f"UPDATE rondes_verslag SET {answer} WHERE id = %s", verslag.pk)


def test_each_keeps_one_report_of_a_round():
    verslag = VerslagFactory(ronde__op=YESTERDAY)
    other = VerslagFactory(ronde=verslag.ronde, door=GebruikerFactory())
    refused(
        "verslag_een_per_persoon", "UPDATE rondes_verslag SET door_id = %s WHERE id = %s", verslag.door_id, other.pk
    )
