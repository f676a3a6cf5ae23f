"""A conversation at a table: it begins, its report is written, and what was agreed is done (E193)."""

import json
from datetime import time, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.audit.actions import record
from buurtpreventie.database import one_at_a_time
from buurtpreventie.errors import RefusedAction
from evaluaties.actions.locking import locked_afname, locked_open
from evaluaties.models import Afname, SamenPunt, SamenVerslag, Soort, Versie
from evaluaties.startset import ensure_startset
from teams.clocks import at, local_date

OPEN_DAYS, LAST_HOUR = timedelta(days=28), time(21, 0)
MOST_POINTS = 30


@transaction.atomic
def begin_together(gemeente, *, naam, teams, sessie=None, sleutel, actor, now):
    """One conversation of these teams and the gemeente; pressed twice, or about one evening, it is one."""
    one_at_a_time(f"evaluaties.samen:{gemeente.pk}")
    there = Afname.objects.filter(sleutel=sleutel).first()
    if there is None and sessie:
        there = Afname.objects.filter(sessie=sessie).first()
    if there:
        return there
    ensure_startset(now)
    versie = Versie.objects.filter(vragenlijst__soort=Soort.SAMEN).used_by(gemeente).first()
    afname = Afname.objects.create(
        sleutel=sleutel,
        versie=versie,
        gemeente=gemeente,
        sessie=sessie,
        naam_toen=naam,
        opent_op=now,
        sluit_op=at(local_date(now) + OPEN_DAYS, LAST_HOUR),
        gemaakt_door=actor,
        gemaakt_op=now,
    )
    afname.teams.set(teams)
    record("afname.geopend", afname, actor=actor, now=now)
    return afname


@transaction.atomic
def write_together(afname, *, formulier, actor, now):
    """The report, or a better text of it: what stood there stays under its number. The same text twice is one."""
    afname = _locked_conversation(locked_open(afname))
    last = SamenVerslag.objects.filter(afname=afname).order_by("nummer").last()
    if last and last.alles == formulier["antwoorden"] | formulier["woorden"]:
        return last
    verslag = SamenVerslag.objects.create(
        afname=afname,
        nummer=last.nummer + 1 if last else 1,
        antwoorden=formulier["antwoorden"],
        woorden=json.dumps(formulier["woorden"], ensure_ascii=False),
        door=actor,
        op=now,
    )
    record("afname.samen_geschreven", afname, actor=actor, now=now, nummer=verslag.nummer)
    return verslag


@transaction.atomic
def agree(afname, *, wat, wie, voor, actor, now):
    """Somebody will do this by that day; pressed twice it is one."""
    afname = _locked_conversation(locked_afname(afname))
    facts = {"afname": afname, "wat": wat, "wie": wie, "voor": voor}
    if same := SamenPunt.objects.filter(klaar_op=None, **facts).first():
        return same
    if voor < local_date(now):
        raise RefusedAction(_("Deze dag is al voorbij. Kies vandaag of een latere dag."))
    if SamenPunt.objects.filter(afname=afname).count() >= MOST_POINTS:
        raise RefusedAction(_("Er staan al %(n)d afspraken. Voeg er een paar samen.") % {"n": MOST_POINTS})
    punt = SamenPunt.objects.create(gemaakt_door=actor, gemaakt_op=now, **facts)
    record("afname.samen_afgesproken", afname, actor=actor, now=now, afspraak=punt.pk)
    return punt


@transaction.atomic
def done(afname, *, punt, actor, now):
    """It is done; a second press changes nothing."""
    afname = locked_afname(afname)
    changed = SamenPunt.objects.filter(pk=punt.pk, afname=afname, klaar_op=None).update(klaar_op=now)
    if changed:
        record("afname.samen_gedaan", afname, actor=actor, now=now, afspraak=punt.pk)
    return punt


def _locked_conversation(afname):
    if afname.versie.vragenlijst.soort != Soort.SAMEN:
        raise RefusedAction(_("Dit is geen gesprek aan tafel. Mensen vullen het ieder voor zich in."))
    return afname
