"""The three database roles: the owner migrates, ``web`` does the work, ``cijfers`` counts.

Pages and jobs run as ``web``, which may read and write rows but cannot change a table, and loses UPDATE and DELETE
where history is kept. Every transaction takes the role itself (``SET LOCAL``), so no connection ever keeps it. Of
meldingen and what hangs on them ``web`` sees only the rows of who asks (row-level security): see ``show_rows``.
"""

import itertools
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, migrations, transaction
from psycopg.pq import TransactionStatus

SERVER_ERROR = 500

# What the policies of row-level security ask (``app.<name>``).
ROWS = (
    "alles",  # the word "on": a job, or ``beyond_rows``
    "gebruiker",  # the id of who is signed in
    "gemeenten",  # ids of those where one has a seat at the meldpunt
    "zetels",  # texts "gemeente:soort:niveau", what these seats may read
    "teams",  # ids of those in which one is
    "coordineert",  # ids of those which one leads
    "meldingen",  # ids of those about which a partner proved to have been asked
)
ALL_ROWS, NO_ROWS = {"alles": "on"}, {"alles": ""}

CREATE_ROLE = """
DO $$
DECLARE
    may_set boolean;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        BEGIN
            CREATE ROLE {role} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this server was migrated at the same moment
        END;
    END IF;
    IF current_setting('server_version_num')::int >= 160000 THEN
        EXECUTE 'SELECT pg_has_role(current_user, ''{role}'', ''SET'')' INTO may_set;
    ELSE
        may_set := pg_has_role(current_user, '{role}', 'MEMBER');
    END IF;
    IF NOT may_set THEN
        BEGIN
            EXECUTE format('GRANT {role} TO %I', current_user);
        EXCEPTION WHEN unique_violation THEN
            NULL;
        END;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The database role "{role}" is missing, or "%" is no member and may not arrange that.', current_user
        USING HINT = format('Once, as a superuser: CREATE ROLE {role} NOLOGIN; GRANT {role} TO %I;', current_user);
END $$;
"""

# Only tables that web cannot read yet: run again later, this gives back nothing that a migration took away.
GRANT_TO_ROLE = """
DO $$
DECLARE
    t record;
BEGIN
    GRANT USAGE ON SCHEMA public TO web;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO web;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO web;
    FOR t IN
        SELECT c.oid::regclass AS name, c.relkind
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
          AND c.relname NOT LIKE 'django\\_migrations%'
          AND pg_has_role(current_user, c.relowner, 'USAGE')
          AND NOT CASE c.relkind WHEN 'S' THEN has_sequence_privilege('web', c.oid, 'USAGE')
                                 ELSE has_table_privilege('web', c.oid, 'SELECT') END
    LOOP
        IF t.relkind = 'S' THEN
            EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO web', t.name);
        ELSE
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO web', t.name);
        END IF;
    END LOOP;
END $$;
"""

# The first operations of the first migration of every app that may be migrated first; harmless when repeated.
CREATE_WEB_ROLE = [
    migrations.RunSQL(CREATE_ROLE.replace("{role}", "web"), migrations.RunSQL.noop),
    migrations.RunSQL(GRANT_TO_ROLE, migrations.RunSQL.noop),
]


CREATE_FIGURES_ROLE = migrations.RunSQL(CREATE_ROLE.replace("{role}", "cijfers"), migrations.RunSQL.noop)


def append_only_for_web(table):
    """Give the operation that leaves ``web`` only SELECT and INSERT on a table of history."""
    return migrations.RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM web",
        f"GRANT UPDATE, DELETE ON {table} TO web",
    )


def one_at_a_time(name):
    """Hold a lock by this name until the transaction ends: what has no row to lock yet is made by one at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


@contextmanager
def web_transaction(**rows):
    """Run a block in one transaction (inside another one: a savepoint) as the role ``web``.

    A job sees every row; ``rows`` says otherwise (see ``show_rows``). Role and rows end with the transaction; inside an
    outer transaction (a test, say) those of before come back.
    """
    wanted = {"role": settings.WEB_ROLE} | _all_settings(rows or ALL_ROWS)
    if connection.in_atomic_block:
        with transaction.atomic(), _for_now(wanted):
            yield
    else:
        with transaction.atomic():
            _set_config(wanted)
            yield


def show_rows(**rows):
    """Say until the end of the transaction whose rows the policies show: a value or a list per name of ``ROWS``."""
    _set_config({f"app.{name}": _literal(value) for name, value in rows.items()})


@contextmanager
def beyond_rows():
    """See rows that this reader may not see, to work on them or to count them: never to show what is in them.

    Row-level security is the second lock; whoever opens it says so here, and a test lists who does.
    """
    with _for_now({"app.alles": "on"}):
        yield


@contextmanager
def as_figures():
    """Read as the role ``cijfers``: every row, and only the columns that say nothing about a person or in words."""
    with _for_now({"role": settings.FIGURES_ROLE}):
        yield


def act(function):
    """Make of a function one event: a transaction that sees every row.

    What it is about was proved by the door before it (``visible_to``, ``readable_by``, a link); what it must look at or
    change besides (another ask, the other meldingen of a bundle) does not depend on who acts.
    """
    return transaction.atomic(beyond_rows()(function))


@contextmanager
def _for_now(wanted):
    """Set settings of the transaction and put back what there was; what a rollback puts back is left to it."""
    before = _set_config(wanted)
    try:
        yield
    finally:
        if _can_ask():
            _set_config(before)


def _all_settings(rows):
    """Every setting of ``ROWS``, those not given empty."""
    return {f"app.{name}": _literal(rows.get(name, "")) for name in ROWS}


def _can_ask():
    """The transaction still answers: it did not fail, and is not about to be undone."""
    line = connection.connection
    alive = line is not None and not line.closed and line.info.transaction_status == TransactionStatus.INTRANS
    return alive and not connection.needs_rollback


def _set_config(wanted):
    """Set these until the transaction ends, in one question, and give what they were."""
    asked = ", ".join(["current_setting(%s, true)"] * len(wanted) + ["set_config(%s, %s, true)"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [*wanted, *itertools.chain.from_iterable(wanted.items())])
        before = cursor.fetchone()[: len(wanted)]
    return {name: value or "" for name, value in zip(wanted, before, strict=True)}


def _literal(value):
    """Write a number, a word or an array as PostgreSQL reads it."""
    if isinstance(value, (str, int)):
        return str(value)
    return f"{{{','.join(map(str, value))}}}"


class WebRoleMiddleware:
    """One ``web_transaction`` around a whole request, session and templates included; a server error undoes it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with web_transaction(**NO_ROWS):
            response = self.get_response(request)
            if response.status_code >= SERVER_ERROR:
                transaction.set_rollback(True)
            return response
