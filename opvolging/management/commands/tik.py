"""``manage.py tik``: what beat does each minute, for a cron line that keeps mail going while Redis is down."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from buurtpreventie.outbox.delivery import deliver_due
from opvolging.actions import sweep
from teams.rondes.actions import remind, watch


class Command(BaseCommand):
    help = "Zoekt wat te laat is en verstuurt wat klaarstaat; twee tegelijk kan geen kwaad."

    def handle(self, **options):
        now = timezone.now()
        queued = watch(now) + remind(now) + sweep(now)
        sent = deliver_due()
        self.stdout.write(f"{queued} mails klaargezet, {sent} verstuurd.")
