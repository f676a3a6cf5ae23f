"""Evenings as a trainer looks at them: what each still needs, and what waits for somebody."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, prefetch_related_objects

from trainingen.evening import can_tick
from trainingen.models import Beltaak, Sessie, SessieStand, SessieTrainer
from trainingen.moments import hours_in_words, moment_in_words

LIJST, SLUITEN, UITNODIGEN, VOORBEREIDEN, UITKOMST, NIETS = "lijst", "sluiten", "uitnodigen", "voor", "uitkomst", ""


@dataclass(frozen=True)
class Avond:
    """One evening as a line of a list; counts are there when the rows were asked ``for_agenda``."""

    sessie: Sessie
    wanneer: str
    tijden: str
    teams: tuple
    trainers: tuple
    eigen: bool
    bezig: bool
    is_vandaag: bool
    stap: str

    @property
    def is_vol(self):
        """No place is free."""
        return self.sessie.plaatsen is not None and self.sessie.aangemeld >= self.sessie.plaatsen


TRAINERS = Prefetch("sessietrainers", SessieTrainer.objects.select_related("gebruiker"))


def for_agenda(rows):
    """These evenings with the numbers that a line shows."""
    return rows.select_related("gemeente", "module", "programma").with_places().with_opkomst()


def as_avonden(user, today, now, *parts):
    """Each evening of each part as a line, with the names that it shows fetched at once; gives a list per part."""
    parts = [list(part) for part in parts]
    prefetch_related_objects([sessie for part in parts for sessie in part], "sessieteams", TRAINERS)
    return [[as_avond(sessie, user, today, now) for sessie in part] for part in parts]


def as_avond(sessie, user, today, now):
    """One evening as a line."""
    trainers = sorted((row.gebruiker for row in sessie.sessietrainers.all()), key=lambda trainer: trainer.naam)
    return Avond(
        sessie=sessie,
        wanneer=moment_in_words(sessie, today),
        tijden=hours_in_words(sessie),
        teams=tuple(row.naam_toen for row in sessie.sessieteams.all()),
        trainers=tuple(trainer.naam for trainer in trainers),
        eigen=user in trainers,
        bezig=sessie.is_planned and sessie.begin <= now < sessie.einde,
        is_vandaag=sessie.dag == today,
        stap=next_step(sessie, now),
    )


def next_step(sessie, now):
    """The one thing to do with an evening at this moment."""
    if sessie.stand == SessieStand.VERVALLEN or sessie.uit_verslag:
        return NIETS
    if sessie.stand == SessieStand.GEHOUDEN:
        return UITKOMST
    if sessie.einde <= now:
        return SLUITEN
    if can_tick(sessie, now):
        return LIJST
    return VOORBEREIDEN if sessie.uitgenodigd_op else UITNODIGEN


def of_today(rows, today):
    """What is on today, also when its list is closed already; the first to begin on top."""
    return rows.filter(dag=today).exclude(stand=SessieStand.VERVALLEN).order_by("begin", "pk")


def narrowed(rows, welke, now):
    """The part of the list that somebody asked for; what comes first on top, of what was the newest."""
    if welke == "sluiten":
        return rows.not_closed(now)
    if welke == "geweest":
        return rows.held().order_by("-dag", "-begin", "-pk")
    if welke == "vervallen":
        return rows.filter(stand=SessieStand.VERVALLEN).order_by("-dag", "-begin", "-pk")
    if welke == "alles":
        return rows.order_by("-dag", "-begin", "-pk")
    return rows.coming(now)


def to_call(rows, now):
    """Evenings of which people still have to be rung, with ``te_bellen``: how many."""
    waiting = Q(inschrijvingen__beltaken__in=Beltaak.objects.to_ring(now))
    counted = rows.annotate(te_bellen=Count("inschrijvingen__beltaken", filter=waiting))
    return counted.filter(te_bellen__gt=0).select_related("module").order_by("begin", "pk")


def open_points(points, today):
    """How many action points are not done, and how many of these are late."""
    open_ones = points.filter(klaar_op__isnull=True)
    return open_ones.aggregate(aantal=Count("pk"), laat=Count("pk", filter=Q(voor__lt=today)))
