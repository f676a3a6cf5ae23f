"""What a trainer wants to know before an evening: the teams, what they wish, who comes, what they did before (E174)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Max, Q

from trainingen import intake
from trainingen.cover import covers, expected_of
from trainingen.models import (
    BewijsSoort,
    GeoefendeSituatie,
    InschrijvingStand,
    Kennismaking,
    Leerwens,
    Sessie,
    SessieStand,
)
from trainingen.wishlist import per_topic

TOLD = ("T15", "T16", "T20", "T10", "T14", "T17", "T21", "T22", "T23")  # of the talk: what makes an evening fit
EVENINGS, SITUATIONS = 5, 12


@dataclass(frozen=True)
class Regel:
    """A line of the programme; ``tijd`` is None when nobody knows."""

    tijd: object
    titel: str
    minuten: int | None = None


@dataclass(frozen=True)
class TeamVooraf:
    """One team that was asked, before the evening; figures and sentences, nobody's name."""

    naam: str
    team: object
    feiten: intake.Feiten
    komen: int
    kennismaking: Kennismaking | None
    is_oud: bool
    antwoorden: tuple
    wensen: tuple
    dekking: tuple
    geoefend: tuple
    avonden: tuple

    @property
    def cijfers(self):
        """As name and value: how many come, the register, and who is trained."""
        komt = {"naam": "Aangemeld", "waarde": f"{self.komen} van {self.feiten.leden} leden"}
        trained = [
            {"naam": str(BewijsSoort(vak.soort).label), "waarde": f"{vak.actueel} van {vak.leden} leden actueel"}
            for vak in self.dekking
        ]
        return [komt, *(rij for rij in self.feiten.rijen if rij["naam"] != "Leden"), *trained]


@dataclass(frozen=True)
class Voorbereiding:
    """The whole sheet."""

    sessie: Sessie
    teams: tuple[TeamVooraf, ...]
    agenda: tuple[Regel, ...]
    komen: int
    wachten: int
    gasten: int
    anderen: int
    wensen: tuple

    @property
    def met_tijden(self):
        return any(regel.tijd for regel in self.agenda)


def preparation_of(sessie, user, today) -> Voorbereiding:
    """Of this evening for this trainer; what belongs to another gemeente's trainers is left out."""
    lijst = Lijst(tuple(sessie.inschrijvingen.values_list("stand", "team", "gebruiker")))
    asked = list(sessie.sessieteams.select_related("team"))
    pks = {row.team_id for row in asked}
    wishes = _wishes(sessie, pks, user)
    found = {cover.team.pk: cover for cover in covers([row.team for row in asked], today)}
    return Voorbereiding(
        sessie=sessie,
        teams=tuple(_team(row, sessie, user, today, lijst, wishes, found[row.team_id]) for row in asked),
        agenda=agenda_of(sessie),
        komen=lijst.count(),
        wachten=lijst.count(InschrijvingStand.WACHTLIJST),
        gasten=lijst.count(wanted=lambda team, person: person is None),
        anderen=lijst.count(wanted=lambda team, person: person is not None and team not in pks),
        wensen=tuple(per_topic(wishes[None])),
    )


def agenda_of(sessie):
    """The lines of the programme, with the clock as long as every line before has its minutes."""
    if not sessie.module_id or sessie.programma_avond:
        return tuple(Regel(None, line.strip()) for line in sessie.programma_avond.splitlines() if line.strip())
    clock, lines = sessie.begin, []
    for part in sessie.module.onderdelen.all():
        lines.append(Regel(clock, part.titel, part.minuten))
        clock = clock + timedelta(minutes=part.minuten) if clock and part.minuten else None
    return tuple(lines)


@dataclass(frozen=True)
class Lijst:
    """Who is on the list: (stand, team, person) each; a guest is no person."""

    rijen: tuple

    def count(self, stand=InschrijvingStand.AANGEMELD, wanted=lambda team, person: True):
        """How many stand like this."""
        return sum(found == stand and wanted(team, person) for found, team, person in self.rijen)


def _wishes(sessie, pks, user):
    """Wishes by team; under None those of who comes from elsewhere. Of who signed off nothing."""
    here = Q(inschrijving__sessie=sessie) & ~Q(inschrijving__stand=InschrijvingStand.AFGEMELD)
    of_team = Q(team__in=pks, inschrijving__isnull=True)
    rows = Leerwens.objects.visible_to(user).open().filter(here | of_team).select_related("inschrijving")
    found = defaultdict(list)
    for wish in rows.order_by("pk"):
        team = wish.team_id or wish.inschrijving.team_id
        found[team if team in pks else None].append(wish)
    return found


def _team(row, sessie, user, today, lijst, wishes, cover):
    """One team that was asked."""
    talk = (
        Kennismaking.objects.visible_to(user).finished().filter(team=row.team).order_by("-gehouden_op", "-pk").first()
    )
    return TeamVooraf(
        naam=row.naam_toen,
        team=row.team,
        feiten=intake.facts_of(row.team, today),
        komen=lijst.count(wanted=lambda team, person: person is not None and team == row.team_id),
        kennismaking=talk,
        is_oud=bool(talk) and intake.is_old(talk.gehouden_op, today),
        antwoorden=tuple(intake.in_words(talk.antwoorden, TOLD)) if talk else (),
        wensen=tuple(per_topic(wishes[row.team_id])),
        dekking=tuple(vak for vak in map(cover.of, expected_of(row.team)) if not vak.is_verborgen and vak.leden),
        geoefend=_practised(row.team, sessie, user),
        avonden=_evenings(row.team, sessie, user),
    )


def _practised(team, sessie, user):
    """What was practised with this team before, the newest on top."""
    rows = GeoefendeSituatie.objects.visible_to(user).filter(
        sessie__stand=SessieStand.GEHOUDEN, sessie__sessieteams__team=team, sessie__dag__lte=sessie.dag
    )
    counted = rows.exclude(sessie=sessie).order_by().values("situatie__naam")
    counted = counted.annotate(keer=Count("sessie", distinct=True), laatst=Max("sessie__dag"))
    return tuple(counted.order_by("-laatst", "situatie__naam")[:SITUATIONS])


def _evenings(team, sessie, user):
    """The evenings that this team was asked for before."""
    rows = Sessie.objects.visible_to(user).held().filter(sessieteams__team=team, dag__lte=sessie.dag)
    return tuple(rows.exclude(pk=sessie.pk).select_related("module").order_by("-dag", "-pk")[:EVENINGS])
