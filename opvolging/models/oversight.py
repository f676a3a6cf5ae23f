"""What toezicht does: ticking off who opened what, and requests of residents about their own data."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from opvolging.querysets import AdreszoekingQuerySet, NazichtQuerySet, VerzoekQuerySet
from teams.models import Gemeente


class Nazicht(models.Model):
    """A tick of the monthly review: about one line of the log, or about the whole month. Added, never edited."""

    class Oordeel(models.TextChoices):
        IN_ORDE = "in_orde", _("In orde")
        NAGEVRAAGD = "nagevraagd", _("Nagevraagd, en nu in orde")
        NIET_IN_ORDE = "niet_in_orde", _("Niet in orde")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    maand = models.DateField()  # its first day
    regel = models.BigIntegerField(null=True, blank=True)  # the line of the log; empty: the whole month
    oordeel = models.CharField(max_length=12, choices=Oordeel.choices)
    opmerking = EncryptedTextField(blank=True)
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = NazichtQuerySet.as_manager()

    class Meta:
        verbose_name = _("nazicht")
        verbose_name_plural = _("nazicht")
        ordering = ["op", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["gemeente", "maand"], condition=Q(regel__isnull=True), name="nazicht_maand_een_keer"
            ),
            models.UniqueConstraint(fields=["regel"], name="nazicht_regel_een_keer"),
            models.CheckConstraint(condition=Q(maand__day=1), name="nazicht_maand_begint_op_de_eerste"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="nazicht_vast", exclude=["opmerking"]),
            pgtrigger.Protect(name="nazicht_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.maand} {self.oordeel}"


class Verzoek(models.Model):
    """A resident asks about the own data (AVG 15-22); who it is and what was asked stands encrypted, and is wiped."""

    class Soort(models.TextChoices):
        INZAGE = "inzage", _("Inzage: wat staat er over mij?")
        CORRECTIE = "correctie", _("Correctie: er staat iets verkeerd")
        VERWIJDERING = "verwijdering", _("Verwijdering: wis wat er over mij staat")
        BEZWAAR = "bezwaar", _("Bezwaar: ik wil niet dat dit gebeurt")

    class Langer(models.TextChoices):
        INGEWIKKELD = "ingewikkeld", _("Het verzoek is ingewikkeld")
        VEEL = "veel", _("Deze bewoner deed veel verzoeken")

    class Uitkomst(models.TextChoices):
        GEGEVEN = "gegeven", _("Helemaal gedaan")
        DEELS = "deels", _("Voor een deel gedaan")
        NIETS = "niets", _("Er staat niets over deze bewoner")
        GEWEIGERD = "geweigerd", _("Geweigerd")
        INGETROKKEN = "ingetrokken", _("De bewoner trok het verzoek in")

    class Weigering(models.TextChoices):
        WIE = "wie", _("Wij konden niet vaststellen wie het vroeg")
        ANDEREN = "anderen", _("De rechten van anderen gaan voor, zoals van de melder")
        VEILIGHEID = "veiligheid", _("Iemand kan erdoor in gevaar komen")
        ONDERZOEK = "onderzoek", _("Er loopt een onderzoek of een rechtszaak")
        HERHAALD = "herhaald", _("Het verzoek is duidelijk te vaak herhaald")

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    sleutel = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # of the form: a double click is one
    soort = models.CharField(max_length=12, choices=Soort.choices)
    naam = EncryptedTextField(blank=True)
    bereikbaar = EncryptedTextField(blank=True)
    vraag = EncryptedTextField(blank=True)
    ontvangen_op = models.DateField()
    uiterlijk = models.DateField()
    verlengd_reden = models.CharField(max_length=12, choices=Langer.choices, blank=True)
    verlengd_op = models.DateTimeField(null=True, blank=True)
    geopend_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    geopend_op = models.DateTimeField()
    bevestigd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    bevestigd_op = models.DateTimeField(null=True, blank=True)
    uitkomst = models.CharField(max_length=12, choices=Uitkomst.choices, blank=True)
    weigering = models.CharField(max_length=12, choices=Weigering.choices, blank=True)
    toelichting = EncryptedTextField(blank=True)
    afgerond_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    afgerond_op = models.DateTimeField(null=True, blank=True)
    gewist_op = models.DateTimeField(null=True, blank=True)

    objects = VerzoekQuerySet.as_manager()

    class Meta:
        verbose_name = _("verzoek van een bewoner")
        verbose_name_plural = _("verzoeken van bewoners")
        ordering = ["uiterlijk", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bevestigd_door__isnull=True, bevestigd_op__isnull=True)
                | Q(bevestigd_door__isnull=False, bevestigd_op__isnull=False),
                name="verzoek_bevestigd_of_niet",
            ),
            models.CheckConstraint(
                condition=Q(bevestigd_door__isnull=True) | ~Q(bevestigd_door=F("geopend_door")),
                name="verzoek_door_een_tweede",
            ),
            models.CheckConstraint(
                condition=Q(uitkomst="", afgerond_op__isnull=True, afgerond_door__isnull=True)
                | (~Q(uitkomst="") & Q(afgerond_op__isnull=False, afgerond_door__isnull=False)),
                name="verzoek_afgerond_heeft_uitkomst",
            ),
            models.CheckConstraint(
                condition=~Q(uitkomst__in=["gegeven", "deels", "niets"]) | Q(bevestigd_op__isnull=False),
                name="verzoek_gedaan_is_bevestigd",
            ),
            models.CheckConstraint(
                condition=Q(uitkomst="geweigerd") & ~Q(weigering="") | ~Q(uitkomst="geweigerd") & Q(weigering=""),
                name="verzoek_weigering_heeft_reden",
            ),
            models.CheckConstraint(
                condition=Q(verlengd_op__isnull=True, verlengd_reden="")
                | (Q(verlengd_op__isnull=False) & ~Q(verlengd_reden="")),
                name="verzoek_langer_heeft_reden",
            ),
            models.CheckConstraint(condition=Q(uiterlijk__gt=F("ontvangen_op")), name="verzoek_uiterlijk_later"),
            models.CheckConstraint(
                condition=Q(gewist_op__isnull=True) | Q(afgerond_op__isnull=False), name="verzoek_gewist_na_afronden"
            ),
        ]

    def __str__(self):
        return f"verzoek {self.pk}"

    @property
    def is_open(self):
        return self.afgerond_op is None

    @property
    def is_confirmed(self):
        return self.bevestigd_op is not None


class Adreszoeking(models.Model):
    """Once an address was looked up for a request: by whom, and how many meldingen that person may see about it."""

    verzoek = models.ForeignKey(Verzoek, models.PROTECT, related_name="zoekingen")
    adres = EncryptedTextField(blank=True)
    gevonden = models.PositiveSmallIntegerField()
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    op = models.DateTimeField()

    objects = AdreszoekingQuerySet.as_manager()

    class Meta:
        verbose_name = _("adreszoeking")
        verbose_name_plural = _("adreszoekingen")
        ordering = ["op", "pk"]
        triggers = [
            pgtrigger.ReadOnly(name="adreszoeking_vast", exclude=["adres"]),
            pgtrigger.Protect(name="adreszoeking_blijft", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"adreszoeking {self.pk}"
