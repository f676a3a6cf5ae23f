"""Means of chaos: a process held at an exact point in the database, and killed there."""

import os
import signal
import time
from contextlib import contextmanager

from django.db import connection

HOLD_LOCK = 4711


def environment_of_test_database(**more):
    """The environment of another program that works on the database of this test."""
    address, _, rest = os.environ["DATABASE_URL"].partition("?")
    url = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{rest}"
    return os.environ | {"DATABASE_URL": url} | more


def held_at(stand):
    """Make every move of a mail to this stand wait until the block ends; gives a function that awaits that."""
    return held("outbox_bericht", "UPDATE", f"NEW.stand = '{stand}'")


@contextmanager
def held(table, operation, condition):
    """Make every such change of a row wait, in the database, for all but this connection, until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_advisory_xact_lock({HOLD_LOCK}); RETURN NEW; END $$;
            CREATE TRIGGER hold BEFORE {operation} ON {table}
            FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION hold();
            SELECT pg_advisory_lock({HOLD_LOCK});
            """
        )
    try:
        yield lambda: eventually(_somebody_waits)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_unlock({HOLD_LOCK})")
            cursor.execute(f"DROP TRIGGER hold ON {table}; DROP FUNCTION hold()")


def _somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
        )
        return cursor.fetchone()[0] > 0


def alone():
    """No other process is connected: the database has noticed that the killed one is gone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0] == 0


def eventually(condition, seconds=20):
    """Wait until a condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.01)


def kill(process):
    """End a process as the kernel does when memory runs out."""
    process.send_signal(signal.SIGKILL)
    process.wait()
