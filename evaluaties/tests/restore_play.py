"""What the restore tests do inside the process of a command: live a few hours, and read everything there is.

``manage.py shell -c "from evaluaties.tests import restore_play; restore_play.…"``, on a database that is no test's own.
"""

import io
import json
from datetime import datetime

import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.backups.keys import encrypted_fields
from buurtpreventie.encryption import decrypt
from buurtpreventie.outbox.delivery import deliver_due
from buurtpreventie.outbox.models import Bericht, Stand
from evaluaties.clock import do_what_nights_do, play_again
from opvolging.demo.accounts import ACCOUNTS, PLATFORM

ANOTHER_KEY = "k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
PAGES = ("/", "/gegevens/", "/privacy/", "/hulp/")


def at(moment, *words):
    """Run a command of ``manage.py`` at a moment."""
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        call_command(*words)


def live(since, until):
    """The clock rings and mail goes out, as on any day."""
    since, until = datetime.fromisoformat(since), datetime.fromisoformat(until)
    with time_machine.travel(until, tick=False):
        play_again(since, until)
        deliver_due(clock=until)


def rings(moment):
    """One ring of the clock, through the command that cron calls, and one delivery by a worker."""
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        call_command("tik")
        deliver_due(clock=timezone.now())


def catch_up(moment):
    """The jobs of the night, and one ring of the clock: its mails wait."""
    moment = datetime.fromisoformat(moment)
    with time_machine.travel(moment, tick=False):
        do_what_nights_do()
        play_again(moment, moment)


def sent_after(moment):
    """The keys of the mails that the server took since a moment."""
    sent = Bericht.objects.filter(stand=Stand.VERZONDEN, verzonden_op__gt=datetime.fromisoformat(moment))
    print(json.dumps(sorted(sent.values_list("sleutel", flat=True))))


def put_back_with_another_key(folder):
    """Say what ``terugzetten`` says to who lost the keys."""
    with override_settings(FIELD_KEYS=ANOTHER_KEY):
        try:
            call_command("terugzetten", folder, stdout=io.StringIO())
        except CommandError as error:
            print(error)


def read_everything():
    """Decrypt every value there is; the number of values per column."""
    counts = {}
    for field in encrypted_fields():
        table, column = field.model._meta.db_table, field.column
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE "{column}" <> %s', [""])
            counts[f"{table}.{column}"] = len([decrypt(value, field.bound_to) for (value,) in cursor.fetchall()])
    print(json.dumps(counts))


def open_pages():
    """The status of some pages for everybody who may sign in to the demo, redirects followed."""
    found = {}
    for person in Gebruiker.objects.filter(email__in=ACCOUNTS.keys() - {PLATFORM}):
        client = Client(raise_request_exception=True)
        client.force_login(person)
        for path in PAGES:
            found[f"{person.email} {path}"] = client.get(path, follow=True).status_code
    print(json.dumps(found))
