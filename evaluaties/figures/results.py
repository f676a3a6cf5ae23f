"""What the answers to a questionnaire come to: sums of published runs and pools, and nothing else (E205, E206).

A published run or a pool is an atom. A question of an atom counts when at least five people answered it there, so no
difference of two pages shows fewer than five. Runs rebuilt from a published report are exempt, and never added to
answers that were given here. Each version of a questionnaire is a block of its own.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from evaluaties.answers import ONLEESBAAR, holds
from evaluaties.figures.rounding import mean, percent
from evaluaties.models import IN_NUMBERS, Afname, Inzending, Kanaal, Pool, Respons, Telling, Versie, Vraag, VraagType

FEWEST = 5  # people who answered a question in one atom, or it is not told
SMALL = 30  # below this a figure says "kleine groep, lees met zorg" (E205)
NIET_GEPUBLICEERD = "niet_gepubliceerd"  # an answer of which the report does not say what it was
FORM = ("afname", "pool", "versie", "antwoorden", "vlaggen")
ALLES, HOOGSTENS = "*", "n"  # of a rebuilt run: no figure of any answer; n itself is an upper bound


# --- what a page reads ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Antwoord:
    """One answer that can be given, and how many gave it; ``aantal`` is None when the report did not publish it."""

    code: str
    tekst: str
    aantal: int | None
    procent: int | None


@dataclass(frozen=True)
class VraagUitkomst:
    """One question (or one of the things it is asked for) in one block."""

    vraag: Vraag
    sleutel: str
    sub: str = ""  # the thing it is asked for, in words
    n: int = 0  # people whose answer can be read
    n_hoogstens: bool = False  # the report did not say how many: at most this
    antwoorden: tuple[Antwoord, ...] = ()
    gemiddeld: Decimal | None = None
    onleesbaar: int = 0
    zonder_antwoord: int = 0
    van: int | None = None  # of how many the condition held; None without one, or when that cannot be told
    van_wie: str = ""  # "ja", in words
    tegen: int = 0  # answered although the condition did not hold
    weggelaten: int = 0  # atoms in which fewer than five answered it
    zonder_verdeling: bool = False  # the report does not say how many gave which answer
    niet_gepubliceerd: bool = False  # nothing of it stands in the report

    @property
    def tekst(self):
        return f"{self.vraag.tekst} {self.sub}".strip()

    @property
    def te_weinig(self):
        """Somebody answered, and nowhere five."""
        return not self.n and bool(self.weggelaten)

    @property
    def is_klein(self):
        return 0 < self.n < SMALL

    @property
    def past_niet(self):
        """More answers than people to whom it was asked, or from others: told as it is, never smoothed."""
        return bool(self.tegen)

    def of(self, code):
        """How many gave this answer; None when that is not known."""
        return next((one.aantal for one in self.antwoorden if one.code == code), None)


@dataclass(frozen=True)
class VersieUitkomst:
    """One version of a questionnaire over atoms of one kind: given here, or rebuilt from a report."""

    versie: Versie
    nagebouwd: bool
    bronnen: tuple[str, ...]
    afnames: int
    pools: int
    formulieren: int  # people who handed one in
    vragen: tuple[VraagUitkomst, ...]

    def of(self, sleutel):
        """The outcome of one key; None when this version does not ask it."""
        return next((one for one in self.vragen if one.sleutel == sleutel), None)


@dataclass(frozen=True)
class Resultaten:
    """Every block, the questionnaires in their own order and the newest version first."""

    blokken: tuple[VersieUitkomst, ...] = ()

    @property
    def formulieren(self):
        return sum(blok.formulieren for blok in self.blokken)

    @property
    def is_leeg(self):
        return not self.blokken

    def of(self, code):
        """The blocks of one questionnaire."""
        return tuple(blok for blok in self.blokken if blok.versie.vragenlijst.code == code)


# --- which atoms ------------------------------------------------------------------------------------


def results_of(afnames, pools=()) -> Resultaten:
    """The sum of what is published of these runs and pools; six queries, however many forms."""
    atoms = _atoms(afnames, pools)
    vragen = _questions({versie for _run, _pool, versie in atoms})
    _count_forms(atoms, vragen)
    _count_tallies(atoms, vragen)
    blocks = defaultdict(list)
    for (_run, _pool, versie), atom in atoms.items():
        blocks[versie, atom.nagebouwd].append(atom)
    found = [_block(vragen[versie], rows) for (versie, _rebuilt), rows in blocks.items()]
    return Resultaten(tuple(sorted(found, key=_order)))


def results_of_afname(afname) -> Resultaten:
    """Of one run; nothing while it is open, or when fewer than five answered."""
    return results_of([afname])


def results_of_programma(programma) -> Resultaten:
    """Of everything that hangs on a programme: its evenings, its end measurement and its pools."""
    return results_of(*atoms_of_programma(programma))


def results_of_gemeente(gemeente, *, van=None, tot=None, module="") -> Resultaten:
    """Of the runs and pools of one gemeente; a run of its region is not only its own and stands apart."""
    return results_of(*atoms_of_gemeente(gemeente, van=van, tot=tot, module=module))


def atoms_of_programma(programma) -> tuple[QuerySet, QuerySet]:
    """The runs and pools of a programme."""
    runs = Afname.objects.filter(Q(programma=programma) | Q(sessie__programma=programma))
    return runs, Pool.objects.filter(programma=programma)


def atoms_of_gemeente(gemeente, *, van=None, tot=None, module="") -> tuple[QuerySet, QuerySet]:
    """The runs and pools of a gemeente; of a period (by the day it opened, whole weeks) and of one module."""
    return _chosen(Afname.objects.filter(gemeente=gemeente), Pool.objects.filter(gemeente=gemeente), van, tot, module)


def atoms_of_regio(regio, *, van=None, tot=None, module="") -> tuple[QuerySet, QuerySet]:
    """The runs and pools that belong to the region itself."""
    return _chosen(Afname.objects.filter(regio=regio), Pool.objects.filter(regio=regio), van, tot, module)


def _chosen(runs, pools, van, tot, module):
    if van:
        runs, pools = runs.filter(opent_op__date__gte=van), pools.filter(week__gte=van)
    if tot:
        runs, pools = runs.filter(opent_op__date__lte=tot), pools.filter(week__lte=tot)
    if module:
        about = {"versie__vragenlijst__module_code": module}
        runs, pools = runs.filter(**about), pools.filter(**about)
    return runs, pools


# --- counting ---------------------------------------------------------------------------------------


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

    is_pool: bool = False
    nagebouwd: bool = False
    bron: str = ""
    verzwegen: dict = field(default_factory=dict)
    formulieren: int = 0
    geteld: dict = field(default_factory=lambda: defaultdict(Geteld))


def _atoms(afnames, pools):
    """The published ones by (run, pool, version); what is open or too small is not among them."""
    runs = Afname.objects.filter(pk__in=_keys(afnames)).published()
    runs = runs.order_by("pk").values_list("pk", "versie", "nagebouwd", "bron", "niet_gepubliceerd")
    found = {(pk, None, versie): Atoom(False, *facts) for pk, versie, *facts in runs}
    taken = Pool.objects.filter(pk__in=_keys(pools)).order_by("pk").values_list("pk", "versie")
    return found | {(None, pk, versie): Atoom(is_pool=True) for pk, versie in taken}


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
            _count_form(atom, vraag, antwoorden, frozenset(vlaggen))


def _of(atoms):
    runs, pools = [run for run, _pool, _versie in atoms if run], [pool for _run, pool, _versie in atoms if pool]
    return Q(afname__in=runs) | Q(pool__in=pools)


def _count_form(atom, vraag, antwoorden, vlaggen):
    asked = holds(vraag, antwoorden)
    for sleutel in _keys_of(vraag):
        cell, value = atom.geteld[sleutel], antwoorden.get(sleutel)
        cell.van += asked
        if value is None or value == []:
            cell.zonder_antwoord += asked
        elif value == ONLEESBAAR or (isinstance(value, list) and ONLEESBAAR in value):
            cell.onleesbaar += 1
        else:
            cell.n += 1
            cell.aantallen.update({_code(one) for one in value} if isinstance(value, list) else [_code(value)])
            cell.tegen += not asked or sleutel in vlaggen


def _code(value):
    """An answer as text: 4 and True are "4" and "true"."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _keys_of(vraag):
    return [] if vraag.type == VraagType.UITLEG or vraag.is_in_words else vraag.sleutels


