"""The clock's door to delivery."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from buurtpreventie.database import web_transaction
from buurtpreventie.outbox.actions import wipe_finished
from buurtpreventie.outbox.delivery import deliver_due

KEEP_TEXT = timedelta(days=30)


@shared_task(ignore_result=True)
def deliver():
    """Send what is due."""
    deliver_due()


@shared_task
def wipe():
    """Once a night: addresses and texts of mails that ended a month ago are emptied; their keys stay."""
    with web_transaction():
        wipe_finished(timezone.now() - KEEP_TEXT)
