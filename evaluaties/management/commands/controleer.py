"""``manage.py controleer``: exit 1 and a list when a promise of the data is broken."""

import sys

from django.core.management.base import BaseCommand

from evaluaties.invariants import broken_invariants


class Command(BaseCommand):
    help = "Controleert de beloften van de gegevens; faalt met een lijst als er een gebroken is."

    def handle(self, **options):
        broken = broken_invariants()
        for naam, ids in broken.items():
            self.stderr.write(f"{naam}: {', '.join(map(str, ids))}")
        if broken:
            sys.exit(1)
        self.stdout.write("Alles klopt.")
