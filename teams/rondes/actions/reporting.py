"""Writing down what a round brought: kept while one types, finished, or logged afterwards (E098-E108, E113, E115)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from teams.rondes.actions.answers import refuse_incomplete, write_answers
from teams.rondes.actions.correcting import correct_feiten
from teams.rondes.actions.facts import refuse_feiten, refuse_if_not_there, write_people, write_place
from teams.rondes.actions.keys import own_key
from teams.rondes.actions.locking import locked_ronde, locked_team
from teams.rondes.actions.walking import advance, stop_watching
from teams.rondes.models import Ronde, RondeStand, Verslag
from teams.rondes.permissions import can_plan, can_walk
from teams.rondes.walked import Feiten


@transaction.atomic
def save_verslag(ronde, *, velden, actor, now):
    """Keep these fields of the draft as they were typed; fields that are not named stay as they are."""
    ronde = locked_ronde(ronde)
    refuse_what_cannot_be_logged(ronde, actor)
    verslag = own_verslag(ronde, actor, now)
    if verslag.klaar_op:
        raise RefusedAction(_("Uw verslag is al verstuurd. Kies Verbeteren om iets te wijzigen."))
    verslag.concept = (verslag.concept or {}) | velden
    verslag.bewaard_op = now
    verslag.save(update_fields=["concept", "bewaard_op"])
    return verslag


@transaction.atomic
def finish_verslag(ronde, *, feiten, verslag, actor, now):
    """Send one's own report: the first one finishes the round, pressed twice it is one report.

    ``verslag`` holds the answers by name, with ``gesprekken`` (number by topic) and ``verloop``. A later report that
    says something else about the round itself corrects it, and leaves a trace.
    """
    ronde = locked_ronde(ronde)
    own = own_verslag(ronde, actor, now)
    if own.klaar_op:
        return own
    refuse_what_cannot_be_logged(ronde, actor)
    refuse_incomplete(verslag)
    if ronde.stand == RondeStand.AFGEROND:
        correct_feiten(ronde, feiten, actor=actor, now=now)
    else:
        finish_ronde(ronde, feiten, actor=actor, now=now)
    write_answers(own, verslag, now)
    record("ronde.verslag", ronde, actor=actor, now=now)
    return own


@transaction.atomic
def log_afterwards(  # every one of these is asked on the page and in the grid
    team,
    *,
    begin,
    einde,
    deelnemers,
    gasten=(),
    route=None,
    straten=(),
    andere_straten="",
    verslag=None,
    sleutel=None,
    ronde=None,
    actor,
    now,
):
    """A round that was walked and not started, or the planned ``ronde`` that it turned out to be; with a report.

    With the same ``sleutel`` it is the same round. Without ``verslag`` (the coordinator has only paper) the round
    itself is kept.
    """
    team = locked_team(team)
    if sleutel and (same := Ronde.objects.filter(team=team, sleutel=sleutel).first()):
        return same
    if verslag is None and not can_plan(actor, team):
        raise RefusedAction(_("Beantwoord ook de vragen over de ronde."))
    feiten = Feiten(begin, einde, tuple(deelnemers), tuple(gasten), route, tuple(straten), andere_straten)
    ronde = locked_ronde(ronde) if ronde else new_ronde(team, feiten, sleutel, actor, now)
    if ronde.team_id != team.pk or ronde.stand == RondeStand.AFGEROND:
        raise RefusedAction(_("Deze ronde is al opgeschreven. Open de ronde om uw eigen verslag te maken."))
    refuse_what_cannot_be_logged(ronde, actor)
    finish_ronde(ronde, feiten, actor=actor, now=now)
    if verslag is not None:
        refuse_incomplete(verslag)
        write_answers(own_verslag(ronde, actor, now), verslag, now)
    record("ronde.achteraf", ronde, actor=actor, now=now)
    return ronde


@transaction.atomic
def forget_drafts(now):
    """Remove reports that were begun and left lying; the round stays. Gives how many there were."""
    left = Verslag.objects.left_lying(now)
    rounds = Ronde.objects.select_for_update(of=("self",)).filter(pk__in=left.values("ronde")).order_by("pk")
    _all, gone = left.filter(ronde__in=list(rounds)).delete()  # who goes on writing right now holds the round
    return gone.get(Verslag._meta.label, 0)


# --- steps ------------------------------------------------------------------------------------


def new_ronde(team, feiten, sleutel, actor, now):
    """The row of a round that nobody planned, home already; refused before it is written."""
    refuse_feiten(team, feiten, None, now)
    return Ronde.objects.create(
        team=team,
        sleutel=own_key(sleutel),
        stand=RondeStand.THUIS,
        begin=feiten.begin,
        einde=feiten.einde,
        aangemaakt_door=actor,
        aangemaakt_op=now,
    )


def refuse_what_cannot_be_logged(ronde, actor):
    """RefusedAction for a round that did not go on, or that is not of the own team."""
    if not can_walk(actor, ronde.team):
        raise RefusedAction(_("Deze ronde is niet van uw team."))
    if ronde.stand == RondeStand.VERVALLEN:
        raise RefusedAction(_("Deze ronde ging niet door. Is er toch gelopen? Schrijf dan een ronde achteraf op."))


def own_verslag(ronde, actor, now):
    """The report of this person, begun when it is not there; the lock on the round keeps it one."""
    return Verslag.objects.get_or_create(
        ronde=ronde, door=actor, defaults={"begonnen_op": now, "bewaard_op": now, "concept": {}}
    )[0]


def finish_ronde(ronde, feiten, *, actor, now):
    """The first who writes it down finishes the round, with its real times, people and place."""
    refuse_feiten(ronde.team, feiten, ronde, now)
    refuse_if_not_there(ronde, feiten, actor)
    write_people(ronde, feiten, now)
    write_place(ronde, feiten)
    advance(ronde, RondeStand.AFGEROND)
    ronde.begin, ronde.einde, ronde.telefoon = feiten.begin, feiten.einde, None
    ronde.afgerond_op = now
    if ronde.verwacht_einde and ronde.verwacht_einde <= ronde.begin:
        ronde.verwacht_einde = ronde.einde
    ronde.save()
    stop_watching(ronde, now)
    record("ronde.afgerond", ronde, actor=actor, now=now)
