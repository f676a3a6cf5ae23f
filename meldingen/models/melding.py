"""What may be known of a melding without opening it."""

import secrets
import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.ui.dates import date_in_words
from meldingen.models.categories import Categorie
from meldingen.querysets import (
    OPEN_STANDEN,
    KaartQuerySet,
    MeldingQuerySet,
)
from teams.models import Buurt, Gemeente, Niveau, Team
from teams.rondes.models import Ronde


class Stand(models.TextChoices):
    """Where a melding is; the words are those that a melder reads."""

    ONTVANGEN = "ontvangen", _("Ontvangen")
    OPGEPAKT = "opgepakt", _("Opgepakt")
    AANZIEN = "aanzien", _("Wij kijken het even aan")
    AFGEROND = "afgerond", _("Afgerond")
    BEANTWOORD = "beantwoord", _("Beantwoord")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


OVERGANGEN = {
    Stand.ONTVANGEN: {Stand.OPGEPAKT, Stand.AFGEROND, Stand.INGETROKKEN},
    Stand.OPGEPAKT: {Stand.AANZIEN, Stand.AFGEROND},
    Stand.AANZIEN: {Stand.OPGEPAKT, Stand.AFGEROND},
    Stand.AFGEROND: {Stand.OPGEPAKT, Stand.BEANTWOORD},
    Stand.BEANTWOORD: {Stand.OPGEPAKT},  # only by reopening, once
    Stand.INGETROKKEN: set(),
}


class Uitkomst(models.TextChoices):
    """What came of it, for figures; the answer itself is in words."""

    OPGELOST = "opgelost", _("Opgelost of hersteld")
    HULP = "hulp", _("Hulp of contact geregeld")
    BEKEND = "bekend", _("Was al bekend, er is iemand mee bezig")
    DOORGEGEVEN = "doorgegeven", _("Doorgegeven aan een ander loket")
    GEEN_ACTIE = "geen_actie", _("Er was geen actie nodig")
    NIET_VAN_ONS = "niet_van_ons", _("Hoort niet bij ons")
    TE_WEINIG = "te_weinig", _("Te weinig om iets mee te doen")
    DUBBEL = "dubbel", _("Zelfde als een andere melding")
    NIET_PASSEND = "niet_passend", _("Past niet bij melden")


class NiveauReden(models.TextChoices):
    """Why a level went up (E144); a code, so that the reason itself gives nothing away."""

    HERKENBAAR = "herkenbaar", _("De persoon is te herkennen")
    GEVOELIG = "gevoelig", _("Het is ernstiger of gevoeliger dan het leek")
    MELDER_VEILIG = "melder_veilig", _("De melder kan er last van krijgen")
    TEAM = "team", _("Iemand van het team is erbij betrokken")


class VerlaagReden(models.TextChoices):
    """Why a level went down."""

    VEILIGE_WOORDEN = "veilige_woorden", _("Er staat niets meer in wat iemand herkenbaar maakt")
    PLEK = "plek", _("Het gaat om een plek, niet om een persoon")
    VERGISSING = "vergissing", _("Het niveau was bij vergissing te hoog")


class AanzienReden(models.TextChoices):
    """Why the meldpunt waits and looks again on a date."""

    AFWACHTEN = "afwachten", _("Kijken of het vanzelf overgaat")
    SEIZOEN = "seizoen", _("Het kan nu niet, later wel")
    EERST_CONTACT = "eerst_contact", _("De bewoner wil nu geen contact")
    GEPLAND = "gepland", _("Het werk is gepland")


class Ingang(models.TextChoices):
    """By which road a melding came in (E132)."""

    APP = "app", _("In de app")
    TELEFOON = "telefoon", _("Per telefoon")
    PAPIER = "papier", _("Op een papieren kaart")
    BALIE = "balie", _("Aan de balie")


def new_nummer():
    """Eight random digits: says nothing about kind, place or order (ontwerp §3)."""
    return f"{secrets.randbelow(9000) + 1000}-{secrets.randbelow(10000):04d}"


