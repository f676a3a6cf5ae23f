"""What the answers to a questionnaire come to: sums of published runs and pools, and nothing else (E205, E206).

A published run or a pool is an atom. A question of an atom counts when at least five people answered it there, so no
difference of two pages shows fewer than five. Runs rebuilt from a published report are exempt, and never added to
answers that were given here. Each version of a questionnaire is a block of its own.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from evaluaties.figures.counting import atoms_in, code_of, count, keys_of
from evaluaties.figures.rounding import mean, percent
from evaluaties.models import IN_NUMBERS, Afname, Pool, Versie, Vraag, VraagType

FEWEST = 5  # people who answered a question in one atom, or it is not told
SMALL = 30  # below this a figure says "kleine groep, lees met zorg" (E205)
NIET_GEPUBLICEERD = "niet_gepubliceerd"  # an answer of which the report does not say what it was
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
    atoms = atoms_in(afnames, pools)
    return _summed(atoms, count(atoms))


def results_per_quarter(afnames, pools=()) -> dict[tuple[int, int], Resultaten]:
    """The same for each (year, quarter) in which a run began or a pool was made, the oldest first (E212)."""
    return results_over_time(afnames, pools)[1]


def results_over_time(afnames, pools=()) -> tuple[Resultaten, dict[tuple[int, int], Resultaten]]:
    """All of it and per quarter, counted once."""
    atoms = atoms_in(afnames, pools)
    vragen, quarters = count(atoms), defaultdict(dict)
    for key, atom in atoms.items():
        quarters[atom.dag.year, (atom.dag.month + 2) // 3][key] = atom
    return _summed(atoms, vragen), {quarter: _summed(quarters[quarter], vragen) for quarter in sorted(quarters)}


def _summed(atoms, vragen):
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


def atoms_of_afname(afname) -> tuple[QuerySet, QuerySet]:
    """One run, and no pool: what went into a pool is no longer of one run."""
    return Afname.objects.filter(pk=afname.pk), Pool.objects.none()


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


def years_of(gemeente) -> list[int]:
    """The years of which there is something to read for a gemeente, in its region too; the newest first."""
    whose = Q(gemeente=gemeente) | Q(regio__isnull=False, regio=gemeente.regio_id)
    runs = Afname.objects.filter(whose).published().order_by().datetimes("opent_op", "year")
    pools = Pool.objects.filter(whose).order_by().dates("week", "year")
    return sorted({day.year for days in (runs, pools) for day in days}, reverse=True)


def _chosen(runs, pools, van, tot, module):
    if van:
        runs, pools = runs.filter(opent_op__date__gte=van), pools.filter(week__gte=van)
    if tot:
        runs, pools = runs.filter(opent_op__date__lte=tot), pools.filter(week__lte=tot)
    if module:
        about = {"versie__vragenlijst__module_code": module}
        runs, pools = runs.filter(**about), pools.filter(**about)
    return runs, pools


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
        vragen=tuple(_outcome(vraag, sleutel, atoms) for vraag in vragen for sleutel in keys_of(vraag)),
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
    """The answers after which it is asked, in words that stand between “ and ”."""
    if vraag.als_vraag_id is None:
        return ""
    names = {one["code"]: one["tekst"] for one in vraag.als_vraag.opties}
    return _("” of “").join(str(names.get(code_of(one), one)) for one in vraag.als_waarden)


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
