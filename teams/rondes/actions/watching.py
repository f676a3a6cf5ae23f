"""A round that nobody closed: walkers, coordinator and piket hear it one after the other, each once (E114)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction, each_on_its_own
from buurtpreventie.outbox.actions import beat
from buurtpreventie.tokens import hash_token, new_token
from teams.rondes.actions.locking import locked_ronde
from teams.rondes.actions.walking import close_times, stop_watching
from teams.rondes.mails import walking as mails
from teams.rondes.models import Ronde, RondeStand, Sleutel
from teams.rondes.overdue import COORDINATOR, GIVEN_UP_AFTER, LAST_WAIT, LOPERS, PIKET, due, useful_until
from teams.rondes.safety_net import late_rounds, may_be_due, safety_net, steps_told, told_since

WATCH = "rondes"


def watch(now):
    """Look after every round whose time is over; gives how many mails that queued.

    One round that cannot be looked after holds up no other; then the clock counts as stopped, and that is noticed.
    """
    with web_transaction():
        waiting = late_rounds(now)
    told = each_on_its_own(waiting, lambda ronde: _look_after(ronde, now), name=lambda ronde: f"Round {ronde.pk}")
    with web_transaction():
        beat(WATCH, now)
    return told


def _look_after(ronde, now):
    with web_transaction():
        return _hear_and_tell(ronde, now)


def _hear_and_tell(ronde, now):
    """Tell who has to hear it by now and did not, or give up when nobody said anything for half a day.

    A round that is held now is looked after by another clock, or is being closed: the next minute comes soon.
    """
    rows = Ronde.objects.under_way().select_for_update(of=("self",), skip_locked=True)
    ronde = rows.select_related("team__gemeente").filter(pk=ronde.pk).first()
    if ronde is None:
        return 0
    told = steps_told([ronde])
    if not may_be_due(ronde, told, now):
        return 0
    net = safety_net(ronde, now)
    queued = sum(_tell(net, step) for step in due(net.moments, now) if (ronde.pk, step) not in told)
    if queued:
        return queued
    if now >= ronde.verwacht_einde + GIVEN_UP_AFTER and not told_since(ronde, now - LAST_WAIT):
        _give_up(ronde, now)
    return 0


def _give_up(ronde, now):
    """The plan is all that is known of when they came home; the round can still be closed and logged."""
    ronde.stand = RondeStand.NIET_AFGESLOTEN
    close_times(ronde, ronde.verwacht_einde)
    ronde.save()
    stop_watching(ronde, now)
    record("ronde.niet_afgesloten", ronde, actor=None, now=now)


def _tell(net, step):
    """Queue the mails of one step; gives how many."""
    queued = {LOPERS: _tell_walkers, COORDINATOR: _tell_coordinators, PIKET: _tell_piket}[step](net)
    return len([mail for mail in queued if mail])


def _tell_walkers(net):
    facts = {"moments": net.moments, "now": net.now}
    return [
        mails.mail_lopers(net.ronde, person, secret=_link(net, person, Sleutel.Doel.THUIS), **facts)
        for person in net.walkers
    ]


def _tell_coordinators(net):
    facts = {"help_sentence": mails.help_in_words(net), "now": net.now}
    return [
        mails.mail_coordinator(net.ronde, person, secret=_link(net, person, Sleutel.Doel.BELLEN), **facts)
        for person in net.coordinators
    ]


def _tell_piket(net):
    asked = COORDINATOR in net.moments
    return [mails.mail_piket(net.ronde, aan, asked=asked, now=net.now) for aan in net.piket]


def _link(net, person, doel):
    """The secret of a new link for this person, of which only the hash is kept."""
    secret = new_token()
    Sleutel.objects.create(
        ronde=net.ronde,
        gebruiker=person,
        doel=doel,
        token_hash=hash_token(secret),
        gemaakt_op=net.now,
        verloopt_op=useful_until(net.ronde, net.now),
    )
    return secret


# --- what the coordinator says ------------------------------------------------------------------


@transaction.atomic
def call_walkers(ronde, *, actor, now):
    """ "Ik bel ze": others see it; the first one who says so stands."""
    ronde = _late(ronde, now)
    if ronde.belt_op is None:
        ronde.belt_op, ronde.belt_door = now, actor
        ronde.save()
        record("ronde.gebeld", ronde, actor=actor, now=now)
    return ronde


@transaction.atomic
def reach_nobody(ronde, *, actor, now):
    """ "Ik krijg niemand": the piket hears it at once; said twice is said once."""
    ronde = _late(ronde, now)
    if ronde.niemand_op is None:
        ronde.niemand_op, ronde.niemand_door = now, actor
        ronde.save()
        record("ronde.niemand_bereikt", ronde, actor=actor, now=now)
        net = safety_net(ronde, now)
        if PIKET in net.moments and (ronde.pk, PIKET) not in steps_told([ronde]):
            _tell(net, PIKET)
    return ronde


def _late(ronde, now):
    """The locked round, under way and past its time; refused otherwise."""
    ronde = locked_ronde(ronde)
    if ronde.stand != RondeStand.BEZIG:
        raise RefusedAction(_("Deze ronde is al afgesloten. U hoeft niets meer te doen."))
    if now < ronde.verwacht_einde:
        raise RefusedAction(_("Deze ronde is nog niet te laat. De lopers kozen een latere tijd."))
    return ronde
