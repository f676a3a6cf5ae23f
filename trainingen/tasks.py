"""The clock's door to trainings."""

from celery import shared_task
from django.utils import timezone

from trainingen.actions import reminding


@shared_task
def remind():
    """Each minute: what is due and was not told yet."""
    reminding.remind(timezone.now())
