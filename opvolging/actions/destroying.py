"""What went by the other terms, in numbers."""

from opvolging.models import Vernietiging
from teams.clocks import local_date


def note_destroyed(wat, aantal, *, now):
    """One line for what went by this rule tonight, none for nothing; gives the number back."""
    if aantal:
        Vernietiging.objects.create(dag=local_date(now), wat=wat, aantal=aantal, op=now)
    return aantal
