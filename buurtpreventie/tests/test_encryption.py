"""Encrypted columns: what goes in comes out, and everything else is loud."""

import base64
import os

import pytest
from django.core.exceptions import FieldError
from django.core.serializers import serialize
from django.db import connection
from django.db.models import F

from buurtpreventie.audit.actions import record_opening
from buurtpreventie.audit.models import Logregel, Reden
from buurtpreventie.encryption import CannotDecrypt, blind_index, check_keys, decrypt, encrypt
from buurtpreventie.outbox.models import Bericht, Soort

CANARY = "Mevrouw De Wit, Dorpsstraat 4, 's avonds 👀"


def key(key_id):
    return f"{key_id}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}"


def stored(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return cursor.fetchone()[0]


@pytest.fixture
def bericht(db, now):
    return Bericht.objects.create(
        sleutel="x",
        bron="x:1",
        soort=Soort.CODE,
        aan="a@example.nl",
        gemaakt_op=now,
        volgende_poging=now,
        geheim={"code": "493817", "lijst": [1, None, CANARY]},
    )


@pytest.mark.parametrize("text", ["a", CANARY, "\n", "x" * 100_000])
def test_a_text_comes_back_as_it_was(text):
    token = encrypt(text, "app.model.field")

    assert decrypt(token, "app.model.field") == text
    assert encrypt(text, "app.model.field") != token  # equal texts do not look equal


def test_the_database_holds_no_readable_word(bericht, now):
    record_opening(bericht, actor=None, now=now, reden=CANARY)

    assert "Wit" not in stored("audit_reden", "tekst")
    assert "493817" not in stored("outbox_bericht", "geheim")
    assert Reden.objects.get().tekst == CANARY
    assert Bericht.objects.get().geheim == {"code": "493817", "lijst": [1, None, CANARY]}


def test_an_empty_text_and_nothing_stay_what_they_are(bericht, now):
    record_opening(bericht, actor=None, now=now, reden="Weg")
    Reden.objects.all().delete()
    Reden.objects.create(logregel=Logregel.objects.get(), tekst="")
    Bericht.objects.update(geheim=None)

    assert stored("audit_reden", "tekst") == ""
    assert stored("outbox_bericht", "geheim") is None


def test_every_way_to_write_encrypts(bericht):
    Bericht.objects.filter(pk=bericht.pk).update(geheim={"code": "update"})
    assert stored("outbox_bericht", "geheim").startswith("k1:")

    bericht.geheim = {"code": "bulk"}
    Bericht.objects.bulk_update([bericht], ["geheim"])
    assert stored("outbox_bericht", "geheim").startswith("k1:")
    assert Bericht.objects.values_list("geheim", flat=True).get() == {"code": "bulk"}


def test_the_first_key_writes_and_the_old_ones_still_read(bericht, settings):
    settings.FIELD_KEYS = f"{key('k2')},{settings.FIELD_KEYS}"

    assert Bericht.objects.get().geheim["code"] == "493817"
    Bericht.objects.get().save()
    assert stored("outbox_bericht", "geheim").startswith("k2:")
    assert Bericht.objects.get().geheim["code"] == "493817"


def test_a_key_that_is_gone_is_loud_and_says_nothing_of_the_value(bericht, settings):
    settings.FIELD_KEYS = key("k2")

    with pytest.raises(CannotDecrypt, match="outbox.bericht.geheim") as error:
        Bericht.objects.get()
    assert "493817" not in str(error.value)


def test_another_key_under_the_same_name_is_loud(bericht, settings):
    settings.FIELD_KEYS = key("k1")

    with pytest.raises(CannotDecrypt, match="damaged"):
        Bericht.objects.get()


def test_a_value_moved_to_another_column_cannot_be_read(bericht, now):
    record_opening(bericht, actor=None, now=now, reden="Verzoek van de melder")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_bericht SET geheim = (SELECT tekst FROM audit_reden)")

    with pytest.raises(CannotDecrypt, match="another column"):
        Bericht.objects.get()


def test_a_value_copied_by_an_expression_to_another_column_is_no_way_round(bericht):
    Bericht.objects.update(tekst=F("geheim"))

    assert "493817" not in Bericht.objects.defer("geheim").get().tekst


@pytest.mark.parametrize("damage", ["k1:", "k1:AAAA", "k1:geen-base64!", "plain text", "493817"])
def test_what_is_not_a_cipher_is_never_shown(bericht, damage):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_bericht SET geheim = %s", [damage])

    with pytest.raises(CannotDecrypt):
        Bericht.objects.get()


@pytest.mark.parametrize("lookup", ["geheim", "geheim__exact", "geheim__contains", "geheim__in", "geheim__code"])
def test_searching_an_encrypted_column_is_refused(bericht, lookup):
    with pytest.raises(FieldError):
        Bericht.objects.filter(**{lookup: ["493817"]}).first()


def test_whether_there_is_a_value_may_be_asked(bericht):
    assert Bericht.objects.filter(geheim__isnull=False).get() == bericht


def test_a_migration_carries_the_column_only_when_it_was_named():
    _, path, _, words = Bericht._meta.get_field("geheim").deconstruct()
    assert (path, "aad" in words) == ("buurtpreventie.encryption.EncryptedJSONField", False)

    moved = Reden._meta.get_field("tekst")
    assert moved.deconstruct()[3]["aad"] == moved.clone().bound_to == "audit.logregel.reden"


def test_a_text_that_moved_with_its_column_named_is_read_where_it_is_now(bericht, now):
    Reden.objects.create(logregel=record_opening(bericht, actor=None, now=now), tekst="x")

    assert decrypt(stored("audit_reden", "tekst"), "audit.logregel.reden") == "x"


def test_a_fixture_can_be_written(bericht):
    assert "493817" in serialize("json", [bericht])


def test_the_blind_index_is_keyed_and_keeps_parts_apart(settings):
    index = blind_index(7, 12, "4")

    assert index == blind_index("7", "12", "4")
    assert len(index) == 64
    assert index != blind_index(7, "124", "")
    settings.ADDRESS_INDEX_KEY = base64.urlsafe_b64encode(b"z" * 32).decode()
    assert index != blind_index(7, 12, "4")


@pytest.mark.parametrize(
    "keys",
    ["", "k1:c2hvcnQ=", "k1", f"{key('k1')},{key('k1')}", f":{key('')[1:]}", "k1:é"],
    ids=["none", "short", "no value", "same name twice", "no name", "no base64"],
)
def test_keys_that_cannot_work_stop_the_start(settings, keys):
    settings.FIELD_KEYS = keys

    assert [error.id for error in check_keys(None)] == ["buurtpreventie.E001"]


def test_an_index_key_that_is_too_short_stops_the_start(settings):
    settings.ADDRESS_INDEX_KEY = "c2hvcnQ="

    assert [error.id for error in check_keys(None)] == ["buurtpreventie.E001"]


def test_the_keys_of_these_tests_are_good():
    assert check_keys(None) == []
