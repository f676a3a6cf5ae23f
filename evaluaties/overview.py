"""A run as who looks after it sees it: how many answered, and the one thing to do now."""

from dataclasses import dataclass

from evaluaties.models import Afname, Soort
from evaluaties.present import answered, expected
from evaluaties.wall import wall_until, wall_works

ENOUGH = 5  # with fewer nobody reads anything of this run alone (E205)
LIJST, CODE, PAPIER, VRAGEN, SLUITEN = "lijst", "code", "papier", "vragen", "sluiten"
RESULTAAT, WOORDEN, NIETS = "resultaat", "woorden", ""


@dataclass(frozen=True)
class Regel:
    """One run as a line of a list, or on top of its own page."""

    afname: Afname
    binnen: int
    verwacht: int | None
    stap: str

    @property
    def is_compleet(self):
        """Everybody who can answer did."""
        return bool(self.verwacht) and self.binnen >= self.verwacht

    @property
    def is_te_vol(self):
        """The list of the evening was corrected after people answered."""
        return self.verwacht is not None and self.binnen > self.verwacht

    @property
    def is_weinig(self):
        return self.binnen < ENOUGH

    @property
    def is_gesprek(self):
        """One report of a table, and no forms."""
        return self.afname.versie.vragenlijst.soort == Soort.SAMEN

    @property
    def nog(self):
        """How many more are needed before anything can be read."""
        return max(ENOUGH - self.binnen, 0)


def line_of(afname, now, *, woorden=0):
    """This run by itself; ``woorden``: how many texts wait to be read by a person."""
    binnen, verwacht = answered(afname), expected(afname)
    return Regel(afname, binnen, verwacht, next_step(afname, binnen, verwacht, now, woorden=woorden))


def lines_of(rows, now):
    """These runs, asked ``with_numbers``."""
    return [Regel(row, row.binnen, row.verwacht, next_step(row, row.binnen, row.verwacht, now)) for row in rows]


def next_step(afname, binnen, verwacht, now, *, woorden=0):
    """The one thing to do with a run at this moment."""
    if not afname.is_open:
        return _after(afname, woorden)
    if verwacht and binnen >= verwacht:
        return SLUITEN
    if afname.sessie_id is None:
        return VRAGEN
    if not verwacht:
        return LIJST
    return CODE if wall_works(afname, now) or wall_until(afname.sessie, now) else PAPIER


def _after(afname, woorden):
    if woorden:
        return WOORDEN
    return RESULTAAT if afname.vrijgegeven else NIETS
