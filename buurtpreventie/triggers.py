"""Who may pass by the triggers of the house: the owner of the tables only, never the role that serves pages.

Every trigger of ``pgtrigger`` asks ``_pgtrigger_should_ignore`` first, and that function believes a setting that any
role may set, ``web`` too. It is replaced by one that asks who is asking. Migrations that make triggers write the
library's own version again, so ours is put back at the end of every ``migrate``.
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
                    SELECT pg_has_role(current_user, proowner, 'USAGE')
                    FROM pg_proc WHERE oid = 'public._pgtrigger_should_ignore'::regproc
                );
        $$ LANGUAGE sql STABLE SET search_path = pg_catalog;
    END IF;
END $guard$;
"""


def only_the_owner_ignores(using, **kwargs):
    """Called at the end of every ``migrate``; harmless when repeated."""
    with connections[using].cursor() as cursor:
        cursor.execute(ONLY_THE_OWNER)


IGNORE = """
SELECT set_config('pgtrigger.ignore', coalesce(array_agg(tgname)::text, '{}'), true)
FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""


def ignore_triggers_of(model):
    """Until the transaction ends: for the owner, who writes the same contents in another form; for ``web`` nothing."""
    with connection.cursor() as cursor:
        cursor.execute(IGNORE, [connection.ops.quote_name(model._meta.db_table)])
