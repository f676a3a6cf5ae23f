"""Keys that change while the site goes on: each value readable at each moment, the old key removable (rule 14)."""

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt as read_secret
from django.conf import settings as house
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from buurtpreventie.accounts.adapters import TOTP_COLUMN
from buurtpreventie.audit.actions import record_opening
from buurtpreventie.database import web_transaction
from buurtpreventie.encryption import CannotDecrypt, EncryptedTextField
from buurtpreventie.outbox.models import Bericht, Soort
from buurtpreventie.rotation import encrypted_tables, standing
from buurtpreventie.triggers import guard_triggers, ignore_triggers_of
from meldingen.actions import forget_addresses, same_in_street
from meldingen.models import Melding, MeldingInhoud
from opvolging.models import Resultaat
from opvolging.similar import earlier_signals, similar_to
from opvolging.tests.wereld import make_wereld

MAILS = 200
ADDRESS = {"straat": "Elzenpad", "huisnummer": "4"}


def new_key(key_id):
    return f"{key_id}:{base64.urlsafe_b64encode(os.urandom(32)).decode()}"


@pytest.fixture
def keys(settings):
    """The key of now and the next one, both readable, as a gemeente deploys them before it rotates."""
    old, new = settings.FIELD_KEYS, new_key("k2")
    settings.FIELD_KEYS = f"{old},{new}"
    return old, new


