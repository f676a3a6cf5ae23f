"""What a round brought: the eight questions of CCV's hand-out, each person's own report (E098-E107, E113, E115)."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedJSONField, EncryptedTextField
from teams.rondes.models.ronde import Ronde
from teams.rondes.querysets import OfRondeQuerySet, VerslagQuerySet

HOOGSTE_TELLING = 200


class Wegen(models.TextChoices):
    HOOFDWEGEN = "hoofdwegen", _("Hoofdwegen")
    ACHTERPADEN = "achterpaden", _("Achterpaden en doorgangen")


class LetteOp(models.TextChoices):
    """What people paid attention to (R5)."""

    RAMEN = "ramen", _("Open ramen en deuren")
    GROEN = "groen", _("Overhangend groen")
    VERLICHTING = "verlichting", _("Verlichting")
    PARKEREN = "parkeren", _("Parkeren")
    JONGEREN = "jongeren", _("Jongeren")
    AFVAL = "afval", _("Afval")
    AED = "aed", _("AED's")
    HULP = "hulp", _("Mensen die hulp nodig kunnen hebben")
    AFSPRAAK = "afspraak", _("Afspraak van de maand")
    ANDERS = "anders", _("Iets anders")


class Opvallend(models.TextChoices):
    """Whether something was striking (R6)."""

    NEE = "nee", _("Nee, niets bijzonders")
    MELDING = "melding", _("Ja, ik maak er een melding van")
    TWIJFEL = "twijfel", _("Ja, maar ik twijfel")


class Veilig(models.TextChoices):
    """Whether somebody felt safe (R12); read by that person and the coordinator."""

    JA = "ja", _("Ja")
    NIET_HELEMAAL = "niet_helemaal", _("Niet helemaal")
    NEE = "nee", _("Nee")


class Verslag(models.Model):
    """One person's report of one round: two who log at once each keep their own; without ``klaar_op`` it is a draft.

    Figures take of each number the highest that anybody wrote about the round: who walk together saw the same.
    """

    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="verslagen")
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="verslagen")
    wegen = ArrayField(models.CharField(max_length=12, choices=Wegen.choices), default=list, blank=True)
    lette_op = ArrayField(models.CharField(max_length=12, choices=LetteOp.choices), default=list, blank=True)
    lette_op_anders = models.CharField(max_length=100, blank=True)
    opvallend = models.CharField(max_length=8, choices=Opvallend.choices, blank=True)
    gepraat = models.BooleanField(null=True, blank=True)
    kapot = models.BooleanField(null=True, blank=True)  # something broken or dirty: reported now (R10)
    gebeld = models.BooleanField(null=True, blank=True)  # 112 or the police (R11)
    veilig = models.CharField(max_length=14, choices=Veilig.choices, blank=True)
    verlichting = models.PositiveSmallIntegerField(_("kapotte verlichting"), default=0)
    afval = models.PositiveSmallIntegerField(_("afval op straat"), default=0)
    verkeer = models.PositiveSmallIntegerField(_("onveilige plek in het verkeer"), default=0)
    opmerking = EncryptedTextField(blank=True)
    concept = EncryptedJSONField(null=True, blank=True)  # what was typed so far, by field; NULL once finished
    begonnen_op = models.DateTimeField()
    bewaard_op = models.DateTimeField()
    klaar_op = models.DateTimeField(null=True, blank=True)

    objects = VerslagQuerySet.as_manager()

    class Meta:
        verbose_name = _("verslag")
        verbose_name_plural = _("verslagen")
        constraints = [
            models.UniqueConstraint(fields=["ronde", "door"], name="verslag_een_per_persoon"),
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True)
                | (
                    ~Q(wegen=[])
                    & ~Q(lette_op=[])
                    & ~Q(opvallend="")
                    & ~Q(veilig="")
                    & Q(gepraat__isnull=False, kapot__isnull=False, gebeld__isnull=False)
                ),
                name="verslag_klaar_is_volledig",
            ),
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True) | Q(concept__isnull=True), name="verslag_klaar_zonder_concept"
            ),
            models.CheckConstraint(
                condition=Q(verlichting__lte=HOOGSTE_TELLING, afval__lte=HOOGSTE_TELLING, verkeer__lte=HOOGSTE_TELLING),
                name="verslag_tellingen_redelijk",
            ),
        ]

    def __str__(self):
        return f"verslag {self.pk}"


class Gesprek(models.Model):
    """So many people were spoken to about this, and how it went; small talk counts (E103, E115)."""

    class Onderwerp(models.TextChoices):
        PRAATJE = "praatje", _("Gewoon een praatje")
        INBRAAK = "inbraak", _("Inbraak voorkomen")
        OVERLAST = "overlast", _("Overlast")
        TEAM = "team", _("Uitleg over ons team")
        MEEDOEN = "meedoen", _("Iemand wil meedoen")
        HULP = "hulp", _("Iemand vraagt hulp")
        KLACHT = "klacht", _("Klacht over gemeente of politie")
        ANDERS = "anders", _("Iets anders")

    class Verloop(models.TextChoices):
        PRETTIG = "prettig", _("Prettig")
        GEWOON = "gewoon", _("Gewoon")
        LASTIG = "lastig", _("Lastig")
        DREIGEND = "dreigend", _("Dreigend")

    verslag = models.ForeignKey(Verslag, models.CASCADE, related_name="gesprekken")
    onderwerp = models.CharField(max_length=10, choices=Onderwerp.choices)
    aantal = models.PositiveSmallIntegerField(default=1)
    verloop = models.CharField(max_length=10, choices=Verloop.choices, blank=True)

    class Meta:
        verbose_name = _("gesprek")
        verbose_name_plural = _("gesprekken")
        constraints = [
            models.UniqueConstraint(fields=["verslag", "onderwerp"], name="gesprek_een_per_onderwerp"),
            models.CheckConstraint(
                condition=Q(aantal__gte=1, aantal__lte=HOOGSTE_TELLING), name="gesprek_aantal_redelijk"
            ),
        ]

    def __str__(self):
        return f"{self.onderwerp} {self.aantal}"


class Correctie(models.Model):
    """What was changed in a finished round: field, before and after; added, never edited. Words are not repeated."""

    ronde = models.ForeignKey(Ronde, models.CASCADE, related_name="correcties")
    veld = models.CharField(max_length=40)
    van = models.CharField(max_length=300, blank=True)
    naar = models.CharField(max_length=300, blank=True)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = OfRondeQuerySet.as_manager()

    class Meta:
        verbose_name = _("correctie")
        verbose_name_plural = _("correcties")
        ordering = ["op", "pk"]
        triggers = [pgtrigger.Protect(name="correctie_vast", operation=pgtrigger.Update)]

    def __str__(self):
        return f"correctie {self.pk}"
