"""Quarters that are closed, and reports that were made and are kept."""

import uuid
from datetime import date

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.ui.dates import date_in_words
from evaluaties.models.afnames import Afname
from evaluaties.querysets import OfGemeenteQuerySet, RapportQuerySet
from teams.models import Gemeente, Team
from trainingen.models import Programma, Sessie

QUARTERS = {
    1: _("januari tot en met maart %(jaar)s"),
    2: _("april tot en met juni %(jaar)s"),
    3: _("juli tot en met september %(jaar)s"),
    4: _("oktober tot en met december %(jaar)s"),
}


def quarter_in_words(jaar, kwartaal):
    """april tot en met juni 2026."""
    return QUARTERS[kwartaal] % {"jaar": jaar}


class Kwartaal(models.Model):
    """The figures of one closed quarter as they were on ``peildatum``; never changed, so papers keep agreeing."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="kwartalen")
    jaar = models.PositiveSmallIntegerField()
    kwartaal = models.PositiveSmallIntegerField()
    peildatum = models.DateField()
    gemeente_toen = models.CharField(max_length=120)
    cijfers = models.JSONField()
    gemaakt_op = models.DateTimeField()

    objects = OfGemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = _("vastgezet kwartaal")
        verbose_name_plural = _("vastgezette kwartalen")
        ordering = ["-jaar", "-kwartaal"]
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "jaar", "kwartaal"], name="kwartaal_een_keer"),
            models.CheckConstraint(condition=Q(kwartaal__gte=1, kwartaal__lte=4), name="kwartaal_een_tot_vier"),
        ]
        triggers = [pgtrigger.Protect(name="kwartaal_vast", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.gemeente_id} {self.jaar} {self.kwartaal}"


class RapportSoort(models.TextChoices):
    """Which paper."""

    SESSIE = "sessie", _("Verslag van een avond")
    PROGRAMMA = "programma", _("Verslag van een programma")
    TEAM_KWARTAAL = "team_kwartaal", _("Kwartaalverslag van een team")
    JAAR = "jaar", _("Jaarverslag voor de raad")


class RapportStand(models.TextChoices):
    """How far a report is."""

    WACHT = "wacht", _("Wacht op zijn beurt")
    BEZIG = "bezig", _("Wordt gemaakt")
    KLAAR = "klaar", _("Klaar")
    MISLUKT = "mislukt", _("Niet gelukt")


class Rapport(models.Model):
    """One report as PDF, made by the worker and kept as it was; asked for twice it is one row (``sleutel``)."""

    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    soort = models.CharField(max_length=14, choices=RapportSoort.choices)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="rapporten")
    sessie = models.ForeignKey(Sessie, models.PROTECT, null=True, blank=True, related_name="rapporten")
    programma = models.ForeignKey(Programma, models.PROTECT, null=True, blank=True, related_name="rapporten")
    afname = models.ForeignKey(Afname, models.PROTECT, null=True, blank=True, related_name="rapporten")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="rapporten")
    jaar = models.PositiveSmallIntegerField(null=True, blank=True)
    kwartaal = models.PositiveSmallIntegerField(null=True, blank=True)
    stand = models.CharField(max_length=8, choices=RapportStand.choices, default=RapportStand.WACHT)
    stap = models.PositiveIntegerField(default=0)
    stappen = models.PositiveIntegerField(default=1)
    pogingen = models.PositiveSmallIntegerField(default=0)
    lease_tot = models.DateTimeField(null=True, blank=True)
    fout = models.CharField(max_length=200, blank=True)  # a code, never contents
    peildatum = models.DateField(null=True, blank=True)
    pdf = models.BinaryField(null=True, blank=True)
    bytes = models.PositiveIntegerField(null=True, blank=True)
    gevraagd_door = models.ForeignKey(Gebruiker, models.PROTECT, null=True, blank=True, related_name="+")
    gevraagd_op = models.DateTimeField()
    klaar_op = models.DateTimeField(null=True, blank=True)

    objects = RapportQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport")
        verbose_name_plural = _("rapporten")
        ordering = ["-gevraagd_op", "-pk"]
        indexes = [models.Index(fields=["gevraagd_op"], condition=Q(stand__in=["wacht", "bezig"]), name="rapport_open")]
        constraints = [
            models.CheckConstraint(condition=Q(soort__in=RapportSoort.values), name="rapport_soort_bekend"),
            models.CheckConstraint(condition=Q(stand__in=RapportStand.values), name="rapport_stand_bekend"),
            models.CheckConstraint(condition=Q(stap__lte=F("stappen")), name="rapport_stap_niet_voorbij"),
            models.CheckConstraint(
                condition=Q(stand="klaar", pdf__isnull=False, klaar_op__isnull=False, peildatum__isnull=False)
                | (~Q(stand="klaar") & Q(pdf__isnull=True, klaar_op__isnull=True)),
                name="rapport_klaar_heeft_pdf",
            ),
            models.CheckConstraint(
                condition=Q(soort="sessie", sessie__isnull=False)
                | Q(soort="programma", programma__isnull=False)
                | Q(soort="team_kwartaal", team__isnull=False, jaar__isnull=False, kwartaal__isnull=False)
                | Q(soort="jaar", jaar__isnull=False),
                name="rapport_gaat_ergens_over",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="rapport_klaar_blijft",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__stand="klaar"),
            )
        ]

    def __str__(self):
        return f"rapport {self.pk}"

    @property
    def onderwerp(self):
        """What it is about, in words; asks for the row unless fetched."""
        if self.soort == RapportSoort.SESSIE:
            return f"{self.sessie.titel}, {date_in_words(self.sessie.dag, date.min)}"
        if self.soort == RapportSoort.PROGRAMMA:
            return self.programma.naam
        if self.soort == RapportSoort.TEAM_KWARTAAL:
            return f"{self.team.naam}, {quarter_in_words(self.jaar, self.kwartaal)}"
        return str(self.jaar)

    @property
    def is_to_come(self):
        return self.stand in (RapportStand.WACHT, RapportStand.BEZIG)

    @property
    def procent(self):
        """How far it is, whole percents."""
        return round(100 * self.stap / self.stappen) if self.stappen else 0
