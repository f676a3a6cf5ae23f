"""``any_of``: thousands of values as one array, where ``in`` would write a placeholder for each of them."""

from django.db.models import Field, Lookup


@Field.register_lookup
class AnyOf(Lookup):
    """``filter(pk__any_of=[…])``: the same rows as ``pk__in``, a good deal sooner when there are many."""

    lookup_name = "any_of"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        field = getattr(self.lhs.output_field, "target_field", self.lhs.output_field)
        return "%s", [[field.get_db_prep_value(one, connection, prepared=False) for one in value]]

    def as_sql(self, compiler, connection):
        column, words = self.process_lhs(compiler, connection)
        placeholder, values = self.process_rhs(compiler, connection)
        return f"{column} = ANY({placeholder})", [*words, *values]
