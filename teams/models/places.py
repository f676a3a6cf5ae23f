"""The gemeente and its places, and when its meldpunt is there."""

from datetime import time

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from teams.querysets import (
    BelnummerQuerySet,
    BuurtQuerySet,
    GemeenteQuerySet,
    GemeenteTekstQuerySet,
    StraatQuerySet,
    WijzigingQuerySet,
)

# Months after closing that contents may be kept at most, by level; the defaults are those of the start categories.
BEWAAR_HOOGUIT = {0: 24, 1: 12, 2: 6, 3: 6}


class Regio(models.Model):
    naam = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("regio")
        verbose_name_plural = _("regio's")

    def __str__(self):
        return self.naam


class Gemeente(models.Model):
    """The tenant: nothing of one gemeente is visible in another."""

    naam = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(unique=True)
    regio = models.ForeignKey(Regio, models.PROTECT, related_name="gemeenten", null=True, blank=True)
    thema = models.SlugField(default="neutraal")
    telefoon = models.CharField(_("telefoon van de gemeente"), max_length=20)
    meldpunt_telefoon = models.CharField(_("telefoon van het meldpunt"), max_length=20)
    meldpunt_email = models.EmailField(_("mail van het meldpunt"))
    buiten_openingstijd_telefoon = models.CharField(_("telefoon buiten openingstijd"), max_length=20)
    contact_email = models.EmailField(_("mail van de contactpersoon voor de teams"))
    reactie_werkdagen = models.PositiveSmallIntegerField(default=3)
    antwoord_werkdagen = models.PositiveSmallIntegerField(default=10)
    bevrijdingsdag_vrij = models.BooleanField(default=False)
    goede_vrijdag_vrij = models.BooleanField(default=False)
    bewaar_v0 = models.PositiveSmallIntegerField(_("maanden bewaren: open"), default=12)  # after closing
    bewaar_v1 = models.PositiveSmallIntegerField(_("maanden bewaren: team en meldpunt"), default=6)
    bewaar_v2 = models.PositiveSmallIntegerField(_("maanden bewaren: vertrouwelijk"), default=3)
    bewaar_v3 = models.PositiveSmallIntegerField(_("maanden bewaren: strikt vertrouwelijk"), default=1)

    objects = GemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")
        constraints = [
            models.CheckConstraint(
                condition=Q(antwoord_werkdagen__gte=F("reactie_werkdagen")), name="gemeente_antwoord_na_reactie"
            ),
            models.CheckConstraint(
                condition=Q(**{f"bewaar_v{niveau}__range": (1, maanden) for niveau, maanden in BEWAAR_HOOGUIT.items()}),
                name="gemeente_bewaart_niet_te_lang",
            ),
        ]

    def __str__(self):
        return self.naam

    @property
    def gemeente_id(self):
        return self.pk


class Openingstijd(models.Model):
    """When the meldpunt reads along, per weekday (0 = Monday)."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="openingstijden")
    weekdag = models.PositiveSmallIntegerField()
    van = models.TimeField(default=time(8, 30))
    tot = models.TimeField(default=time(17, 0))

    class Meta:
        verbose_name = _("openingstijd")
        verbose_name_plural = _("openingstijden")
        ordering = ["gemeente", "weekdag", "van"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "weekdag"], name="openingstijd_uniek"),
            models.CheckConstraint(condition=Q(weekdag__lte=6), name="openingstijd_weekdag"),
            models.CheckConstraint(condition=Q(tot__gt=F("van")), name="openingstijd_tot_na_van"),
        ]

    def __str__(self):
        return f"{self.weekdag} {self.van:%H:%M}-{self.tot:%H:%M}"


class Sluitingsdag(models.Model):
    """A day on which the gemeente is closed beside the public holidays."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="sluitingsdagen")
    datum = models.DateField()
    naam = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("sluitingsdag")
        verbose_name_plural = _("sluitingsdagen")
        constraints = [models.UniqueConstraint(fields=["gemeente", "datum"], name="sluitingsdag_uniek")]

    def __str__(self):
        return f"{self.datum} {self.naam}"


class Wijk(models.Model):
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="wijken")
    naam = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("wijk")
        verbose_name_plural = _("wijken")
        constraints = [models.UniqueConstraint(fields=["gemeente", "naam"], name="wijk_naam_uniek")]

    def __str__(self):
        return self.naam


class Buurt(models.Model):
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="buurten")
    wijk = models.ForeignKey(Wijk, models.PROTECT, related_name="buurten")
    naam = models.CharField(max_length=120)
    cbs_code = models.CharField(max_length=10, blank=True)
    woningen = models.PositiveIntegerField(null=True, blank=True)
    huur_procent = models.PositiveSmallIntegerField(null=True, blank=True)
    ouder_dan_65_procent = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = BuurtQuerySet.as_manager()

    class Meta:
        verbose_name = _("buurt")
        verbose_name_plural = _("buurten")
        constraints = [models.UniqueConstraint(fields=["gemeente", "naam"], name="buurt_naam_uniek")]

    def __str__(self):
        return self.naam


class Straat(models.Model):
    buurt = models.ForeignKey(Buurt, models.CASCADE, related_name="straten")
    naam = models.CharField(max_length=120)

    objects = StraatQuerySet.as_manager()

    class Meta:
        verbose_name = _("straat")
        verbose_name_plural = _("straten")
        constraints = [models.UniqueConstraint(fields=["buurt", "naam"], name="straat_naam_uniek")]

    def __str__(self):
        return self.naam


class Belnummer(models.Model):
    """A number of this gemeente's own beside the national ones on "Wie bel ik?"."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="belnummers")
    naam = models.CharField(_("naam"), max_length=80)
    nummer = models.CharField(_("nummer"), max_length=20)
    tekst = models.CharField(_("waarvoor en wanneer"), max_length=200, blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)
    actief = models.BooleanField(default=True)

    objects = BelnummerQuerySet.as_manager()

    class Meta:
        verbose_name = _("nummer om te bellen")
        verbose_name_plural = _("nummers om te bellen")
        ordering = ["volgorde", "naam"]
        constraints = [models.UniqueConstraint(fields=["gemeente", "naam"], name="belnummer_naam_uniek")]

    def __str__(self):
        return self.naam


class GemeenteTekst(models.Model):
    """A text that this gemeente words in its own way; without a row the text of the product holds (E013)."""

    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="teksten")
    sleutel = models.CharField(max_length=40)
    tekst = models.TextField()

    objects = GemeenteTekstQuerySet.as_manager()

    class Meta:
        verbose_name = _("tekst")
        verbose_name_plural = _("teksten")
        constraints = [models.UniqueConstraint(fields=["gemeente", "sleutel"], name="gemeentetekst_uniek")]

    def __str__(self):
        return self.sleutel


class Wijziging(models.Model):
    """What beheer changed in the settings of a gemeente: field, before and after; added, never edited."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="wijzigingen")
    doel_soort = models.CharField(max_length=40)  # "meldingen.categorie", as the audit names it
    doel_id = models.BigIntegerField()
    veld = models.CharField(max_length=60)
    van = models.TextField(blank=True)
    naar = models.TextField(blank=True)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = WijzigingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wijziging")
        verbose_name_plural = _("wijzigingen")
        ordering = ["-op", "-pk"]
        indexes = [models.Index(fields=["doel_soort", "doel_id"], name="wijziging_van_doel")]
        triggers = [pgtrigger.Protect(name="wijziging_vast", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.doel_soort} {self.doel_id} {self.veld}"
