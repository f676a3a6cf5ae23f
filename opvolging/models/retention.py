"""What is kept no longer: the list before it goes, who holds it back, and the record of what went (veiligheid 17)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from meldingen.models import Melding
from opvolging.querysets import AanhoudingQuerySet, VernietigingQuerySet, WissingQuerySet
from teams.models import Gemeente, Niveau, Soort

LIST_DAYS = 14  # so long a melding stands on the list before its contents go
HOLD_DAYS = 366  # the longest that contents are held back at once; then somebody asks again


class Regel(models.TextChoices):
    """By which term something goes."""

    NIVEAU = "niveau", _("Termijn van het niveau")
    CATEGORIE = "categorie", _("Eigen termijn van het onderwerp")


class Wissing(models.Model):
    """A melding whose term is over: on the list since a day, wiped on another, unless it was opened again."""

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="wissingen")
    regel = models.CharField(max_length=10, choices=Regel.choices)
    maanden = models.PositiveSmallIntegerField()  # the term that was over
    op_lijst = models.DateField()
    wissen_op = models.DateField()
    gewist_op = models.DateTimeField(null=True, blank=True)
    eraf_op = models.DateTimeField(null=True, blank=True)  # opened again, or the term became longer

    objects = WissingQuerySet.as_manager()

    class Meta:
        verbose_name = _("wissing")
        verbose_name_plural = _("wissingen")
        ordering = ["wissen_op", "pk"]
        indexes = [
            models.Index(fields=["wissen_op"], condition=Q(gewist_op=None, eraf_op=None), name="wissing_op_de_lijst")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["melding"], condition=Q(gewist_op__isnull=True, eraf_op__isnull=True), name="wissing_een_open"
            ),
            models.CheckConstraint(
                condition=Q(gewist_op__isnull=True) | Q(eraf_op__isnull=True), name="wissing_gewist_of_eraf"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wissing_twee_weken_op_de_lijst",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=f"""
                    IF NEW.wissen_op < NEW.op_lijst + {LIST_DAYS} THEN
                        RAISE EXCEPTION 'wissing: eerst {LIST_DAYS} dagen op de lijst'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"wissing {self.pk}"


class Aanhouding(models.Model):
    """Contents that must stay for now: one person asks, a second agrees, and never longer than a year at once."""

    class Reden(models.TextChoices):
        ONDERZOEK = "onderzoek", _("Er loopt een onderzoek of een rechtszaak")
        KLACHT = "klacht", _("Er loopt een klacht")
        VERZOEK = "verzoek", _("Een bewoner vroeg om de eigen gegevens")
        HULP = "hulp", _("De hulp loopt nog en de partner vraagt erom")

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="aanhoudingen")
    reden = models.CharField(max_length=10, choices=Reden.choices)
    toelichting = EncryptedTextField(blank=True)
    tot = models.DateField()  # the last day
    gevraagd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gevraagd_op = models.DateTimeField()
    akkoord = models.BooleanField(null=True, blank=True)
    besloten_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    besloten_op = models.DateTimeField(null=True, blank=True)
    beeindigd_op = models.DateTimeField(null=True, blank=True)
    beeindigd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)

    objects = AanhoudingQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanhouding")
        verbose_name_plural = _("aanhoudingen")
        ordering = ["gevraagd_op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["melding"],
                condition=Q(beeindigd_op__isnull=True) & (Q(akkoord=True) | Q(akkoord__isnull=True)),
                name="aanhouding_een_tegelijk",
            ),
            models.CheckConstraint(
                condition=Q(akkoord__isnull=True, besloten_door__isnull=True, besloten_op__isnull=True)
                | Q(akkoord__isnull=False, besloten_door__isnull=False, besloten_op__isnull=False),
                name="aanhouding_besloten_of_niet",
            ),
            models.CheckConstraint(
                condition=Q(besloten_door__isnull=True) | ~Q(besloten_door=F("gevraagd_door")),
                name="aanhouding_door_een_tweede",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="aanhouding_hooguit_een_jaar",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=f"""
                    IF NEW.tot > (NEW.gevraagd_op AT TIME ZONE 'Europe/Amsterdam')::date + {HOLD_DAYS} THEN
                        RAISE EXCEPTION 'aanhouding: langer dan een jaar' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"aanhouding {self.pk}"

    @property
    def is_open(self):
        """Nobody decided about it yet, and nobody took it back."""
        return self.akkoord is None and self.beeindigd_op is None


class Vernietiging(models.Model):
    """What was destroyed on one day, in numbers: never which melding, never words; added, never edited."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+", null=True, blank=True)
    dag = models.DateField()
    wat = models.CharField(max_length=40)  # "melding", or the code of a rule of ``evaluaties.retention``
    soort = models.CharField(max_length=20, choices=Soort.choices, blank=True)
    niveau = models.PositiveSmallIntegerField(choices=Niveau.choices, null=True, blank=True)
    regel = models.CharField(max_length=10, choices=Regel.choices, blank=True)
    aantal = models.PositiveIntegerField()
    daarbij = models.JSONField(default=dict)  # {"foto": 3}: how many rows of each sort went with them
    op = models.DateTimeField()

    objects = VernietigingQuerySet.as_manager()

    class Meta:
        verbose_name = _("vernietiging")
        verbose_name_plural = _("vernietigingen")
        ordering = ["-dag", "-pk"]
        indexes = [models.Index(fields=["gemeente", "dag"], name="vernietiging_van_maand")]
        constraints = [models.CheckConstraint(condition=Q(aantal__gt=0), name="vernietiging_van_iets")]
        triggers = [pgtrigger.Protect(name="vernietiging_vast", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.dag} {self.wat} {self.aantal}"


class Tekensleutel(models.Model):
    """By which melders of one quarter are told apart after their names went; gone once that quarter was kept."""

    jaar = models.PositiveSmallIntegerField()
    kwartaal = models.PositiveSmallIntegerField()
    geheim = EncryptedTextField()

    class Meta:
        verbose_name = _("tekensleutel")
        verbose_name_plural = _("tekensleutels")
        constraints = [models.UniqueConstraint(fields=["jaar", "kwartaal"], name="tekensleutel_per_kwartaal")]

    def __str__(self):
        return f"{self.jaar}.{self.kwartaal}"
