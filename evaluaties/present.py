"""How many people may answer, and how many did: numbers only, the same on every page and in every rule."""

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from evaluaties.models import Afname, Gevraagd, Respons
from trainingen.models import Inschrijving


def present_at(sessie):
    """How many were there; of an evening from a report what was published. None when nobody knows."""
    if sessie.uit_verslag:
        return sessie.verslag_opkomst
    return Inschrijving.objects.filter(sessie=sessie, aanwezig=True).count()


def answered(afname):
    """How many people answered, by whatever way."""
    return Respons.objects.filter(afname=afname).aggregate(binnen=Coalesce(Sum("aantal"), 0))["binnen"]


def expected(afname):
    """Of how many people an answer can come: who was there, else who was asked. None when nobody knows."""
    if afname.nagebouwd:
        return afname.verslag_gevraagd
    if afname.sessie_id:
        return present_at(afname.sessie)
    return Gevraagd.objects.asked().filter(afname=afname).count()


def with_numbers(rows):
    """These runs, each once, with ``binnen`` and ``verwacht``: how many answered, of how many people."""
    present = Inschrijving.objects.filter(sessie=OuterRef("sessie"), aanwezig=True)
    binnen = Respons.objects.filter(afname=OuterRef("pk"))
    numbered = Afname.objects.filter(pk__in=rows.order_by().values("pk")).annotate(
        binnen=Coalesce(Subquery(_per(binnen, "afname", Sum("aantal"))), 0),
        verwacht=Case(
            When(nagebouwd=True, then=F("verslag_gevraagd")),
            When(sessie__isnull=True, then=_count(Gevraagd.objects.asked().filter(afname=OuterRef("pk")), "afname")),
            When(sessie__uit_verslag=True, then=F("sessie__verslag_opkomst")),
            default=_count(present, "sessie"),
            output_field=IntegerField(),
        ),
    )
    return numbered.for_list()


def per_channel(afname):
    """(way in words, how many) of every way by which something came."""
    rows = Respons.objects.filter(afname=afname, aantal__gt=0).order_by("-aantal", "kanaal")
    return [(row.get_kanaal_display(), row.aantal) for row in rows]


def asked_and_silent(afname):
    """How many were asked one by one, and how many of these did not answer yet."""
    silent = Count("pk", filter=Q(beantwoord=False))
    return Gevraagd.objects.asked().filter(afname=afname).aggregate(gevraagd=Count("pk"), stil=silent)


def _per(rows, what, number):
    return rows.order_by().values(what).annotate(aantal_=number).values("aantal_")


def _count(rows, what):
    return Coalesce(Subquery(_per(rows, what, Count("pk"))), 0)
