"""The clock's door to the reminders."""

from celery import shared_task
from django.utils import timezone

from opvolging import actions


@shared_task
def sweep():
    actions.sweep(timezone.now())
