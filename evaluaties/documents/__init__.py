"""Reports on paper: what stands in each, in which order. They draw what ``evaluaties.figures`` says; none counts."""

from evaluaties.documents import avond, jaar, programma, team_kwartaal
from evaluaties.documents.verslag import Plan
from evaluaties.models import Rapport, RapportSoort

PLANS = {
    RapportSoort.SESSIE: avond.plan,
    RapportSoort.PROGRAMMA: programma.plan,
    RapportSoort.TEAM_KWARTAAL: team_kwartaal.plan,
    RapportSoort.JAAR: jaar.plan,
}


def plan_of(rapport: Rapport, now) -> Plan:
    """The chapters of this report, to be made one by one."""
    return PLANS[RapportSoort(rapport.soort)](rapport, now)
