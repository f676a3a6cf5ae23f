"""Whether anything at all changed."""

from django.db import connection


def fingerprint():
    """What stands in every table, as one number each."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        counted = [
            f"SELECT '{t}', count(*), coalesce(sum(hashtext(r::text)::bigint), 0) FROM \"{t}\" r" for t in tables
        ]
        cursor.execute(" UNION ALL ".join(counted))
        return {table: numbers for table, *numbers in cursor.fetchall()}
