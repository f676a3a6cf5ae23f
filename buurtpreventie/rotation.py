"""Writes every cipher anew with the first key of ``FIELD_KEYS`` while the site goes on (veiligheid 14).

What is to be done is asked of the rows themselves, so it can be stopped at any moment and begun again. Each batch is a
transaction of its own. Its rows are taken as they are free, so nobody waits for us with a row in hand, and a row is
only written when its ciphers are still the ones that were read: what somebody changes meanwhile is never put back.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from buurtpreventie.encryption import (
    CannotDecrypt,
    EncryptedBinaryField,
    EncryptedTextField,
    encrypt_anew,
    key_ids,
    writing_key_id,
)
from buurtpreventie.triggers import ignore_triggers_of

CIPHER = re.compile(r"(?P<key>[^:\s]+):[A-Za-z0-9_-]{38,}={0,2}")  # nonce and tag alone are 28 bytes
ROWS, LARGE_ROWS = 200, 5  # in one transaction; photos are large
OWNED = """
SELECT pg_has_role(current_user, relowner, 'USAGE') AND NOT row_security_active(oid)
FROM pg_class WHERE oid = %s::regclass
"""


@dataclass(frozen=True)
class Column:
    """One column with ciphers, each bound to ``bound_to``."""

    name: str
    bound_to: str

    def write_anew(self, value):
        """The same contents under the writing key."""
        return encrypt_anew(value, self.bound_to) if value else value

    def to_do(self, key_id):
        """The condition for a value that the writing key did not write."""
        name = sql.Identifier(self.name)
        return sql.SQL("({0} <> '' AND NOT starts_with({0}, {1}))").format(name, sql.Literal(f"{key_id}:"))

    def used(self, table):
        """How many values stand under which key."""
        query = sql.SQL("SELECT split_part(left({0}, 80), ':', 1), count(*) FROM {1} WHERE {0} <> '' GROUP BY 1")
        return Counter(dict(_ask(query.format(sql.Identifier(self.name), sql.Identifier(table)))))


class JsonColumn(Column):
    """A JSON column of which some texts are ciphers: the secrets of a second factor."""

    def write_anew(self, value):
        """The same JSON with its ciphers under the writing key."""
        return json.dumps(self._walk(json.loads(value))) if value else value

    def to_do(self, key_id):
        """Few rows, so each is looked at."""
        another = rf'"(?!{re.escape(key_id)}:)[^":\s]+:[A-Za-z0-9_-]{{38,}}={{0,2}}"'
        return sql.SQL("{}::text ~ {}").format(sql.Identifier(self.name), sql.Literal(another))

    def used(self, table):
        rows = _ask(sql.SQL("SELECT {}::text FROM {}").format(sql.Identifier(self.name), sql.Identifier(table)))
        found = [CIPHER.fullmatch(text) for (value,) in rows if value for text in _texts(json.loads(value))]
        return Counter(match["key"] for match in found if match)

    def _walk(self, value):
        if isinstance(value, dict):
            return {key: self._walk(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self._walk(one) for one in value]
        is_cipher = isinstance(value, str) and CIPHER.fullmatch(value)
        return encrypt_anew(value, self.bound_to) if is_cipher else value


@dataclass
class Table:
    """A table with encrypted columns."""

    model: type[models.Model]
    columns: list[Column]
    rows: int = ROWS  # in one transaction

    @property
    def name(self):
        return self.model._meta.db_table

    @property
    def key(self):
        return self.model._meta.pk.column

    def rotate(self):
        """Walk once over the rows that are free; give after each batch how many were written anew."""
        last = None
        while True:
            with transaction.atomic():
                rows = self._take(last)
                written = self._write(rows)
            if not rows:
                return
            last = rows[-1][0]
            yield written

    def used(self):
        """How many values stand under which key."""
        return sum((column.used(self.name) for column in self.columns), Counter())

    def is_owned(self):
        """Whether this login may write every row of it, history too, and sees them all."""
        return _ask(sql.SQL(OWNED), [self._quoted])[0][0]

    @cached_property
    def _quoted(self):
        return connection.ops.quote_name(self.name)

    def _take(self, last):
        """The next rows that still have something to do and that nobody holds: key and ciphers."""
        to_do = sql.SQL(" OR ").join(column.to_do(writing_key_id()) for column in self.columns)
        beyond = sql.SQL("true") if last is None else sql.SQL("{} > {}").format(sql.Identifier(self.key), last)
        query = sql.SQL(
            "SELECT {key}, {columns} FROM {table} WHERE {beyond} AND ({to_do})"
            " ORDER BY {key} LIMIT {rows} FOR NO KEY UPDATE SKIP LOCKED"
        )
        return _ask(
            query.format(
                key=sql.Identifier(self.key),
                columns=sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(c.name)) for c in self.columns),
                table=sql.Identifier(self.name),
                beyond=beyond,
                to_do=to_do,
                rows=self.rows,
            )
        )

    def _write(self, rows):
        """Put the new ciphers in the place of the old ones; how many rows that were."""
        changes = [(*news, key, *olds) for key, *olds in rows if (news := self._anew(olds)) != olds]
        if not changes:
            return 0
        ignore_triggers_of(self.model)  # nothing that a trigger guards is changed here
        with connection.cursor() as cursor:
            cursor.executemany(self._update, changes)
            return cursor.rowcount

    def _anew(self, olds):
        """The new ciphers of one row; what no key reads stays as it is, and is counted in the end."""
        news = []
        for column, old in zip(self.columns, olds, strict=True):
            try:
                news.append(column.write_anew(old))
            except CannotDecrypt:
                news.append(old)
        return news

    @cached_property
    def _update(self):
        names = [self._cast(column) for column in self.columns]
        news = ", ".join(f"{name} = %s{cast}" for name, cast in names)
        olds = " AND ".join(f"{name} IS NOT DISTINCT FROM %s{cast}" for name, cast in names)
        return f"UPDATE {self._quoted} SET {news} WHERE {connection.ops.quote_name(self.key)} = %s AND {olds}"

    def _cast(self, column):
        return connection.ops.quote_name(column.name), "::jsonb" if isinstance(column, JsonColumn) else "::text"


@dataclass
class Standing:
    """How many values stand under which key, per table."""

    per_table: dict[str, Counter] = field(default_factory=dict)

    @property
    def total(self):
        return sum(self.per_table.values(), Counter())

    @property
    def removable(self):
        """Keys that nothing needs any more."""
        return [key_id for key_id in key_ids() if key_id != writing_key_id() and not self.total[key_id]]

    @property
    def unknown(self):
        """Ids of keys that are not in ``FIELD_KEYS``: these values cannot be read."""
        return sorted(set(self.total) - set(key_ids()))

    @property
    def left(self):
        """Values that the writing key did not write."""
        return self.total.total() - self.total[writing_key_id()]


def encrypted_tables(json_columns=()):
    """Every table with an encrypted column, found by looking; ``json_columns``: (model, field, bound to)."""
    tables = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        fields = [one for one in model._meta.local_concrete_fields if isinstance(one, EncryptedTextField)]
        columns = [Column(one.column, one.bound_to) for one in fields]
        columns += [
            JsonColumn(model._meta.get_field(name).column, bound_to)
            for owner, name, bound_to in json_columns
            if owner is model
        ]
        if columns:
            large = any(isinstance(one, (EncryptedBinaryField, models.BinaryField)) for one in fields)
            tables.append(Table(model, columns, LARGE_ROWS if large else ROWS))
    return tables


def standing(tables):
    """Count, without reading any contents."""
    return Standing({table.name: table.used() for table in tables})


def _texts(value):
    """Every text in a JSON value."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def _ask(query, params=None):
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()
