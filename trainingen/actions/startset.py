"""The start set: the pilot's two modules and a library of situations in our own words, copied for each gemeente."""

import json
from pathlib import Path

from django.db import transaction

from buurtpreventie.audit.actions import record
from teams.actions.changes import locked_gemeente
from trainingen.models import Materiaal, Module, Onderdeel, Opfrisser, Situatie

START = Path(__file__).resolve().parent.parent / "startset.json"
PARTS = (("onderdelen", Onderdeel), ("materialen", Materiaal), ("opfrissers", Opfrisser))


def startset():
    """The modules and situations of the file, with the names of the fields of the models."""
    return json.loads(START.read_text(encoding="utf-8"))


@transaction.atomic
def copy_startset(gemeente):
    """Give this gemeente every module and situation it does not have yet; what it has stays. Gives their number."""
    start = startset()
    modules = _lacking(Module, gemeente, start["modules"])
    for row in modules:
        _copy_module(gemeente, dict(row))
    new = _lacking(Situatie, gemeente, start["situaties"])
    Situatie.objects.bulk_create(Situatie(gemeente=gemeente, **row) for row in new)
    return len(modules) + len(new)


@transaction.atomic
def take_startset(gemeente, *, actor, now):
    """The same on the press of a button, and written down; pressed twice is once."""
    count = copy_startset(locked_gemeente(gemeente))
    if count:
        record("module.startset", gemeente, actor=actor, now=now, aantal=count)
    return count


def _copy_module(gemeente, row):
    parts = {relation: row.pop(relation) for relation, _model in PARTS}
    module = Module.objects.create(gemeente=gemeente, **row)
    for relation, model in PARTS:
        model.objects.bulk_create(model(module=module, **part) for part in parts[relation])


def _lacking(model, gemeente, rows):
    """Those of which this gemeente has neither the code nor the name."""
    present = list(model.objects.filter(gemeente=gemeente).values_list("code", "naam"))
    codes, names = {code for code, _naam in present}, {naam.lower() for _code, naam in present}
    return [row for row in rows if row["code"] not in codes and row["naam"].lower() not in names]
