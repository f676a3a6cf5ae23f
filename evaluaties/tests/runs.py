"""One team's runs in every stand, with everything that can hang on them: for tests that visit every address."""

import json
from datetime import timedelta
from io import BytesIO

from django.urls import get_resolver, reverse
from django.utils import timezone
from pypdf import PdfWriter

from buurtpreventie.tokens import hash_token
from evaluaties.models import (
    Gevraagd,
    NonRespons,
    OpenAntwoord,
    Rapport,
    Respons,
    SamenPunt,
    SamenVerslag,
    Versie,
    Vraag,
    Wachtend,
    WijDeden,
)
from evaluaties.tests.factories import NPE_ANSWERS, AfnameFactory, held_evening, monday, publish, start_version
from teams.clocks import local_date
from trainingen.models import Inschrijving, Module

LINK, WALL = "vraaglink", "vraagwand"  # what the secrets begin with; the team follows
EVENING = timedelta(hours=5)
SEVERAL = {"afname", "rapport", "woorden"}  # parameters that point at rows of more than one stand


def make_runs(team, member, leads, trainer, beleid, words, *, sessie, now):
    """Rows by the name of the parameter that points at them; ``words(what)`` is what stands in a text.

    Where a text may be read: ZEI by who was there, WAAROM by who leads the team and who looks after the run, the rest
    by trainers and beleid of the gemeente. ``sessie``: an evening of the same gemeente, closed, without a run.
    """
    module = Module.objects.get(pk=sessie.module_id)
    evening = {"module": module, "team": team, "trainer": trainer}
    runs = {
        "afname": _open_run(held_evening(6, **evening), team, member, now),
        "afname_gesloten": _closed_run(held_evening(6, **evening), team, member),
        "afname_programma": AfnameFactory(sessie=None, gemeente=team.gemeente, programma=sessie.programma),
        "afname_samen": _conversation(team, beleid, words, now),
    }
    rows = _of_closed(runs["afname_gesloten"], team, leads, beleid, words, now)
    rows |= _draft(team.gemeente, words, now) | _reports(team, sessie, trainer, beleid, now)
    asked = Gevraagd.objects.get(afname=runs["afname"], gebruiker=member)
    return {name: row.pk for name, row in (runs | rows | {"gevraagd": asked}).items()} | {"lijst": "NPE"}


def _open_run(sessie, team, member, now):
    """Answers of two wait; the member was asked by mail, and the code of the evening still works."""
    code, today = f"{team.pk:04}"[-4:], {"opent_op": now, "sluit_op": now + timedelta(days=7)}
    secret = f"{WALL} {team.pk}"
    wall = {"wand_code": code, "wand_hash": hash_token(secret), "wand_geheim": secret, "wand_tot": now + EVENING}
    afname = AfnameFactory(sessie=sessie, **today, **wall)
    afname.teams.add(team)
    link = f"{LINK} {team.pk}"
    asked = {"weg": "mail", "gevraagd_op": local_date(now), "team": team}
    Gevraagd.objects.create(afname=afname, gebruiker=member, token_hash=hash_token(link), geheim=link, **asked)
    for _number in range(2):
        Wachtend.objects.create(afname=afname, formulier='{"antwoorden": {"NPE1": 4}, "woorden": {}, "vlaggen": []}')
    Respons.objects.create(afname=afname, kanaal="wand", aantal=2)
    return afname


def _closed_run(sessie, team, member):
    """Six people answered; the member was there."""
    Inschrijving.objects.create(
        sessie=sessie,
        gebruiker=member,
        team=team,
        team_toen=team.naam,
        aanwezig=True,
        aangemeld_op=sessie.aangemaakt_op,
        sinds=sessie.aangemaakt_op,
    )
    afname = publish(AfnameFactory(sessie=sessie), [NPE_ANSWERS] * 6)
    afname.teams.add(team)
    return afname


