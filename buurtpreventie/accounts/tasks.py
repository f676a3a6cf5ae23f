"""The clock's door to the actions of this room."""

from celery import shared_task
from django.utils import timezone

from buurtpreventie.accounts.actions import forget_expired
from buurtpreventie.database import web_transaction


@shared_task
def forget():
    """Once a day: what was kept for a short time is deleted."""
    with web_transaction():
        forget_expired(timezone.now())
