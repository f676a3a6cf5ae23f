"""``manage.py terugzetten MAP``: put a copy back into an empty database, with its mails in quarantine.

A database that PostgreSQL itself brought back to a moment goes into quarantine with ``--hersteld-tot MOMENT``.
"""

from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.timezone import is_naive, make_aware

from buurtpreventie.backups.copies import compare, put_back, read_manifest
from buurtpreventie.backups.keys import refuse_unreadable
from buurtpreventie.outbox.models import Quarantaine
from evaluaties.invariants import broken_invariants
from evaluaties.restoring import settle


class Command(BaseCommand):
    help = "Zet een kopie terug in een lege database. Er gaat geen mail uit tot manage.py vrijgeven."

    def add_arguments(self, parser):
        """Called by Django."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("gegevens", type=Path, nargs="?", help="map waarin reservekopie schreef")
        what.add_argument("--hersteld-tot", type=datetime.fromisoformat, help="tot wanneer PostgreSQL zelf herstelde")

    def handle(self, gegevens=None, hersteld_tot=None, **options):
        """Refuse, fill, compare, settle, check."""
        if gegevens:
            return self.put_back(gegevens)
        moment, now = make_aware(hersteld_tot) if is_naive(hersteld_tot) else hersteld_tot, timezone.now()
        if moment > now:
            raise CommandError("Dat moment moet nog komen.")
        if not Quarantaine.objects.open().filter(kopie_van=moment).exists():  # else it broke off, and goes on
            Quarantaine.objects.create(kopie_van=moment, sinds=now)
        return self.settle(moment, {})

    def put_back(self, gegevens):
        """Fill the empty database; nothing is done with one that is not as it was when it was copied."""
        manifest = read_manifest(gegevens)
        known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
        moment = put_back(gegevens, manifest, known_migrations=known, now=timezone.now())
        if differs := compare(manifest):
            raise CommandError("Teruggezet, maar niet gelijk aan de kopie:\n" + "\n".join(differs))
        read = refuse_unreadable()
        rows = sum(manifest["feiten"]["tellingen"].values())
        self.stdout.write(f"Teruggezet: {rows} rijen van {moment.isoformat()}; {read} versleutelde waarden gelezen.")
        if known - set(manifest["feiten"]["migraties"]):
            call_command("migrate", verbosity=0)
            self.stdout.write("De kopie was van een oudere versie en is bijgewerkt naar deze.")
        self.settle(moment, manifest["gebroken"])

    def settle(self, moment, broken_before):
        """Nobody is signed in, nothing is sent twice, every rule holds."""
        try:
            outcome = settle(moment, now=timezone.now())
        except Exception as error:  # of one thing in one hour, and all the rest is done
            raise CommandError(
                f"Niet alles van na de kopie kon opnieuw: {error!r}. Het log zegt wat. Er gaat niets uit. "
                f"Verhelp dat, en ga verder met manage.py terugzetten --hersteld-tot {moment.isoformat()}"
            ) from error
        self.stdout.write(
            f"Sessies beëindigd: {outcome.sessions}. De klok deed {outcome.played} dingen opnieuw, zonder mail. "
            f"Misschien al verstuurd: {outcome.waiting} mails, die wachten op iemand. Vervallen: {outcome.lapsed}. "
            f"Taken van de nacht gedaan: {outcome.nights}."
        )
        broken = {name: len(ids) for name, ids in broken_invariants().items()}
        if new := {name: number for name, number in broken.items() if number > broken_before.get(name, 0)}:
            raise CommandError(f"Deze beloften zijn gebroken: {new}. Zie manage.py controleer.")
        self.stdout.write("De beloften van de gegevens kloppen. Alles staat stil tot manage.py vrijgeven.")
