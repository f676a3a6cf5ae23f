"""The log: who did what, only added to, and without content."""

import uuid
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from buurtpreventie.audit.actions import record, record_opening
from buurtpreventie.audit.models import Logregel, Reden
from buurtpreventie.database import web_transaction
from buurtpreventie.encryption import encrypt
from buurtpreventie.outbox.models import Bericht
from conftest import LOG_IS_NEVER_EMPTIED

pytestmark = pytest.mark.django_db


@pytest.fixture
def target():
    """A row of a gemeente."""
    return Bericht(pk=17, gemeente_id=3)


@pytest.fixture
def actor():
    return get_user_model()(pk=31, email="anneke@example.nl")


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_line_says_who_did_what_to_which_row_without_a_name(target, actor, now):
    record("bericht.opnieuw", target, actor=actor, now=now, keer=2, voor=date(2026, 11, 24), waarom="te_laat")

    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(audit_logregel)::text FROM audit_logregel")
        assert "anneke" not in cursor.fetchone()[0]
    assert list(
        Logregel.objects.values_list(
            "op", "gebeurtenis", "doel_soort", "doel_id", "gemeente_id", "actor_soort", "actor_id", "details"
        )
    ) == [
        (
            now,
            "bericht.opnieuw",
            "outbox.bericht",
            17,
            3,
            get_user_model()._meta.label_lower,
            31,
            {"keer": 2, "voor": "2026-11-24", "waarom": "te_laat"},
        )
    ]


@pytest.mark.parametrize(("who", "soort"), [(None, "systeem"), (AnonymousUser(), "anoniem")])
def test_the_system_and_a_visitor_have_a_kind_only(target, now, who, soort):
    regel = record("bericht.vervallen", target, actor=who, now=now)

    assert (regel.actor_soort, regel.actor_id) == (soort, None)


def test_openings_of_one_row_can_be_listed(target, actor, now):
    opening = record_opening(target, actor=actor, now=now, reden="Melder belde terug")
    record("bericht.opnieuw", target, actor=actor, now=now + timedelta(minutes=1))
    record_opening(Bericht(pk=18), actor=actor, now=now)

    assert list(Logregel.objects.about(target).openings()) == [opening]
    assert Logregel.objects.get(pk=opening.pk).reden.tekst == "Melder belde terug"
    assert Logregel.objects.by(actor).count() == 3
    assert Logregel.objects.of_gemeente(3).count() == 2


@pytest.mark.parametrize(
    "value", [1, None, True, date(2026, 11, 17), uuid.uuid4(), "V2", "opvolging:17", "12-34", ["a", 1], ""]
)
def test_codes_numbers_and_dates_may_be_details(target, now, value):
    assert record("x", target, actor=None, now=now, waarde=value).pk


@pytest.mark.parametrize(
    "value", ["Mevrouw De Wit", "anneke@example.nl", "regel\nregel", "a" * 81, {"vrij": "veld"}, 1.5, ["een naam"]]
)
def test_content_may_not_be_a_detail(target, now, value):
    with pytest.raises(ValueError, match="content is never logged"):
        record("x", target, actor=None, now=now, waarde=value)
    assert not Logregel.objects.exists()


@pytest.mark.parametrize(
    "sql",
    ["UPDATE audit_logregel SET actor_id = 99", "DELETE FROM audit_logregel", "UPDATE audit_logregel SET op = op"],
)
def test_the_database_refuses_to_change_history(target, actor, now, sql):
    regel = record("bericht.opnieuw", target, actor=actor, now=now)

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        run(sql)
    with pytest.raises(DatabaseError, match="permission denied"), web_transaction():
        run(sql)
    assert Logregel.objects.get() == regel
    assert Logregel.objects.get().actor_id == 31


def test_nobody_empties_history_the_owner_neither(target, now):
    record("bericht.opnieuw", target, actor=None, now=now)
    run("SET CONSTRAINTS ALL IMMEDIATE")
    run(f"ALTER TABLE audit_logregel ENABLE TRIGGER {LOG_IS_NEVER_EMPTIED}")  # off in tests, that empty every table

    with pytest.raises(DatabaseError, match="The log is never emptied"), transaction.atomic():
        run("TRUNCATE audit_logregel CASCADE")
    assert Logregel.objects.count() == 1


def test_a_reason_stands_apart_and_is_wiped_while_the_line_stays(target, actor, now):
    regel = record_opening(target, actor=actor, now=now, reden="De buurvrouw belde", deel="eerder", niveau=2)
    record_opening(target, actor=actor, now=now)

    with web_transaction():
        assert Reden.objects.get().tekst == "De buurvrouw belde"
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Reden.objects.update(tekst="Iets anders")
    with pytest.raises(DatabaseError, match="permission denied"), web_transaction():
        Reden.objects.update(tekst="Iets anders")
    with web_transaction():
        Reden.objects.filter(logregel=regel).delete()
    assert Logregel.objects.get(pk=regel.pk).details == {"deel": "eerder", "niveau": 2}
    assert Logregel.objects.openings().count() == 2


def test_reasons_that_stood_in_the_log_are_read_where_the_migration_put_them(target, now):
    cipher = encrypt("De buurvrouw belde", "audit.logregel.reden")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_logregel ADD COLUMN reden text NOT NULL DEFAULT ''")
        facts = "now(), 'inhoud.geopend', 'x.y', 1, 'systeem', '{}'"
        columns = "op, gebeurtenis, doel_soort, doel_id, actor_soort, details, reden"
        cursor.execute(f"INSERT INTO audit_logregel ({columns}) VALUES ({facts}, %s), ({facts}, '')", [cipher])
        cursor.execute(import_module("buurtpreventie.audit.migrations.0002_reden_apart").MOVE)

    assert [one.tekst for one in Reden.objects.all()] == ["De buurvrouw belde"]
    assert Logregel.objects.openings().count() == 2


def test_the_web_role_cannot_empty_history(target, now):
    record("bericht.opnieuw", target, actor=None, now=now)

    with pytest.raises(DatabaseError, match="permission denied"), web_transaction():
        run("TRUNCATE audit_logregel")
    with web_transaction():
        record("bericht.opnieuw", target, actor=None, now=now)
    assert Logregel.objects.count() == 2


def test_changing_a_line_from_python_is_refused_too(target, now):
    regel = record("bericht.opnieuw", target, actor=None, now=now)

    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        regel.save()
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        regel.delete()


def test_a_line_goes_back_with_its_event(target, now):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("bericht.opnieuw", target, actor=None, now=now)
        raise ZeroDivisionError

    assert not Logregel.objects.exists()
