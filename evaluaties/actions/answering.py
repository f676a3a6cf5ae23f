"""The one way in for an answer: it is counted, and kept without anybody's name.

No line of the log, no message and no session tells that somebody answered now: whose an answer is must not be found
back by its moment (docs/privacy.md). Who was asked is marked; the moment of that goes with the next shuffle.
"""

import json

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from buurtpreventie.outbox.actions import drop
from buurtpreventie.tokens import hash_token
from evaluaties.actions.locking import locked_afname, locked_gevraagd, locked_open
from evaluaties.actions.publishing import shuffle
from evaluaties.models import GebruikteSleutel, Gevraagd, Kanaal, Respons, Wachtend, Weg
from evaluaties.present import answered, present_at

BY_WHO_LOOKS_AFTER_IT = {Kanaal.PAPIER, Kanaal.NAMENS, Kanaal.TELLING}


@transaction.atomic
def give_answers(afname, formulier, *, kanaal, sleutel, gevraagd=None, aantal_max=None, now):
    """Take in one form; False when this form, or this person, was in already: twice is once.

    ``sleutel``: the random key of the form as it was opened; ``aantal_max``: a limit beside the number of people.
    """
    afname = locked_afname(afname)
    used = {"afname": afname, "hash": hash_token(str(sleutel))}
    if GebruikteSleutel.objects.filter(**used).exists() or (gevraagd and _has_answered(gevraagd)):
        return False
    locked_open(afname)
    count_in(afname, kanaal, aantal_max=aantal_max)
    if gevraagd:
        _mark(gevraagd, now)
    GebruikteSleutel.objects.create(**used)
    Wachtend.objects.create(afname=afname, formulier=json.dumps(formulier, ensure_ascii=False))
    shuffle(afname, now=now)  # once five wait
    return True


def count_in(afname, kanaal, aantal=1, *, aantal_max=None):
    """So many answers more of this locked run, by this way; RefusedAction when there were not so many people."""
    _refuse_too_many(afname, kanaal, answered(afname) + aantal, aantal_max)
    counted = Respons.objects.filter(afname=afname, kanaal=kanaal).update(aantal=F("aantal") + aantal)
    if not counted:
        Respons.objects.create(afname=afname, kanaal=kanaal, aantal=aantal)


def full_house(afname):
    """What to tell who opens the form of an evening where no answer fits any more; empty when one does."""
    people = present_at(afname.sessie) if afname.sessie_id else None
    if people is None or answered(afname) < people:
        return ""
    return too_many(Kanaal.WAND, people) if people else nobody_ticked(Kanaal.WAND)


def _refuse_too_many(afname, kanaal, wanted, aantal_max):
    """An evening has no more answers than people, by all ways together (the database agrees)."""
    limits = [aantal_max, present_at(afname.sessie) if afname.sessie_id and not afname.nagebouwd else None]
    known = [limit for limit in limits if limit is not None]
    if not known or wanted <= min(known):
        return
    if afname.sessie_id and min(known) == 0:
        raise RefusedAction(nobody_ticked(kanaal))
    raise RefusedAction(too_many(kanaal, min(known)))


def nobody_ticked(kanaal):
    """What to do when the list of the evening is still empty."""
    if kanaal in BY_WHO_LOOKS_AFTER_IT:
        return _("Er is nog niemand aangevinkt. Vink eerst aan wie er was.")
    return _("De trainer heeft nog niet aangevinkt wie er is. Zeg het tegen de trainer. Daarna kunt u versturen.")


def too_many(kanaal, limit):
    """What to do when there are as many answers as people."""
    full = _("Er zijn al net zo veel formulieren als er mensen waren: %(n)d. Er kan niets meer bij.") % {"n": limit}
    if kanaal in BY_WHO_LOOKS_AFTER_IT:
        return full + " " + _("Was er nog iemand? Verbeter dan eerst de lijst van de avond.")
    return full + " " + _("Klopt dat niet? Zeg het tegen de trainer.")


def _has_answered(gevraagd):
    return Gevraagd.objects.filter(pk=gevraagd.pk, beantwoord=True).exists()


def _mark(gevraagd, now):
    """This person answered; never when, and never what. No mail asks them again."""
    row = locked_gevraagd(gevraagd)
    if row.weg == Weg.OVERGESLAGEN:
        raise RefusedAction(_("Dit formulier is nu niet voor u. U kreeg al genoeg vragen dit kwartaal."))
    row.beantwoord = True
    row.save(update_fields=["beantwoord"])
    drop(row.bron, now=now)
