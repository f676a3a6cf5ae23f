"""The clock's jobs: what rings each minute, and what of it may mail, so that a restore can play it again."""

from datetime import timedelta

from django.utils.module_loading import import_string

from buurtpreventie.celery import EVERY_NIGHT, app
from buurtpreventie.errors import each_on_its_own
from evaluaties.actions.reminding import remind as remind_evaluations
from evaluaties.making import make_due
from opvolging.actions import sweep
from teams.actions.reminders import remind_beheer
from teams.rondes.actions import remind, watch
from trainingen.actions.reminding import remind as remind_trainings

MAY_MAIL = (watch, remind, sweep, remind_trainings, remind_evaluations)
EACH_MINUTE = (*MAY_MAIL, make_due)
STEP = timedelta(hours=1)


def play_again(since, until):
    """Do what the clock did between two moments, so that whatever was told then is written down as told.

    Nothing may be delivered meanwhile: the database is in quarantine. Gives how many things were done.
    """
    return sum(_play(moment) for moment in moments(since, until))


def moments(since, until):
    """Each hour after ``since``, and ``until`` itself."""
    moment = since + STEP
    while moment < until:
        yield moment
        moment += STEP
    yield until


def _play(moment):
    return each_on_its_own((*MAY_MAIL, remind_beheer), lambda part: part(moment))


def do_what_nights_do():
    """Wipe what is over its term and plan ahead, as beat would have done; gives how many jobs that were."""
    jobs = [entry["task"] for entry in app.conf.beat_schedule.values() if entry["schedule"] == EVERY_NIGHT["schedule"]]
    for job in jobs:
        import_string(job).run()  # a job that is called rests while the database is in quarantine
    return len(jobs)
