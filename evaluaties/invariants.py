"""What must be true of evaluations at every moment; here ``manage.py controleer`` and ``/gezond`` ask all rules."""

from datetime import timedelta

from django.db.models import DateField, F, Func

from evaluaties.figures.kwartalen import CLOSES_AFTER
from evaluaties.models import Kwartaal
from opvolging import invariants as opvolging
from opvolging.invariants import breakers

SHORTEST = timedelta(days=89)  # from the first to the last day of a quarter


def broken_invariants():
    """Names of broken rules of the whole house with the keys that break them; an empty dict is what we want."""
    return opvolging.broken_invariants() | breakers(checks())


def checks():
    """Names of rules, each with the rows that break it."""
    return {"kwartaal_te_vroeg_vastgezet": kept_too_early()}


def kept_too_early():
    """A quarter whose figures were kept before it closed: no quarter is shorter than ninety days."""
    first = Func(F("jaar"), F("kwartaal") * 3 - 2, 1, function="make_date", output_field=DateField())
    return Kwartaal.objects.annotate(begin=first).filter(peildatum__lt=F("begin") + SHORTEST + CLOSES_AFTER)
