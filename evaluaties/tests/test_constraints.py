"""What the database itself refuses about evaluations, by raw SQL."""

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from evaluaties.models import Inzending, Kwartaal, OpenAntwoord, Rapport, Respons, Versie, Vraag
from evaluaties.tests.factories import (
    NPE_ANSWERS,
    AfnameFactory,
    GevraagdFactory,
    held_evening,
    monday,
    publish,
    start_version,
)
from teams.tests.factories import GemeenteFactory

pytestmark = pytest.mark.django_db


def sql(statement, *values):
    """Run one statement as the owner of the tables would type it, deferred rules included."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(name, statement, *values, error=IntegrityError):
    with pytest.raises(error, match=name):
        sql(statement, *values)


def test_the_questions_of_an_adopted_version_never_change():
    versie = start_version()
    vraag = versie.vraagreeks.get(code="NPE1")
    refused("vastgesteld", "UPDATE evaluaties_vraag SET tekst = 'Anders?' WHERE id = %s", vraag.pk)
    refused("vastgesteld", "DELETE FROM evaluaties_vraag WHERE id = %s", vraag.pk)
    refused(None, "UPDATE evaluaties_versie SET inleiding = 'Anders' WHERE id = %s", versie.pk, error=ProgrammingError)


def test_a_gemeente_has_one_draft_of_a_questionnaire_and_numbers_are_not_used_twice():
    versie, gemeente = start_version(), GemeenteFactory()
    own = {"vragenlijst": versie.vragenlijst, "gemeente": gemeente, "gemaakt_op": timezone.now()}
    Versie.objects.create(nummer=2, **own)
    with pytest.raises(IntegrityError, match="een_concept"), transaction.atomic():
        Versie.objects.create(nummer=3, **own)
    with pytest.raises(IntegrityError, match="nummer_een_keer"), transaction.atomic():
        Versie.objects.create(nummer=1, vragenlijst=versie.vragenlijst, gemaakt_op=timezone.now())


def test_a_condition_points_at_an_earlier_question_of_the_same_version():
    versie = start_version()
    draft = Versie.objects.create(
        vragenlijst=versie.vragenlijst, gemeente=GemeenteFactory(), nummer=2, gemaakt_op=timezone.now()
    )
    asked = {"versie": draft, "tekst": "Ging het goed?", "type": "ja_nee", "opties": [{"code": "ja", "tekst": "Ja"}]}
    second = Vraag.objects.create(code="B", volgorde=2, **asked)
    with pytest.raises(IntegrityError, match="niet eerder"), transaction.atomic():
        Vraag.objects.create(code="A", volgorde=1, als_vraag=second, als_waarden=["ja"], **asked)
    with pytest.raises(IntegrityError, match="niet eerder"), transaction.atomic():
        other = versie.vraagreeks.get(code="NPE1")
        Vraag.objects.create(code="C", volgorde=3, als_vraag=other, als_waarden=["ja"], **asked)


def test_a_run_uses_an_adopted_version_of_the_start_set_or_of_its_own_gemeente():
    afname = AfnameFactory()
    draft = Versie.objects.create(
        vragenlijst=afname.versie.vragenlijst, gemeente=afname.gemeente, nummer=2, gemaakt_op=timezone.now()
    )
    refused("niet vastgesteld", "UPDATE evaluaties_afname SET versie_id = %s WHERE id = %s", draft.pk, afname.pk)


def test_four_answers_are_no_publication():
    afname = AfnameFactory()
    week = monday(timezone.localdate())
    with pytest.raises(IntegrityError, match="minder dan vijf"), transaction.atomic():
        Inzending.objects.bulk_create(
            Inzending(versie=afname.versie, afname=afname, week=week, antwoorden=NPE_ANSWERS) for _n in range(4)
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    publish(afname, [NPE_ANSWERS] * 5)
    assert afname.inzendingen.count() == 5


def test_an_answer_is_dated_by_its_week():
    afname = publish(AfnameFactory(), [NPE_ANSWERS] * 5)
    refused("week_begint_maandag", "UPDATE evaluaties_inzending SET week = week + 1 WHERE afname_id = %s", afname.pk)


def test_an_evening_has_no_more_answers_than_people():
    afname = AfnameFactory(sessie=held_evening(6))
    Respons.objects.create(afname=afname, kanaal="wand", aantal=5)
    refused(
        "meer antwoorden dan mensen",
        "INSERT INTO evaluaties_respons (afname_id, kanaal, aantal) VALUES (%s, 'papier', 2)",
        afname.pk,
    )
    sql("INSERT INTO evaluaties_respons (afname_id, kanaal, aantal) VALUES (%s, 'papier', 1)", afname.pk)


def test_who_answered_stays_so_and_is_asked_once_per_run():
    gevraagd = GevraagdFactory(beantwoord=True)
    refused("antwoordde", "UPDATE evaluaties_gevraagd SET beantwoord = false WHERE id = %s", gevraagd.pk)
    refused(
        "gevraagd_een_keer",
        "INSERT INTO evaluaties_gevraagd (id, afname_id, gebruiker_id, weg, gevraagd_op, beantwoord)"
        " VALUES (gen_random_uuid(), %s, %s, 'mail', now(), false)",
        gevraagd.afname_id,
        gevraagd.gebruiker_id,
    )


def test_a_closed_run_has_no_code_and_never_opens_again():
    afname = publish(AfnameFactory(), [NPE_ANSWERS] * 5)
    refused("wandcode", "UPDATE evaluaties_afname SET wand_code = '1234' WHERE id = %s", afname.pk)
    refused(
        None,
        "UPDATE evaluaties_afname SET stand = 'open', gesloten_op = NULL, vrijgegeven = false WHERE id = %s",
        afname.pk,
        error=ProgrammingError,
    )


def test_words_are_read_by_a_person_before_they_are_free():
    afname = publish(AfnameFactory(), [NPE_ANSWERS] * 5)
    vraag = afname.versie.vraagreeks.get(code="NPE8")
    words = OpenAntwoord.objects.create(
        vraag=vraag, afname=afname, week=monday(timezone.localdate()), tekst="Mevrouw op 12"
    )
    refused("eerst_gelezen", "UPDATE evaluaties_openantwoord SET stand = 'vrij' WHERE id = %s", words.pk)
    refused(
        "eerst_gelezen",
        "UPDATE evaluaties_openantwoord SET stand = 'vrij', vrije_tekst = 'Goed', gelezen_op = now() WHERE id = %s",
        words.pk,
    )


def test_a_closed_quarter_and_a_finished_report_never_change():
    gemeente, now = GemeenteFactory(), timezone.now()
    kwartaal = Kwartaal.objects.create(
        gemeente=gemeente,
        jaar=2026,
        kwartaal=3,
        peildatum=date(2026, 10, 15),
        gemeente_toen=gemeente.naam,
        cijfers={},
        gemaakt_op=now,
    )
    refused(None, "UPDATE evaluaties_kwartaal SET cijfers = '{}' WHERE id = %s", kwartaal.pk, error=ProgrammingError)
    refused(None, "DELETE FROM evaluaties_kwartaal WHERE id = %s", kwartaal.pk, error=ProgrammingError)
    rapport = Rapport.objects.create(
        soort="jaar",
        gemeente=gemeente,
        jaar=2026,
        gevraagd_op=now,
        stand="klaar",
        pdf=b"%PDF",
        klaar_op=now,
        peildatum=date(2026, 10, 15),
    )
    refused(None, "UPDATE evaluaties_rapport SET jaar = 2025 WHERE id = %s", rapport.pk, error=ProgrammingError)
    refused(
        "klaar_heeft_pdf",
        "INSERT INTO evaluaties_rapport (sleutel, soort, gemeente_id, jaar, stand, stap, stappen,"
        " pogingen, fout, gevraagd_op) VALUES (gen_random_uuid(), 'jaar', %s, 2026, 'klaar', 0, 1, 0, '', now())",
        gemeente.pk,
    )
