"""Several meldingen handled together, and the steps that the meldpunt takes with one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from meldingen.models import Melding, VerlaagReden
from opvolging.models.added import only_added
from opvolging.querysets import BundelDeelQuerySet, BundelQuerySet, SeintjeQuerySet, VerlagingQuerySet
from teams.models import Gemeente, Niveau


class Bundel(models.Model):
    """Meldingen of one event: one ask, about the first of them, and each melder an own answer."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField()

    objects = BundelQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundel")
        verbose_name_plural = _("bundels")

    def __str__(self):
        return f"bundel {self.pk}"


class BundelDeel(models.Model):
    """One melding in a bundle; the ask hangs on the one that is ``hoofd``."""

    bundel = models.ForeignKey(Bundel, models.CASCADE, related_name="delen")
    melding = models.ForeignKey(Melding, models.PROTECT, related_name="bundeldelen")
    hoofd = models.BooleanField(default=False)
    erbij_op = models.DateTimeField()
    erbij_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    eraf_op = models.DateTimeField(null=True, blank=True)

    objects = BundelDeelQuerySet.as_manager()

    class Meta:
        verbose_name = _("deel van een bundel")
        verbose_name_plural = _("delen van bundels")
        ordering = ["-hoofd", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["melding"], condition=Q(eraf_op__isnull=True), name="bundeldeel_een_bundel_tegelijk"
            ),
            models.UniqueConstraint(
                fields=["bundel"], condition=Q(eraf_op__isnull=True, hoofd=True), name="bundeldeel_een_hoofd"
            ),
        ]

    def __str__(self):
        return f"{self.bundel_id}:{self.melding_id}"


class Schaalstap(models.Model):
    """A step up or down in help, with its date and reason (E144); added, never edited."""

    class Richting(models.TextChoices):
        OP = "op", _("Een stap zwaarder")
        AF = "af", _("Een stap lichter")

    class Reden(models.TextChoices):
        ERNSTIGER = "ernstiger", _("Het is ernstiger geworden")
        VEILIGHEID = "veiligheid", _("Iemand is niet veilig")
        DUURT_LANG = "duurt_lang", _("Het duurt te lang")
        MEER_NODIG = "meer_nodig", _("Er is meer nodig dan deze partner kan")
        GAAT_BETER = "gaat_beter", _("Het gaat beter")
        LICHTER_PAST = "lichter_past", _("Lichtere hulp past beter")
        BEWONER_WIL = "bewoner_wil", _("De bewoner wil dit")

    OMHOOG = (Reden.ERNSTIGER, Reden.VEILIGHEID, Reden.DUURT_LANG, Reden.MEER_NODIG)
    OMLAAG = (Reden.GAAT_BETER, Reden.LICHTER_PAST, Reden.BEWONER_WIL)

    melding = models.ForeignKey(Melding, models.CASCADE, related_name="schaalstappen")
    richting = models.CharField(max_length=2, choices=Richting.choices)
    reden = models.CharField(max_length=14, choices=Reden.choices)
    toelichting = EncryptedTextField(blank=True)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    class Meta:
        verbose_name = _("stap op of af")
        verbose_name_plural = _("stappen op of af")
        ordering = ["op", "pk"]
        triggers = [only_added("schaalstap_alleen_toevoegen", words=("toelichting",))]

    def __str__(self):
        return f"{self.melding_id} {self.richting}"


class Verlaging(models.Model):
    """A lower level: alone within one working day and before a partner read it, else agreed by a second person."""

    melding = models.ForeignKey(Melding, models.CASCADE, related_name="verlagingen")
    van = models.PositiveSmallIntegerField(choices=Niveau.choices)
    naar = models.PositiveSmallIntegerField(choices=Niveau.choices)
    reden = models.CharField(max_length=16, choices=VerlaagReden.choices)
    gevraagd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gevraagd_op = models.DateTimeField()
    alleen = models.BooleanField(default=False)
    akkoord = models.BooleanField(null=True, blank=True)
    besloten_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    besloten_op = models.DateTimeField(null=True, blank=True)

    objects = VerlagingQuerySet.as_manager()

    class Meta:
        verbose_name = _("verlaging van het niveau")
        verbose_name_plural = _("verlagingen van het niveau")
        constraints = [
            models.CheckConstraint(condition=Q(naar__lt=F("van")), name="verlaging_gaat_omlaag"),
            models.UniqueConstraint(
                fields=["melding"], condition=Q(besloten_op__isnull=True), name="verlaging_een_open"
            ),
            models.CheckConstraint(
                condition=Q(besloten_op__isnull=True, akkoord__isnull=True, besloten_door__isnull=True)
                | Q(besloten_op__isnull=False, akkoord__isnull=False, besloten_door__isnull=False),
                name="verlaging_besloten_of_niet",
            ),
            models.CheckConstraint(
                condition=Q(alleen=True) | Q(besloten_door__isnull=True) | ~Q(besloten_door=F("gevraagd_door")),
                name="verlaging_door_een_tweede",
            ),
        ]

    def __str__(self):
        return f"verlaging {self.pk}"


class Seintje(models.Model):
    """A coordinator asked the meldpunt how it stands; once a day per melding (E156)."""

    melding = models.ForeignKey(Melding, models.CASCADE, related_name="seintjes")
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()
    dag = models.DateField()

    objects = SeintjeQuerySet.as_manager()

    class Meta:
        verbose_name = _("seintje")
        verbose_name_plural = _("seintjes")
        constraints = [models.UniqueConstraint(fields=["melding", "dag"], name="seintje_een_per_dag")]

    def __str__(self):
        return f"seintje {self.pk}"
