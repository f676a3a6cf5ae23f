"""What must be true of evaluations at every moment; here ``manage.py controleer`` and ``/gezond`` ask all rules."""

from opvolging import invariants as opvolging
from opvolging.invariants import breakers


def broken_invariants():
    """Names of broken rules of the whole house with the keys that break them; an empty dict is what we want."""
    return opvolging.broken_invariants() | breakers(checks())


def checks():
    """Names of rules, each with the rows that break it."""
    return {}
