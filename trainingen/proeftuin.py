"""The evenings of the pilot of 2017, as they were published: no turn-out per training, no times of niet pluis.

The names of trainers, actor and speaker are invented. Rows are known by a key of their own, so a second run adds none.
"""

import json
import uuid
from datetime import date, time
from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.errors import RefusedAction
from teams.clocks import at
from teams.models import Aanstelling, Gemeente, Team
from trainingen.actions.startset import copy_startset
from trainingen.models import (
    Bereik,
    Module,
    Programma,
    Sessie,
    SessieSoort,
    SessieStand,
    SessieTeam,
    SessieTrainer,
    Werktafel,
)

VERSLAG = Path(__file__).resolve().parent / "proeftuin.json"
KEYS = uuid.UUID("6d2f1a1e-0000-4000-8000-201703220628")
CLOSED = time(22)  # an evening whose end was not published is over by then


@transaction.atomic
def load_proeftuin(now):
    """Make the evenings that are not there yet; gives how many. RefusedAction without the nine gemeenten."""
    verslag = json.loads(VERSLAG.read_text(encoding="utf-8"))
    gemeenten = _gemeenten(verslag["gemeenten"])
    for gemeente in gemeenten.values():
        copy_startset(gemeente)
    programma = _programma(verslag["programma"], gemeenten)
    present = set(Sessie.objects.filter(uit_verslag=True).values_list("sleutel", flat=True))
    evenings = [
        *(partial(_training, verslag, gemeenten, row) for row in verslag["trainingen"]),
        *(partial(_kennisavond, verslag, gemeenten, row) for row in verslag["kennisavonden"]),
    ]
    return sum(make(programma=programma, present=present, now=now) for make in evenings)


def _gemeenten(names):
    """The nine by slug, under whatever name they have now."""
    found = {gemeente.slug: gemeente for gemeente in Gemeente.objects.filter(slug__in=names).select_related("regio")}
    if missing := [facts["naam"] for slug, facts in names.items() if slug not in found]:
        raise RefusedAction(_("Deze gemeenten zijn er nog niet: %(namen)s.") % {"namen": ", ".join(missing)})
    return found


def _programma(facts, gemeenten):
    """The programme of the region in which these gemeenten are."""
    regio = next((gemeente.regio for gemeente in gemeenten.values() if gemeente.regio_id), None)
    if regio is None:
        raise RefusedAction(_("Deze gemeenten horen nog niet bij een regio."))
    lasted = {veld: date.fromisoformat(facts[veld]) for veld in ("van", "tot")}
    known = lasted | {"verslag_deelnemers": facts["deelnemers"]}
    return Programma.objects.get_or_create(naam=facts["naam"], regio=regio, defaults=known)[0]


def _training(verslag, gemeenten, row, *, programma, present, now):
    """One evening of a module, with the team and the names as they were then."""
    key = uuid.uuid5(KEYS, f"{row['gemeente']} {row['module']} {row['dag']}")
    if key in present:
        return 0
    gemeente, then = gemeenten[row["gemeente"]], verslag["gemeenten"][row["gemeente"]]
    facts, dag = verslag["modules"][row["module"]], date.fromisoformat(row["dag"])
    sessie = Sessie.objects.create(
        gemeente=gemeente,
        gemeente_toen=then["naam"],
        sleutel=key,
        soort=SessieSoort.TRAINING,
        module=Module.objects.get(gemeente=gemeente, code=row["module"]),
        begin=_moment(dag, facts["van"]),
        einde=_moment(dag, facts["tot"]),
        plaats=row.get("plaats", ""),
        acteur=facts["acteur"],
        **_known_of(dag, programma, now),
    )
    for team in Team.objects.filter(gemeente=gemeente, naam=then["team"]):
        SessieTeam.objects.create(sessie=sessie, team=team, naam_toen=then["team"])
    for naam in facts["trainers"]:
        SessieTrainer.objects.create(sessie=sessie, gebruiker=_trainer(naam, gemeente, programma))
    return 1


def _kennisavond(verslag, gemeenten, row, *, programma, present, now):
    """One knowledge evening with its tables and the turn-out as published."""
    key = uuid.uuid5(KEYS, f"{row['thema']} {row['dag']}")
    if key in present:
        return 0
    sessie = Sessie.objects.create(
        gemeente=gemeenten[row["gemeente"]],
        gemeente_toen=verslag["gemeenten"][row["gemeente"]]["naam"],
        sleutel=key,
        soort=SessieSoort.KENNISAVOND,
        thema=row["thema"],
        spreker=row["spreker"],
        programma_avond=row["programma_avond"],
        bereik=Bereik.REGIO,
        verslag_opkomst=row["opkomst"],
        **_known_of(date.fromisoformat(row["dag"]), programma, now),
    )
    for nummer, tafel in enumerate(row["werktafels"], start=1):
        Werktafel.objects.create(sessie=sessie, nummer=nummer, **tafel)
    return 1


def _known_of(dag, programma, now):
    """What every evening of the report has."""
    return {
        "dag": dag,
        "programma": programma,
        "stand": SessieStand.GEHOUDEN,
        "gesloten_op": at(dag, CLOSED),
        "uit_verslag": True,
        "aangemaakt_op": now,
    }


def _moment(dag, clock):
    return at(dag, time.fromisoformat(clock)) if clock else None


def _trainer(naam, gemeente, programma):
    """Who gave the evening: somebody without an account, a trainer here as long as the programme lasted."""
    was = {"rol": Aanstelling.Rol.TRAINER, "van": programma.van, "tot": programma.tot}
    person = Gebruiker.objects.filter(naam=naam, aanstellingen__tot=programma.tot).first() or _person(naam)
    Aanstelling.objects.get_or_create(gebruiker=person, gemeente=gemeente, **was)
    return person


def _person(naam):
    person = Gebruiker(naam=naam, email=None, antwoord_via=AntwoordVia.TELEFOON, is_active=False)
    person.set_unusable_password()
    person.save()
    return person
