"""``manage.py bewaartermijnen``: what is kept, how long and why; ``--nu`` does what is due at once."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from evaluaties.retention import all_rules, forget


class Command(BaseCommand):
    help = "Toont wat hoe lang wordt bewaard en waarom; met --nu wordt gewist wat over zijn termijn is."

    def add_arguments(self, parser):
        """Called by Django."""
        parser.add_argument("--nu", action="store_true", help="doe nu wat de nachtelijke taak doet")

    def handle(self, nu=False, **options):
        """Called by Django."""
        if nu:
            self.stdout.write(f"{forget(timezone.now())} dingen gewist.")
            return
        for rule in all_rules():
            self.stdout.write(f"{rule.code}: {rule.wat}")
            self.stdout.write(f"  {rule.hoe_lang} Daarna: {rule.daarna}.")
            self.stdout.write(f"  {rule.grond}")
