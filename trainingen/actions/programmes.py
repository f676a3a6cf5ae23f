"""Evenings that belong together."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.actions.changes import locked_gemeente
from trainingen.models import Programma


@transaction.atomic
def make_programme(gemeente, *, naam, van, tot, actor, now):
    """A programme of this gemeente; a name comes once, pressed twice it is one programme."""
    gemeente = locked_gemeente(gemeente)
    same = Programma.objects.filter(gemeente=gemeente, naam__iexact=naam).first()
    if same and (same.van, same.tot) == (van, tot):
        return same
    if same:
        raise RefusedAction(_("Er is al een programma met deze naam. Kies een andere naam."))
    programma = Programma.objects.create(gemeente=gemeente, naam=naam, van=van, tot=tot)
    record("programma.gemaakt", programma, actor=actor, now=now)
    return programma