def _count_tallies(atoms, vragen):
    """Counts that were made by hand, added to what the forms say."""
    runs = {run: (atom, vragen[versie]) for (run, _pool, versie), atom in atoms.items() if run}
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


def _count_tally(atom, vraag, tallies, people):
    asked = _asked_in_tally(vraag, tallies, people)
    for sleutel in _keys_of(vraag):
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
    return sum(counts.get(_code(value), 0) for value in vraag.als_waarden)


# --- one block --------------------------------------------------------------------------------------


def _order(blok):
    versie = blok.versie
    return (versie.vragenlijst_id, blok.nagebouwd, versie.gemeente_id is None, -versie.nummer)


def _block(vragen, atoms):
    return VersieUitkomst(
        versie=vragen[0].versie,
        nagebouwd=atoms[0].nagebouwd,
        bronnen=tuple(sorted({atom.bron for atom in atoms if atom.bron})),
        afnames=sum(not atom.is_pool for atom in atoms),
        pools=sum(atom.is_pool for atom in atoms),
        formulieren=sum(atom.formulieren for atom in atoms),
        vragen=tuple(_outcome(vraag, sleutel, atoms) for vraag in vragen for sleutel in _keys_of(vraag)),
    )


def _outcome(vraag, sleutel, atoms):
    """The sum of the atoms in which enough people answered this."""
    answered = [atom for atom in atoms if atom.geteld[sleutel].n]
    counted = [atom for atom in answered if is_told(atom, sleutel)]
    cells = [atom.geteld[sleutel] for atom in counted]
    n, counts = sum(cell.n for cell in cells), sum((cell.aantallen for cell in cells), Counter())
    hidden = _hidden(vraag, sleutel, atoms)
    known = sum(counts[code] for code, _words in _options(vraag, counts)) if vraag.type in IN_NUMBERS else 0
    return VraagUitkomst(
        vraag=vraag,
        sleutel=sleutel,
        sub=next((one["tekst"] for one in vraag.per if sleutel == f"{vraag.code}.{one['code']}"), ""),
        n=n,
        n_hoogstens=HOOGSTENS in hidden,
        antwoorden=tuple(_answers(vraag, counts, n, hidden)) if n and ALLES not in hidden else (),
        gemiddeld=mean(_total(vraag, counts), known) if known else None,
        onleesbaar=sum(cell.onleesbaar for cell in cells),
        zonder_antwoord=sum(cell.zonder_antwoord for cell in cells),
        van=_of_whom(vraag, counted, cells),
        van_wie=_condition(vraag),
        tegen=sum(cell.tegen for cell in cells),
        weggelaten=len(answered) - len(counted),
        zonder_verdeling=ALLES in hidden,
        niet_gepubliceerd=not n and bool(hidden),
    )


