"""The clock's door to delivery."""

from celery import shared_task

from buurtpreventie.outbox.delivery import deliver_due


@shared_task(ignore_result=True)
def deliver():
    """Send what is due."""
    deliver_due()
