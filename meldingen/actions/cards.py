"""Printed cards: made with a number each, and entered once (E067, E132)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.models import Kaart, Melding
from meldingen.models.melding import new_nummer

MOST_CARDS = 50
DOUBLE_CLICK = timedelta(seconds=30)


@act
def make_cards(gemeente, *, aantal, team=None, actor, now):
    """New cards with numbers that nothing else has; the same press twice gives the same cards.

    Raises RefusedAction for more than fifty at once.
    """
    if not 0 < aantal <= MOST_CARDS:
        raise RefusedAction(_("Maak er hooguit %(aantal)s tegelijk.") % {"aantal": MOST_CARDS})
    gemeente = type(gemeente).objects.select_for_update(of=("self",)).get(pk=gemeente.pk)
    mine = Kaart.objects.filter(gemeente=gemeente, team=team, gemaakt_door=actor)
    latest = list(mine.filter(gemaakt_op__gt=now - DOUBLE_CLICK, melding=None).order_by("pk"))
    if len(latest) == aantal:
        return latest
    cards = [
        Kaart(gemeente=gemeente, team=team, nummer=nummer, gemaakt_door=actor, gemaakt_op=now)
        for nummer in _free_numbers(aantal)
    ]
    Kaart.objects.bulk_create(cards)
    record("kaarten.gemaakt", gemeente, actor=actor, now=now, aantal=aantal, team=team and team.pk)
    return cards


def _free_numbers(aantal):
    """So many numbers that no melding and no card has."""
    found = set()
    while len(found) < aantal:
        wanted = {new_nummer() for _n in range(aantal - len(found))}
        taken = set(Melding.objects.filter(nummer__in=wanted).values_list("nummer", flat=True))
        taken |= set(Kaart.objects.filter(nummer__in=wanted).values_list("nummer", flat=True))
        found |= wanted - taken
    return sorted(found)


def hold_card(nummer, gemeente):
    """The card with this number, held until it is entered; None without a number. RefusedAction when unknown."""
    if not nummer:
        return None
    card = Kaart.objects.select_for_update(of=("self",)).filter(gemeente=gemeente, nummer=nummer).first()
    if card is None:
        raise RefusedAction(_("Dit nummer kennen wij niet. Kijk goed op de kaart."))
    return card


def entered_before(card, concept_id):
    """The melding of this card for a second press of the same form; any other time it is refused."""
    if concept_id and card.melding.concept_id == concept_id:
        return card.melding
    raise RefusedAction(_("Deze kaart is al ingevoerd. Zoek op nummer %(n)s.") % {"n": card.nummer})


def use_card(card, melding):
    """From here on the number of the card is the number of the melding."""
    card.melding = melding
    card.save(update_fields=["melding"])
