"""What must be true of evaluations at every moment; here ``manage.py controleer`` and ``/gezond`` ask all rules."""

from datetime import timedelta

from django.db.models import DateField, F, Func

from evaluaties.figures.kwartalen import CLOSES_AFTER
from evaluaties.models import Kwartaal, Versie, Vraag, VraagType
from opvolging import invariants as opvolging
from opvolging.invariants import breakers

SHORTEST = timedelta(days=89)  # from the first to the last day of a quarter


def broken_invariants():
    """Names of broken rules of the whole house with the keys that break them; an empty dict is what we want."""
    return opvolging.broken_invariants() | breakers(checks())


def checks():
    """Names of rules, each with the rows that break it."""
    return {"kwartaal_te_vroeg_vastgezet": kept_too_early()} | of_versions()


def kept_too_early():
    """A quarter whose figures were kept before it closed: no quarter is shorter than ninety days."""
    first = Func(F("jaar"), F("kwartaal") * 3 - 2, 1, function="make_date", output_field=DateField())
    return Kwartaal.objects.annotate(begin=first).filter(peildatum__lt=F("begin") + SHORTEST + CLOSES_AFTER)


def of_versions():
    """What is asked: numbers of an own version begin at two, it says how it differs, and it asks something."""
    adopted = Versie.objects.adopted()
    asked = Vraag.objects.exclude(type=VraagType.UITLEG).values("versie")
    return {
        "eigen_versie_begint_bij_twee": Versie.objects.filter(gemeente__isnull=False, nummer__lt=2),
        "vastgesteld_zonder_verschil": adopted.filter(nummer__gt=1, verschil=""),
        "vastgesteld_zonder_vragen": adopted.exclude(pk__in=asked),
        "voorwaarde_op_meer_dingen": Vraag.objects.filter(als_vraag__isnull=False).exclude(als_vraag__per=[]),
    }
