"""A pile of paper forms comes in at once: all of them, in an order that says nothing, or none (E198, E205)."""

import secrets
import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buurtpreventie.errors import RefusedAction
from buurtpreventie.tokens import hash_token
from evaluaties.actions.answering import give_answers, nobody_ticked
from evaluaties.actions.locking import locked_afname, locked_open
from evaluaties.models import GebruikteSleutel, Kanaal, Soort
from evaluaties.present import answered
from evaluaties.room import places

_RANDOM = secrets.SystemRandom()


@transaction.atomic
def enter_forms(afname, formulieren, *, sleutel, now):
    """Take in these forms; gives how many, or 0 when this pile was in already. Nothing of it stands in the log."""
    afname = locked_afname(afname)
    if GebruikteSleutel.objects.filter(afname=afname, hash=hash_token(str(sleutel))).exists():
        return 0
    locked_open(afname)
    check_room(afname, len(formulieren))
    pile = list(formulieren)
    _RANDOM.shuffle(pile)
    limit = places(afname)
    for key, form in zip([sleutel, *(uuid.uuid4() for _form in pile[1:])], pile, strict=True):
        give_answers(afname, form, kanaal=Kanaal.PAPIER, sleutel=key, aantal_max=limit, now=now)
    return len(pile)


def check_room(afname, wanted, *, instead_of=0):
    """RefusedAction when there were not so many people; ``instead_of`` answers go out as these come in."""
    if afname.versie.vragenlijst.soort == Soort.SAMEN:
        raise RefusedAction(_("Dit is een verslag van een gesprek. Formulieren horen er niet bij."))
    limit = places(afname)
    if limit is None:
        return
    room = max(limit - answered(afname) + instead_of, 0)
    if wanted <= room:
        return
    if afname.sessie_id and limit == 0:
        raise RefusedAction(nobody_ticked(Kanaal.PAPIER))
    raise RefusedAction(f"{in_words(room)} {_('Was er nog iemand? Verbeter dan eerst de lijst van de avond.')}")


def in_words(room):
    """For how many forms there is room."""
    if room == 0:
        return _("Er zijn al net zo veel formulieren als er mensen waren. Er kan niets meer bij.")
    words = ngettext("Er kan nog %(n)d formulier bij.", "Er kunnen nog %(n)d formulieren bij.", room)
    return f"{_('Dit zijn meer formulieren dan mensen.')} {words % {'n': room}}"
