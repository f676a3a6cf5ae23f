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
    SessieTeam,
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
    known = Bekend.of(sessie, [row.team for row in asked], user, today)
    return Voorbereiding(
        sessie=sessie,
        teams=tuple(_team(row, lijst, known, today) for row in asked),
        agenda=agenda_of(sessie),
        komen=lijst.count(),
        wachten=lijst.count(InschrijvingStand.WACHTLIJST),
        gasten=lijst.count(wanted=lambda team, person: person is None),
        anderen=lijst.count(wanted=lambda team, person: person is not None and team not in known.feiten),
        wensen=tuple(per_topic(known.wensen[None])),
    )


@dataclass(frozen=True)
class Bekend:
    """What is known of all teams of an evening, each by the key of the team: as many queries for one as for ten."""

    feiten: dict
    dekking: dict
    kennismakingen: dict
    wensen: dict
    geoefend: dict
    avonden: dict

    @classmethod
    def of(cls, sessie, teams, user, today):
        talks = Kennismaking.objects.visible_to(user).finished().filter(team__in=teams)
        return cls(
            feiten=intake.facts_by_team(teams, today),
            dekking={cover.team.pk: cover for cover in covers(teams, today)},
            kennismakingen={
                talk.team_id: talk for talk in talks.order_by("team", "-gehouden_op", "-pk").distinct("team")
            },
            wensen=_wishes(sessie, {team.pk for team in teams}, user),
            geoefend=_practised(sessie, teams, user),
            avonden=_evenings(sessie, teams, user),
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


def _team(row, lijst, known, today):
    """One team that was asked."""
    key, talk = row.team_id, known.kennismakingen.get(row.team_id)
    kinds = map(known.dekking[key].of, expected_of(row.team))
    return TeamVooraf(
        naam=row.naam_toen,
        team=row.team,
        feiten=known.feiten[key],
        komen=lijst.count(wanted=lambda team, person: person is not None and team == key),
        kennismaking=talk,
        is_oud=bool(talk) and intake.is_old(talk.gehouden_op, today),
        antwoorden=tuple(intake.in_words(talk.antwoorden, TOLD)) if talk else (),
        wensen=tuple(per_topic(known.wensen[key])),
        dekking=tuple(vak for vak in kinds if not vak.is_verborgen and vak.leden),
        geoefend=tuple(known.geoefend[key][:SITUATIONS]),
        avonden=tuple(known.avonden[key][:EVENINGS]),
    )


def _practised(sessie, teams, user):
    """What was practised before, by team, the newest on top."""
    rows = GeoefendeSituatie.objects.visible_to(user).filter(
        sessie__stand=SessieStand.GEHOUDEN, sessie__dag__lte=sessie.dag, sessie__sessieteams__team__in=teams
    )
    counted = rows.exclude(sessie=sessie).order_by().values("sessie__sessieteams__team", "situatie__naam")
    counted = counted.annotate(keer=Count("sessie", distinct=True), laatst=Max("sessie__dag"))
    found = defaultdict(list)
    for row in counted.order_by("-laatst", "situatie__naam"):
        found[row["sessie__sessieteams__team"]].append(row)
    return found


def _evenings(sessie, teams, user):
    """The evenings that each team was asked for before, the newest on top."""
    rows = SessieTeam.objects.visible_to(user).filter(
        team__in=teams, sessie__stand=SessieStand.GEHOUDEN, sessie__dag__lte=sessie.dag
    )
    found = defaultdict(list)
    for row in rows.exclude(sessie=sessie).select_related("sessie__module").order_by("-sessie__dag", "-sessie"):
        found[row.team_id].append(row.sessie)
    return found
