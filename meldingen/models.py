"""A melding, its contents apart from it, and the draft before it."""

import secrets
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import AntwoordVia, Gebruiker
from buurtpreventie.encryption import EncryptedJSONField, EncryptedTextField
from buurtpreventie.ui.dates import date_in_words
from meldingen.querysets import (
    OPEN_STANDEN,
    AanvullingQuerySet,
    CategorieQuerySet,
    ConceptQuerySet,
    MeldingInhoudQuerySet,
    MeldingQuerySet,
)
from teams.models import Buurt, Gemeente, Niveau, PartnerSoort, Soort, Team


class Spoed(models.TextChoices):
    """The number that stands beside a category; 112 stands on every page."""

    S112 = "S112", _("Bel nu 112")
    SPOL = "SPOL", _("Bel de politie, geen spoed: 0900-8844")
    SVT = "SVT", _("Bel Veilig Thuis: 0800-2000")
    SZG = "SZG", _("Meldpunt Zorgwekkend Gedrag: 0800-1205")
    S113 = "S113", _("Bel 113")
    SMMA = "SMMA", _("Meld Misdaad Anoniem: 0800-7000")
    SGAS = "SGAS", _("Storing gas of stroom: 0800-9009")
    SDIER = "SDIER", _("Dier in nood: 144")
    SGEM = "SGEM", _("Bel de gemeente")
    GEEN = "GEEN", _("Geen spoed")


class Categorie(models.Model):
    """What it is about, as one gemeente wants it; switched off, never deleted (E013)."""

    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="categorieen")
    code = models.CharField(max_length=6)
    soort = models.CharField(max_length=20, choices=Soort.choices)
    groep = models.CharField(max_length=60)
    naam = models.CharField(max_length=100)
    partner_soort = models.CharField(max_length=24, choices=PartnerSoort.choices)
    ook = ArrayField(models.CharField(max_length=24, choices=PartnerSoort.choices), default=list, blank=True)
    reactie_werkdagen = models.PositiveSmallIntegerField(null=True, blank=True)  # empty: as the gemeente has it
    antwoord_werkdagen = models.PositiveSmallIntegerField(null=True, blank=True)
    spoed = models.CharField(max_length=5, choices=Spoed.choices, default=Spoed.GEEN)
    vertrouwelijkheid = models.PositiveSmallIntegerField(choices=Niveau.choices)
    tekst_verborgen = models.BooleanField(_("tekst na versturen verborgen voor de melder"), default=False)
    kijk_naar = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    tip = models.TextField(blank=True)
    volgorde = models.PositiveSmallIntegerField(default=0)
    actief = models.BooleanField(default=True)

    objects = CategorieQuerySet.as_manager()

    class Meta:
        verbose_name = _("categorie")
        verbose_name_plural = _("categorieën")
        constraints = [
            models.UniqueConstraint(fields=["gemeente", "code"], name="categorie_code_uniek_per_gemeente"),
            models.CheckConstraint(
                condition=Q(antwoord_werkdagen__gte=F("reactie_werkdagen")), name="categorie_antwoord_na_reactie"
            ),
        ]

    def __str__(self):
        return self.naam

    @property
    def reactie_termijn(self):
        """Working days until the melder hears whether it was picked up."""
        return self.gemeente.reactie_werkdagen if self.reactie_werkdagen is None else self.reactie_werkdagen

    @property
    def antwoord_termijn(self):
        """Working days until the answer, or the next date."""
        return self.gemeente.antwoord_werkdagen if self.antwoord_werkdagen is None else self.antwoord_werkdagen

    @property
    def voorbeelden(self):
        """What to look for, as sentences."""
        return " ".join(one if one[-1] in ".?!" else f"{one}." for one in self.kijk_naar)

    @property
    def is_now(self):
        """Term 0: stands under "Nu bellen" on top of the worklist."""
        return self.reactie_termijn == 0


