"""``manage.py vrijgeven``: after a restore, mail goes out and the clock runs again; a person says so."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.models import Quarantaine
from buurtpreventie.outbox.quarantine import release
from evaluaties.restoring import in_quarantine
from teams.models import Gemeente


class Command(BaseCommand):
    help = "Toont welke mails na het terugzetten wachten; met --gelezen AANTAL gaat de post weer uit."

    def add_arguments(self, parser):
        """Called by Django."""
        parser.add_argument("--gelezen", type=int, help="het aantal mails dat wacht, als bewijs dat u de lijst las")

    def handle(self, gelezen=None, **options):
        """Show; release only for who read the number."""
        if not Quarantaine.objects.open().exists():
            self.stdout.write("Deze database staat niet in quarantaine.")
            return
        found = in_quarantine()
        names = dict(Gemeente.objects.values_list("pk", "naam"))
        for (gemeente, soort), number in sorted(found.items(), key=str):
            self.stdout.write(f"{names.get(gemeente, '-')}: {number} x {soort}, misschien al verstuurd")
        if gelezen is None:
            self.stdout.write(f"Akkoord? manage.py vrijgeven --gelezen {found.total()}")
        elif gelezen != found.total():
            raise CommandError(f"Er wachten {found.total()} mails, niet {gelezen}. Lees de lijst opnieuw.")
        else:
            self.release()

    def release(self):
        """Refused when the restore was broken off."""
        try:
            release(now=timezone.now())
        except RefusedAction as error:
            raise CommandError(str(error)) from None
        self.stdout.write("Vrijgegeven: de klok loopt en de post gaat uit. Het meldpunt beslist over wat wacht.")
