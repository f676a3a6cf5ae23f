"""Calendar feeds: a secret link of one person, replaced or stopped by that person only (E109)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.errors import RefusedAction
from buurtpreventie.tokens import hash_token, new_token
from teams.rollen import rollen_van
from teams.rondes.models import Agenda


@transaction.atomic
def make_agenda(*, team, actor, now):
    """The living link of this person, with ``team`` that of the whole team; asked twice it stays the same."""
    check_member(actor, team)
    agenda, is_new = Agenda.objects.get_or_create(
        gebruiker=actor, team=team, ingetrokken_op=None, defaults=new_secret() | {"gemaakt_op": now}
    )
    if is_new:
        record("agenda.gemaakt", agenda, actor=actor, now=now, team=team and team.pk)
    return agenda


@transaction.atomic
def renew_agenda(agenda, *, actor, now):
    """A new link; the old one is dead at once. A second press changes nothing: that link was replaced already."""
    agenda = locked_agenda(agenda)
    if agenda.ingetrokken_op is None:
        check_member(actor, agenda.team)
        end(agenda, now)
        fresh = Agenda.objects.create(gebruiker=agenda.gebruiker, team=agenda.team, gemaakt_op=now, **new_secret())
        record("agenda.vernieuwd", fresh, actor=actor, now=now, oud=agenda.pk)
    return Agenda.objects.usable().filter(gebruiker=agenda.gebruiker, team=agenda.team).first()


@transaction.atomic
def stop_agenda(agenda, *, actor, now):
    """The link is dead, and no other takes its place."""
    agenda = locked_agenda(agenda)
    if agenda.ingetrokken_op is None:
        end(agenda, now)
        record("agenda.gestopt", agenda, actor=actor, now=now)
    return agenda


def locked_agenda(agenda):
    """The row as it is now, held until the transaction ends."""
    return Agenda.objects.select_for_update(of=("self",)).select_related("gebruiker").get(pk=agenda.pk)


def end(agenda, now):
    """Of a dead link nothing is left that could open anything."""
    agenda.ingetrokken_op, agenda.geheim = now, None
    agenda.save(update_fields=["ingetrokken_op", "geheim"])


def new_secret():
    """A secret to show again to its owner, and the hash by which it is found."""
    token = new_token()
    return {"geheim": token, "token_hash": hash_token(token)}


def check_member(gebruiker, team):
    """Rounds are for who is in the team today."""
    in_teams = rollen_van(gebruiker).in_teams
    if not in_teams or (team and team.pk not in in_teams):
        raise RefusedAction(_("U bent geen lid van dit team. Vraag uw coördinator om hulp."))