def is_told(atom, sleutel):
    """Five people or more answered this here, or it was published before."""
    return atom.nagebouwd or atom.geteld[sleutel].n >= FEWEST


def _hidden(vraag, sleutel, atoms):
    """Codes of answers of which the report gives no figure."""
    return {code for atom in atoms for key in (vraag.code, sleutel) for code in atom.verzwegen.get(key, ())}


def _of_whom(vraag, counted, cells):
    """Of how many the condition held; only when that question may be told in the same atoms."""
    if vraag.als_vraag_id is None or not cells or any(cell.van is None for cell in cells):
        return None
    told = all(is_told(atom, sleutel) for atom in counted for sleutel in vraag.als_vraag.sleutels)
    return sum(cell.van for cell in cells) if told else None


def _condition(vraag):
    """The answers after which it is asked, in words: "ja" or "meer, een beetje meer"."""
    if vraag.als_vraag_id is None:
        return ""
    names = {one["code"]: one["tekst"] for one in vraag.als_vraag.opties}
    return _(" of ").join(str(names.get(_code(one), one)) for one in vraag.als_waarden)


def _options(vraag, counts):
    """(code, words) of what can be answered; numbers and days without bounds: what was answered."""
    if vraag.type in (VraagType.SCHAAL, VraagType.RAPPORTCIJFER):
        ends = {vraag.laagste: vraag.links, vraag.hoogste: vraag.rechts}
        for value in range(vraag.laagste, vraag.hoogste + 1):
            yield str(value), f"{value} ({ends[value]})" if ends.get(value) else str(value)
    elif vraag.opties:
        yield from ((one["code"], one["tekst"]) for one in vraag.opties)
    elif vraag.type in IN_NUMBERS:
        yield from ((code, code) for code in sorted(filter(_is_number, counts), key=int))
    elif vraag.type == VraagType.BEVESTIGING:
        yield "true", _("Aangevinkt")
    else:
        yield from ((code, code) for code in sorted(counts) if code != NIET_GEPUBLICEERD)


def _is_number(code):
    return code.removeprefix("-").isdecimal()


def _answers(vraag, counts, n, hidden):
    options = list(_options(vraag, counts))
    share = (lambda number: None) if HOOGSTENS in hidden else (lambda number: percent(number, n))
    for code, words in options:
        if code in hidden:
            yield Antwoord(code, words, None, None)
        else:
            yield Antwoord(code, words, counts[code], share(counts[code]))
    known = {code for code, _words in options}
    if number := counts[NIET_GEPUBLICEERD]:
        yield Antwoord(NIET_GEPUBLICEERD, _("Antwoord niet gepubliceerd"), number, share(number))
    if number := sum(counts[code] for code in counts if code not in known | {NIET_GEPUBLICEERD}):
        yield Antwoord("onbekend", _("Onbekend: dit antwoord staat niet in de lijst"), number, share(number))


def _total(vraag, counts):
    return sum(int(code) * counts[code] for code, _words in _options(vraag, counts))
