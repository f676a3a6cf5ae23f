"""Who was there, row by row, as a file and on paper; how many is never counted here (E173)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from buurtpreventie.ui.text import clean_line
from trainingen.models import Aanwezigheid, InschrijvingStand, Sessie


@dataclass(frozen=True)
class Rij:
    """One person on the list."""

    naam: str
    van: str
    aanwezig: bool | None
    ingang: str
    verbeterd: bool

    @property
    def was_er(self):
        return yes_no(self.aanwezig)


@dataclass(frozen=True)
class Presentie:
    """One evening: its list, and the one number of who was there (None: not known yet)."""

    sessie: Sessie
    rijen: tuple[Rij, ...]

    @property
    def opkomst(self):
        return self.sessie.opkomst

    @property
    def in_woorden(self):
        """How many there were, or why nobody knows."""
        if self.opkomst is not None:
            return str(self.opkomst)
        return _("niet bekend") if self.sessie.uit_verslag or not self.sessie.is_planned else _("nog niet afgesloten")

    @staticmethod
    def header():
        """What the columns of the file are."""
        return (_("Naam"), _("Team of organisatie"), _("Aanwezig"), _("Hoe op de lijst"), _("Later verbeterd"))

    def lines(self):
        """As rows of a file, the number last."""
        for rij in self.rijen:
            yield rij.naam, rij.van, rij.was_er, rij.ingang, yes_no(rij.verbeterd)
        yield _("Aantal aanwezig"), "", self.in_woorden, "", ""


def yes_no(value):
    return _("niet bekend") if value is None else _("ja") if value else _("nee")


def attendance_of(sessie) -> Presentie:
    """The list of this evening, asked ``with_opkomst``; who was there on top, by name."""
    rows = sessie.inschrijvingen.filter(stand=InschrijvingStand.AANGEMELD).select_related("gebruiker")
    mended = set(
        Aanwezigheid.objects.corrections().filter(inschrijving__sessie=sessie).values_list("inschrijving", flat=True)
    )
    people = [row_of(row, row.pk in mended) for row in rows]
    return Presentie(sessie, tuple(sorted(people, key=lambda rij: (rij.aanwezig is not True, rij.naam.casefold()))))


def row_of(inschrijving, verbeterd):
    """Without marks that make a name read backwards."""
    return Rij(
        naam=clean_line(inschrijving.naam),
        van=clean_line(inschrijving.waarvandaan),
        aanwezig=inschrijving.aanwezig,
        ingang=inschrijving.get_ingang_display(),
        verbeterd=verbeterd,
    )
