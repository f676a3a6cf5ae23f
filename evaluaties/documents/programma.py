"""The report of a programme: its evenings, its end measurement, and what small evenings said together."""

from django.db.models import Q
from django.utils.translation import gettext as _

from evaluaties.documents.antwoorden import answers_chapter, returned_chapter, versions_in_words, words_chapter
from evaluaties.documents.respons import response_chapter
from evaluaties.documents.verslag import Deel, Hoofdstuk, Plan
from evaluaties.figures.kring_tabellen import date_with_year
from evaluaties.figures.outcomes import sources
from evaluaties.figures.over_time import comparisons
from evaluaties.figures.results import atoms_of_programma, results_of_programma, results_per_quarter
from evaluaties.models import RapportSoort
from teams.clocks import local_date


def plan(rapport, now) -> Plan:
    """The chapters about everything that hangs on this programme.

    Runs of other gemeenten count in every figure; their names, words and deeds are not told here.
    """
    programma, gemeente = rapport.programma, rapport.gemeente
    runs, pools = atoms_of_programma(programma)
    here = Q(gemeente=gemeente) | Q(regio=gemeente.regio_id)
    mine, others, own_pools = runs.filter(here), runs.exclude(here), pools.filter(here)
    resultaten = results_of_programma(programma)
    return Plan(
        soort=rapport.soort,
        titel=RapportSoort.PROGRAMMA.label,
        gemeente=gemeente.naam,
        peildatum=local_date(now),
        versies=versions_in_words(resultaten),
        merken=(*_about(programma), *sources(resultaten)),
        hoofdstukken=(
            lambda: response_chapter(mine, others),
            lambda: answers_chapter(resultaten, too_few_here()),
            lambda: _over_time(runs, pools),
            lambda: words_chapter(mine.published().order_by().values("pk"), own_pools.order_by().values("pk")),
            lambda: returned_chapter(mine.order_by().values("pk")),
        ),
    )


def _over_time(runs, pools):
    """The same question at two moments; nothing when there was one."""
    tabellen = comparisons(results_per_quarter(runs, pools))
    return Hoofdstuk(_("Eerder en later"), delen=tuple(Deel(tabel.kop, tabel=tabel) for tabel in tabellen))


def too_few_here():
    """What has to happen first."""
    return _("Zodra vijf mensen of meer antwoord hebben gegeven, staan hier uitkomsten.")


def _about(programma):
    whose = programma.gemeente.naam if programma.gemeente_id else programma.regio.naam
    yield f"{programma.naam}, {whose}"
    days = {"van": date_with_year(programma.van), "tot": date_with_year(programma.tot)}
    yield _("%(van)s tot en met %(tot)s") % days
