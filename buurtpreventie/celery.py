"""The Celery app, and the clock that wakes the background work.

A tick that was not carried out in time expires: the next one does the same work, as every task
asks the database what is due (and ``manage.py tik`` asks it the same while the broker is down).
"""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from buurtpreventie.start import refuse_unsafe_start

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")

app = Celery("buurtpreventie", task_cls="buurtpreventie.outbox.quarantine:Job")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def start_safely(**kwargs):
    """Celery only logs what goes wrong in here; this has to end the process."""
    try:
        refuse_unsafe_start()
    except (ImproperlyConfigured, DatabaseError) as error:
        raise SystemExit(str(error)) from None


EVERY_MINUTE = {"schedule": crontab(), "options": {"expires": 50}}
EVERY_MORNING = {"schedule": crontab(hour=9, minute=5), "options": {"expires": 3600}}
EVERY_NIGHT = {"schedule": crontab(hour=3, minute=30), "options": {"expires": 3600}}

app.conf.beat_schedule = {
    "deliver": {"task": "buurtpreventie.outbox.tasks.deliver", **EVERY_MINUTE},
    "sweep": {"task": "opvolging.tasks.sweep", **EVERY_MINUTE},
    "watch-rondes": {"task": "teams.rondes.tasks.watch", **EVERY_MINUTE},
    "remind-rondes": {"task": "teams.rondes.tasks.remind", **EVERY_MINUTE},
    "remind-trainingen": {"task": "trainingen.tasks.remind", **EVERY_MINUTE},
    "remind-evaluaties": {"task": "evaluaties.tasks.remind", **EVERY_MINUTE},
    "make-reports": {"task": "evaluaties.tasks.make_reports", **EVERY_MINUTE},
    "plan-rondes": {"task": "teams.rondes.tasks.plan_ahead", **EVERY_NIGHT},
    "forget-rondes": {"task": "teams.rondes.tasks.forget_drafts", **EVERY_NIGHT},
    "wipe": {"task": "buurtpreventie.outbox.tasks.wipe", **EVERY_NIGHT},
    "forget": {"task": "buurtpreventie.accounts.tasks.forget", **EVERY_NIGHT},
    "keep-terms": {"task": "evaluaties.tasks.forget", **EVERY_NIGHT},
    "remind-beheer": {"task": "teams.tasks.remind", **EVERY_MORNING},
    "purge-concepten": {"task": "meldingen.tasks.purge_concepten", **EVERY_NIGHT},
}
