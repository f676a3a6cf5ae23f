"""``manage.py tik``: what beat does each minute, for a cron line that keeps mail going while Redis is down."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.delivery import deliver_due
from evaluaties.actions.reminding import remind as remind_evaluations
from evaluaties.making import make_due
from opvolging.actions import sweep
from teams.rondes.actions import remind, watch
from trainingen.actions.reminding import remind as remind_trainings

PARTS = (watch, remind, sweep, remind_trainings, remind_evaluations, make_due)


class Command(BaseCommand):
    help = "Zoekt wat te laat is en verstuurt wat klaarstaat; twee tegelijk kan geen kwaad."

    def handle(self, **options):
        now = timezone.now()
        try:
            done = each_on_its_own(PARTS, lambda part: part(now))
        finally:
            sent = deliver_due()  # what is ready goes out, whatever else is wrong
        self.stdout.write(f"{done} dingen gedaan, {sent} mails verstuurd.")
