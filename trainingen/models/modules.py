"""What can be taught: modules with their parts, material and refreshers, and the library of practice situations."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from teams.models import Gemeente
from trainingen.querysets import ModuleQuerySet, OfModuleQuerySet, SituatieQuerySet


class Doel(models.TextChoices):
    """The five goals of the pilot's programme (E171)."""

    TAKEN = "taken", _("Doelen, taken en risico's kennen")
    NIET_PLUIS = "niet_pluis", _("Een niet-pluisgevoel herkennen en bespreken")
    COMMUNICATIE = "communicatie", _("Goed communiceren")
    DRAAGVLAK = "draagvlak", _("Draagvlak en vernieuwing in het team")
    EFFECT = "effect", _("Samenwerken en weten wat werkt")


class BewijsSoort(models.TextChoices):
    """What somebody can be up to date in; only that it was seen and when, never a document (E166, E184)."""

    WIJKVEILIGHEID = "wijkveiligheid", _("Wijkveiligheid")
    NIET_PLUIS = "niet_pluis", _("Niet pluis")
    REANIMATIE = "reanimatie", _("Reanimatie en AED")
    VOG = "vog", _("VOG gezien")


class Module(models.Model):
    """One evening's subject as one gemeente wants it; switched off, never deleted; no fixed order (E170, E172)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="modules")
    code = models.CharField(_("code"), max_length=8)
    naam = models.CharField(_("naam"), max_length=80)
    waarover = models.TextField(_("waar gaat het over?"))
    doelen = ArrayField(models.CharField(max_length=16, choices=Doel.choices), default=list, blank=True)
    leerdoelen = models.TextField(_("wat kan iemand na afloop?"), help_text=_("Eén doel per regel."))
    duur_minuten = models.PositiveSmallIntegerField(_("duur in minuten"), default=180)
    met_acteur = models.BooleanField(_("met een acteur"), default=False)
    bewijs = models.CharField(_("welk bewijs krijgt iemand?"), max_length=16, choices=BewijsSoort.choices, blank=True)
    naderhand = models.TextField(_("lezen na afloop"), blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)
    actief = models.BooleanField(_("in gebruik"), default=True)

    objects = ModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
        ordering = ["-actief", "volgorde", "naam"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="module_code_uniek_per_gemeente"),
            models.CheckConstraint(
                condition=Q(duur_minuten__gte=15, duur_minuten__lte=600), name="module_duurt_een_dagdeel"
            ),
            models.CheckConstraint(
                condition=Q(bewijs="") | Q(bewijs__in=["wijkveiligheid", "niet_pluis", "reanimatie"]),
                name="module_geeft_geen_vog",
            ),
        ]

    def __str__(self):
        return self.naam


class Onderdeel(models.Model):
    """One line of the agenda of a module."""

    module = models.ForeignKey(Module, models.CASCADE, related_name="onderdelen")
    volgorde = models.PositiveSmallIntegerField()
    titel = models.CharField(_("onderdeel"), max_length=160)
    minuten = models.PositiveSmallIntegerField(_("minuten"), null=True, blank=True)

    objects = OfModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("onderdeel")
        verbose_name_plural = _("onderdelen")
        ordering = ["volgorde"]
        constraints = [models.UniqueConstraint(fields=["module", "volgorde"], name="onderdeel_volgorde_uniek")]

    def __str__(self):
        return self.titel


class Materiaal(models.Model):
    """Something to use or hand out: a link, or a thing on paper (E177)."""

    class Soort(models.TextChoices):
        FOLDER = "folder", _("Boekje of folder")
        KAART = "kaart", _("Kaart voor op zak")
        FILM = "film", _("Film")
        LEZEN = "lezen", _("Om te lezen")
        PRESENTATIE = "presentatie", _("Presentatie")

    module = models.ForeignKey(Module, models.CASCADE, related_name="materialen")
    soort = models.CharField(_("wat is het?"), max_length=12, choices=Soort.choices)
    naam = models.CharField(_("naam"), max_length=120)
    link = models.URLField(_("link"), max_length=300, blank=True)
    na_afloop = models.BooleanField(_("ook voor deelnemers, na afloop"), default=False)
    volgorde = models.PositiveSmallIntegerField(default=0)

    objects = OfModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("materiaal")
        verbose_name_plural = _("materialen")
        ordering = ["volgorde", "naam"]
        constraints = [
            models.UniqueConstraint(fields=["module", "naam"], name="materiaal_naam_uniek"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://"), name="materiaal_link_is_veilig"
            ),
        ]

    def __str__(self):
        return self.naam


class Opfrisser(models.Model):
    """A short text some months after an evening, since alertness fades (E084)."""

    MAANDEN = (3, 6, 12)

    module = models.ForeignKey(Module, models.CASCADE, related_name="opfrissers")
    maanden = models.PositiveSmallIntegerField(_("hoeveel maanden na de avond?"))
    titel = models.CharField(_("titel"), max_length=120)
    tekst = models.TextField(_("tekst"))

    objects = OfModuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("opfrisser")
        verbose_name_plural = _("opfrissers")
        ordering = ["maanden"]
        constraints = [
            models.UniqueConstraint(fields=["module", "maanden"], name="opfrisser_een_per_maand"),
            models.CheckConstraint(condition=Q(maanden__in=[3, 6, 12]), name="opfrisser_na_3_6_of_12_maanden"),
        ]

    def __str__(self):
        return self.titel


class SituatieGroep(models.TextChoices):
    """What is practised with an actor (E175)."""

    PREVENTIE = "preventie", _("Preventiegesprek")
    WERVING = "werving", _("Wervingsgesprek")
    JEUGD = "jeugd", _("Jongeren aanspreken")
    LASTIG = "lastig", _("Lastige mensen")
    SPANNING = "spanning", _("Gespannen situatie")
    ZORG = "zorg", _("Een zorg bespreken")


class Situatie(models.Model):
    """A situation to practise: what happens, and what to watch afterwards; no real case, no name (E175, E178)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="situaties")
    code = models.CharField(max_length=8)
    groep = models.CharField(_("groep"), max_length=12, choices=SituatieGroep.choices)
    naam = models.CharField(_("naam"), max_length=100)
    omschrijving = models.TextField(_("wat gebeurt er?"))
    nabespreken = models.TextField(_("waar let u op bij het nabespreken?"), blank=True)
    actief = models.BooleanField(_("in gebruik"), default=True)

    objects = SituatieQuerySet.as_manager()

    class Meta:
        verbose_name = _("oefensituatie")
        verbose_name_plural = _("oefensituaties")
        ordering = ["-actief", "groep", "naam"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="situatie_code_uniek_per_gemeente"),
            models.UniqueConstraint(fields=["gemeente", "naam"], name="situatie_naam_uniek_per_gemeente"),
        ]

    def __str__(self):
        return self.naam
