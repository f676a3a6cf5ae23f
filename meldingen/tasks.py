"""The clock's door to the drafts, and to what was to be looked at again."""

from celery import shared_task
from django.utils import timezone

from buurtpreventie.database import web_transaction
from meldingen import actions


@shared_task
def purge_concepten():
    with web_transaction():
        actions.purge_concepten(timezone.now())
        actions.forget_even_aanzien(timezone.now())
        actions.forget_addresses(timezone.now())
