"""The kinds, levels and sorts of partner that every floor speaks of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Soort(models.TextChoices):
    """The five kinds of melding (E118), and a complaint about the own team."""

    WIJKVEILIGHEID = "wijkveiligheid", _("Wijkveiligheid")
    NIET_PLUIS = "niet_pluis", _("Zorgen om iemand")
    OPENBARE_RUIMTE = "openbare_ruimte", _("Straat en groen")
    BURENHULP = "burenhulp", _("Burenhulp")
    HARTVEILIG = "hartveilig", _("Hartveilig")
    TEAM = "team", _("Iets in ons team")


class Niveau(models.IntegerChoices):
    """Confidentiality (ontwerp §4): the higher, the fewer people read it."""

    V0 = 0, _("Open")
    V1 = 1, _("Team en meldpunt")
    V2 = 2, _("Vertrouwelijk")
    V3 = 3, _("Strikt vertrouwelijk")
    V4 = 4, _("Niet vastleggen")


class PartnerSoort(models.TextChoices):
    """Who can be asked (E142); a coordinator is never one of them."""

    WIJKAGENT = "wijkagent", _("Wijkagent")
    POLITIE = "politie", _("Politie (meldkamer of basisteam)")
    HANDHAVING = "handhaving", _("Handhaving (boa's)")
    OPENBARE_RUIMTE = "openbare_ruimte", _("Openbare ruimte")
    WIJKREGISSEUR = "wijkregisseur", _("Wijkregisseur of gebiedsmanager")
    VEILIGHEID = "veiligheid", _("Adviseur veiligheid")
    WIJKTEAM = "wijkteam", _("Sociaal wijkteam")
    WELZIJN = "welzijn", _("Welzijnswerk")
    MAATSCHAPPELIJK_WERK = "maatschappelijk_werk", _("Maatschappelijk werk")
    JONGERENWERK = "jongerenwerk", _("Jongerenwerk")
    CORPORATIE = "corporatie", _("Woningcorporatie")
    GGD = "ggd", _("GGD")
    MEE = "mee", _("MEE")
    BRANDWEER = "brandweer", _("Brandweer")
    ONDERWIJS = "onderwijs", _("School")
    VEILIG_THUIS = "veilig_thuis", _("Veilig Thuis")
    BUURTBEMIDDELING = "buurtbemiddeling", _("Buurtbemiddeling")
    VRIJWILLIGERSPUNT = "vrijwilligerspunt", _("Vrijwilligerspunt")
    HARTVEILIG = "hartveilig", _("Hartveilig-contact of AED-beheerder")
    GEMEENTECONTACT = "gemeentecontact", _("Contactpersoon van de gemeente voor de teams")
    DIERENWELZIJN = "dierenwelzijn", _("Dierenambulance of dierenpolitie")
    MELDPUNT = "meldpunt", _("Meldpunt")
