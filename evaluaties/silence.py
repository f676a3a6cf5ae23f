"""Of which runs came fewer answers than expected, and which teams can say why (E203)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, ExpressionWrapper, F, FloatField, OuterRef, Prefetch, Q, Value
from django.db.models.functions import Coalesce

from buurtpreventie.accounts.models import Gebruiker
from evaluaties.models import Afname, Gevraagd, NonRespons, Reden
from evaluaties.moments import EXPECTED
from evaluaties.present import with_numbers
from teams.models import Lidmaatschap, Team
from trainingen.joining import members_of
from trainingen.mails.people import mailable

LATEST = timedelta(days=28)  # so long after closing somebody still knows why


def silent_runs():
    """Closed runs in which people were asked by name and fewer answered than was expected, by whatever way.

    Each row with ``binnen`` and ``verwacht``: how many answered, and of how many an answer could come.
    """
    asked = Gevraagd.objects.asked().filter(afname=OuterRef("pk"))
    closed = Afname.objects.closed().filter(Exists(asked), nagebouwd=False)
    wanted = Coalesce(F("verwacht_procent"), Value(EXPECTED)) * F("verwacht")
    return with_numbers(closed).filter(binnen__lt=ExpressionWrapper(wanted, FloatField()) / 100.0)


def runs_to_explain(now):
    """(run, team) for those that closed not so long ago and each team of which nobody said anything yet.

    All teams whose people were asked, so that none stands out.
    """
    rows = silent_runs().filter(gesloten_op__gte=now - LATEST, gesloten_op__lte=now).order_by("pk")
    rows = list(rows.select_related("gemeente", "regio").prefetch_related("teams"))
    said = set(NonRespons.objects.filter(afname__in=rows).values_list("afname", "team"))
    return [(run, team) for run in rows for team in run.teams.all() if (run.pk, team.pk) not in said]


def leads_of(teams, today):
    """Who leads each of these teams, or the one that it became part of, and can be mailed: keys by key; two queries."""
    heirs = {team.pk: {team.pk, team.opgegaan_in_id} - {None} for team in teams}
    rows = members_of(set().union(*heirs.values()), today).exclude(rol=Lidmaatschap.Rol.LID)
    rows = list(rows.values_list("team", "gebruiker"))
    people = Gebruiker.objects.filter(pk__in={person for _team, person in rows})
    known = set(mailable(people).values_list("pk", flat=True))
    return {
        pk: sorted({person for team, person in rows if team in stands_for and person in known})
        for pk, stands_for in heirs.items()
    }


def with_predecessors(team):
    """This team and those of its gemeente that became part of it."""
    return Team.objects.filter(Q(pk=team.pk) | Q(opgegaan_in=team, gemeente=team.gemeente_id))


def runs_of_teams(teams):
    """Silent runs in which people of these teams were asked, the newest first, with what was said about them."""
    of_these = Q(pk__in=Afname.objects.filter(teams__in=teams).values("pk"))
    own = Prefetch("teams", queryset=teams, to_attr="eigen_teams")
    said = Prefetch("nonrespons", queryset=NonRespons.objects.filter(team__in=teams), to_attr="gezegd")
    return silent_runs().filter(of_these).prefetch_related(own, said).order_by("-gesloten_op", "-pk")


@dataclass(frozen=True)
class Stilte:
    """One run and one team: what was said about it, in words; empty when nobody said anything yet."""

    afname: Afname
    team: Team
    redenen: list


def per_team(afname):
    """The lines of one run of ``runs_of_teams``."""
    said = {row.team_id: row for row in afname.gezegd}
    return [Stilte(afname, team, in_words(said.get(team.pk))) for team in afname.eigen_teams]


def in_words(nonrespons):
    """The reasons as one reads them."""
    return [str(Reden(code).label) for code in nonrespons.redenen if code in Reden.values] if nonrespons else []


def run_of_team(pk, team):
    """A silent run in which people of this team were asked; None when there is none."""
    return silent_runs().filter(pk__in=Afname.objects.filter(teams=team).values("pk")).filter(pk=pk).first()


def silence_in_words(afname, team):
    """The same as people say it, by field: to see that somebody was first."""
    row = NonRespons.objects.filter(afname=afname, team=team).first()
    if row is None:
        return {}
    said = ", ".join(str(Reden(code).label) for code in row.redenen if code in Reden.values)
    return {"redenen": said, "toelichting": row.toelichting}


def explained(afname, team):
    """What was said before, to begin with."""
    row = NonRespons.objects.filter(afname=afname, team=team).first()
    return {"redenen": row.redenen, "toelichting": row.toelichting} if row else {}
