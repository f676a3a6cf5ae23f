"""The code on the wall: who wants to tick in alone does, signed in or not."""

import secrets

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.tokens import hash_token, new_token
from trainingen.actions.attendance import mark, new_row, write_in
from trainingen.actions.locking import locked_planned, locked_sessie
from trainingen.evening import WALL_AROUND, WALL_EXTRA, team_of, wall_works
from trainingen.models import Hoe, Ingang, Inschrijving, Sessie
from trainingen.same_names import rows_named

TRIES = 20


@transaction.atomic
def open_wall(sessie, *, gelezen="", actor, now):
    """A code and a QR for this evening; with the code that one saw it is a new one, and the old ones open nothing.

    Twice is once: who saw another code than there is now gets the one that is there.
    """
    sessie = locked_planned(sessie)
    if sessie.einde + WALL_AROUND < now:
        raise RefusedAction(_("Deze avond is voorbij. Vink op de lijst aan wie er was."))
    if sessie.wand_code and sessie.wand_code != gelezen:
        return sessie
    sessie.wand_geheim = new_token()
    sessie.wand_hash = hash_token(sessie.wand_geheim)
    _with_free_code(sessie)
    record("avond.wandcode", sessie, actor=actor, now=now)
    return sessie


def _with_free_code(sessie):
    """Save with six digits that no other evening uses now."""
    for _number in range(TRIES):
        sessie.wand_code = f"{secrets.randbelow(1_000_000):06d}"
        if Sessie.objects.filter(wand_code=sessie.wand_code).exists():
            continue
        try:
            with transaction.atomic():
                sessie.save(update_fields=["wand_code", "wand_hash", "wand_geheim"])
        except IntegrityError:  # another evening took it at this moment
            continue
        return
    raise RefusedAction(_("Het lukte niet om een code te maken. Probeer het nog een keer."))


@transaction.atomic
def tick_in(sessie, *, naam, now):
    """Somebody who is not signed in is there, by a name: of one person on the list, else of a guest.

    It gives nothing back: whether a name was known is for nobody to read.
    """
    sessie = _open_for_all(sessie, now)
    own = Inschrijving.objects.filter(sessie=sessie, ingang=Ingang.INLOOP, aangemeld_door=None, gebruiker=None)
    if own.count() >= sessie.plaatsen + WALL_EXTRA:
        raise RefusedAction(_("Met de code kan nu niemand meer op de lijst. Zeg uw naam tegen de trainer."))
    same = rows_named(sessie, naam)
    guests = [row for row in same if row.gebruiker_id is None]
    row = same[0] if len(same) == 1 else next(iter(guests), None)
    row = row or new_row(sessie, naam=naam, actor=None, now=now)
    mark(row, aanwezig=True, hoe=Hoe.ZELF, actor=None, now=now)


@transaction.atomic
def tick_self(sessie, *, actor, now):
    """Who is signed in is there; twice is once. Who gives the evening does not come to it."""
    sessie = _open_for_all(sessie, now)
    if sessie.trainers.filter(pk=actor.pk).exists():
        raise RefusedAction(_("U geeft deze avond zelf. U hoeft u niet aan te vinken."))
    row = Inschrijving.objects.filter(sessie=sessie, gebruiker=actor).first()
    if row:
        mark(row, aanwezig=True, hoe=Hoe.ZELF, actor=actor, now=now)
    elif team_of(sessie, actor):
        write_in(sessie, naam="", gebruiker=actor, hoe=Hoe.ZELF, actor=actor, now=now)
    else:  # somebody of no team is a guest
        tick_in(sessie, naam=actor.naam, now=now)


def _open_for_all(sessie, now):
    """The evening, locked; or RefusedAction with one sentence for every reason."""
    sessie = locked_sessie(sessie)
    if not sessie.wand_code or not wall_works(sessie, now):
        raise RefusedAction(dead_code())
    return sessie


def dead_code():
    """What a code says that opens nothing, for whatever reason."""
    return _(
        "Deze code werkt niet. Kijk of u hem goed hebt overgenomen. De code werkt van een half uur voor het begin "
        "tot een half uur na het einde. Lukt het niet? Zeg uw naam tegen de trainer."
    )
