"""What only the meldpunt does: acting as the handler, asking several partners at once, and seeing the mail before."""

from functools import wraps

from django.utils.translation import gettext as _

from buurtpreventie.database import act
from buurtpreventie.errors import RefusedAction
from meldingen.models import Melding
from opvolging.actions.access import renew_access
from opvolging.actions.asks import ask_partner, planned_ask
from opvolging.actions.bundled import locked_together
from opvolging.mails import vraag_subject, vraag_text
from teams.models import Partner


def as_handler(action):
    """The same action, refused when the actor does not handle the melding at that very moment."""

    @wraps(action)
    @act
    def guarded(thing, *, actor, **kwargs):
        melding = locked_together(thing if isinstance(thing, Melding) else thing.melding)
        if melding.behandelaar_id != actor.pk:
            raise RefusedAction(_who_has_it(melding))
        return action(thing, actor=actor, **kwargs)

    return guarded


def _who_has_it(melding):
    if melding.behandelaar is None:
        return _("Pak de melding eerst op. Daarna kunt u dit doen.")
    return _("%(naam)s behandelt deze melding nu. Neem de melding eerst over. Uw tekst staat er nog.") % {
        "naam": melding.behandelaar.naam
    }


@act
def ask_partners(melding, *, asked, uittreksel, actor, now, met_fotos=False):
    """Ask each of ``asked`` (partner, contact) with the same extract: all of them or none; the first answers for it."""
    return [
        ask_partner(
            melding,
            partner=partner,
            contact=contact,
            uittreksel=uittreksel,
            actor=actor,
            now=now,
            verantwoordelijk=False,
            met_fotos=met_fotos,
        )
        for partner, contact in asked
    ]


def preview_asks(melding, *, asked, uittreksel, actor, now, met_fotos=False):
    """What each partner would get: unsaved asks with ``onderwerp`` and ``tekst``, empty where no mail goes out."""
    asks = [planned_ask(melding, partner, contact, uittreksel, actor, now, met_fotos) for partner, contact in asked]
    for ask in asks:
        by_mail = ask.weg == Partner.Weg.LINK
        ask.onderwerp = vraag_subject(ask) if by_mail else ""
        ask.tekst = vraag_text(ask) if by_mail else ""
    return asks


@act
def renew_frozen(opvolging, *, actor, now):
    """A new link in place of the one that ten wrong codes closed; refused when none is closed (any more)."""
    frozen = opvolging.toegangen.filter(bevroren_op__isnull=False, ingetrokken_op__isnull=True).first()
    if frozen is None:
        raise RefusedAction(_("Er staat geen link dicht. Misschien stuurde een collega al een nieuwe."))
    return renew_access(frozen, actor=actor, now=now)
