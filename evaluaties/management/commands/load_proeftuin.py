"""``manage.py load_proeftuin``: evenings and answers of 2017 into the gemeenten of the pilot; twice adds nothing."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from evaluaties import proeftuin as answers
from trainingen import proeftuin as evenings


class Command(BaseCommand):
    help = (
        "Laadt de 18 trainingen, 2 kennisavonden en de uitkomsten van de proeftuin van 2017. De gemeenten zijn er al."
    )

    def handle(self, **options):
        """Called by Django."""
        now = timezone.now()
        try:
            made, runs = evenings.load_proeftuin(now), answers.load_proeftuin(now)
        except RefusedAction as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"Avonden uit het verslag van 2017 geladen: {made}.")
        self.stdout.write(f"Nagebouwde uitkomsten uit het verslag van 2017 geladen: {runs}.")