class Stand(models.TextChoices):
    """Where a melding is; the words are those that a melder reads."""

    ONTVANGEN = "ontvangen", _("Ontvangen")
    OPGEPAKT = "opgepakt", _("Opgepakt")
    AFGEROND = "afgerond", _("Afgerond")
    BEANTWOORD = "beantwoord", _("Beantwoord")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


OVERGANGEN = {
    Stand.ONTVANGEN: {Stand.OPGEPAKT, Stand.AFGEROND, Stand.INGETROKKEN},
    Stand.OPGEPAKT: {Stand.AFGEROND},
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


class NiveauReden(models.TextChoices):
    """Why a level went up (E144); a code, so that the reason itself gives nothing away."""

    HERKENBAAR = "herkenbaar", _("De persoon is te herkennen")
    GEVOELIG = "gevoelig", _("Het is ernstiger of gevoeliger dan het leek")
    MELDER_VEILIG = "melder_veilig", _("De melder kan er last van krijgen")
    TEAM = "team", _("Iemand van het team is erbij betrokken")


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
    behandelaar = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True, blank=True)
    keer = models.PositiveSmallIntegerField(default=1)
    concept_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    uitkomst = models.CharField(max_length=14, choices=Uitkomst.choices, blank=True)
    gevaar = models.BooleanField(_("iemand kan vallen of zich pijn doen"), default=False)
    naam_delen = models.BooleanField(_("wie helpt mag de naam weten"), default=False)
    antwoord_via = models.CharField(max_length=12, choices=AntwoordVia.choices, default=AntwoordVia.MAIL)
    coordinator_mag_lezen = models.BooleanField(default=False)
    tekst_verborgen = models.BooleanField(default=False)
    naam_ingetrokken_op = models.DateTimeField(null=True, blank=True)
    straat_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)  # V0 and V1 only

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
                condition=Q(melder__isnull=False) | Q(naam_ingetrokken_op__isnull=False), name="melding_heeft_melder"
            ),
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
        return min(filter(None, (self.reageren_voor, self.antwoord_voor)))


class Zintuig(models.TextChoices):
    """How it was noticed; a feeling alone may be passed on too (E138)."""

    ZAG = "zag", _("Ik zag iets")
    HOORDE = "hoorde", _("Ik hoorde iets")
    ROOK = "rook", _("Ik rook iets")
    VERTELD = "verteld", _("Iemand vertelde het mij")
    GEVOEL = "gevoel", _("Ik voelde dat er iets niet klopt")


class WeetErvan(models.TextChoices):
    GOED = "goed", _("Ja, en die vindt het goed")
    LIEVER_NIET = "liever_niet", _("Ja, maar die wil het liever niet")
    NOG_NIET = "nog_niet", _("Nee, dat heb ik nog niet gezegd")
    NIET_VEILIG = "niet_veilig", _("Nee, dat kan niet veilig")


class Reactie(models.TextChoices):
    NIET_GESPROKEN = "niet_gesproken", _("Ik heb niet met de persoon gesproken")
    HERKENNING = "herkenning", _("De persoon herkende het")
    ONTKENNING = "ontkenning", _("De persoon zei dat er niets is")
    BOOSHEID = "boosheid", _("De persoon werd boos")
    ANDERS = "anders", _("Anders")


def in_words(choices, codes):
    """The labels of comma-separated codes; a code that is not known stays as it is."""
    labels = dict(choices)
    return ", ".join(str(labels.get(code, code)) for code in codes.split(",") if code)


