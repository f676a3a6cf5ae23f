"""What ``script/bench herinneringen`` measures: a hundred thousand reminders due at once, and a page meanwhile.

Two sweepers begin together and one is killed -9 half-way. Told twice or not at all: exit code 1. So it is when a sweep
takes more than three times a plain ``bulk_create`` of the same rows, and when the worklist meanwhile takes more than
twice as long as before.
"""

import os
import signal
import statistics
import subprocess
import sys
import time
from datetime import date
from datetime import time as clock_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buurtpreventie.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402
from django.db.models import Max  # noqa: E402
from django.urls import reverse  # noqa: E402

from buurtpreventie.accounts.models import Gebruiker  # noqa: E402
from buurtpreventie.embedded.caretaker import die_with_parent  # noqa: E402
from buurtpreventie.outbox.models import Bericht, new_message_id  # noqa: E402
from opvolging.actions import sweep  # noqa: E402
from opvolging.models import Herinnering  # noqa: E402
from opvolging.tests.bench_rondes import ask, signed_in  # noqa: E402
from opvolging.tests.wereld import make_wereld  # noqa: E402
from teams.clocks import at  # noqa: E402

GEMEENTEN, REMINDERS, PER_ADDRESS = 9, 100_000, 50
KILL_AT, IDLE_PAGES, BREATH_SECONDS = 0.3, 25, 0.8
WARM_UP = 5
MOST_TIME, MOST_PAGE = 3, 2
ASKED_AT = at(date(2026, 3, 2), clock_time(10))  # three working days to answer in
DUE_AT = at(date(2026, 3, 4), clock_time(9, 30))  # the working day before: the first reminder
FAR_AWAY = "DATE '2026-12-01'"

NUMBERS = """
CREATE TEMPORARY TABLE bench_ask AS
SELECT o.id AS ask, o.melding_id AS melding, o.contact_id AS contact, n, (n - 1) / %(per_address)s AS nth,
    nextval(pg_get_serial_sequence('meldingen_melding', 'id')) AS new_melding,
    nextval(pg_get_serial_sequence('opvolging_opvolging', 'id')) AS new_ask
FROM opvolging_opvolging o, generate_series(1, %(each)s) n;
CREATE TEMPORARY TABLE bench_contact AS
SELECT contact, nth, nextval(pg_get_serial_sequence('teams_contact', 'id')) AS new_contact
FROM (SELECT DISTINCT contact, nth FROM bench_ask) c;
"""
TO_CONTACT = "JOIN bench_contact c ON c.contact = b.contact AND c.nth = b.nth"
COPIES = [  # every table: how its rows meet the numbers, and which columns are not those of the original
    (
        "teams_contact",
        "JOIN bench_contact c ON c.contact = t.id",
        {"id": "c.new_contact", "email": "'partner' || c.new_contact || '@meting.example'", "vervanger_id": "NULL"},
    ),
    (
        "meldingen_melding",
        "JOIN bench_ask b ON b.melding = t.id",
        {
            "id": "b.new_melding",
            "nummer": "to_char(b.new_melding, 'FM0000-0000')",
            "concept_id": "gen_random_uuid()",
            "reageren_voor": FAR_AWAY,
            "antwoord_voor": FAR_AWAY,
        },
    ),
    ("meldingen_meldinginhoud", "JOIN bench_ask b ON b.melding = t.melding_id", {"melding_id": "b.new_melding"}),
    (
        "opvolging_opvolging",
        f"JOIN bench_ask b ON b.ask = t.id {TO_CONTACT}",
        {"id": "b.new_ask", "melding_id": "b.new_melding", "contact_id": "c.new_contact"},
    ),
    (
        "opvolging_toegang",
        f"JOIN bench_ask b ON b.ask = t.opvolging_id {TO_CONTACT}",
        {
            "id": "nextval(pg_get_serial_sequence('opvolging_toegang', 'id'))",
            "opvolging_id": "b.new_ask",
            "contact_id": "c.new_contact",
            "email": "'partner' || c.new_contact || '@meting.example'",
            "token_hash": "encode(sha256(b.new_ask::text::bytea), 'hex')",
        },
    ),
]


# --- what there is --------------------------------------------------------------------------------


