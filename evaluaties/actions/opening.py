"""A run begins: after an evening, about a programme, a team or the whole gemeente. Pressed twice it is one run."""

import uuid
from datetime import time, timedelta

from django.db import transaction

from buurtpreventie.audit.actions import record
from buurtpreventie.database import one_at_a_time
from buurtpreventie.errors import RefusedAction
from buurtpreventie.ui.dates import day_in_words
from evaluaties.actions.wall import give_code
from evaluaties.evenings import obstacle
from evaluaties.models import Afname, Versie
from evaluaties.startset import ensure_startset, list_for
from evaluaties.wall import wall_until
from teams.clocks import at, local_date
from trainingen.actions.locking import locked_sessie

OPEN_DAYS, LAST_HOUR = timedelta(days=14), time(21, 0)


def version_for(vragenlijst, gemeente):
    """The version that a new run gets: the newest of the gemeente itself, else of the start set."""
    return Versie.objects.filter(vragenlijst=vragenlijst).used_by(gemeente).first()


def name_of_evening(sessie):
    """Niet pluis, 13 april 2017, Leerdam: as it was then, also when the gemeente has another name later."""
    return f"{sessie.titel}, {day_in_words(sessie.dag)} {sessie.dag.year}, {sessie.gemeente_toen}"


@transaction.atomic
def open_for_evening(sessie, *, actor, now):
    """The one run about this evening, with a code as long as it is the evening itself."""
    sessie = locked_sessie(sessie)
    there = Afname.objects.filter(sessie=sessie).first()
    if there:
        return there
    ensure_startset(now)
    if reason := obstacle(sessie, now):
        raise RefusedAction(reason)
    afname = _begin(
        versie=version_for(list_for(sessie), sessie.gemeente),
        gemeente=sessie.gemeente,
        sessie=sessie,
        programma=sessie.programma,
        naam_toen=name_of_evening(sessie),
        sluit_op=closes_at(now),
        actor=actor,
        now=now,
    )
    afname.teams.set(sessie.teams.all())
    until = wall_until(sessie, now)
    if until:
        give_code(afname, until, now)
    return afname


def closes_at(now):
    """Two weeks: time for who was asked by mail, and for paper."""
    return at(local_date(now) + OPEN_DAYS, LAST_HOUR)


@transaction.atomic
def open_run(
    *,
    versie,
    gemeente=None,
    regio=None,
    programma=None,
    team=None,
    teams=(),
    naam,
    sluit_op,
    verwacht_procent=None,
    sleutel=None,
    actor,
    now,
):
    """A run that is not about one evening; the same programme, or the same ``sleutel``, twice is one run."""
    one_at_a_time(f"evaluaties.afname.{programma.pk if programma else sleutel}")
    there = _same_run(sleutel, versie=versie, gemeente=gemeente, regio=regio, programma=programma, team=team)
    if there:
        return there
    facts = {"gemeente": gemeente, "regio": regio, "programma": programma, "team": team}
    afname = _begin(
        versie=versie,
        naam_toen=naam,
        sluit_op=sluit_op,
        verwacht_procent=verwacht_procent,
        sleutel=sleutel,
        actor=actor,
        now=now,
        **facts,
    )
    afname.teams.set(teams)
    return afname


def _same_run(sleutel, **facts):
    """The run that was made with this key, or about this programme as a whole."""
    if sleutel and (known := Afname.objects.filter(sleutel=sleutel).first()):
        return known
    if facts["programma"] is None or facts["team"]:
        return None
    same = {veld: value for veld, value in facts.items() if value is not None}
    empty = {f"{veld}__isnull": True for veld, value in facts.items() if value is None}
    return Afname.objects.filter(**same, **empty, sessie__isnull=True).first()


def _begin(*, sleutel=None, actor, now, **facts):
    """The row itself, written down in the log."""
    afname = Afname.objects.create(
        sleutel=sleutel or uuid.uuid4(), opent_op=now, gemaakt_op=now, gemaakt_door=actor, **facts
    )
    record("afname.geopend", afname, actor=actor, now=now)
    return afname
