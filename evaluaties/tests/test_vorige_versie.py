"""The demo's database of the version before this one moves to this one, is copied, lost, and put back whole.

One story on two clusters of our own: the second is empty until the documented command fills it.
"""

import json
import lzma
import stat
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from buurtpreventie.embedded.clerk import Clerk
from buurtpreventie.embedded.environment import TEST_ENVIRONMENT, inherited
from buurtpreventie.embedded.stack import running_servers
from buurtpreventie.outbox.tests.smtp_server import SmtpServer

VORIGE = Path(__file__).with_name("vorige_versie")
MOVED, COPIED, LOST, RESTORED, LATER = (f"2026-11-24T{hour}:00+01:00" for hour in ("07", "08", "10", "11", "13"))
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"


class House:
    """One cluster with the commands of ``manage.py`` on it."""

    def __init__(self, folder, keys, smtp, stack):
        folder.mkdir()
        _processes, _keys, self.postgres, valkey = stack.enter_context(running_servers(folder))
        servers = {"DATABASE_URL": self.postgres.url, "REDIS_URL": valkey.url, "EMAIL_URL": smtp.url}
        env = inherited() | TEST_ENVIRONMENT | keys | servers
        self.clerk = stack.enter_context(Clerk(env, ["evaluaties.tests.restore_play"]))

    def manage(self, *words):
        """The output of a command that succeeds."""
        code, said = self.clerk.manage(*words)
        assert code == 0, said
        return said

    def refuses(self, *words):
        """The output of a command that does not."""
        code, said = self.clerk.manage(*words)
        assert code == 1, said
        return said

    def play(self, act, *words):
        """Do something of ``restore_play``; what it printed."""
        said = ", ".join(map(repr, map(str, words)))
        code = f"from evaluaties.tests import restore_play; restore_play.{act}({said})"
        return self.manage("shell", "--no-imports", "-c", code)

    def told(self, act, *words):
        """What something of ``restore_play`` found."""
        return json.loads(self.play(act, *words).splitlines()[-1])

    def counts(self):
        """The number of rows of every table."""
        with psycopg.connect(self.postgres.url) as connection:
            names = [name for (name,) in connection.execute(TABLES)]
            return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


@pytest.fixture(scope="module")
def smtp():
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def houses(tmp_path_factory, smtp):
    """The house of before, migrated to this version; and an empty one."""
    folder = tmp_path_factory.mktemp("vorige")
    keys = json.loads((VORIGE / "sleutels.json").read_text())
    keys.pop("commit")
    with ExitStack() as stack:
        before, after = (House(folder / name, keys, smtp, stack) for name in ("een", "twee"))
        dump = folder / "gegevens.sql"
        dump.write_bytes(lzma.decompress((VORIGE / "gegevens.sql.xz").read_bytes()))
        before.postgres.load(dump)
        before.manage("migrate", "--verbosity=0")
        yield before, after


@pytest.fixture(scope="module")
def copy(houses, tmp_path_factory):
    """Where the copy lies, and where its keys."""
    data, keys = tmp_path_factory.mktemp("kopie") / "gegevens", tmp_path_factory.mktemp("kluis") / "sleutels"
    houses[0].play("at", COPIED, "reservekopie", data, f"--sleutels={keys}")
    return data, keys


def test_the_database_of_the_version_before_moves_to_this_one_and_every_value_is_read(houses):
    before, _after = houses
    before.play("catch_up", MOVED)  # its last night is long ago
    assert "Alles klopt." in before.play("at", MOVED, "controleer")
    read = before.told("read_everything")
    assert read["meldingen_meldinginhoud.waarneming"] >= 50 and read["meldingen_bijlage.inhoud"] >= 5
    assert sum(read.values()) > 300
    opened = before.told("open_pages")
    assert set(opened.values()) == {200} and len(opened) >= 12 * 4


def test_a_copy_says_nothing_but_numbers_and_lies_apart_from_its_keys_for_our_account_alone(houses, copy, tmp_path):
    data, keys = copy
    assert sorted(path.name for path in data.iterdir()) == ["gegevens.dump", "kopie.json"]
    assert [path.name for path in keys.iterdir()] == ["sleutels.env"]
    for path in [*data.iterdir(), *keys.iterdir()]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    manifest = (data / "kopie.json").read_text()
    ring = json.loads((VORIGE / "sleutels.json").read_text())
    assert "@" not in manifest and not any(ring[name] in manifest for name in ring if name != "commit")
    assert all(f"{name}='{ring[name]}'" in (keys / "sleutels.env").read_text() for name in ring if name != "commit")
    for together in (tmp_path, tmp_path / "dieper"):
        assert "twee mappen" in houses[0].refuses("reservekopie", str(tmp_path), f"--sleutels={together}")
    assert "staat al" in houses[0].refuses("reservekopie", str(data))


def test_a_copy_is_put_back_whole_and_sends_nothing_a_second_time(houses, copy, smtp):
    before, after = houses
    data = str(copy[0])
    counts = json.loads((copy[0] / "kopie.json").read_text())["feiten"]["tellingen"]
    assert before.counts() == counts

    before.play("live", COPIED, LOST)  # after the copy and before the loss mail goes out, and its rows are lost
    sent = set(before.told("sent_after", COPIED))
    assert len(sent) == smtp.accepted.total() >= 10

    assert "mist k1" in after.play("put_back_with_another_key", data) and after.counts() == {}
    assert "gelijk" not in after.play("at", RESTORED, "terugzetten", data)  # it compares rows, rights and triggers
    assert "Alles klopt." in after.play("at", RESTORED, "controleer")
    restored = after.counts()
    assert restored["outbox_quarantaine"] == 1 and restored["django_session"] == 0
    assert restored["meldingen_melding"] == counts["meldingen_melding"]
    assert "niet leeg" in after.refuses("terugzetten", data)

    assert "staat stil" in after.play("rings", RESTORED)
    assert "niet 0" in after.refuses("vrijgeven", "--gelezen=0")
    asked = after.manage("vrijgeven").splitlines()[-1]
    assert smtp.accepted.total() == len(sent)

    assert "Vrijgegeven" in after.play("at", RESTORED, "vrijgeven", asked.split()[-2], asked.split()[-1])
    after.play("live", RESTORED, LATER)
    assert set(after.told("sent_after", COPIED)) & sent == set()
    assert set(smtp.accepted.values()) == {1}
