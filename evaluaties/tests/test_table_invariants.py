"""Rules about tallies and conversations at a table are true of sound rows, and name the rows that break them."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from evaluaties.invariants import of_tables
from evaluaties.models import Respons, SamenPunt, SamenVerslag, Telling
from evaluaties.tests.factories import AfnameFactory, held_evening, start_version
from teams.tests.factories import AanstellingFactory

pytestmark = pytest.mark.django_db


def broken():
    return {name: list(rows) for name, rows in of_tables().items() if rows.exists()}


def test_what_is_sound_breaks_nothing_and_what_is_not_is_named():
    now, writer = timezone.now(), AanstellingFactory(beleid=True).gebruiker
    run = AfnameFactory(sessie=held_evening(6))
    Respons.objects.create(afname=run, kanaal="telling", aantal=5)
    vraag = run.versie.vraagreeks.get(code="NPE1")
    sound = {"afname": run, "vraag": vraag}
    Telling.objects.create(sleutel="NPE1", n=5, aantallen={"4": 5}, **sound)
    talk = AfnameFactory(sessie=None, gemeente=run.gemeente, versie=start_version("TUSSEN"))
    text = {"woorden": json.dumps({}), "door": writer, "op": now}
    SamenVerslag.objects.create(afname=talk, nummer=1, **text)
    point = {"wat": "Bellen", "wie": "Wij", "voor": now.date(), "gemaakt_door": writer, "gemaakt_op": now}
    SamenPunt.objects.create(afname=talk, klaar_op=now, **point)
    assert broken() == {}

    more = Telling.objects.create(sleutel="NPE2", n=6, aantallen={"ja": 6}, **sound)
    of_forms = SamenVerslag.objects.create(afname=run, nummer=1, **text)
    gap = SamenVerslag.objects.create(afname=talk, nummer=3, **text)
    early = SamenPunt.objects.create(afname=talk, klaar_op=now - timedelta(days=1), **point)
    Respons.objects.create(afname=talk, kanaal="papier", aantal=1)
    assert broken() == {
        "telling_van_meer_mensen": [more],
        "samenverslag_van_formulieren": [of_forms],
        "samenverslag_nummer_mist": [gap],
        "samenpunt_voor_het_begin_gedaan": [early],
        "gesprek_met_formulieren": [talk],
    }
