"""Questions that every page asks: their SQL is put together once, and only the values differ."""

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Value
from django.utils.functional import cached_property


class Later(Value):
    """A value by its name, that is there only when the question is asked."""

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """The rows of one ``values_list``; to put its SQL together takes longer than PostgreSQL needs to answer it.

    ``rows`` makes the queryset, with a ``Later`` for everything that differs from one page to the next.
    """

    def __init__(self, rows):
        self.rows = rows

    def __call__(self, **values):
        """The answer for these values: a list of tuples."""
        compiler, sql, params = self._compiled
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[param.value] if isinstance(param, Later) else param for param in params])
            return list(compiler.results_iter(results=[cursor.fetchall()], tuple_expected=True))

    @cached_property
    def _compiled(self):
        compiler = self.rows().query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()


class PreparedObject(Prepared):
    """The first object of one queryset, or None: whole, as the queryset itself gives it."""

    def __call__(self, **values):
        """The object for these values."""
        found = super().__call__(**values)
        return self._model.from_db(DEFAULT_DB_ALIAS, self._names, found[0]) if found else None

    @cached_property
    def _model(self):
        return self.rows().model

    @cached_property
    def _names(self):
        return [field.attname for field in self._model._meta.concrete_fields]

    @cached_property
    def _compiled(self):
        compiler = self.rows().values_list(*self._names)[:1].query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()
