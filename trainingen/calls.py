"""The list of people to ring about one evening: their numbers, and what to say."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trainingen.joining import led_teams_for
from trainingen.mails.people import number_of
from trainingen.models import Beltaak, InschrijvingStand
from trainingen.moments import moment_in_words
from trainingen.permissions import can_run

OVER = Beltaak.Waarover


@dataclass(frozen=True)
class Belregel:
    """One person to ring, or rung already."""

    taak: Beltaak
    naam: str
    telefoon: str
    waarvandaan: str
    zinnen: list[str]


def can_ring(user, sessie):
    """Who runs the evening, and who leads a team that may come."""
    return can_run(user, sessie) or led_teams_for(user, sessie).exists()


def calls_to_make(user, sessie, now):
    """How many people this person can ring about this evening; none when it is over."""
    return Beltaak.objects.visible_to(user).to_ring(now).filter(inschrijving__sessie=sessie).count()


def call_list(user, sessie, now, today):
    """Who is still to be rung, and who was: two lists, two queries."""
    rows = Beltaak.objects.visible_to(user).filter(inschrijving__sessie=sessie)
    people = ("inschrijving__gebruiker", "inschrijving__contact", "gebeld_door")
    open_rows = rows.to_ring(now).select_related(*people).order_by("inschrijving__team_toen", "pk")
    rung = rows.filter(gebeld_op__isnull=False).select_related(*people).order_by("-gebeld_op", "pk")
    return [_line(row, sessie, today) for row in open_rows], [_line(row, sessie, today) for row in rung]


def _line(taak, sessie, today):
    row = taak.inschrijving
    return Belregel(
        taak=taak,
        naam=row.naam,
        telefoon=number_of(row),
        waarvandaan=row.waarvandaan,
        zinnen=what_to_say(taak, sessie, today),
    )


def what_to_say(taak, sessie, today):
    """The sentences to tell, as the evening is now."""
    facts = {
        "titel": sessie.titel,
        "moment": moment_in_words(sessie, today),
        "plaats": sessie.plaats,
        "reden": sessie.vervallen_reden,
    }
    if taak.waarover == OVER.VERVALLEN:
        words = [_("“%(titel)s” op %(moment)s gaat niet door."), _("Reden: %(reden)s") if facts["reden"] else ""]
    elif taak.waarover == OVER.VERPLAATST:
        words = [_("“%(titel)s” is nu op %(moment)s, in %(plaats)s."), _where_one_stands(taak.inschrijving)]
    elif taak.waarover == OVER.PLEK:
        words = [_("“%(titel)s” is op %(moment)s, in %(plaats)s. U stond op de wachtlijst. Er is nu plek voor u.")]
    else:
        words = [_("U komt naar “%(titel)s” op %(moment)s, in %(plaats)s. Lukt dat nog?")]
    return [sentence % facts for sentence in words if sentence]


def _where_one_stands(inschrijving):
    if inschrijving.stand == InschrijvingStand.WACHTLIJST:
        return _("U staat nog op de wachtlijst. Kunt u dan ook?")
    return _("Kunt u dan ook?")
