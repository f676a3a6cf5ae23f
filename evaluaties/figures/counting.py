"""Counting answers per atom: a published run or a pool, its forms and its tallies; results.py adds atoms up."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from evaluaties.answers import ONLEESBAAR, holds
from evaluaties.models import Afname, Inzending, Kanaal, Pool, Respons, Telling, Vraag, VraagType
from teams.clocks import local_date

FORM = ("afname", "pool", "versie", "antwoorden", "vlaggen")


@dataclass
class Geteld:
    """The answers under one key in one atom."""

    n: int = 0
    aantallen: Counter = field(default_factory=Counter)
    onleesbaar: int = 0
    zonder_antwoord: int = 0
    tegen: int = 0
    van: int | None = 0


@dataclass
class Atoom:
    """A published run or a pool, and what was counted in it under one version."""

    dag: date
    is_pool: bool = False
    nagebouwd: bool = False
    bron: str = ""
    verzwegen: dict = field(default_factory=dict)
    formulieren: int = 0
    geteld: dict = field(default_factory=lambda: defaultdict(Geteld))


def count(atoms):
    """Count what is in each atom; gives the questions by version."""
    vragen = _questions({versie for _run, _pool, versie in atoms})
    _count_forms(atoms, vragen)
    _count_tallies(atoms, vragen)
    return vragen


def atoms_in(afnames, pools):
    """The published ones by (run, pool, version); what is open or too small is not among them."""
    runs = Afname.objects.filter(pk__in=_keys(afnames)).published()
    runs = runs.order_by("pk").values_list("pk", "versie", "opent_op", "nagebouwd", "bron", "niet_gepubliceerd")
    found = {(pk, None, versie): Atoom(local_date(op), False, *facts) for pk, versie, op, *facts in runs}
    taken = Pool.objects.filter(pk__in=_keys(pools)).order_by("pk").values_list("pk", "versie", "week")
    return found | {(None, pk, versie): Atoom(week, is_pool=True) for pk, versie, week in taken}


def _keys(rows):
    return rows.order_by().values("pk") if isinstance(rows, QuerySet) else [row.pk for row in rows]


def _questions(versies):
    """The questions by version, each with its version and its condition: one query."""
    found = defaultdict(list)
    rows = Vraag.objects.filter(versie__in=versies).select_related("versie__vragenlijst", "als_vraag")
    for vraag in rows.order_by("versie", "volgorde"):
        found[vraag.versie_id].append(vraag)
    return found


def _count_forms(atoms, vragen):
    rows = Inzending.objects.filter(_of(atoms)).order_by()
    for afname, pool, versie, antwoorden, vlaggen in rows.values_list(*FORM).iterator():
        atom = atoms[afname, pool, versie]
        atom.formulieren += 1
        for vraag in vragen[versie]:
            count_form(atom, vraag, antwoorden, frozenset(vlaggen))


def _of(atoms):
    runs, pools = [run for run, _pool, _versie in atoms if run], [pool for _run, pool, _versie in atoms if pool]
    return Q(afname__in=runs) | Q(pool__in=pools)


def count_form(atom, vraag, antwoorden, vlaggen):
    """Add what one form says to a question."""
    asked = holds(vraag, antwoorden)
    for sleutel in keys_of(vraag):
        cell, value = atom.geteld[sleutel], antwoorden.get(sleutel)
        cell.van += asked
        if value is None or value == []:
            cell.zonder_antwoord += asked and not atom.nagebouwd  # of a rebuilt run nobody knows
        elif value == ONLEESBAAR or (isinstance(value, list) and ONLEESBAAR in value):
            cell.onleesbaar += 1
        else:
            cell.n += 1
            cell.aantallen.update({code_of(one) for one in value} if isinstance(value, list) else [code_of(value)])
            cell.tegen += not asked or sleutel in vlaggen


def code_of(value):
    """An answer as text: 4 and True are "4" and "true"."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def keys_of(vraag):
    return [] if vraag.type == VraagType.UITLEG or vraag.is_in_words else vraag.sleutels


def _count_tallies(atoms, vragen):
    """Counts that were made by hand, added to what the forms say; those of runs in a pool go along with its forms."""
    runs = {run: (atom, vragen[versie]) for (run, _pool, versie), atom in atoms.items() if run} | _in_pools(
        atoms, vragen
    )
    people = Respons.objects.filter(afname__in=runs, kanaal=Kanaal.TELLING)
    people = defaultdict(int, people.values_list("afname", "aantal"))
    tallies = defaultdict(dict)
    rows = Telling.objects.filter(afname__in=runs).order_by()
    for afname, sleutel, n, aantallen in rows.values_list("afname", "sleutel", "n", "aantallen"):
        tallies[afname][sleutel] = (n, aantallen)
    for afname, found in tallies.items():
        atom, asked = runs[afname]
        atom.formulieren += people[afname]
        for vraag in asked:
            _count_tally(atom, vraag, found, people[afname])


def _in_pools(atoms, vragen):
    """The runs that are read in one of these pools, each with the atom and the questions of that pool."""
    pools = {pool: (atom, vragen[versie]) for (_run, pool, versie), atom in atoms.items() if pool}
    rows = Pool.afnames.through.objects.filter(pool__in=pools).values_list("afname", "pool") if pools else []
    return {afname: pools[pool] for afname, pool in rows}


def _count_tally(atom, vraag, tallies, people):
    asked = _asked_in_tally(vraag, tallies, people)
    for sleutel in keys_of(vraag):
        cell, (n, aantallen) = atom.geteld[sleutel], tallies.get(sleutel, (0, {}))
        unreadable = aantallen.get(ONLEESBAAR, 0)
        cell.n += n - unreadable
        cell.onleesbaar += unreadable
        cell.aantallen.update({code: number for code, number in aantallen.items() if code != ONLEESBAAR})
        if asked is None or cell.van is None:
            cell.van = None
        else:
            cell.van += asked
            cell.zonder_antwoord += max(asked - n, 0)
            cell.tegen += max(n - asked, 0)


def _asked_in_tally(vraag, tallies, people):
    """Of how many the condition held, as far as counts can tell; None when they cannot."""
    if vraag.als_vraag_id is None:
        return people
    if vraag.als_vraag.type == VraagType.MEERKEUZE and len(vraag.als_waarden) > 1:
        return None  # who chose two of them stands in two counts
    counts = tallies.get(vraag.als_vraag.code, (0, {}))[1]
    return sum(counts.get(code_of(value), 0) for value in vraag.als_waarden)
