"""What somebody finds of their own: what waits for an answer, what came of earlier ones, and whom one may ring."""

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, Lower

from evaluaties.models import Afname, GeenVragen, Gevraagd, Weg, WijDeden
from evaluaties.querysets import evaluates_in
from teams.rollen import rollen_van

NAME = Lower(Coalesce("gebruiker__naam", "inschrijving__gast_naam"))


def waiting_for(user):
    """Requests to this person that can still be answered, the one that ends first on top."""
    rows = Gevraagd.objects.asked().filter(gebruiker=user, beantwoord=False, afname__stand="open")
    return rows.with_run().order_by("afname__sluit_op", "pk")


def answered_by(user):
    """Requests that this person answered, of runs that are still open."""
    rows = Gevraagd.objects.filter(gebruiker=user, beantwoord=True, afname__stand="open")
    return rows.with_run().order_by("afname__sluit_op", "pk")


def runs_of(user):
    """Closed runs that this person was asked about, or was there for, the newest first."""
    rows = Afname.objects.for_member(user).closed().annotate(regels=Count("wijdeden"))
    return rows.select_related("versie__vragenlijst", "gemeente", "regio").order_by("-gesloten_op", "-pk")


def run_to_read(user, pk):
    """A closed run of one's own, or one that one looks after; None when there is none."""
    here = evaluates_in(user)
    mine = Q(pk__in=Afname.objects.for_member(user).values("pk"))
    after = Q(gemeente__in=here) | Q(regio__gemeenten__in=here)
    rows = Afname.objects.closed().filter(mine | after).distinct().for_list()
    return rows.filter(pk=pk).first()


def to_ring(teams):
    """People of these teams without mail who did not answer yet."""
    rows = Gevraagd.objects.filter(weg=Weg.BELLEN, beantwoord=False, afname__stand="open", team__in=teams)
    return rows.with_run().annotate(naam_=NAME).order_by("afname__sluit_op", "naam_", "pk")


def request_to_ring(user, pk):
    """A request that this person may fill in for who is rung: as trainer, as beleid, or as who leads the team."""
    here = evaluates_in(user)
    after = Q(afname__gemeente__in=here) | Q(afname__regio__gemeenten__in=here)
    led = Q(team__in=rollen_van(user).coordineert, weg=Weg.BELLEN)
    rows = Gevraagd.objects.asked().filter(after | led).distinct().with_run()
    return rows.select_related("inschrijving", "team").filter(pk=pk).first()


def wants_none(user):
    """Whether somebody turned questionnaires off."""
    return GeenVragen.objects.filter(gebruiker=user).exists()


def told_of(afname):
    """What was done with the answers of a run."""
    return WijDeden.objects.filter(afname=afname)
