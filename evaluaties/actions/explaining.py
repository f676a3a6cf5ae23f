"""Fewer people answered than was expected: who leads their teams is asked why, never about names (E203)."""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import web_transaction
from buurtpreventie.errors import RefusedAction, each_on_its_own
from evaluaties.actions.locking import locked_afname
from evaluaties.mails.silence import asked_about_by_person, bron_of_silence, mail_why
from evaluaties.models import AfnameStand, NonRespons
from evaluaties.silence import leads_of, runs_to_explain, silence_in_words
from teams.actions.changes import refuse_unread
from teams.clocks import local_date
from trainingen.actions.remind_people import hold_person, mailed_today


def ask_why(now):
    """Who leads a team that was silent hears of all its runs in one mail, one a day and each run once."""
    with web_transaction():
        per_person = _runs_per_person(now)
    return each_on_its_own(
        sorted(per_person), lambda pk: _ask_one(pk, per_person[pk], now), name=lambda pk: f"Silence, told to {pk}"
    )


def _runs_per_person(now):
    """The runs that somebody was not asked about yet, by person; the same few queries however many there are."""
    silent = runs_to_explain(now)
    leads = leads_of({team for _run, team in silent}, local_date(now))
    told = asked_about_by_person({person for people in leads.values() for person in people})
    found = defaultdict(dict)
    for afname, team in silent:
        for person in leads[team.pk]:
            if afname.pk not in told[person]:
                found[person].setdefault(afname.pk, (afname, team))
    return found


def _ask_one(pk, runs, now):
    with web_transaction():
        person = hold_person(pk)
        if person is None or mailed_today(bron_of_silence(pk), now):
            return 0
        told = asked_about_by_person([pk])[pk]
        new = [runs[afname] for afname in sorted(runs) if afname not in told]
        return 1 if new and mail_why(person, new, now=now) else 0


@transaction.atomic
def explain_silence(afname, team, *, redenen, toelichting="", gelezen=None, actor, now):
    """What who leads the team thinks; said again, the last words stand."""
    afname = locked_afname(afname)
    if afname.stand != AfnameStand.GESLOTEN:
        raise RefusedAction(_("Dit formulier is nog open. Wacht tot het gesloten is."))
    if not afname.teams.filter(pk=team.pk).exists():
        raise RefusedAction(_("Aan dit team is niets gevraagd."))
    refuse_unread(silence_in_words(afname, team), gelezen)
    said = {"redenen": list(redenen), "toelichting": toelichting, "door": actor, "op": now}
    row, _new = NonRespons.objects.update_or_create(afname=afname, team=team, defaults=said)
    record("afname.geen_antwoord", afname, actor=actor, now=now, team=team.pk, redenen=list(redenen))
    return row
