"""What stands beside a melding: a talk, a call of which nothing is kept, and a look again in two weeks."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from meldingen.querysets import EvenAanzienQuerySet, OverlegQuerySet
from teams.clocks import Kalender, local_date
from teams.models import Buurt, Gemeente, Soort

BELLEN_WERKDAGEN = 2
POGINGEN = 3  # so often somebody is rung before "niet bereikt" is an outcome


class Overleg(models.Model):
    """Somebody wants to be called: who, on which number and when; never what about (E007, E129)."""

    class Aanleiding(models.TextChoices):
        TWIJFEL = "twijfel", _("Wil eerst overleggen")
        NIET_VASTGELEGD = "niet_vastgelegd", _("Belde over iets waarvan wij niets bewaren")
        NAZORG = "nazorg", _("Wil napraten")
        BURENHULP = "burenhulp", _("De buur vindt hulp nog niet goed")
        RONDE = "ronde", _("Na een ronde")
        TRAINING = "training", _("Na een training")

    class Uitkomst(models.TextChoices):
        ADVIES = "advies", _("Advies gegeven")
        MELDING = "melding", _("Er komt een melding")
        NAZORG = "nazorg", _("Nagepraat")
        NIET_BEREIKT = "niet_bereikt", _("Na drie keer bellen niet bereikt")
        NIET_MEER_NODIG = "niet_meer_nodig", _("Hoeft niet meer")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="overleggen")
    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # pressed twice is once
    wie = models.ForeignKey(Gebruiker, models.PROTECT, related_name="overleggen")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    aanleiding = models.CharField(max_length=16, choices=Aanleiding.choices)
    telefoon = EncryptedTextField()
    bereikbaar = EncryptedTextField(blank=True)
    gevraagd_op = models.DateTimeField()
    bellen_voor = models.DateField()
    behandelaar = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    pogingen = models.PositiveSmallIntegerField(default=0)
    laatste_poging = models.DateTimeField(null=True, blank=True)
    uitkomst = models.CharField(max_length=16, choices=Uitkomst.choices, blank=True)
    klaar_op = models.DateTimeField(null=True, blank=True)
    klaar_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)

    objects = OverlegQuerySet.as_manager()

    class Meta:
        verbose_name = _("overleg")
        verbose_name_plural = _("overleggen")
        indexes = [models.Index(fields=["gemeente", "bellen_voor"], condition=Q(klaar_op=None), name="overleg_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True, uitkomst="") | (Q(klaar_op__isnull=False) & ~Q(uitkomst="")),
                name="overleg_klaar_heeft_uitkomst",
            ),
            models.UniqueConstraint(
                fields=["gemeente", "wie", "aanleiding"],
                condition=Q(klaar_op__isnull=True),
                name="overleg_een_open_per_aanleiding",
            ),
        ]

    def __str__(self):
        return f"overleg {self.pk}"

    @classmethod
    def call_before(cls, gemeente, aanleiding, now):
        """The last day on which somebody rings: two working days, after a call about which nothing is kept the next."""
        kalender = Kalender.of(gemeente)
        if aanleiding == cls.Aanleiding.NIET_VASTGELEGD:
            return kalender.add_working_days(local_date(now), 1)
        return kalender.term_date(now, BELLEN_WERKDAGEN)

    @property
    def is_open(self):
        return self.klaar_op is None

    @property
    def was_rung_often(self):
        """Often enough to stop trying."""
        return self.pogingen >= POGINGEN

    @property
    def bron(self):
        """The name under which mails and reminders know this talk."""
        return f"overleg:{self.pk}"


class Belmoment(models.Model):
    """Somebody rang about something of which nothing is kept (V4): gemeente, kind and week, and nothing else."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="belmomenten")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    week = models.DateField()  # its Monday

    class Meta:
        verbose_name = _("belmoment")
        verbose_name_plural = _("belmomenten")
        constraints = [models.CheckConstraint(condition=Q(week__iso_week_day=1), name="belmoment_week_is_maandag")]

    def __str__(self):
        return f"belmoment {self.pk}"


class EvenAanzien(models.Model):
    """A volunteer wants to look again in two weeks: asked once, answered with one tap, then emptied (E128)."""

    class Uitkomst(models.TextChoices):
        GOED = "goed", _("Het gaat weer goed")
        ZORGEN = "zorgen", _("Ik maak mij nog zorgen")
        WEET_NIET = "weet_niet", _("Ik weet het niet")
        WEG = "weg", _("Weggegooid of niet beantwoord")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    wie = models.ForeignKey(Gebruiker, models.CASCADE, related_name="even_aanzien")
    buurt = models.ForeignKey(Buurt, models.PROTECT, related_name="+", null=True, blank=True)
    notitie = EncryptedTextField(null=True, blank=True)  # for the own memory; gone when it ends
    begonnen_op = models.DateTimeField()
    vragen_op = models.DateField()
    gevraagd_op = models.DateTimeField(null=True, blank=True)
    uitkomst = models.CharField(max_length=10, choices=Uitkomst.choices, blank=True)
    klaar_op = models.DateTimeField(null=True, blank=True)

    objects = EvenAanzienQuerySet.as_manager()

    class Meta:
        verbose_name = _("even aanzien")
        verbose_name_plural = _("even aanzien")
        constraints = [
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True, uitkomst="")
                | (Q(klaar_op__isnull=False, notitie__isnull=True) & ~Q(uitkomst="")),
                name="even_aanzien_klaar_is_leeg",
            ),
        ]

    def __str__(self):
        return f"even aanzien {self.pk}"

    @property
    def is_open(self):
        return self.klaar_op is None
