"""``manage.py load_proeftuin``: the evenings of 2017 into the nine gemeenten of the pilot; a second run adds none."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from trainingen.proeftuin import load_proeftuin


class Command(BaseCommand):
    help = "Laadt de 18 trainingen en 2 kennisavonden van de proeftuin van 2017. De gemeenten moeten er al zijn."

    def handle(self, **options):
        """Called by Django."""
        try:
            made = load_proeftuin(timezone.now())
        except RefusedAction as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Avonden uit het verslag van 2017 geladen: {made}.")
