"""``manage.py reservekopie GEGEVENS [--sleutels MAP]``: a copy of the database, and the keys in another place."""

from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from buurtpreventie.backups.copies import refuse_together, write_copy, write_keys
from evaluaties.invariants import broken_invariants


class Command(BaseCommand):
    help = "Schrijft een kopie van de database in een lege map; met --sleutels ook de sleutels, in een andere map."

    def add_arguments(self, parser):
        """Called by Django."""
        parser.add_argument("gegevens", type=Path, help="lege map voor de database")
        parser.add_argument("--sleutels", type=Path, help="lege map voor de sleutels, liefst op een andere plek")

    def handle(self, gegevens, sleutels=None, **options):
        """The keys last: without a copy they are of no use."""
        if sleutels:
            refuse_together(gegevens, sleutels)
        broken = {name: len(ids) for name, ids in broken_invariants().items()}
        manifest = write_copy(gegevens, broken=broken, now=timezone.now())
        if sleutels:
            write_keys(sleutels)
        rows = sum(manifest["feiten"]["tellingen"].values())
        self.stdout.write(f"Kopie van {manifest['moment']}: {rows} rijen. De gegevens staan niet versleuteld in het")
        self.stdout.write(
            "bestand, behalve wat in de database al versleuteld was: bewaar het op een versleutelde schijf."
        )
