"""Before anything that somebody wrote stands in a report, a person takes out what points at somebody (E216).

The words as they were written are gone with the first decision. The log says who decided and about which question,
never a word.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record, record_opening
from buurtpreventie.errors import RefusedAction
from evaluaties.models import OpenAntwoord, OpenStand


@transaction.atomic
def open_words(woorden, *, actor, now):
    """Somebody reads what was written, as it was written: that is noted."""
    record_opening(_batch_of(woorden), actor=actor, now=now, deel="woorden")


@transaction.atomic
def release_words(woorden, *, tekst, gezien, actor, now):
    """This text may stand in reports; the words as written are gone. ``gezien``: the decision that one saw, or "".

    Pressed twice is once; RefusedAction when somebody else decided meanwhile.
    """
    woorden = _locked(woorden)
    if (woorden.stand, woorden.vrije_tekst) == (OpenStand.VRIJ, tekst):
        return woorden
    _refuse_stale(woorden, gezien)
    if woorden.stand == OpenStand.ACHTER:
        raise RefusedAction(_("Dit antwoord blijft achter. De woorden zijn gewist en komen niet terug."))
    return _decide(woorden, OpenStand.VRIJ, tekst, actor, now)


@transaction.atomic
def hold_back(woorden, *, gezien, actor, now):
    """These words stand in no report, also not when they did; they are gone. Twice is once."""
    woorden = _locked(woorden)
    if woorden.stand == OpenStand.ACHTER:
        return woorden
    _refuse_stale(woorden, gezien)
    return _decide(woorden, OpenStand.ACHTER, "", actor, now)


def _locked(woorden):
    """The row as it is now; only of a closed run, whose answers are not written anew any more."""
    return OpenAntwoord.objects.select_for_update(of=("self",)).get(pk=woorden.pk)


def _refuse_stale(woorden, gezien):
    if woorden.besluit != gezien:
        raise RefusedAction(_("Iemand anders heeft dit antwoord al gelezen. Kijk eerst wat er is besloten."))


def _decide(woorden, stand, vrije_tekst, actor, now):
    woorden.stand, woorden.vrije_tekst, woorden.tekst = stand, vrije_tekst, None
    woorden.gelezen_door, woorden.gelezen_op = actor, now
    woorden.save(update_fields=["stand", "vrije_tekst", "tekst", "gelezen_door", "gelezen_op"])
    record("woorden.gelezen", _batch_of(woorden), actor=actor, now=now, vraag=woorden.vraag.code, besluit=str(stand))
    return woorden


def _batch_of(woorden):
    return woorden.afname or woorden.pool
