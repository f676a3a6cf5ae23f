"""A warning to the teams that are out: first rung, then written, and always closed (E111)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from teams.models import Gemeente, Team
from teams.rondes.models.ronde import Ronde
from teams.rondes.querysets import OfRondeQuerySet, OproepQuerySet, WaarschuwingQuerySet


class Waarschuwing(models.Model):
    """From the first call to the closing message; an exercise goes the same way and says so everywhere."""

    class Stand(models.TextChoices):
        BELLEN = "bellen", _("Eerst bellen")
        VERSTUURD = "verstuurd", _("Verstuurd")
        INGETROKKEN = "ingetrokken", _("Ingetrokken")
        AFGESLOTEN = "afgesloten", _("Afgesloten")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="waarschuwingen")
    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # pressed twice is one warning
    oefening = models.BooleanField(default=False)
    niet_voor = models.ManyToManyField(Team, related_name="+", blank=True)  # left out on purpose, now and later
    stand = models.CharField(max_length=12, choices=Stand.choices, default=Stand.BELLEN)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    begonnen_op = models.DateTimeField()
    tekst = EncryptedTextField(_("wat is er aan de hand?"), blank=True)
    doen = EncryptedTextField(_("wat moet het team doen?"), blank=True)
    geldig_tot = models.DateTimeField(null=True, blank=True)
    verstuurd_op = models.DateTimeField(null=True, blank=True)
    verstuurd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    slottekst = EncryptedTextField(_("hoe is het afgelopen?"), blank=True)
    gesloten_op = models.DateTimeField(null=True, blank=True)
    gesloten_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)

    objects = WaarschuwingQuerySet.as_manager()

    class Meta:
        verbose_name = _("waarschuwing")
        verbose_name_plural = _("waarschuwingen")
        ordering = ["-begonnen_op"]
        indexes = [
            models.Index(fields=["gemeente"], condition=Q(gesloten_op__isnull=True), name="waarschuwing_open"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(stand="bellen", verstuurd_op__isnull=True, gesloten_op__isnull=True)
                | Q(stand="verstuurd", verstuurd_op__isnull=False, gesloten_op__isnull=True)
                | Q(stand__in=["ingetrokken", "afgesloten"], gesloten_op__isnull=False),
                name="waarschuwing_momenten_bij_stand",
            ),
            models.CheckConstraint(
                condition=Q(verstuurd_op__isnull=True) | Q(geldig_tot__gt=F("verstuurd_op")),
                name="waarschuwing_geldig_na_versturen",
            ),
        ]

    def __str__(self):
        return f"waarschuwing {self.pk}"

    @property
    def bron(self):
        """The name under which mails know this warning."""
        return f"waarschuwing:{self.pk}"


class Oproep(models.Model):
    """One round that has to hear a warning, and whether somebody reached it by telephone."""

    class Uitslag(models.TextChoices):
        GESPROKEN = "gesproken", _("Gesproken")
        GEEN_GEHOOR = "geen_gehoor", _("Geen gehoor")

    waarschuwing = models.ForeignKey(Waarschuwing, models.CASCADE, related_name="oproepen")
    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="oproepen")
    uitslag = models.CharField(max_length=12, choices=Uitslag.choices, blank=True)
    pogingen = models.PositiveSmallIntegerField(default=0)
    gebeld_op = models.DateTimeField(null=True, blank=True)
    gebeld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    sinds = models.DateTimeField()

    objects = OproepQuerySet.as_manager()

    class Meta:
        verbose_name = _("oproep")
        verbose_name_plural = _("oproepen")
        constraints = [
            models.UniqueConstraint(fields=["waarschuwing", "ronde"], name="oproep_een_per_ronde"),
            models.CheckConstraint(
                condition=Q(uitslag="", gebeld_op__isnull=True) | (~Q(uitslag="") & Q(gebeld_op__isnull=False)),
                name="oproep_uitslag_heeft_moment",
            ),
        ]

    def __str__(self):
        return f"oproep {self.pk}"


class Bevestiging(models.Model):
    """Somebody who is out saw the warning, or says that they leave."""

    class Soort(models.TextChoices):
        GEZIEN = "gezien", _("Gezien")
        WEG = "weg", _("Wij gaan weg")

    waarschuwing = models.ForeignKey(Waarschuwing, models.CASCADE, related_name="bevestigingen")
    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="+")
    gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    soort = models.CharField(max_length=8, choices=Soort.choices)
    op = models.DateTimeField()

    objects = OfRondeQuerySet.as_manager()

    class Meta:
        verbose_name = _("bevestiging")
        verbose_name_plural = _("bevestigingen")
        constraints = [
            models.UniqueConstraint(fields=["waarschuwing", "gebruiker", "soort"], name="bevestiging_een_per_soort")
        ]

    def __str__(self):
        return f"bevestiging {self.pk}"
