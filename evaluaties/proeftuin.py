"""The answers of the pilot of 2017, rebuilt: forms of our own that give every figure of the published report.

Who answered what was never published, so these forms are nobody's. Every page, file and report that shows them says
so (``nagebouwd``). What the report leaves out stays out: ``niet_gepubliceerd`` per question, as codes of answers, "*"
for all of them and "n" for a number of people that is an upper bound.
"""

import json
import uuid
from datetime import date, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.errors import RefusedAction
from evaluaties.models import Afname, AfnameStand, Inzending, Respons, Versie
from evaluaties.startset import ensure_startset
from teams.clocks import at
from trainingen import proeftuin
from trainingen.models import Programma

FORMULIEREN = Path(__file__).resolve().parent / "proeftuin.json"
KEYS = uuid.UUID("6d2f1a1e-0000-4000-8000-201712280096")
BEGIN, END = time(9), time(22)


@transaction.atomic
def load_proeftuin(now):
    """Make the two runs that are not there yet; gives how many. RefusedAction without the programme of the pilot."""
    ensure_startset(now)
    programma = _programma()
    runs = json.loads(FORMULIEREN.read_text(encoding="utf-8"))
    return sum(_run(facts, programma, now) for facts in runs)


def _programma():
    naam = json.loads(proeftuin.VERSLAG.read_text(encoding="utf-8"))["programma"]["naam"]
    programma = Programma.objects.filter(naam=naam, regio__isnull=False).order_by("pk").first()
    if programma is None:
        raise RefusedAction(_("De avonden van de proeftuin zijn er nog niet. Laad die eerst."))
    return programma


def _run(facts, programma, now):
    """One run with its forms, closed and readable, as it was published."""
    key = uuid.uuid5(KEYS, facts["code"])
    if Afname.objects.filter(sleutel=key).exists():
        return 0
    closed = at(date.fromisoformat(facts["sluit"]), END)
    afname = Afname.objects.create(
        sleutel=key,
        versie=Versie.objects.adopted().get(vragenlijst__code=facts["code"], gemeente=None, nummer=1),
        regio=programma.regio,
        programma=programma,
        naam_toen=facts["naam"],
        stand=AfnameStand.GESLOTEN,
        opent_op=at(date.fromisoformat(facts["opent"]), BEGIN),
        sluit_op=closed,
        gesloten_op=closed,
        vrijgegeven=True,
        verwacht_procent=facts["verwacht_procent"],
        nagebouwd=True,
        bron=facts["bron"],
        verslag_gevraagd=facts["gevraagd"],
        niet_gepubliceerd=facts["niet_gepubliceerd"],
        gemaakt_op=now,
    )
    Inzending.objects.bulk_create(_forms(afname, facts["formulieren"]))
    Respons.objects.create(afname=afname, kanaal=facts["kanaal"], aantal=len(facts["formulieren"]))
    return 1


def _forms(afname, rows):
    day = afname.gesloten_op.date()
    week = day - timedelta(days=day.weekday())
    for row in rows:
        vlaggen = row.pop("vlaggen", [])
        yield Inzending(versie=afname.versie, afname=afname, week=week, antwoorden=row, vlaggen=vlaggen)
