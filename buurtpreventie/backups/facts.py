"""What can be compared of a database before and after, and says nothing about anybody: numbers and rights."""

import hashlib
import json

from django.db import connection

TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
SEQUENCES = "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'"
MIGRATIONS = "SELECT app, name FROM django_migrations ORDER BY 1, 2"
ROLES = """
    SELECT DISTINCT pg_get_userbyid(a.grantee) FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> 0 AND a.grantee <> c.relowner ORDER BY 1
"""
# One line per thing that grants, refuses or guards. Bodies of constraints are left out: PostgreSQL words those anew.
RIGHTS = """
    SELECT 'tabel ' || c.relname, concat_ws(' ', pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
           c.reloptions::text,
           (SELECT string_agg(who, ' ' ORDER BY who) FROM (
               SELECT coalesce(pg_get_userbyid(nullif(a.grantee, 0)), 'public') || ':' || a.privilege_type
                      || CASE WHEN a.is_grantable THEN '*' ELSE '' END AS who
               FROM aclexplode(coalesce(c.relacl,
                   acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a) x))
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
UNION ALL
    SELECT 'kolom ' || c.relname || '.' || a.attname, a.attacl::text
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND a.attacl IS NOT NULL
UNION ALL
    SELECT 'beeld ' || viewname, definition FROM pg_views WHERE schemaname = 'public'
UNION ALL
    SELECT 'beleid ' || tablename || '.' || policyname,
           concat_ws(' ', permissive, roles::text, cmd, 'lees', qual, 'schrijf', with_check)
    FROM pg_policies WHERE schemaname = 'public'
UNION ALL
    SELECT 'trekker ' || c.relname || '.' || t.tgname, concat_ws(' ', t.tgenabled, pg_get_triggerdef(t.oid))
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
UNION ALL
    SELECT 'functie ' || p.oid::regprocedure::text, concat_ws(' ', p.prosecdef, p.proacl::text, md5(p.prosrc))
    FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
    SELECT 'regel ' || coalesce(c.relname, '') || '.' || k.conname, concat_ws(' ', k.contype, k.convalidated)
    FROM pg_constraint k LEFT JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.connamespace = 'public'::regnamespace
UNION ALL
    SELECT 'index ' || indexname, tablename FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
    SELECT 'vanzelf ' || pg_get_userbyid(defaclrole) || defaclobjtype::text, defaclacl::text FROM pg_default_acl
UNION ALL
    SELECT 'schema ' || nspname, nspacl::text FROM pg_namespace WHERE nspname = 'public'
"""


def facts():
    """Numbers of rows per table, where the numbering is, migrations, and one mark per thing that guards."""
    with connection.cursor() as cursor:
        tables = [name for (name,) in _ask(cursor, TABLES)]
        return {
            "eigenaar": _ask(cursor, "SELECT current_user")[0][0],
            "rollen": [role for (role,) in _ask(cursor, ROLES)],
            "tellingen": {name: _ask(cursor, f'SELECT count(*) FROM "{name}"')[0][0] for name in tables},
            "reeksen": dict(_ask(cursor, SEQUENCES)),
            "migraties": [f"{app}.{name}" for app, name in _ask(cursor, MIGRATIONS)],
            "rechten": {name: _mark(what) for name, what in sorted(_ask(cursor, RIGHTS))},
        }


def _ask(cursor, query):
    cursor.execute(query)
    return cursor.fetchall()


def _mark(what):
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:16]


def differences(before, after):
    """What is not as it was, in words: the name of the thing and both values."""
    found = []
    for kind in before:
        if before[kind] == after[kind]:
            continue
        if isinstance(before[kind], dict):
            names = sorted(before[kind].keys() | after[kind].keys())
            pairs = [(name, before[kind].get(name), after[kind].get(name)) for name in names]
            found += [f"{kind} {name}: {was} werd {now}" for name, was, now in pairs if was != now]
        else:
            found.append(f"{kind}: {before[kind]} werd {after[kind]}")
    return found


def is_empty():
    """Has this database no table of anybody?"""
    with connection.cursor() as cursor:
        return not _ask(cursor, TABLES)
