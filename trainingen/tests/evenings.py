"""One team's evenings in every stand, with everything that can hang on them: for tests that visit every address."""

from datetime import timedelta

from django.urls import get_resolver, reverse

from buurtpreventie.tokens import hash_token
from teams.clocks import local_date
from trainingen.models import (
    Actiepunt,
    Beltaak,
    GeoefendeSituatie,
    Leerwens,
    Materiaal,
    Onderdeel,
    Opfrisser,
    Programma,
    Werktafel,
)
from trainingen.tests.factories import (
    BewijsFactory,
    InschrijvingFactory,
    KennismakingFactory,
    ModuleFactory,
    SessieFactory,
    SituatieFactory,
)

LINK, WALL = "link", "wand"  # what the secrets begin with; the team follows
SEVERAL = {"sessie", "inschrijving", "stap"}  # parameters that point at rows of more than one stand
STEPS = range(1, 6)  # the pages of an intake
LANG = timedelta(hours=3)


def make_evenings(team, member, leads, trainer, words, *, now):
    """Rows by the name of the parameter that points at them; ``words(what)`` is what stands in a text.

    Where a text may be read: PLAATS, TAFEL and PUNT by the team, KENNIS and WENS by who leads it, the rest by trainers.
    """
    module = ModuleFactory(gemeente=team.gemeente)
    facts = {"gemeente": team.gemeente, "team": team, "trainer": trainer}
    evening = {**facts, "module": module, "plaats": words("PLAATS"), "aanpak": words("OPZET")}
    today = {"op": now, "einde": now + LANG}
    sessies = {
        "sessie": SessieFactory(**evening),
        "sessie_nu": SessieFactory(**evening, **today),
        "sessie_gehouden": SessieFactory(**evening, gehouden=True, op=now - timedelta(days=20)),
        "sessie_vervallen": SessieFactory(**evening, vervallen=True, vervallen_reden=words("PLAATS")),
        "sessie_kennis": SessieFactory(
            **facts, kennisavond=True, gehouden=True, bereik="teams", plaats=words("PLAATS"), op=now - timedelta(days=9)
        ),
    }
    open_to_links(facts, module, today)
    rows = _module_rows(module) | _list_rows(sessies, team, member, words, now) | _team_rows(team, leads, words, now)
    rows |= _outcomes(sessies, trainer, words, now)
    return {name: row.pk for name, row in (sessies | rows).items()}


def open_to_links(facts, module, today):
    """An evening without a secret word in it, opened by the link of a guest and by the code on the wall."""
    plain = SessieFactory(**facts, module=module, **today)
    plain.wand_geheim, plain.wand_code = f"{WALL} {facts['team'].pk}", f"{facts['team'].pk:06}"
    plain.wand_hash = hash_token(plain.wand_geheim)
    plain.save()
    guest = InschrijvingFactory(sessie=SessieFactory(**facts, module=module), gast="Bep van der Meulenbrink")
    guest.geheim = f"{LINK} {facts['team'].pk}"
    guest.token_hash = hash_token(guest.geheim)
    guest.save()


def _module_rows(module):
    refresher = {"maanden": 3, "titel": "Weet u het nog?", "tekst": "Kijk eerst, en schrijf op wat u ziet."}
    return {
        "module": module,
        "situatie": SituatieFactory(gemeente=module.gemeente),
        "onderdeel": Onderdeel.objects.create(module=module, volgorde=1, titel="Oefenen", minuten=45),
        "materiaal": Materiaal.objects.create(module=module, soort="folder", naam="Boekje"),
        "opfrisser": Opfrisser.objects.create(module=module, **refresher),
        "programma": Programma.objects.create(
            gemeente=module.gemeente, naam="Voorjaar", van="2026-01-01", tot="2026-06-30"
        ),
    }


def _list_rows(sessies, team, member, words, now):
    """The member on every list, a guest who walked in today, and a certificate."""
    came = {"team": team, "gebruiker": member}
    coming = InschrijvingFactory(sessie=sessies["sessie"], **came)
    InschrijvingFactory(sessie=sessies["sessie_nu"], **came)
    InschrijvingFactory(sessie=sessies["sessie_kennis"], aanwezig=True, **came)
    was_there = InschrijvingFactory(sessie=sessies["sessie_gehouden"], aanwezig=True, **came)
    held = sessies["sessie_gehouden"].dag
    given = {
        "soort": "wijkveiligheid",
        "gehaald_op": held,
        "gezien_op": None,
        "gemeente": team.gemeente,
        "gebruiker": member,
    }
    return {
        "inschrijving": coming,
        "inschrijving_gast": InschrijvingFactory(
            sessie=sessies["sessie_nu"], gast=words("GAST"), ingang="inloop", aanwezig=True
        ),
        "inschrijving_aanwezig": was_there,
        "bewijs": BewijsFactory(inschrijving=was_there, **given),
        "beltaak": Beltaak.objects.create(inschrijving=coming, waarover="verplaatst", gemaakt_op=now),
    }


def _team_rows(team, leads, words, now):
    wish = {"onderwerp": "anders", "tekst": words("WENS"), "door": leads, "op": now}
    return {
        "kennismaking": KennismakingFactory(team=team, door=leads, antwoorden={"T16": words("KENNIS")}),
        "leerwens": Leerwens.objects.create(team=team, **wish),
    }


def _outcomes(sessies, trainer, words, now):
    """What an evening came to: practised, said at a table, agreed."""
    practised = SituatieFactory(gemeente=sessies["sessie_gehouden"].gemeente)
    GeoefendeSituatie.objects.create(
        sessie=sessies["sessie_gehouden"], situatie=practised, notitie=words("NOTITIE"), door=trainer, op=now
    )
    themed = sessies["sessie_kennis"]
    table = Werktafel.objects.create(sessie=themed, nummer=1, vraag="Wie doet er mee?", uitkomst=words("TAFEL"))
    point = {"wat": words("PUNT"), "eigenaar": trainer, "voor": local_date(now), "gemaakt_op": now}
    return {"werktafel": table, "actiepunt": Actiepunt.objects.create(sessie=themed, werktafel=table, **point)}


def training_urls():
    """(name, parameters) of every address of trainings, from the resolver itself."""
    for entry in get_resolver().url_patterns:
        if getattr(entry, "namespace", None) == "trainingen":
            for pattern in entry.url_patterns:
                yield pattern.name, tuple(pattern.pattern.regex.groupindex)


def addresses(team, things, *, stands=True):
    """Every address of trainings, with each of the rows that its parameter can be, or (not ``stands``) with one."""
    values = things | {"team": team.pk, "stap": 1} | {f"stap_{number}": number for number in STEPS}
    for name, params in training_urls():
        secret = f"{WALL if name.startswith('hier') else LINK} {team.pk}"
        for variant in variants(params, values) if stands else [{}]:
            kwargs = {param: secret if param == "token" else values[variant.get(param, param)] for param in params}
            yield reverse(f"trainingen:{name}", kwargs=kwargs)


def variants(params, values):
    """The parameter itself, and the other rows of its kind."""
    yield {}
    for param in SEVERAL & set(params):
        yield from ({param: other} for other in values if other.startswith(f"{param}_"))
