"""Fewer people answered than was expected: who leads their teams is asked why, never about names (E203)."""

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction, each_on_its_own
from evaluaties.actions.locking import locked_afname
from evaluaties.mails.silence import asked_about, bron_of_silence, mail_why
from evaluaties.models import AfnameStand, NonRespons
from evaluaties.silence import runs_to_explain, teams_to_explain
from trainingen.actions.remind_people import hold_person, mailed_today
from trainingen.mails.people import who_lead


def ask_why(now):
    """Who leads a team that was silent hears of all its runs in one mail, one a day and each run once."""
    with web_transaction():
        per_person = _runs_per_person(now)
    return each_on_its_own(
        sorted(per_person), lambda pk: _ask_one(pk, per_person[pk], now), name=lambda pk: f"Silence, told to {pk}"
    )


def _runs_per_person(now):
    """The runs that somebody was not asked about yet, by person."""
    found = {}
    for afname in runs_to_explain(now):
        for team in teams_to_explain(afname):
            for person in who_lead(filter(None, [team.pk, team.opgegaan_in_id]), now):
                found.setdefault(person.pk, {}).setdefault(afname.pk, (afname, team))
    return found


def _ask_one(pk, runs, now):
    with web_transaction():
        person = hold_person(pk)
        if person is None or mailed_today(bron_of_silence(person), now):
            return 0
        told = asked_about(person)
        new = [runs[afname] for afname in sorted(runs) if afname not in told]
        return 1 if new and mail_why(person, new, now=now) else 0


@transaction.atomic
def explain_silence(afname, team, *, redenen, toelichting="", actor, now):
    """What who leads the team thinks; said again, the last words stand."""
    afname = locked_afname(afname)
    if afname.stand != AfnameStand.GESLOTEN:
        raise RefusedAction(_("Dit formulier is nog open. Wacht tot het gesloten is."))
    if not afname.teams.filter(pk=team.pk).exists():
        raise RefusedAction(_("Aan dit team is niets gevraagd."))
    said = {"redenen": list(redenen), "toelichting": toelichting, "door": actor, "op": now}
    row, _new = NonRespons.objects.update_or_create(afname=afname, team=team, defaults=said)
    record("afname.geen_antwoord", afname, actor=actor, now=now, team=team.pk, redenen=list(redenen))
    return row