def _of_closed(afname, team, leads, beleid, words, now):
    """What people wrote, why others were silent, and what came of it."""
    facts = {
        "afname": afname,
        "week": monday(local_date(now)),
        "vraag": Vraag.objects.get(versie=afname.versie, code="NPE8"),
    }
    read = {"stand": "vrij", "gelezen_door": beleid, "gelezen_op": now}
    NonRespons.objects.create(
        afname=afname, team=team, redenen=["moe"], toelichting=words("WAAROM"), door=leads, op=now
    )
    said = {"uzei": words("ZEI"), "wijdeden": words("ZEI"), "door": beleid, "op": now}
    return {
        "woorden": OpenAntwoord.objects.create(tekst=words("WOORD"), **facts),
        "woorden_vrij": OpenAntwoord.objects.create(vrije_tekst="Meer oefenen.", **facts, **read),
        "wijdeden": WijDeden.objects.create(afname=afname, **said),
    }


def _conversation(team, beleid, words, now):
    """A report made at a table, and what was agreed there."""
    afname = AfnameFactory(sessie=None, gemeente=team.gemeente, versie=start_version("TUSSEN"))
    afname.teams.add(team)
    said = {"antwoorden": {"TU4": "ja"}, "woorden": json.dumps({"TU1": words("WAAROM")})}
    SamenVerslag.objects.create(afname=afname, nummer=1, door=beleid, op=now, **said)
    agreed = {"wat": words("WAAROM"), "wie": "Iemand", "voor": local_date(now)}
    SamenPunt.objects.create(afname=afname, gemaakt_door=beleid, gemaakt_op=now, **agreed)
    return afname


def _draft(gemeente, words, now):
    """A version that the gemeente is writing, with one question of its own; of two teams there is one."""
    facts = {"vragenlijst": start_version("WVE").vragenlijst, "gemeente": gemeente}
    versie, made = Versie.objects.get_or_create(nummer=2, defaults={"gemaakt_op": now}, **facts)
    asked = {"tekst": words("VRAAG"), "type": "ja_nee", "opties": [{"code": "ja", "tekst": "Ja"}]}
    if made:
        Vraag.objects.create(versie=versie, code="EIGEN", volgorde=1, **asked)
    return {"versie": versie, "lijstvraag": Vraag.objects.get(versie=versie)}


def _paper():
    """A report as it is kept: a page with nothing on it."""
    paper, kept = PdfWriter(), BytesIO()
    paper.add_blank_page(width=200, height=200)
    paper.write(kept)
    return kept.getvalue()


def _reports(team, sessie, trainer, beleid, now):
    """One of the team that is kept, one of the year that waits, and one of an evening."""
    quarter = {"soort": "team_kwartaal", "team": team, "jaar": now.year, "kwartaal": 3}
    pdf = _paper()
    kept = {"stand": "klaar", "pdf": pdf, "bytes": len(pdf), "klaar_op": now, "peildatum": local_date(now)}
    facts = {"gemeente": team.gemeente, "gevraagd_op": now}
    return {
        "rapport": Rapport.objects.create(**facts, **quarter, **kept, gevraagd_door=beleid),
        "rapport_wacht": Rapport.objects.create(**facts, soort="jaar", jaar=now.year, gevraagd_door=beleid),
        "rapport_avond": Rapport.objects.create(**facts, soort="sessie", sessie=sessie, **kept, gevraagd_door=trainer),
    }


def run_urls():
    """(name, parameters) of every address of evaluations, from the resolver itself."""
    for entry in get_resolver().url_patterns:
        if getattr(entry, "namespace", None) == "evaluaties":
            for pattern in entry.url_patterns:
                yield pattern.name, tuple(pattern.pattern.regex.groupindex)


def addresses(team, things, *, stands=True):
    """Every address of evaluations, with each of the rows that its parameter can be, or (not ``stands``) with one."""
    values = things | {"team": team.pk, "jaar": timezone.localdate().year, "kwartaal": 3, "vraag": things["lijstvraag"]}
    for name, params in run_urls():
        if name == "gezond":  # of the whole house, and true to its clocks
            continue
        secret = f"{WALL if name.startswith('hier') else LINK} {team.pk}"
        for variant in variants(params, values) if stands else [{}]:
            kwargs = {param: secret if param == "token" else values[variant.get(param, param)] for param in params}
            yield reverse(f"evaluaties:{name}", kwargs=kwargs)


def variants(params, values):
    """The parameter itself, and the other rows of its kind."""
    yield {}
    for param in SEVERAL & set(params):
        yield from ({param: other} for other in values if other.startswith(f"{param}_"))