@pytest.fixture
def secret(now):
    """Rows with ciphers, also where nobody may change anything, and a second factor with its recovery codes."""
    wereld = make_wereld("Sleutelstad")
    wereld.finished(2, now=now, inhoud=ADDRESS)
    record_opening(Melding.objects.get(), actor=wereld.meldpunt, now=now, reden="Zelfde huis?")
    Authenticator.objects.filter(user=wereld.meldpunt).delete()
    TOTP.activate(wereld.meldpunt, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(wereld.meldpunt)
    mails(now, MAILS)
    return wereld


def mails(now, n):
    row = {"bron": "x:1", "soort": Soort.CODE, "aan": "a@example.nl", "gemaakt_op": now, "volgende_poging": now}
    Bericht.objects.bulk_create([Bericht(sleutel=f"rij:{i}", geheim={"code": f"{i:06d}"}, **row) for i in range(n)])


def tables():
    return encrypted_tables(json_columns=[(Authenticator, "data", TOTP_COLUMN)])


def everything():
    """All that is encrypted, as it reads."""
    rows = {}
    for table in tables():
        names = [f.name for f in table.model._meta.local_concrete_fields if isinstance(f, EncryptedTextField)]
        if names:
            rows[table.name] = list(table.model._base_manager.order_by("pk").values_list("pk", *names))
    codes = {a.pk: RecoveryCodes(a).generate_codes() for a in Authenticator.objects.filter(type="recovery_codes")}
    totp = Authenticator.objects.filter(type="totp").exclude(data={"secret": "x"})
    seeds = {a.pk: read_secret(a.data["secret"]) for a in totp if ":" in a.data["secret"]}
    return rows, codes, seeds


def rotate(keys, *options):
    """The command in a process of its own, with the new key first."""
    old, new = keys
    address, _, rest = os.environ["DATABASE_URL"].partition("?")
    url = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{rest}"
    environment = os.environ | {"DATABASE_URL": url, "FIELD_KEYS": f"{new},{old}"}
    command = [sys.executable, "manage.py", "rotate_keys", *options]
    return subprocess.Popen(command, env=environment, cwd=house.BASE_DIR, stdout=subprocess.PIPE, text=True)


def count_under(key_id):
    return standing(tables()).total[key_id]


@pytest.mark.chaos
@pytest.mark.django_db(transaction=True)
def test_killed_half_way_and_resumed_every_row_is_readable_and_the_old_key_goes(keys, settings, secret):
    before, wrong, reads, stop = everything(), [], [], threading.Event()

    def read_on():
        try:
            while not stop.is_set():
                reads.append(None)
                if everything() != before:
                    wrong.append("something reads differently")
        except CannotDecrypt as error:
            wrong.append(str(error))
        finally:
            connection.close()

    reader = threading.Thread(target=read_on)
    reader.start()
    try:
        process = rotate(keys, "--deel", "10", "--rust", "0.05")
        while not count_under("k2"):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        half = standing(tables()).total
        resumed = rotate(keys)
        said, _ = resumed.communicate()
    finally:
        stop.set()
        reader.join()

    assert half["k1"] and half["k2"]  # it was half-way indeed
    assert (resumed.returncode, wrong) == (0, [])
    assert len(reads) > 1
    assert "Sleutel k1 is niet meer nodig" in said
    assert count_under("k1") == 0
    settings.FIELD_KEYS = keys[1]
    assert everything() == before


@pytest.mark.django_db
def test_what_somebody_changes_meanwhile_is_never_put_back(keys, settings, now):
    mails(now, 3)
    second = Bericht.objects.order_by("pk")[1]
    [table] = [table for table in tables() if table.model is Bericht]
    settings.FIELD_KEYS = ",".join(reversed(keys))
    rows = table._take(None)
    Bericht.objects.filter(pk=second.pk).update(geheim={"code": "laatst"})

    assert table._write(rows) == 2
    assert [row.geheim["code"] for row in Bericht.objects.order_by("pk")] == ["000000", "laatst", "000002"]


@pytest.mark.django_db
def test_a_row_that_cannot_be_read_stops_nothing_and_is_named(keys, settings, now, capsys):
    mails(now, 3)
    lost = Bericht.objects.order_by("pk")[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE outbox_bericht SET geheim = 'weg:' || repeat('A', 60) WHERE id = %s", [lost.pk])
    settings.FIELD_KEYS = ",".join(reversed(keys))

    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys")

    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "niet in FIELD_KEYS: weg" in said.err
    assert standing(tables()).total == {"k2": 2, "weg": 1}


@pytest.mark.django_db
def test_counting_changes_nothing_and_says_what_is_left(keys, settings, now, capsys):
    mails(now, 3)
    settings.FIELD_KEYS = ",".join(reversed(keys))

    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys", "--controleer")

    assert ended.value.code == 1
    assert "outbox_bericht: k1 3" in capsys.readouterr().out
    assert count_under("k1") == 3


@pytest.mark.django_db
def test_history_is_rewritten_by_its_owner_and_stays_closed_for_everybody_else(keys, settings, secret):
    words = list(Resultaat.objects.values_list("pk", "voor_melder"))
    with pytest.raises(IntegrityError, match="verandert niet"), transaction.atomic():
        Resultaat.objects.update(wat_miste="x")

    settings.FIELD_KEYS = ",".join(reversed(keys))
    with pytest.raises(SystemExit):
        call_command("rotate_keys")

    settings.FIELD_KEYS = keys[1]
    assert words and list(Resultaat.objects.values_list("pk", "voor_melder")) == words


@pytest.mark.django_db
def test_the_role_that_serves_pages_cannot_pass_by_a_trigger(secret):
    with pytest.raises(IntegrityError, match="verandert niet"), web_transaction():
        ignore_triggers_of(Resultaat)
        Resultaat.objects.update(wat_miste="x")


@pytest.mark.django_db
def test_after_a_migration_that_makes_a_trigger_the_way_out_is_closed_again(secret):
    [trigger] = [one for one in Resultaat._meta.triggers if one.name == "resultaat_alleen_toevoegen"]
    trigger.install(Resultaat)  # writes the library's own version, which believes anybody
    with pytest.raises(RuntimeError), web_transaction():
        ignore_triggers_of(Resultaat)
        assert Resultaat.objects.update(wat_miste="x")
        raise RuntimeError

    guard_triggers("default")

    with pytest.raises(IntegrityError, match="verandert niet"), web_transaction():
        ignore_triggers_of(Resultaat)
        Resultaat.objects.update(wat_miste="x")


@pytest.mark.django_db
def test_only_the_owner_of_the_tables_may_rotate(secret):
    with pytest.raises(CommandError, match="eigenaar"), web_transaction():
        call_command("rotate_keys")


# --- the address index --------------------------------------------------------------------------


@pytest.fixture
def two_index_keys(settings):
    """``ADDRESS_INDEX_KEY`` while it changes: the new one writes, both find; gives the new one."""
    new = base64.urlsafe_b64encode(os.urandom(32)).decode()

    def change():
        settings.ADDRESS_INDEX_KEY = f"{new},{settings.ADDRESS_INDEX_KEY}"
        return new

    return change


@pytest.mark.django_db
def test_an_address_is_found_while_its_key_changes_and_with_the_new_key_alone(settings, two_index_keys, now):
    wereld = make_wereld("Indexstad")
    ander = wereld.teamgenoot
    old = wereld.report(1, now=now - timedelta(days=5), inhoud=ADDRESS, actor=ander)
    with_new_key = two_index_keys()
    new = wereld.report(1, now=now, inhoud=ADDRESS)

    def found():
        inhoud = MeldingInhoud.objects.get(melding=new)
        melding = Melding.objects.get(pk=new.pk)
        alike = similar_to(melding, inhoud, wereld.meldpunt)
        known = same_in_street(wereld.categorieen[1], "elzenpad ")
        return (
            [one.pk for one in earlier_signals(melding, inhoud, wereld.meldpunt, now)],
            [(one.melding.pk, one.adres, one.straat) for one in alike],
            set(known),
        )

    all_of_it = ([old.pk], [(old.pk, True, True)], {old.gemeld_op, new.gemeld_op})
    assert found() == all_of_it
    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys")
    assert ended.value.code == 0
    settings.ADDRESS_INDEX_KEY = with_new_key
    assert found() == all_of_it


@pytest.mark.django_db
def test_an_address_is_forgotten_half_a_year_after_receipt_and_an_open_street_when_it_closes(now, two_index_keys):
    wereld = make_wereld("Termijnstad")
    half_a_year = timedelta(days=183)
    open_one = wereld.report(1, now=now - half_a_year, inhoud=ADDRESS)
    young = wereld.report(1, now=now - half_a_year + timedelta(days=1), inhoud=ADDRESS)
    done = wereld.answered(1, now=now - half_a_year, inhoud=ADDRESS)
    assert Melding.objects.exclude(straat_index="").count() == 3

    forget_addresses(now)
    two_index_keys()
    with pytest.raises(SystemExit):
        call_command("rotate_keys")  # what is forgotten stays forgotten

    assert [pk for (pk,) in MeldingInhoud.objects.exclude(adres_index="").values_list("pk")] == [young.pk]
    with_street = set(Melding.objects.exclude(straat_index="").values_list("pk", flat=True))
    assert with_street == {open_one.pk, young.pk}
    assert done.pk not in with_street
