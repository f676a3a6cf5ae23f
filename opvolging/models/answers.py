"""What is said to who reported."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from meldingen.models import Melding
from opvolging.querysets import (
    GENOEG_POGINGEN,
    BezorgingQuerySet,
    TeamBerichtQuerySet,
    TerugkoppelingQuerySet,
    VraagAanMelderQuerySet,
)
from teams.models import Team


class Kanaal(models.TextChoices):
    """By which road a message really reached the melder."""

    APP = "app", _("in de app")
    MAIL = "mail", _("per mail")
    TELEFOON = "telefoon", _("per telefoon")
    COORDINATOR = "coordinator", _("via de coördinator")
    BRIEF = "brief", _("per brief")


class Terugkoppeling(models.Model):
    """A message to who reported: an interim word or the answer. Append-only but for reading and verdict."""

    class Doelgroep(models.TextChoices):
        MELDER = "melder", _("Melder")
        TEAM = "team", _("Team")

    class Soort(models.TextChoices):
        TUSSENBERICHT = "tussenbericht", _("Tussenbericht")
        ANTWOORD = "antwoord", _("Antwoord")

    class Oordeel(models.TextChoices):
        OPGELOST = "opgelost", _("Ja, het is opgelost")
        DEELS = "deels", _("Deels")
        NIET_OPGELOST = "niet_opgelost", _("Nee, ik zie het nog")
        GENOEG = "genoeg", _("Ja, ik heb genoeg gehoord")
        BEL_MIJ = "bel_mij", _("Nee, bel mij")
        IETS_NIEUWS = "iets_nieuws", _("Ik zag iets nieuws")

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="terugkoppelingen")
    keer = models.PositiveSmallIntegerField()
    doelgroep = models.CharField(max_length=8, choices=Doelgroep.choices, default=Doelgroep.MELDER)
    soort = models.CharField(max_length=14, choices=Soort.choices)
    tekst = EncryptedTextField()
    nieuwe_datum = models.DateField(null=True, blank=True)
    langs = models.CharField(max_length=12, choices=Kanaal.choices)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    op = models.DateTimeField()
    gelezen_op = models.DateTimeField(null=True, blank=True)
    oordeel = models.CharField(max_length=14, choices=Oordeel.choices, blank=True)
    oordeel_op = models.DateTimeField(null=True, blank=True)
    gebeld_op = models.DateTimeField(null=True, blank=True)  # after "bel mij"

    objects = TerugkoppelingQuerySet.as_manager()

    class Meta:
        verbose_name = _("terugkoppeling")
        verbose_name_plural = _("terugkoppelingen")
        ordering = ["op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["melding", "keer"],
                condition=Q(soort="antwoord", doelgroep="melder"),
                name="terugkoppeling_een_antwoord_per_keer",
            ),
            models.CheckConstraint(
                condition=Q(oordeel="") | Q(soort="antwoord", oordeel_op__isnull=False),
                name="terugkoppeling_oordeel_bij_antwoord",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="terugkoppeling_niet_wissen", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="terugkoppeling_niet_herschrijven",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF (NEW.melding_id, NEW.keer, NEW.doelgroep, NEW.soort, NEW.langs, NEW.op)
                       IS DISTINCT FROM
                       (OLD.melding_id, OLD.keer, OLD.doelgroep, OLD.soort, OLD.langs, OLD.op)
                       OR (NEW.tekst IS DISTINCT FROM OLD.tekst AND (NEW.tekst <> '' OR NOT EXISTS (
                           SELECT 1 FROM meldingen_melding WHERE id = NEW.melding_id AND gewist_op IS NOT NULL)))
                       OR (OLD.oordeel <> '' AND NEW.oordeel IS DISTINCT FROM OLD.oordeel) THEN
                        RAISE EXCEPTION 'terugkoppeling: wat verstuurd is verandert niet'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"terugkoppeling {self.pk}"


class GeenAntwoord(models.Model):
    """Why there can be no answer this time: logged, and never counted as an answer."""

    class Reden(models.TextChoices):
        NAAM_INGETROKKEN = "naam_ingetrokken", _("De melder trok zijn naam in")
        NIET_BEREIKBAAR = "niet_bereikbaar", _("De melder is na drie pogingen niet bereikt")
        OVERLEDEN = "overleden", _("De melder is overleden")

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="zonder_antwoord")
    keer = models.PositiveSmallIntegerField()
    reden = models.CharField(max_length=16, choices=Reden.choices)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    class Meta:
        verbose_name = _("geen antwoord")
        verbose_name_plural = _("geen antwoord")
        constraints = [
            models.UniqueConstraint(fields=["melding", "keer"], name="geen_antwoord_een_per_keer"),
            models.CheckConstraint(condition=~Q(reden=""), name="geen_antwoord_heeft_reden"),
        ]
        triggers = [
            pgtrigger.Protect(name="geen_antwoord_vast", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"geen antwoord {self.pk}"


class Bezorging(models.Model):
    """An answer that a person must bring: by phone, by letter or through the coordinator, before the same date.

    The melding is answered only when it was told: then it becomes a Terugkoppeling with these frozen words.
    """

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="bezorgingen")
    keer = models.PositiveSmallIntegerField()
    soort = models.CharField(max_length=14, choices=Terugkoppeling.Soort.choices)
    langs = models.CharField(max_length=12, choices=Kanaal.choices)
    tekst = EncryptedTextField()
    nieuwe_datum = models.DateField(null=True, blank=True)
    voor = models.DateField()
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField()
    pogingen = models.PositiveSmallIntegerField(default=0)
    laatste_poging = models.DateTimeField(null=True, blank=True)
    klaar_op = models.DateTimeField(null=True, blank=True)
    klaar_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    terugkoppeling = models.OneToOneField(
        Terugkoppeling, models.PROTECT, related_name="bezorging", null=True, blank=True
    )  # empty when it was taken back

    objects = BezorgingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bezorging")
        verbose_name_plural = _("bezorgingen")
        ordering = ["voor", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["melding"], condition=Q(klaar_op__isnull=True), name="bezorging_een_open_per_melding"
            ),
            models.CheckConstraint(
                condition=Q(langs__in=["telefoon", "coordinator", "brief"]), name="bezorging_door_een_mens"
            ),
            models.CheckConstraint(
                condition=Q(terugkoppeling__isnull=True) | Q(klaar_op__isnull=False), name="bezorging_gedaan_is_klaar"
            ),
        ]

    def __str__(self):
        return f"bezorging {self.pk}"

    @property
    def is_tried_enough(self):
        """Tried so often that there may be no answer: the same as ``tried_enough`` of the queryset."""
        return self.pogingen >= GENOEG_POGINGEN

    @property
    def bron(self):
        """The name under which reminders know it."""
        return f"bezorging:{self.pk}"


class VraagAanMelder(models.Model):
    """One question to who reported; no deadline for the volunteer: after five working days the case goes on."""

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="vragen_aan_melder")
    keer = models.PositiveSmallIntegerField()
    vraag = EncryptedTextField()
    gesteld_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gesteld_op = models.DateTimeField()
    wacht_tot = models.DateField()
    antwoord = EncryptedTextField(null=True, blank=True)
    langs = models.CharField(max_length=12, choices=Kanaal.choices, blank=True)
    antwoord_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    klaar_op = models.DateTimeField(null=True, blank=True)  # answered, or went on without

    objects = VraagAanMelderQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag aan de melder")
        verbose_name_plural = _("vragen aan de melder")
        ordering = ["gesteld_op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["melding"], condition=Q(klaar_op__isnull=True), name="vraag_aan_melder_een_open"
            ),
            models.CheckConstraint(
                condition=Q(antwoord__isnull=True) | Q(klaar_op__isnull=False),
                name="vraag_aan_melder_antwoord_is_klaar",
            ),
        ]

    def __str__(self):
        return f"vraag aan melder {self.pk}"


class TeamBericht(models.Model):
    """ "Dit heeft uw team bereikt": one text per team and month, written once, to forward."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="berichten")
    maand = models.DateField()  # its first day
    tekst = EncryptedTextField()
    op = models.DateTimeField()

    objects = TeamBerichtQuerySet.as_manager()

    class Meta:
        verbose_name = _("bericht aan het team")
        verbose_name_plural = _("berichten aan teams")
        ordering = ["-maand"]
        constraints = [models.UniqueConstraint(fields=["team", "maand"], name="teambericht_een_per_maand")]
        triggers = [pgtrigger.Protect(name="teambericht_vast", operation=pgtrigger.Update)]

    def __str__(self):
        return f"{self.team_id} {self.maand:%Y-%m}"
