"""Trainings in a calendar: when, with a neutral title and nobody's name; the place only in a file one asks for."""

from dataclasses import replace

from django.utils.translation import gettext as _

from buurtpreventie.agenda import Moment, write_one
from trainingen.models import Inschrijving, Sessie, SessieSoort, SessieStand

LARGEST = 100  # evenings in one feed


def file_of(sessie):
    """One evening as a file; opened again after a change it replaces itself."""
    return write_one(replace(moment_of(sessie), plaats=sessie.plaats))


def moments_of_person(gebruiker, *, team_id, since, until):
    """For the feed of a person the evenings that they come to; for that of a team those it was asked for."""
    rows = Sessie.objects.visible_to(gebruiker).filter(begin__range=(since, until))
    if team_id is None:
        coming = Inschrijving.objects.coming().filter(gebruiker=gebruiker)
        rows = rows.filter(pk__in=coming.values("sessie"))
    else:
        rows = rows.filter(uitgenodigd_op__isnull=False, sessieteams__team=team_id)
    return [moment_of(sessie) for sessie in rows.order_by("begin", "pk")[:LARGEST]]


def moment_of(sessie):
    """The evening as it is now; what does not go on any more is one version further."""
    stops = sessie.stand == SessieStand.VERVALLEN
    changes = [sessie.aangemaakt_op, sessie.gewijzigd_op, sessie.verplaatst_op, sessie.gesloten_op if stops else None]
    training = sessie.soort == SessieSoort.TRAINING
    return Moment(
        sleutel=sessie.sleutel,
        begin=sessie.begin,
        einde=sessie.einde,
        gemaakt=sessie.aangemaakt_op,
        gewijzigd=max(change for change in changes if change),
        vervallen=stops,
        titel=_("Training buurtteam") if training else _("Kennisavond buurtteam"),
        nummer=sessie.versie + stops,
    )
