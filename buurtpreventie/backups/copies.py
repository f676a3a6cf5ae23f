"""Making a copy: everything in it is of one moment, and the keys lie elsewhere."""

import contextlib
import hashlib
import json
import os
from pathlib import Path

from django.core.management import CommandError
from django.db import connection, transaction
from django.utils.dateparse import parse_datetime

from buurtpreventie.backups.facts import differences, facts, is_empty
from buurtpreventie.backups.keys import key_file, marks, refuse_other_keys, refuse_unreadable
from buurtpreventie.backups.programs import fill_from, run

FORM = 1
DATA, MANIFEST, KEYS = "gegevens.dump", "kopie.json", "sleutels.env"
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700
INTO_QUARANTINE = "INSERT INTO public.outbox_quarantaine (kopie_van, sinds) VALUES ('{}', '{}')"


def refuse_together(data, keys):
    """``CommandError`` when who finds the one would find the other too."""
    data, keys = data.resolve(), keys.resolve()
    if data == keys or data in keys.parents or keys in data.parents:
        raise CommandError("Gegevens en sleutels horen niet bij elkaar: kies twee mappen die niet in elkaar liggen.")


def write_copy(folder, *, broken, now):
    """Write the whole database into this folder, with a manifest to compare with; ``broken`` are rules broken now.

    The numbers in the manifest and the rows in the copy are of one moment just after ``now``, whatever is written
    meanwhile.
    """
    make_folder(folder)
    read = refuse_unreadable()
    half = folder / f"{DATA}.half"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        found = facts()
        with private_umask():
            run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={half}")
    half.chmod(PRIVATE_FILE)
    half.replace(folder / DATA)
    manifest = {"vorm": FORM, "moment": now.isoformat(), "sha256": digest(folder / DATA), "gelezen": read}
    manifest |= {"sleutels": marks(), "gebroken": broken, "feiten": found}
    write_private(folder / MANIFEST, json.dumps(manifest, indent=1))
    return manifest


def write_keys(folder):
    """Write the keys into a folder of their own."""
    make_folder(folder)
    write_private(folder / KEYS, key_file())


def make_folder(folder):
    """A folder for our account alone; one that already holds a copy is never written over."""
    folder.mkdir(parents=True, exist_ok=True, mode=PRIVATE_FOLDER)
    if there := [name for name in (DATA, MANIFEST, KEYS) if (folder / name).exists()]:
        raise CommandError(f"In {folder} staat al {there[0]}: geef elke kopie een eigen map.")


def write_private(path, text):
    """Write a file that only our account reads."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "w") as file:
        file.write(text)


@contextlib.contextmanager
def private_umask():
    """What a program writes meanwhile is for our account alone."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def digest(path):
    """The mark of a file, so that a damaged one is seen."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_manifest(folder):
    """The manifest of a copy that is whole; ``CommandError`` for anything else."""
    folder = Path(folder)
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError):
        raise CommandError(f"In {folder} staat geen kopie: {MANIFEST} is er niet, of is niet te lezen.") from None
    if manifest.get("vorm") != FORM:
        raise CommandError("Deze kopie is van een andere versie: zet haar terug met die versie.")
    if not (folder / DATA).exists() or digest(folder / DATA) != manifest["sha256"]:
        raise CommandError(f"{DATA} is beschadigd of hoort bij een andere kopie. Er is niets teruggezet.")
    return manifest


def put_back(folder, manifest, *, known_migrations, now):
    """Fill the empty database with a copy, in quarantine from its first moment; gives when the copy was made."""
    refuse_other_keys(manifest["sleutels"])
    if not is_empty():
        raise CommandError("Deze database is niet leeg. Een kopie komt alleen in een lege database.")
    then = manifest["feiten"]
    if strange := sorted(set(then["migraties"]) - known_migrations):
        raise CommandError(f"Deze kopie is van een nieuwere versie ({strange[-1]}): zet die versie eerst neer.")
    refuse_other_roles(then["eigenaar"], then["rollen"])
    moment = parse_datetime(manifest["moment"])
    fill_from(folder / DATA, INTO_QUARANTINE.format(moment.isoformat(), now.isoformat()))
    connection.close()  # what this connection knew of the empty database is of no use
    return moment


def refuse_other_roles(owner, needed):
    """The rights in a copy are given to roles by their names: those must be there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, array_agg(rolname::text) FROM pg_roles")
        user, roles = cursor.fetchone()
    if user != owner:
        raise CommandError(f"De eigenaar van deze kopie heet {owner}: zet haar terug als {owner} (nu: {user}).")
    if missing := [name for name in needed if name not in roles]:
        wanted = " ".join(f"CREATE ROLE {name} NOLOGIN; GRANT {name} TO {owner};" for name in missing)
        raise CommandError(f"Eerst, als superuser: {wanted} Zie README (Production).")


def compare(manifest):
    """What is not as it was when the copy was made; only the quarantine is one row longer."""
    before, after = manifest["feiten"], facts()
    for kind in ("tellingen", "reeksen"):
        before[kind]["outbox_quarantaine" + "_id_seq" * (kind == "reeksen")] += 1
    return differences(before, after)
