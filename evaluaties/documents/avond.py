"""The report of one evening: who answered, what they answered, in their own words, and what was done with it."""

from django.utils.translation import gettext as _

from evaluaties.documents.antwoorden import answers_chapter, returned_chapter, versions_in_words, words_chapter
from evaluaties.documents.respons import response_chapter
from evaluaties.documents.verslag import Plan
from evaluaties.figures.kring_tabellen import date_with_year
from evaluaties.figures.outcomes import sources
from evaluaties.figures.results import results_of
from evaluaties.models import Afname, RapportSoort
from teams.clocks import local_date


def plan(rapport, now) -> Plan:
    """The chapters about the run of this evening; without a run they say that nobody was asked."""
    afnames = list(Afname.objects.filter(sessie=rapport.sessie).for_list())
    resultaten = results_of(afnames)
    return Plan(
        soort=rapport.soort,
        titel=RapportSoort.SESSIE.label,
        gemeente=rapport.sessie.gemeente_toen,
        peildatum=local_date(now),
        versies=versions_in_words(resultaten),
        merken=(*_about(rapport.sessie, afnames), *sources(resultaten)),
        hoofdstukken=(
            lambda: response_chapter(afnames),
            lambda: answers_chapter(resultaten, too_few_here()),
            lambda: words_chapter([afname.pk for afname in afnames if afname.vrijgegeven]),
            lambda: returned_chapter(afnames),
        ),
    )


def too_few_here():
    """Where the answers of a small evening go."""
    return _("Daarom staan hier geen uitkomsten. De antwoorden tellen mee in het programma, samen met andere avonden.")


def _about(sessie, afnames):
    yield afnames[0].naam_toen if afnames else sessie.titel
    yield _("%(dag)s, gemeente %(gemeente)s") % {"dag": date_with_year(sessie.dag), "gemeente": sessie.gemeente_toen}