class Melding(models.Model):
    """What may be known of a melding without opening it."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="meldingen")
    nummer = models.CharField(max_length=9, unique=True, default=new_nummer, editable=False)
    melder = models.ForeignKey(Gebruiker, models.PROTECT, related_name="meldingen", null=True, blank=True)
    ingevoerd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    team = models.ForeignKey(Team, models.PROTECT, related_name="meldingen", null=True, blank=True)
    ronde = models.ForeignKey(Ronde, models.PROTECT, related_name="meldingen", null=True, blank=True)  # V0 and V1 only
    categorie = models.ForeignKey(Categorie, models.PROTECT, related_name="meldingen")
    vertrouwelijkheid = models.PositiveSmallIntegerField(choices=Niveau.choices)
    buurt = models.ForeignKey(Buurt, models.PROTECT, related_name="meldingen")
    stand = models.CharField(max_length=12, choices=Stand.choices, default=Stand.ONTVANGEN)
    gemeld_op = models.DateTimeField()
    reageren_voor = models.DateField(null=True, blank=True)  # empty: the reaction is given
    antwoord_voor = models.DateField()
    eerste_belofte = models.DateField(editable=False)
    opgepakt_op = models.DateTimeField(null=True, blank=True)
    afgerond_op = models.DateTimeField(null=True, blank=True)
    beantwoord_op = models.DateTimeField(null=True, blank=True)
    gesloten_op = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # answered or withdrawn; terms count on it
    behandelaar = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    keer = models.PositiveSmallIntegerField(default=1)
    concept_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    uitkomst = models.CharField(max_length=14, choices=Uitkomst.choices, blank=True)
    gevaar = models.BooleanField(_("iemand kan vallen of zich pijn doen"), default=False)
    naam_delen = models.BooleanField(_("wie helpt mag de naam weten"), default=False)
    antwoord_via = models.CharField(max_length=12, choices=AntwoordVia.choices, default=AntwoordVia.MAIL)
    coordinator_mag_lezen = models.BooleanField(default=False)
    tekst_verborgen = models.BooleanField(default=False)
    aanzien_tot = models.DateField(null=True, blank=True)  # wakes it
    aanzien_reden = models.CharField(max_length=14, choices=AanzienReden.choices, blank=True)
    ingang = models.CharField(max_length=10, choices=Ingang.choices, default=Ingang.APP)
    afgesplitst_van = models.ForeignKey("self", models.PROTECT, related_name="+", null=True, blank=True)
    naam_ingetrokken_op = models.DateTimeField(null=True, blank=True)
    straat_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)  # V0 and V1 only
    gewist_op = models.DateTimeField(null=True, blank=True, editable=False)  # contents and names are gone for good
    melder_teken = models.CharField(max_length=64, blank=True, editable=False)  # for figures, until the quarter is kept

    objects = MeldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        indexes = [
            models.Index(fields=["gemeente", "stand", "antwoord_voor"], name="melding_werklijst"),
            models.Index(fields=["melder", "-gemeld_op"], name="melding_van_melder"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(keer__in=[1, 2]), name="melding_heropent_hooguit_een_keer"),
            models.CheckConstraint(condition=Q(vertrouwelijkheid__lte=3), name="melding_v4_wordt_niet_vastgelegd"),
            models.CheckConstraint(
                condition=Q(stand__in=OPEN_STANDEN + ("beantwoord", "ingetrokken")), name="melding_stand_bekend"
            ),
            models.CheckConstraint(
                condition=~Q(stand__in=["afgerond", "beantwoord"]) | ~Q(uitkomst=""),
                name="melding_klaar_heeft_uitkomst",
            ),
            models.CheckConstraint(
                condition=Q(antwoord_voor__gte=F("eerste_belofte")), name="melding_belofte_schuift_niet_terug"
            ),
            models.CheckConstraint(
                condition=Q(vertrouwelijkheid__lte=1) | Q(straat_index=""), name="melding_v2_zonder_straatindex"
            ),
            models.CheckConstraint(
                condition=Q(vertrouwelijkheid__lte=1) | Q(ronde__isnull=True), name="melding_v2_zonder_ronde"
            ),
            models.CheckConstraint(
                condition=(Q(stand="aanzien") & Q(aanzien_tot__isnull=False) & ~Q(aanzien_reden=""))
                | (~Q(stand="aanzien") & Q(aanzien_tot__isnull=True, aanzien_reden="")),
                name="melding_aanzien_heeft_datum_en_reden",
            ),
            models.CheckConstraint(
                condition=Q(aanzien_tot__isnull=True) | Q(aanzien_tot__lte=F("antwoord_voor")),
                name="melding_aanzien_binnen_belofte",
            ),
            models.CheckConstraint(
                condition=Q(melder__isnull=False) | Q(naam_ingetrokken_op__isnull=False) | Q(gewist_op__isnull=False),
                name="melding_heeft_melder",
            ),
            models.CheckConstraint(
                condition=Q(gewist_op__isnull=True)
                | Q(
                    stand__in=["beantwoord", "ingetrokken"],
                    melder__isnull=True,
                    ingevoerd_door__isnull=True,
                    ronde__isnull=True,
                    straat_index="",
                ),
                name="melding_gewist_is_klaar_en_zonder_naam",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="melding_blijft_gewist",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__gewist_op__isnull=False),
                func="""
                    IF (NEW.gewist_op, NEW.stand, NEW.keer) IS DISTINCT FROM (OLD.gewist_op, OLD.stand, OLD.keer) THEN
                        RAISE EXCEPTION 'melding: wat gewist is, blijft gewist' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.nummer

    @property
    def soort(self):
        return self.categorie.soort

    @property
    def titel(self):
        """Category, date and buurt; never text from the contents (ontwerp §4)."""
        day = timezone.localtime(self.gemeld_op).date()
        return f"{self.categorie.naam}, {date_in_words(day, day)} {day.year}, {self.buurt.naam}"

    @property
    def is_open(self):
        return self.stand in OPEN_STANDEN

    @property
    def is_confidential(self):
        return self.vertrouwelijkheid >= Niveau.V2

    @property
    def wakes_on(self):
        """The day on which this melding asks for attention again."""
        return min(filter(None, (self.reageren_voor, self.aanzien_tot, self.antwoord_voor)))


class Kaart(models.Model):
    """A printed melding card: its number is kept for the one melding that comes in on it (E067, E132)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="kaarten")
    team = models.ForeignKey(Team, models.PROTECT, related_name="kaarten", null=True, blank=True)
    nummer = models.CharField(max_length=9, unique=True, default=new_nummer, editable=False)
    gemaakt_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+")
    gemaakt_op = models.DateTimeField()
    melding = models.OneToOneField(Melding, models.PROTECT, related_name="kaart", null=True, blank=True)

    objects = KaartQuerySet.as_manager()

    class Meta:
        verbose_name = _("meldkaart")
        verbose_name_plural = _("meldkaarten")

    def __str__(self):
        return self.nummer
