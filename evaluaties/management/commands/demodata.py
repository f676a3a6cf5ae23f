"""``manage.py demodata``: the pilot's municipalities with invented people and stories, into an empty database."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from evaluaties.demo.loading import close_quarters, load_evaluations
from meldingen.actions import copy_categorieen
from opvolging.demo.accounts import WACHTWOORD, accounts, open_accounts
from opvolging.demo.beheer import play_beheer
from opvolging.demo.oversight import play_oversight
from opvolging.demo.player import play
from opvolging.demo.rondes import play_rounds
from opvolging.demo.samen import play_together
from opvolging.demo.talks import play_talks
from opvolging.demo.wissen import play_wiping
from teams.demo import load_places
from teams.models import Gemeente
from trainingen.demo.loading import load_trainings


class Command(BaseCommand):
    help = "Laadt de demogegevens in een lege database, of toont met --accounts wie er kan inloggen."

    def add_arguments(self, parser):
        """Called by Django."""
        parser.add_argument("--accounts", action="store_true", help="toon de inlognamen")

    def handle(self, accounts=False, **options):
        """Called by Django; never on a real site."""
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("Demogegevens zijn er alleen voor de demo.")
        if accounts:
            self.show_accounts()
        elif Gemeente.objects.exists():
            self.stdout.write("Er zijn al gemeenten: niets gedaan.")
        else:
            self.load(timezone.now())

    def load(self, now):
        """Places and people first, then the stories of eight weeks."""
        with transaction.atomic():
            plekken = load_places(now)
            for plek in plekken.values():
                copy_categorieen(plek.gemeente)
            open_accounts()
        play_beheer(plekken, now)
        play_rounds(plekken, now)
        load_trainings(plekken, now)
        load_evaluations(plekken, now)
        play_talks(plekken, now)
        play_together(plekken, now)
        play(plekken, now)
        play_oversight(plekken, now)
        play_wiping(plekken, now)
        close_quarters(now)
        self.stdout.write(f"{len(plekken)} gemeenten met verhalen geladen.")

    def show_accounts(self):
        """A small table for the terminal."""
        rows = accounts()
        width = max(len(account.email) for account in rows)
        for account in rows:
            self.stdout.write(f"  {account.email:<{width}}  {account.rol}{' (met extra code)' if account.code else ''}")
        self.stdout.write(f"  Wachtwoord: {WACHTWOORD}. Mails en extra codes: {settings.SITE_URL}/postvak/")
