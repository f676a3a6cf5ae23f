"""The clock's door to evaluations."""

from celery import shared_task
from django.utils import timezone

from evaluaties import retention
from evaluaties.actions import reminding
from evaluaties.making import make_due


@shared_task
def remind():
    """Each minute: what is due and was not done yet."""
    reminding.remind(timezone.now())


@shared_task(ignore_result=True)
def make_reports():
    """Each minute, and as soon as somebody asks: the reports that wait."""
    make_due(timezone.now())


@shared_task(ignore_result=True)
def forget():
    """Each night: the list of what is wiped, and everything else that is over its term."""
    retention.forget(timezone.now())
