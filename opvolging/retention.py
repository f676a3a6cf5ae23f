"""Which contents are kept too long: terms count from closing, by level of the melding or by its own subject."""

from django.db.models import Case, DateTimeField, ExpressionWrapper, F, Func, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Least

from meldingen.models import Melding, Stand
from opvolging.models import Regel
from teams.models import BEWAAR_HOOGUIT

OPEN_TOO_LONG = 6  # months; such a melding is never wiped, but it stands on the list for a person to look at


class Months(Func):
    """That many months, as PostgreSQL counts them: a month after 31 January is the last day of February."""

    function = "make_interval"
    template = "%(function)s(months => %(expressions)s)"
    output_field = DateTimeField()


def with_term(meldingen):
    """Annotate ``maanden`` and ``eigen_termijn``: the subject's own term, or that of the level in this gemeente.

    A level that was raised above its subject never keeps longer than that level.
    """
    of_level = Case(
        *(When(vertrouwelijkheid=niveau, then=F(f"gemeente__bewaar_v{niveau}")) for niveau in BEWAAR_HOOGUIT),
        output_field=IntegerField(),
    )
    own = F("categorie__bewaar_maanden")
    raised = Q(vertrouwelijkheid__gt=F("categorie__vertrouwelijkheid"))
    months = Case(When(raised, then=Least(of_level, own)), default=Coalesce(own, of_level), output_field=IntegerField())
    rows = meldingen.annotate(niveau_termijn=of_level, maanden=months)
    return rows.annotate(
        regel=Case(
            When(~Q(maanden=F("niveau_termijn")), then=Value(Regel.CATEGORIE)),
            default=Value(Regel.NIVEAU),
        )
    )


def with_end(meldingen):
    """Annotate ``bewaard_tot``: the moment at which the term of what is closed is over."""
    closed = with_term(meldingen.filter(stand__in=(Stand.BEANTWOORD, Stand.INGETROKKEN)))
    begin = Coalesce(F("gesloten_op"), F("beantwoord_op"), F("gemeld_op"))
    return closed.annotate(
        bewaard_tot=ExpressionWrapper(begin + Months(F("maanden")), output_field=DateTimeField()), gesloten=begin
    )


def overdue(now):
    """Closed meldingen with contents whose term is over."""
    return with_end(Melding.objects.filter(gewist_op__isnull=True)).filter(bewaard_tot__lte=now)


def open_too_long(meldingen, now):
    """What still runs and was received long ago: never wiped, but somebody should look."""
    received = ExpressionWrapper(F("gemeld_op") + Months(Value(OPEN_TOO_LONG)), output_field=DateTimeField())
    return meldingen.open().annotate(te_lang_op=received).filter(te_lang_op__lte=now)