def begin(reminders=REMINDERS):
    """One real ask per gemeente, and copies of it over thousands of addresses."""
    for n in range(GEMEENTEN):
        make_wereld(f"Meetdorp{n}").asked(0, now=ASKED_AT)
    fill(reminders)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(reminders):
    """So many asks in all, each due for its first reminder."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NUMBERS % {"each": reminders // GEMEENTEN - 1, "per_address": PER_ADDRESS})
        for table, joined, changes in COPIES:
            names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
            values = ", ".join(changes.get(name, f't."{name}"') for name in names)
            columns = ", ".join(f'"{name}"' for name in names)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} t {joined}")
        cursor.execute("DROP TABLE bench_ask, bench_contact")


# --- what is measured -----------------------------------------------------------------------------


def measure():
    """Page alone, sweep with the page beside it, and the same rows plainly; the exit code says whether it holds."""
    client, page = visitor(), reverse("opvolging:werklijst")
    idle = [ask(client, page) for _ in range(IDLE_PAGES)][WARM_UP:]
    seconds, meanwhile = race(client, page)
    told, twice = Herinnering.objects.count(), twice_told()
    plain = rebuild()
    time_ratio, page_ratio = seconds / plain, statistics.median(meanwhile) / statistics.median(idle)
    say(f"{told:,} reminders in {Bericht.objects.filter(soort='herinnering').count():,} mails; twice {twice}")
    say(f"two sweepers, one killed: {seconds:.1f} s; bulk_create of the same rows {plain:.1f} s")
    say(f"time      ratio {time_ratio:.2f} (at most {MOST_TIME})")
    say(f"worklist  {in_ms(statistics.median(idle))}, meanwhile {in_ms(statistics.median(meanwhile))}")
    say(f"worklist  ratio {page_ratio:.2f} (at most {MOST_PAGE}), over {len(meanwhile)} pages")
    return int(twice > 0 or told < REMINDERS - GEMEENTEN or time_ratio > MOST_TIME or page_ratio > MOST_PAGE)


def visitor():
    """Somebody at the meldpunt of the first gemeente."""
    return signed_in(Gebruiker.objects.get(email="meldpunter@meetdorp0.example"))


def race(client, page):
    """Two sweepers; the second is killed when a part is told. Seconds until the other has done, and of each page."""
    meanwhile, killed = [], False
    sweepers = [start_sweeper() for _ in range(2)]
    started = [float(sweeper.stdout.readline()) for sweeper in sweepers]  # both have read Django
    for sweeper in sweepers:
        sweeper.stdin.close()
    begun = max(*started, time.monotonic())
    while sweepers[0].poll() is None:
        meanwhile.append(ask(client, page))
        if not killed and Herinnering.objects.count() > KILL_AT * REMINDERS:
            sweepers[1].send_signal(signal.SIGKILL)
            killed = True
        time.sleep(BREATH_SECONDS)
    seconds = time.monotonic() - begun
    sweepers[1].kill()
    sweepers[1].wait()
    if sweepers[0].returncode or not killed:
        sys.exit(f"The sweep failed ({sweepers[0].returncode}), or was over before it could be killed ({killed}).")
    return seconds, meanwhile


def start_sweeper():
    """A process that sweeps when its input ends."""
    command = [sys.executable, "-m", "opvolging.tests.bench_herinneringen", "sweep"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **pipes, preexec_fn=die_with_parent)


def sweep_when_told():
    """Say when everything was read, and sweep when the input ends."""
    print(time.monotonic(), flush=True)
    sys.stdin.read()
    sweep(DUE_AT)


def twice_told():
    """Asks that stand in more than one reminder, and addresses that got more than one mail."""
    rows = Herinnering.objects.filter(stand="verstuurd")
    mails = Bericht.objects.filter(soort="herinnering")
    return (
        rows.count()
        - rows.values("bron", "stap", "aan_rol").distinct().count()
        + mails.count()
        - mails.values("aan", "gemeente_id").distinct().count()
    )


def rebuild():
    """Seconds that it takes to make what the sweeps wrote by a plain ``bulk_create``."""
    rows = list(Herinnering.objects.values())
    mails = list(Bericht.objects.filter(soort="herinnering").values())
    Herinnering.objects.all().delete()
    Bericht.objects.filter(soort="herinnering").delete()
    last = Bericht.objects.aggregate(last=Max("pk"))["last"] or 0
    for n, mail in enumerate(mails, start=1):
        mail.update(id=last + n, message_id=new_message_id())
    begun = time.monotonic()
    with transaction.atomic():
        Bericht.objects.bulk_create([Bericht(**mail) for mail in mails])
        Herinnering.objects.bulk_create([Herinnering(**row) for row in rows])
    return time.monotonic() - begun


def in_ms(seconds):
    return f"{seconds * 1000:.0f} ms"


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit({"begin": begin, "measure": measure, "sweep": sweep_when_told}[sys.argv[1]]())
