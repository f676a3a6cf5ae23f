"""A run ends: with five answers or more it can be read, with fewer its answers wait for those of others (E205)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from buurtpreventie.audit.actions import record
from buurtpreventie.database import one_at_a_time, web_transaction
from buurtpreventie.errors import each_on_its_own
from buurtpreventie.outbox.actions import drop, drop_keys
from evaluaties.actions.locking import locked_afname
from evaluaties.actions.publishing import (
    ENOUGH,
    answers_of,
    keep_waiting,
    publish_run,
    publish_together,
    week_of,
    write_people_anew,
)
from evaluaties.mails.asking import again_key, asked_key
from evaluaties.models import Afname, AfnameStand, Gevraagd, Pool, Telling, Wachtend, Weg
from teams.clocks import local_date
from trainingen.models import Programma, Sessie

AFTER_A_PROGRAMME = timedelta(days=28)  # so long an evening of it may still be asked about


@transaction.atomic
def close_afname(afname, *, actor, now):
    """Nothing comes in any more; both sides are written anew, without codes, links or fingerprints. Twice is once."""
    afname = locked_afname(afname)
    if not afname.is_open:
        return afname
    answered = answers_of(afname)
    _end(afname, actor, now, readable=answered >= ENOUGH)
    if afname.vrijgegeven:
        publish_run(afname, now=now)
    else:
        keep_waiting(afname)
    write_people_anew(afname, forget=True)
    _ask_nobody(afname, now)
    record("afname.gesloten", afname, actor=actor, now=now, binnen=answered, leesbaar=afname.vrijgegeven)
    if answered and not afname.vrijgegeven:
        put_together(afname.versie_id, now=now)
    return afname


def _end(afname, actor, now, *, readable):
    ended = {"stand": AfnameStand.GESLOTEN, "vrijgegeven": readable, "gesloten_op": now, "gesloten_door": actor}
    ended |= dict.fromkeys(["wand_code", "wand_hash", "wand_geheim", "wand_tot"])
    for name, value in ended.items():
        setattr(afname, name, value)
    afname.save(update_fields=list(ended))


def _ask_nobody(afname, now):
    """Mails that still ask stay where they are."""
    drop(afname.bron_van_mail, now=now)
    people = Gevraagd.objects.filter(afname=afname, weg=Weg.MAIL)
    drop_keys([key(row) for row in people for key in (asked_key, again_key)], now=now)


def close_due(now):
    """Close each run whose time is over and put together what waits; gives how many closed."""
    with web_transaction():
        due = list(Afname.objects.open().filter(sluit_op__lte=now).order_by("sluit_op", "pk"))
    closed = each_on_its_own(due, lambda afname: _close_one(afname, now), name=lambda afname: f"Run {afname.pk}")
    with web_transaction():
        versions = sorted(set(_waiting().order_by().values_list("versie", flat=True)))
    each_on_its_own(versions, lambda versie: _together(versie, now), name=lambda versie: f"Pools of version {versie}")
    return closed


def _close_one(afname, now):
    with web_transaction():
        locked = locked_afname(afname)
        if not locked.is_open or locked.sluit_op > now:
            return 0
        close_afname(locked, actor=None, now=now)
        return 1


# --- small runs together ----------------------------------------------------------------------------


def _together(versie_id, now):
    with web_transaction():
        return put_together(versie_id, now=now)


@transaction.atomic
def put_together(versie_id, *, now):
    """Make a pool of every five forms or more that wait: of one programme, else of one gemeente; gives how many pools.

    What a programme leaves behind goes with its gemeente as soon as nothing more can come of that programme. A pool
    never grows: the difference of before and after would show few people.
    """
    one_at_a_time(f"evaluaties.pool:{versie_id}")
    made = sum(_pool_of(runs, now, programma_id=programma) for programma, runs in _by_programme(versie_id))
    return made + sum(_pool_of(runs, now) for runs in _by_gemeente(versie_id, now))


def _waiting():
    """Closed runs with answers that nobody can read yet."""
    forms, tallies = Wachtend.objects.filter(afname=OuterRef("pk")), Telling.objects.filter(afname=OuterRef("pk"))
    alone = Afname.objects.closed().filter(vrijgegeven=False, nagebouwd=False, pools=None)
    hangs_on = Coalesce("programma", "sessie__programma")
    return alone.filter(Exists(forms) | Exists(tallies)).annotate(hangt_aan=hangs_on).order_by("pk")


def _by_programme(versie_id):
    return _grouped(_waiting().filter(versie=versie_id, hangt_aan__isnull=False), lambda run: run.hangt_aan).items()


def _by_gemeente(versie_id, now):
    rows = list(_waiting().filter(versie=versie_id))
    alive = _still_coming({run.hangt_aan for run in rows} - {None}, versie_id, now)
    free = [run for run in rows if run.hangt_aan not in alive]
    return _grouped(free, lambda run: (run.gemeente_id, run.regio_id)).values()


def _grouped(runs, key):
    groups = {}
    for run in runs:
        groups.setdefault(key(run), []).append(run)
    return groups


def _still_coming(programmes, versie_id, now):
    """Those programmes in which another run of this version may yet close."""
    hangs = Q(programma=OuterRef("pk")) | Q(sessie__programma=OuterRef("pk"))
    is_open = Afname.objects.open().filter(hangs, versie=versie_id)
    planned = Sessie.objects.planned().filter(programma=OuterRef("pk"))
    recent = Q(tot__gte=local_date(now) - AFTER_A_PROGRAMME)
    rows = Programma.objects.filter(pk__in=programmes)
    return set(rows.filter(recent | Exists(is_open) | Exists(planned)).values_list("pk", flat=True))


def _pool_of(runs, now, programma_id=None):
    """One pool of these runs when at least five forms wait; gives 1, or 0 when they have to wait on."""
    if Wachtend.objects.filter(afname__in=runs).count() < ENOUGH:
        return 0
    where = _where(runs, programma_id)
    pool = Pool.objects.create(versie_id=runs[0].versie_id, programma_id=programma_id, week=week_of(now), **where)
    pool.afnames.set(runs)
    publish_together(pool, runs)
    record("pool.gemaakt", pool, actor=None, now=now, afnames=len(runs))
    return 1


def _where(runs, programma_id):
    """The gemeente or region that all of them are of, else that of their programme."""
    places = {(run.gemeente_id, run.regio_id) for run in runs}
    if len(places) > 1:
        places = set(Programma.objects.filter(pk=programma_id).values_list("gemeente", "regio"))
    gemeente, regio = places.pop()
    return {"gemeente_id": gemeente, "regio_id": regio}
