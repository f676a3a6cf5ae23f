"""The report of a programme: its evenings, its end measurement, and what small evenings said together."""

from django.utils.translation import gettext as _

from evaluaties.documents.antwoorden import answers_chapter, returned_chapter, versions_in_words, words_chapter
from evaluaties.documents.respons import response_chapter
from evaluaties.documents.verslag import Plan
from evaluaties.figures.outcomes import sources
from evaluaties.figures.results import atoms_of_programma, results_of_programma
from evaluaties.models import RapportSoort
from teams.clocks import local_date


def plan(rapport, now) -> Plan:
    """The chapters about everything that hangs on this programme."""
    programma = rapport.programma
    runs, pools = atoms_of_programma(programma)
    resultaten = results_of_programma(programma)
    return Plan(
        soort=rapport.soort,
        titel=RapportSoort.PROGRAMMA.label,
        gemeente=rapport.gemeente.naam,
        peildatum=local_date(now),
        versies=versions_in_words(resultaten),
        merken=(*_about(programma), *sources(resultaten)),
        hoofdstukken=(
            lambda: response_chapter(list(runs.for_list().order_by("opent_op", "pk"))),
            lambda: answers_chapter(resultaten, too_few_here()),
            lambda: words_chapter(runs.published().order_by().values("pk"), pools.order_by().values("pk")),
            lambda: returned_chapter(runs.order_by().values("pk")),
        ),
    )


def too_few_here():
    """What has to happen first."""
    return _("Zodra vijf mensen of meer antwoord hebben gegeven, staan hier uitkomsten.")


def _about(programma):
    whose = programma.gemeente.naam if programma.gemeente_id else programma.regio.naam
    yield f"{programma.naam}, {whose}"
    days = {"van": _day(programma.van), "tot": _day(programma.tot)}
    yield _("%(van)s tot en met %(tot)s") % days


def _day(day):
    return f"{day:%-d-%-m-%Y}"
