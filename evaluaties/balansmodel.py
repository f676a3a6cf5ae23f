"""What an effect would be, and which question measures it: three indicators, three parts of life, risks and strengths.

Source: the end measurement of 2017, after the Balansmodel (E207, E209-E211, E217). What no question measures is shown
as not measured. An indicator is measured by the questions that carry its key; the others by the codes named here.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Leefdomein(TextChoices):
    """The parts of somebody's life."""

    PERSOONLIJK = "persoonlijk", _("Persoonlijk leven")
    MAATSCHAPPELIJK = "maatschappelijk", _("Maatschappelijk leven")
    SOCIAAL = "sociaal", _("Sociaal leven")


@dataclass(frozen=True)
class Indicator:
    """What should get better; ``over_bewoners``: one would have to ask residents, members only say what they think."""

    sleutel: str
    naam: str
    leefdomein: Leefdomein
    over_bewoners: bool = False

    def is_measured_by(self, vraag):
        return vraag.indicator == self.sleutel


@dataclass(frozen=True)
class Factor:
    """What makes it harder or easier, with the codes of the questions that say something of it."""

    naam: str
    vragen: tuple[str, ...] = ()
    indicator: str = ""  # measured by the questions of this indicator

    def is_measured_by(self, vraag):
        return vraag.code in self.vragen or (bool(self.indicator) and vraag.indicator == self.indicator)


INDICATOREN = (
    Indicator("vaardig", _("Leden kunnen meer: praten, gevaar inschatten, signalen zien"), Leefdomein.PERSOONLIJK),
    Indicator("leefklimaat", _("Bewoners vinden hun buurt prettig en veilig"), Leefdomein.MAATSCHAPPELIJK, True),
    Indicator("langer_thuis", _("Mensen wonen langer zelf thuis"), Leefdomein.PERSOONLIJK, True),
)
RISICO = (
    Factor(_("Mensen vragen laat om hulp")),
    Factor(_("Mensen weten niet waar zij hulp kunnen vragen")),
    Factor(_("Mensen zien iets, maar durven er niet over te praten"), ("NPE3",)),
    Factor(_("Mensen oordelen snel over een ander"), ("WVE4",)),
)
BESCHERMING = (
    Factor(_("Leden weten wat zij kunnen doen"), indicator="vaardig"),
    Factor(_("De buurt is prettig en veilig"), indicator="leefklimaat"),
    Factor(_("Signalen worden vroeg gezien en gemeld"), ("NPE4", "E2", "E4")),
)
NEVENEFFECTEN = (
    Factor(_("Goed: mensen in de buurt kennen elkaar beter"), ("E10",)),
    Factor(_("Goed: mensen letten beter op"), ("E2",)),
    Factor(_("Goed: de buurt lost meer zelf op")),
    Factor(_("Slecht: mensen worden ten onrechte verdacht")),
    Factor(_("Slecht: iemand reageert te heftig")),
)
