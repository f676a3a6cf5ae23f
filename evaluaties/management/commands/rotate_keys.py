"""``manage.py rotate_keys``: everything that is encrypted anew with the first key, while the site goes on.

Stop it when you like and start it again: it asks the rows what is left. With ``--controleer`` it only counts.
"""

import sys
import time

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from buurtpreventie.accounts.adapters import TOTP_COLUMN
from buurtpreventie.encryption import key_ids, writing_key_id
from buurtpreventie.rotation import encrypted_tables, standing
from meldingen.actions import index_anew, indexed_with_another_key

ROUNDS = 4  # a row that somebody holds, or writes with the old key meanwhile, is met in a later round
BETWEEN_ROUNDS = 0.25  # seconds


class Command(BaseCommand):
    help = "Versleutelt alles opnieuw met de eerste sleutel van FIELD_KEYS; stoppen en opnieuw beginnen kan altijd."

    def add_arguments(self, parser):
        """Called by Django."""
        parser.add_argument("--controleer", action="store_true", help="tel alleen onder welke sleutel wat staat")
        parser.add_argument("--rust", type=float, default=0.0, help="seconden rust na elk deel (0)")
        parser.add_argument("--deel", type=int, default=None, help="rijen per deel")

    def handle(self, controleer=False, rust=0.0, deel=None, **options):
        """Called by Django; the exit code is 1 when something stays under another key."""
        tables = encrypted_tables(json_columns=[(Authenticator, "data", TOTP_COLUMN)])
        if not controleer:
            self.refuse_without_right(tables)
            for table in tables:
                table.rows = min(table.rows, deel or table.rows)
            self.rotate(tables, rust)
        sys.exit(self.report(tables))

    def refuse_without_right(self, tables):
        """The role that serves pages may not write history; the owner may."""
        if not all(table.is_owned() for table in tables):
            raise CommandError("Dit kan alleen de eigenaar van de tabellen: zet MIGRATE_DATABASE_URL.")

    def rotate(self, tables, rust):
        """Round after round, until nothing is left or nothing changes any more."""
        self.stdout.write(f"Alles naar sleutel {writing_key_id()}.")
        for _round in range(ROUNDS):
            written = sum(self.walk(table.name, table.rotate(), rust) for table in tables)
            written += self.walk("adresindex", index_anew(), rust)
            if not written and not standing(tables).left:
                return
            if not written:
                time.sleep(BETWEEN_ROUNDS)

    def walk(self, name, batches, rust):
        """One table; says how far it is about every second."""
        total, told = 0, time.monotonic()
        for written in batches:
            total += written
            if time.monotonic() - told >= 1:
                told = time.monotonic()
                self.stdout.write(f"  {name}: {total}")
                self.stdout.flush()
            time.sleep(rust)
        if total:
            self.stdout.write(f"{name}: {total} klaar")
        return total

    def report(self, tables):
        """What stands under which key, and which keys may go; the exit code."""
        found, addresses = standing(tables), indexed_with_another_key()
        for name, counts in found.per_table.items():
            if counts:
                self.stdout.write(f"{name}: " + ", ".join(f"{key_id} {n}" for key_id, n in sorted(counts.items())))
        for key_id in key_ids():
            self.stdout.write(f"Sleutel {key_id}: {found.total[key_id]} waarden")
        for key_id in found.removable:
            self.stdout.write(f"Sleutel {key_id} is niet meer nodig: haal hem uit FIELD_KEYS (oude back-ups wel nog).")
        if found.unknown:
            self.stderr.write(f"Niet te lezen, want niet in FIELD_KEYS: {', '.join(found.unknown)}")
        if found.left and not found.unknown:
            self.stdout.write(f"Nog {found.left} waarden onder een andere sleutel: draai rotate_keys opnieuw.")
        if addresses:
            self.stdout.write(f"Adresindex: {addresses} meldingen nog onder een andere sleutel.")
        else:
            self.stdout.write("Adresindex: alles onder de eerste sleutel; een oudere ADDRESS_INDEX_KEY kan weg.")
        return int(bool(found.left or addresses))
