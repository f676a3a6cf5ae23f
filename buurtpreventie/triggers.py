"""Who may pass by the triggers of the house, and what these see.

The owner of the tables may, and never the role that serves pages.

Every trigger of ``pgtrigger`` asks ``_pgtrigger_should_ignore`` first, and that function believes a setting that any
role may set, ``web`` too. It is replaced by one that asks who is asking. Migrations that make triggers write the
library's own version again, so ours is put back at the end of every ``migrate``.

And what a trigger guards does not depend on who asks: a function that looks at a table with row-level security looks as
the owner. (Within it ``current_user`` is the owner; who asks is the role of the transaction.)
"""

from django.db import connection, connections

ONLY_THE_OWNER = """
DO $guard$
BEGIN
    IF to_regproc('public._pgtrigger_should_ignore') IS NOT NULL THEN
        CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean AS $$
            SELECT coalesce(current_setting('pgtrigger.ignore', true), '') NOT IN ('', '{}')
                AND trigger_name::text = ANY (current_setting('pgtrigger.ignore', true)::text[])
                AND (
                    SELECT pg_has_role(
                        CASE current_setting('role') WHEN 'none' THEN session_user ELSE current_setting('role') END,
                        proowner, 'USAGE')
                    FROM pg_proc WHERE oid = 'public._pgtrigger_should_ignore'::regproc
                );
        $$ LANGUAGE sql STABLE SET search_path = pg_catalog;
    END IF;
END $guard$;
"""


RULES_SEE_EVERYTHING = r"""
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN
        SELECT p.oid::regprocedure AS name
        FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype = 'trigger'::regtype AND NOT p.prosecdef
          AND EXISTS (SELECT FROM pg_class c WHERE c.relrowsecurity AND p.prosrc ~ ('\y' || c.relname || '\y'))
    LOOP
        EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', f.name);
    END LOOP;
END $$
"""


def guard_triggers(using, **kwargs):
    """Called at the end of every ``migrate``; harmless when repeated."""
    with connections[using].cursor() as cursor:
        cursor.execute(ONLY_THE_OWNER)
        cursor.execute(RULES_SEE_EVERYTHING)


IGNORE = """
SELECT set_config('pgtrigger.ignore', coalesce(array_agg(tgname)::text, '{}'), true)
FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""


def ignore_triggers_of(model):
    """Until the transaction ends: for the owner, who writes the same contents in another form; for ``web`` nothing."""
    with connection.cursor() as cursor:
        cursor.execute(IGNORE, [connection.ops.quote_name(model._meta.db_table)])
