"""Conversations at a table: which one may read, and what stands in the report (E193)."""

from dataclasses import dataclass
from datetime import date

from evaluaties.answers import questions_of, value_in_words
from evaluaties.models import Afname, SamenPunt, SamenVerslag, Soort
from trainingen.models import Actiepunt, Sessie, SessieSoort, SessieStand
from trainingen.tables import point_of


@dataclass(frozen=True)
class Afspraak:
    """Who does what by when; ``punt`` is the key of one that can be ticked off here."""

    wat: str
    wie: str
    voor: date
    klaar: bool
    punt: int | None = None


def run_to_read(user, pk):
    """A conversation that this person may read: who looks after it, and who leads a team that sat there."""
    runs = Afname.objects.filter(versie__vragenlijst__soort=Soort.SAMEN, pk=pk)
    return runs.visible_to(user).for_list().first() or runs.for_coordinator(user).for_list().first()


def teams_of(afname):
    """Who sat at the table: the names stand in the report, also of teams that one is not in."""
    return list(afname.teams.order_by("naam"))


def conversations_of(teams):
    """Those of these teams of which there is a report, the newest first."""
    runs = Afname.objects.filter(teams__in=teams, versie__vragenlijst__soort=Soort.SAMEN)
    return runs.filter(pk__in=SamenVerslag.objects.values("afname")).distinct().order_by("-opent_op", "-pk")


def last_of(afname):
    """The report as it stands now; None when nobody wrote it yet."""
    return SamenVerslag.objects.filter(afname=afname).select_related("door").order_by("nummer").last()


def lines_of(versie, verslag):
    """(question, answer in words) of the report."""
    said = verslag.alles if verslag else {}
    return [(vraag.tekst, value_in_words(vraag, said.get(vraag.code))) for vraag in questions_of(versie)]


def agreements_of(afname, today):
    """What was agreed: here, and at the evening on which they sat together."""
    own = SamenPunt.objects.filter(afname=afname)
    found = [Afspraak(row.wat, row.wie, row.voor, bool(row.klaar_op), row.pk) for row in own]
    if afname.sessie_id:
        rows = Actiepunt.objects.filter(sessie=afname.sessie_id).select_related("eigenaar")
        points = [point_of(row, today) for row in rows]
        found += [Afspraak(one.punt.wat, one.roepnaam, one.punt.voor, bool(one.punt.klaar_op)) for one in points]
    return sorted(found, key=lambda one: (one.klaar, one.voor))


def agreements_here(afname):
    """Those that can be ticked off here; one that is done stays so."""
    return SamenPunt.objects.filter(afname=afname)


def evenings_to_choose(gemeente):
    """Knowledge evenings of this gemeente without a run, the newest first."""
    rows = Sessie.objects.filter(gemeente=gemeente, soort=SessieSoort.KENNISAVOND, afnames=None)
    return rows.exclude(stand=SessieStand.VERVALLEN).select_related("module", "gemeente").order_by("-begin", "-pk")
