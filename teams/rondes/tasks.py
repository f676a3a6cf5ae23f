"""The clock's door to everything about rounds."""

from celery import shared_task
from django.utils import timezone

from buurtpreventie.database import web_transaction
from teams.rondes import actions


@shared_task
def watch():
    """Each minute: is everybody home?"""
    actions.watch(timezone.now())


@shared_task
def remind():
    """Each minute: warnings, what is short of people, and what the police hear."""
    actions.remind(timezone.now())


@shared_task
def plan_ahead():
    """Each night: the rounds of the rosters."""
    actions.plan_ahead(timezone.now())


@shared_task
def forget_drafts():
    """Each night: reports that were begun and left lying."""
    with web_transaction():
        actions.forget_drafts(timezone.now())
