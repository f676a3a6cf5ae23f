"""What a copy is compared by, and what is refused before anything is put back (the whole story: test_vorige_versie)."""

import base64
import json
import re
import stat

import pytest
from django.core.management import CommandError
from django.db import connection

from buurtpreventie.audit.models import Logregel
from buurtpreventie.backups import copies, keys
from buurtpreventie.backups.facts import differences, facts
from buurtpreventie.encryption import encrypt
from buurtpreventie.outbox.actions import beat
from buurtpreventie.outbox.models import Bericht
from buurtpreventie.outbox.tests.conftest import queued  # noqa: F401 - a fixture

OTHER = base64.urlsafe_b64encode(bytes(range(7, 39))).decode()
CHANGES = {  # what somebody could do to a database, and the name under which it shows
    "GRANT UPDATE ON audit_logregel TO web": "rechten tabel audit_logregel",
    "GRANT DELETE ON outbox_quarantaine TO PUBLIC": "rechten tabel outbox_quarantaine",
    "GRANT UPDATE (kopie_van) ON outbox_quarantaine TO web": "rechten kolom outbox_quarantaine.kopie_van",
    "REVOKE SELECT ON outbox_bericht FROM web": "rechten tabel outbox_bericht",
    "ALTER TABLE outbox_hartslag ENABLE ROW LEVEL SECURITY": "rechten tabel outbox_hartslag",
    "CREATE POLICY open ON outbox_hartslag FOR SELECT TO web USING (true)": "rechten beleid outbox_hartslag.open",
    "ALTER TABLE outbox_hartslag DROP CONSTRAINT outbox_hartslag_naam_key": "rechten regel outbox_hartslag",
    "CREATE VIEW kijkgat AS SELECT tekst FROM outbox_bericht": "rechten beeld kijkgat",
    "CREATE FUNCTION achterdeur() RETURNS int LANGUAGE sql AS 'SELECT 1'": "rechten functie achterdeur()",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM web": "rechten vanzelf",
    "SELECT setval('outbox_hartslag_id_seq', 4000)": "reeksen outbox_hartslag_id_seq",
    "DELETE FROM django_migrations WHERE app = 'outbox' AND name = '0004_quarantaine'": "migraties",
}


@pytest.mark.django_db
@pytest.mark.parametrize("statement", CHANGES)
def test_whatever_changes_a_right_a_guard_or_a_number_shows_by_its_name(statement):
    before = facts()
    assert differences(before, facts()) == []

    with connection.cursor() as cursor:
        cursor.execute(statement)

    found = differences(before, facts())
    assert any(line.startswith(CHANGES[statement]) for line in found), found


@pytest.mark.django_db
def test_a_trigger_that_is_gone_or_sleeps_shows_and_so_does_a_row(now):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit_logregel'::regclass AND NOT tgisinternal")
        name = cursor.fetchone()[0]
        before = facts()
        cursor.execute(f'ALTER TABLE audit_logregel DISABLE TRIGGER "{name}"')
    assert [line.split(":")[0] for line in differences(before, facts())] == [f"rechten trekker audit_logregel.{name}"]

    beat("test", now)
    assert "tellingen outbox_hartslag: 0 werd 1" in differences(before, facts())


@pytest.mark.django_db
def test_the_facts_hold_numbers_and_marks_and_nothing_that_somebody_wrote(queued):  # noqa: F811
    queued(onderwerp="Kanarie", tekst="Kanarie", aan="kanarie@example.nl")
    found = facts()

    assert "kanarie" not in json.dumps(found).lower()
    assert all(isinstance(number, int) for kind in ("tellingen", "reeksen") for number in found[kind].values())
    assert all(re.fullmatch("[0-9a-f]{16}", mark) for mark in found["rechten"].values())
    assert found["tellingen"]["outbox_bericht"] == 1 and found["rollen"][0:1] and "web" in found["rollen"]


# --- keys ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        (f"k9:{OTHER}", "FIELD_KEYS mist k1"),
        (f"k1:{OTHER}", "FIELD_KEYS mist k1"),  # the name is there, the key is another
        ("k9:{0},{1}", None),  # a new key beside the old one
    ],
)
def test_a_copy_is_only_put_back_by_who_has_its_keys(settings, ring, words):
    then, old = keys.marks(), settings.FIELD_KEYS
    settings.FIELD_KEYS = ring.format(OTHER, old)
    if words is None:
        assert keys.refuse_other_keys(then) is None
    else:
        with pytest.raises(CommandError, match=words):
            keys.refuse_other_keys(then)


