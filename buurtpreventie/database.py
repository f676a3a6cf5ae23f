"""The two database roles: the owner migrates, and ``web`` does the work.

Pages and jobs run as ``web``, which may read and write rows but cannot change a table, and loses UPDATE and DELETE
where history is kept. Every transaction takes the role itself (``SET LOCAL``), so no connection ever keeps it.
"""

from contextlib import contextmanager

from django.conf import settings
from django.db import connection, migrations, transaction

SERVER_ERROR = 500

CREATE_ROLE = """
DO $$
DECLARE
    may_set boolean;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'web') THEN
        BEGIN
            CREATE ROLE web NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of this server was migrated at the same moment
        END;
    END IF;
    IF current_setting('server_version_num')::int >= 160000 THEN
        EXECUTE 'SELECT pg_has_role(current_user, ''web'', ''SET'')' INTO may_set;
    ELSE
        may_set := pg_has_role(current_user, 'web', 'MEMBER');
    END IF;
    IF NOT may_set THEN
        BEGIN
            EXECUTE format('GRANT web TO %I', current_user);
        EXCEPTION WHEN unique_violation THEN
            NULL;
        END;
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The database role "web" is missing, or "%" is not a member and may not arrange that.', current_user
        USING HINT = format('Once, as a superuser: CREATE ROLE web NOLOGIN; GRANT web TO %I;', current_user);
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
    migrations.RunSQL(CREATE_ROLE, migrations.RunSQL.noop),
    migrations.RunSQL(GRANT_TO_ROLE, migrations.RunSQL.noop),
]


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
def web_transaction():
    """Run a block in one transaction (inside another one: a savepoint) as the role ``web``.

    The role ends with the transaction; inside an outer transaction (a test, say) the earlier role comes back.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _take_role(settings.WEB_ROLE)
        yield
        if nested and not connection.needs_rollback:  # a rollback brings the earlier role back by itself
            _take_role(before)


def _take_role(role):
    """Take a role until the transaction ends and give the one before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role'), set_config('role', %s, true)", [role])
        return cursor.fetchone()[0]


class WebRoleMiddleware:
    """One ``web_transaction`` around a whole request, session and templates included; a server error undoes it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with web_transaction():
            response = self.get_response(request)
            if response.status_code >= SERVER_ERROR:
                transaction.set_rollback(True)
            return response
