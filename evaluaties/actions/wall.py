"""The code on the screen: made when the evening ends, and another in its place when it should not work any more."""

import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.tokens import hash_token, new_token
from evaluaties.actions.locking import locked_open
from evaluaties.models import Afname, Soort
from evaluaties.wall import wall_until, wall_works

TRIES = 20
FREE_AFTER = timedelta(hours=12)
CODE = ("wand_code", "wand_hash", "wand_geheim", "wand_tot")


@transaction.atomic
def open_wall(afname, *, gelezen="", actor, now):
    """A code and a QR for this run; with the code that one saw it is a new one, and the old ones open nothing.

    Twice is once: who saw another code than there is now gets the one that is there.
    """
    afname = locked_open(afname)
    if wall_works(afname, now) and afname.wand_code != gelezen:
        return afname
    until = None if afname.versie.vragenlijst.soort == Soort.SAMEN else wall_until(afname.sessie, now)
    if until is None:
        raise RefusedAction(_("De code werkt alleen op de avond zelf. Vraag de mensen per mail, of op papier."))
    give_code(afname, until, now)
    record("afname.wandcode", afname, actor=actor, now=now)
    return afname


def give_code(afname, until, now):
    """A new secret and four digits for this locked run; they work until that moment."""
    _free_old_codes(now)
    afname.wand_geheim = new_token()
    afname.wand_hash = hash_token(afname.wand_geheim)
    afname.wand_tot = until
    for _number in range(TRIES):
        afname.wand_code = f"{secrets.randbelow(10_000):04d}"
        if Afname.objects.filter(wand_code=afname.wand_code).exists():
            continue
        try:
            with transaction.atomic():
                afname.save(update_fields=CODE)
        except IntegrityError:  # another run took it at this moment
            continue
        return
    raise RefusedAction(_("Het lukte niet om een code te maken. Probeer het nog een keer."))


def _free_old_codes(now):
    """Codes that stopped working long ago can be used again; a run that somebody holds now waits for another time."""
    old = Afname.objects.filter(wand_tot__lt=now - FREE_AFTER).select_for_update(skip_locked=True, no_key=True)
    keys = list(old.values_list("pk", flat=True))
    if keys:
        Afname.objects.filter(pk__in=keys).update(**dict.fromkeys(CODE))
