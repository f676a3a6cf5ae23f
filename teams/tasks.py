"""The clock's door to what beheer hears by itself."""

from celery import shared_task
from django.utils import timezone

from teams.actions.reminders import remind_beheer


@shared_task
def remind():
    remind_beheer(timezone.now())
