"""What a team reads before and after a round: what to look at, and what came of its open meldingen (E102, E117).

Only what the reader may see, only kinds about a place or an event, and never who reported it.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from meldingen.addresses import streets_of
from meldingen.models import Melding, Stand, Uitkomst
from meldingen.rounds import ON_A_ROUND
from opvolging.models import Terugkoppeling
from opvolging.progress import badge
from teams.models import Niveau, Team
from teams.rondes.querysets import GELOPEN, ONDERWEG

LOOK_BACK = timedelta(weeks=8)
MOST = 10


@dataclass(frozen=True)
class Regel:
    """One melding, where it stands and what the team was told."""

    melding: Melding
    status: dict
    url: str
    uitkomst: str
    verteld: str


@dataclass(frozen=True)
class Briefing:
    """What came of meldingen on the route, elsewhere where the team walks, and during the round itself."""

    op_route: list[Regel]
    in_buurt: list[Regel]
    uit_ronde: list[Regel]


def briefing_of(user, ronde, now):
    """Before the round what came of the last eight weeks; from its start on what was reported from it."""
    ahead = ronde.stand not in GELOPEN
    route, buurt = _results(user, ronde, now) if ahead else ([], [])
    from_round = list(reported_from(user, ronde)) if ronde.stand in (ONDERWEG, *GELOPEN) else []
    told = _told(user, [*route, *buurt, *from_round])
    return Briefing(*([_as_regel(melding, user, told) for melding in rows] for rows in (route, buurt, from_round)))


def reported_from(user, ronde):
    """The meldingen of this round that this reader may see, in the order in which they came."""
    rows = Melding.objects.visible_to(user).filter(ronde=ronde, vertrouwelijkheid__lte=Niveau.V1)
    return rows.select_related("categorie", "buurt").order_by("gemeld_op", "pk")


def _results(user, ronde, now):
    """Open meldingen of this team of the last eight weeks: on the streets of this round, and in its buurten."""
    rows = (
        Melding.objects.visible_to(user)
        .filter(team=ronde.team_id, categorie__soort__in=ON_A_ROUND, vertrouwelijkheid__lte=Niveau.V1)
        .filter(gemeld_op__gt=now - LOOK_BACK)
        .exclude(stand=Stand.INGETROKKEN)
        .exclude(uitkomst=Uitkomst.NIET_PASSEND)
        .exclude(ronde=ronde.pk)
        .select_related("categorie", "buurt")
    )
    streets = _indexes_of(ronde)
    walked = Team.buurten.through.objects.filter(team=ronde.team_id, buurt=OuterRef("buurt"))
    rows = rows.annotate(op_route=Q(straat_index__in=streets)).filter(Q(op_route=True) | Exists(walked))
    place = Window(RowNumber(), partition_by="op_route", order_by=("-gemeld_op", "-pk"))
    rows = list(rows.annotate(plaats=place).filter(plaats__lte=MOST).order_by("-gemeld_op", "-pk"))
    return [row for row in rows if row.op_route], [row for row in rows if not row.op_route]


def _indexes_of(ronde):
    """The streets of the route, else those that were walked, as meldingen are found by them."""
    streets = ronde.route.straten if ronde.route_id else ronde.straten
    names = streets.values_list("naam", flat=True)
    return [index for naam in names for index in streets_of(ronde.team.gemeente_id, naam)]


def _told(user, meldingen):
    """The last words to the team about each of these."""
    words = Terugkoppeling.objects.told_to_teams_of(user).filter(melding__in=meldingen).order_by("op")
    return dict(words.values_list("melding", "tekst"))


def _as_regel(melding, user, told):
    own = user.pk in (melding.melder_id, melding.ingevoerd_door_id)
    return Regel(
        melding=melding,
        status=badge(melding),
        url=reverse("opvolging:mijn_melding" if own else "opvolging:team_melding", args=[melding.nummer]),
        uitkomst=melding.get_uitkomst_display(),
        verteld=told.get(melding.pk, ""),
    )