def test_another_key_of_addresses_is_refused_and_one_that_is_being_changed_is_not(settings):
    then, old = keys.marks(), settings.ADDRESS_INDEX_KEY
    settings.ADDRESS_INDEX_KEY = f"{OTHER},{old}"
    assert keys.refuse_other_keys(then) is None

    settings.ADDRESS_INDEX_KEY = OTHER
    with pytest.raises(CommandError, match="ADDRESS_INDEX_KEY"):
        keys.refuse_other_keys(then)


def test_the_marks_of_keys_do_not_give_them_away(settings):
    told = json.dumps(keys.marks())

    assert settings.SECRET_KEY not in told
    for secret in (settings.FIELD_KEYS.partition(":")[2], settings.ADDRESS_INDEX_KEY):
        assert secret[:16] not in told and base64.b64decode(secret, altchars=b"-_").hex()[:16] not in told


@pytest.mark.django_db
def test_a_value_that_no_key_reads_stops_the_copy_and_the_restore(settings, queued):  # noqa: F811
    queued(tekst="Uw code: {{code}}", geheim={"code": "123456"})
    assert keys.refuse_unreadable() == 1

    settings.FIELD_KEYS, old = f"k2:{OTHER}", settings.FIELD_KEYS
    foreign = encrypt('{"code": "654321"}', "outbox.bericht.geheim")
    settings.FIELD_KEYS = old
    queued(tekst="Uw code: {{code}}", geheim={"code": "123456"})
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_bericht SET geheim = %s WHERE id = %s", [foreign, Bericht.objects.latest("pk").pk]
        )
    with pytest.raises(CommandError, match="lezen deze gegevens niet"):
        keys.refuse_unreadable()


# --- places --------------------------------------------------------------------------------------


def test_data_and_keys_never_lie_together(tmp_path):
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    (tmp_path / "link").symlink_to(inside)
    apart = (tmp_path / "a", tmp_path / "c")
    assert copies.refuse_together(*apart) is None
    for data, other in [(inside, inside), (tmp_path, inside), (inside, tmp_path), (tmp_path / "a", tmp_path / "link")]:
        with pytest.raises(CommandError, match="twee mappen"):
            copies.refuse_together(data, other)


def test_the_file_of_keys_is_for_its_owner_and_is_never_written_over(tmp_path, settings):
    copies.write_keys(tmp_path / "kluis")

    path = tmp_path / "kluis" / "sleutels.env"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and f"FIELD_KEYS='{settings.FIELD_KEYS}'" in path.read_text()
    with pytest.raises(CommandError, match="staat al"):
        copies.write_keys(tmp_path / "kluis")


def manifest_in(folder, **other):
    (folder / "gegevens.dump").write_bytes(b"PGDMP")
    manifest = {"vorm": 1, "sha256": copies.digest(folder / "gegevens.dump"), "sleutels": keys.marks()} | other
    (folder / "kopie.json").write_text(json.dumps(manifest))
    return manifest


def test_a_copy_that_is_damaged_half_or_of_another_form_is_refused(tmp_path):
    with pytest.raises(CommandError, match="staat geen kopie"):
        copies.read_manifest(tmp_path)
    manifest = manifest_in(tmp_path)
    assert copies.read_manifest(tmp_path) == manifest
    (tmp_path / "gegevens.dump").write_bytes(b"PGDMp")
    with pytest.raises(CommandError, match="beschadigd"):
        copies.read_manifest(tmp_path)
    manifest_in(tmp_path, vorm=2)
    with pytest.raises(CommandError, match="andere versie"):
        copies.read_manifest(tmp_path)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("owner", "roles", "words"),
    [
        ("iemand_anders", ["web"], "eigenaar van deze kopie heet iemand_anders"),
        (None, ["web", "nog_niet"], "CREATE ROLE nog_niet NOLOGIN"),
        (None, ["web"], None),
    ],
)
def test_the_roles_of_a_copy_must_be_there_by_their_names(owner, roles, words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = owner or cursor.fetchone()[0]
    if words is None:
        assert copies.refuse_other_roles(owner, roles) is None
    else:
        with pytest.raises(CommandError, match=words):
            copies.refuse_other_roles(owner, roles)


@pytest.mark.django_db
def test_a_database_with_anything_in_it_is_left_alone(tmp_path, now):
    manifest = manifest_in(tmp_path)

    with pytest.raises(CommandError, match="niet leeg"):
        copies.put_back(tmp_path, manifest, known_migrations=set(), now=now)

    assert not Logregel.objects.exists()