class MeldingInhoud(models.Model):
    """What was noticed and where: encrypted at every level, opened only by an audited act."""

    melding = models.OneToOneField(Melding, models.CASCADE, related_name="inhoud", primary_key=True)
    waarneming = EncryptedTextField(blank=True)
    zintuigen = EncryptedTextField(blank=True)  # codes: zag, hoorde, rook, verteld, gevoel
    vermoeden = EncryptedTextField(blank=True)
    straat = EncryptedTextField(blank=True)
    huisnummer = EncryptedTextField(blank=True)
    plek = EncryptedTextField(blank=True)
    sinds = EncryptedTextField(blank=True)
    hoe_vaak = EncryptedTextField(blank=True)
    veranderd = EncryptedTextField(blank=True)
    om_wie = EncryptedTextField(blank=True)
    weet_ervan = EncryptedTextField(blank=True)
    reactie = EncryptedTextField(blank=True)
    bang_voor = EncryptedTextField(blank=True)
    hulp_betrokken = EncryptedTextField(blank=True)
    wil_zelf = EncryptedTextField(blank=True)
    adres_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)

    objects = MeldingInhoudQuerySet.as_manager()

    class Meta:
        verbose_name = _("inhoud")
        verbose_name_plural = _("inhoud")

    def __str__(self):
        return f"inhoud {self.pk}"

    @property
    def adres(self):
        """Street and number, or the words in which the place was given."""
        return ", ".join(filter(None, [f"{self.straat} {self.huisnummer}".strip(), self.plek]))

    @property
    def rows(self):
        """All that was filled in, as ``(question, answer)`` in the order of the form."""
        rows = [
            (_("Hoe gemerkt"), in_words(Zintuig.choices, self.zintuigen)),
            (_("Wat gemerkt"), self.waarneming),
            (_("Waarom zorgen"), self.vermoeden),
            (_("Sinds wanneer"), self.sinds),
            (_("Hoe vaak"), self.hoe_vaak),
            (_("Wat is er veranderd"), self.veranderd),
            (_("Om wie gaat het"), self.om_wie),
            (_("Waar"), self.adres),
            (_("Weet de persoon ervan"), in_words(WeetErvan.choices, self.weet_ervan)),
            (_("Reactie van de persoon"), in_words(Reactie.choices, self.reactie)),
            (_("Waar bang voor"), self.bang_voor),
            (_("Al hulp betrokken"), self.hulp_betrokken),
            (_("Wat wil de persoon zelf"), self.wil_zelf),
        ]
        return [(question, answer) for question, answer in rows if answer]


class Aanvulling(models.Model):
    """Something added later by the melder, or by who entered it ("iets toevoegen")."""

    melding = models.ForeignKey(Melding, models.CASCADE, related_name="aanvullingen")
    door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    op = models.DateTimeField()
    tekst = EncryptedTextField()

    objects = AanvullingQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanvulling")
        verbose_name_plural = _("aanvullingen")
        ordering = ["op", "pk"]

    def __str__(self):
        return f"aanvulling {self.pk}"


OPENING_QUESTIONS = {"nu_gevaar", "wens", "namens", "buurt"}  # answered, or filled in for one, before it says anything


class Concept(models.Model):
    """A draft that survives a closed browser; encrypted from its first save, kept 14 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    eigenaar = models.ForeignKey(Gebruiker, models.CASCADE, related_name="concepten")
    soort = models.CharField(max_length=20, choices=Soort.choices)
    gemeente = models.ForeignKey(Gemeente, models.CASCADE, related_name="+")
    antwoorden = EncryptedJSONField(default=dict)
    begonnen_op = models.DateTimeField()
    bewaard_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    verstuurd_op = models.DateTimeField(null=True, blank=True)

    objects = ConceptQuerySet.as_manager()

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepten")
        constraints = [
            models.CheckConstraint(condition=Q(verloopt_op__gt=F("bewaard_op")), name="concept_verloopt_na_bewaren")
        ]

    def __str__(self):
        return f"concept {self.pk}"

    def is_expired(self, now):
        """Nothing can be done with it any more; it is about to be removed."""
        return self.verloopt_op <= now

    @property
    def is_begun(self):
        """There is something in it that is worth going on with."""
        return any(answer for question, answer in self.antwoorden.items() if question not in OPENING_QUESTIONS)
