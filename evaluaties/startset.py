"""The questionnaires that every gemeente begins with, as data (E198, E200); a gemeente makes versions of its own."""

import json
from pathlib import Path

from django.db import transaction

from buurtpreventie.database import one_at_a_time
from evaluaties.models import Soort, Versie, Vraag, Vragenlijst

STARTSET = Path(__file__).resolve().parent / "startset.json"


def ensure_startset(now):
    """Make what is not there yet; gives how many versions. Twice, or two at once, is once."""
    lists = json.loads(STARTSET.read_text(encoding="utf-8"))
    known = set(Versie.objects.adopted().filter(gemeente=None).values_list("vragenlijst__code", flat=True))
    missing = [one for one in lists if one["code"] not in known]
    if missing:
        _make(missing, now)
    return len(missing)


@transaction.atomic
def _make(lists, now):
    one_at_a_time("evaluaties.startset")
    for facts in lists:
        known = {veld: facts[veld] for veld in ("naam", "soort", "module_code")}
        lijst, _made = Vragenlijst.objects.get_or_create(code=facts["code"], defaults=known)
        if not lijst.versies.filter(gemeente=None).exists():
            _version(lijst, facts, now)


def _version(lijst, facts, now):
    said = {veld: facts[veld] for veld in ("inleiding", "verschil", "minuten")}
    versie = Versie.objects.create(vragenlijst=lijst, nummer=1, gemaakt_op=now, **said)
    made = {}
    for row in facts["vragen"]:
        als, waarden = row.get("als", (None, []))
        made[row["code"]] = Vraag.objects.create(
            versie=versie,
            als_vraag=made.get(als),
            als_waarden=waarden,
            **{veld: value for veld, value in row.items() if veld != "als"},
        )
    versie.vastgesteld_op = now
    versie.save(update_fields=["vastgesteld_op"])


def list_for(sessie):
    """The questionnaire that is asked after this evening; None when there is none for its module."""
    code = sessie.module.code if sessie.module_id else ""
    return Vragenlijst.objects.filter(soort=Soort.SESSIE, module_code=code).exclude(module_code="").first()
