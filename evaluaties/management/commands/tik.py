"""``manage.py tik``: what beat does each minute, for a cron line that keeps mail going while Redis is down."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.delivery import deliver_due
from buurtpreventie.outbox.quarantine import is_quarantined
from buurtpreventie.start import refuse_unsafe_start
from evaluaties.clock import EACH_MINUTE


class Command(BaseCommand):
    help = "Zoekt wat te laat is en verstuurt wat klaarstaat; twee tegelijk kan geen kwaad."

    def handle(self, **options):
        """Refused like worker and beat when the environment of production is not safe."""
        refuse_unsafe_start()
        if is_quarantined():
            self.stdout.write("Deze database is teruggezet: alles staat stil tot manage.py vrijgeven.")
            return
        now = timezone.now()
        try:
            done = each_on_its_own(EACH_MINUTE, lambda part: part(now))
        finally:
            sent = deliver_due()  # what is ready goes out, whatever else is wrong
        self.stdout.write(f"{done} dingen gedaan, {sent} mails verstuurd.")
