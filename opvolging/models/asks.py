"""One ask to one partner, and what came back."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from buurtpreventie.accounts.models import Gebruiker
from buurtpreventie.encryption import EncryptedTextField
from meldingen.models import Melding, Uitkomst
from opvolging.models.added import OF_ASK, only_added
from opvolging.querysets import OPEN_VRAAG, IngelichtQuerySet, OpvolgingQuerySet, ToegangQuerySet
from teams.models import Contact, Partner


class VraagStand(models.TextChoices):
    """Where one ask is."""

    GEVRAAGD = "gevraagd", _("Gevraagd")
    AANGENOMEN = "aangenomen", _("Aangenomen")
    AFGEROND = "afgerond", _("Afgerond")
    TERUGGEGEVEN = "teruggegeven", _("Teruggegeven")
    INGETROKKEN = "ingetrokken", _("Ingetrokken")


VRAAG_OVERGANGEN = {
    VraagStand.GEVRAAGD: {
        VraagStand.AANGENOMEN,
        VraagStand.AFGEROND,
        VraagStand.TERUGGEGEVEN,
        VraagStand.INGETROKKEN,
    },
    VraagStand.AANGENOMEN: {VraagStand.AFGEROND, VraagStand.TERUGGEGEVEN, VraagStand.INGETROKKEN},
    VraagStand.AFGEROND: set(),
    VraagStand.TERUGGEGEVEN: set(),
    VraagStand.INGETROKKEN: set(),
}


class TeruggaveReden(models.TextChoices):
    NIET_VAN_ONS = "niet_van_ons", _("Dit hoort niet bij ons")
    AL_BEKEND = "al_bekend", _("Dit is al bekend bij ons")
    TE_WEINIG = "te_weinig", _("Er staat te weinig in om iets mee te doen")


class Nuttig(models.TextChoices):
    JA = "ja", _("Ja")
    DEELS = "deels", _("Deels")
    NEE = "nee", _("Nee")


class Mist(models.TextChoices):
    """What a partner missed, as codes: comes back to the team as tips (E158)."""

    PLEK = "plek", _("De precieze plek")
    TIJD = "tijd", _("Wanneer het was")
    WAT = "wat", _("Wat er precies te zien of te horen was")
    HOE_VAAK = "hoe_vaak", _("Hoe vaak het gebeurt")
    FOTO = "foto", _("Een foto")


class Aanpak(models.TextChoices):
    """What the follow-up was (E143); several may be true."""

    BEKEKEN = "bekeken", _("Gekeken wat er aan de hand is")
    ZELF = "zelf", _("Zelf geholpen of hersteld")
    DOORVERWEZEN = "doorverwezen", _("Doorverwezen")
    STEUN = "steun", _("Steun op gang gebracht")


class Hulpvorm(models.TextChoices):
    """Who helps now (E143)."""

    FORMEEL = "formeel", _("Mensen die het als werk doen")
    INFORMEEL = "informeel", _("Buren, familie of vrijwilligers")
    MIX = "mix", _("Allebei")


class Langs(models.TextChoices):
    """By which road something reached the system."""

    LINK = "link", _("met de link")
    TELEFOON = "telefoon", _("per telefoon")
    MAIL = "mail", _("per mail")
    APP = "app", _("in de app")
    SYSTEEM = "systeem", _("automatisch")


class Opvolging(models.Model):
    """One ask to one partner: who, what, by when, and where it stands (E141)."""

    melding = models.ForeignKey(Melding, models.PROTECT, related_name="opvolgingen")
    keer = models.PositiveSmallIntegerField(default=1)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="opvolgingen")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="opvolgingen", null=True, blank=True)
    weg = models.CharField(max_length=16, choices=Partner.Weg.choices)
    uittreksel = EncryptedTextField()
    stand = models.CharField(max_length=12, choices=VraagStand.choices, default=VraagStand.GEVRAAGD)
    verantwoordelijk = models.BooleanField(default=True)
    gevraagd_door = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)
    gevraagd_op = models.DateTimeField()
    termijn_nr = models.PositiveSmallIntegerField(default=1)  # rises with every new date
    termijn_van = models.DateTimeField()  # when the running term began
    uiterlijk = models.DateField()  # last day of the running term: to accept, then to finish
    eerste_uiterlijk = models.DateField(null=True, editable=False)  # to react by; never moves, figures use it
    aangenomen_op = models.DateTimeField(null=True, blank=True)
    beeindigd_op = models.DateTimeField(null=True, blank=True)
    kenmerk = models.CharField(max_length=60, blank=True)  # of the partner's own system
    terug_op = models.DateField(null=True, blank=True)  # "wij horen terug op"
    met_fotos = models.BooleanField(default=False)
    onbestelbaar_op = models.DateTimeField(null=True, blank=True)  # its mail came back
    teruggave_reden = models.CharField(max_length=14, choices=TeruggaveReden.choices, blank=True)

    objects = OpvolgingQuerySet.as_manager()

    class Meta:
        verbose_name = _("opvolging")
        verbose_name_plural = _("opvolgingen")
        indexes = [
            models.Index(fields=["uiterlijk"], condition=Q(stand__in=OPEN_VRAAG), name="opvolging_open_uiterlijk")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["melding"],
                condition=Q(verantwoordelijk=True, stand__in=OPEN_VRAAG),
                name="opvolging_een_verantwoordelijke",
            ),
            models.CheckConstraint(
                condition=Q(verantwoordelijk=False) | Q(stand__in=OPEN_VRAAG),
                name="opvolging_klaar_is_niet_verantwoordelijk",
            ),
            models.UniqueConstraint(
                fields=["melding", "partner"], condition=Q(stand__in=OPEN_VRAAG), name="opvolging_partner_een_keer_open"
            ),
            models.CheckConstraint(
                condition=Q(stand__in=OPEN_VRAAG, beeindigd_op__isnull=True)
                | (~Q(stand__in=OPEN_VRAAG) & Q(beeindigd_op__isnull=False)),
                name="opvolging_klaar_heeft_einde",
            ),
            models.CheckConstraint(
                condition=(Q(stand="teruggegeven") & ~Q(teruggave_reden=""))
                | (~Q(stand="teruggegeven") & Q(teruggave_reden="")),
                name="opvolging_teruggave_heeft_reden",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="vraag_open_alleen_bij_open_melding",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__stand__in=OPEN_VRAAG),
                func="""
                    IF NOT EXISTS (SELECT 1 FROM meldingen_melding
                                   WHERE id = NEW.melding_id AND stand = 'opgepakt' AND keer = NEW.keer) THEN
                        RAISE EXCEPTION 'opvolging: de melding is niet opgepakt' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"vraag {self.pk}"

    @property
    def gemeente_id(self):
        return self.melding.gemeente_id

    @property
    def is_open(self):
        return self.stand in OPEN_VRAAG

    @property
    def bron(self):
        """The name under which mails know this ask."""
        return f"opvolging:{self.pk}"


class Resultaat(models.Model):
    """What a partner answered; a revision within 24 hours is a new version, never an edit."""

    opvolging = models.ForeignKey(Opvolging, models.CASCADE, related_name="resultaten")
    versie = models.PositiveSmallIntegerField()
    uitkomst = models.CharField(max_length=14, choices=Uitkomst.choices)
    voor_meldpunt = EncryptedTextField(blank=True)
    voor_melder = EncryptedTextField(blank=True)
    nuttig = models.CharField(max_length=5, choices=Nuttig.choices, blank=True)
    wat_miste = EncryptedTextField(blank=True)
    gedaan = ArrayField(models.CharField(max_length=14, choices=Aanpak.choices), default=list, blank=True)
    hulpvorm = models.CharField(max_length=10, choices=Hulpvorm.choices, blank=True)
    mist = ArrayField(models.CharField(max_length=10, choices=Mist.choices), default=list, blank=True)
    op = models.DateTimeField()
    langs = models.CharField(max_length=10, choices=Langs.choices, default=Langs.LINK)
    door_contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True)
    door_gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("resultaat")
        verbose_name_plural = _("resultaten")
        ordering = ["versie"]
        constraints = [
            models.UniqueConstraint(fields=["opvolging", "versie"], name="resultaat_versie_uniek"),
            models.CheckConstraint(
                condition=Q(door_contact__isnull=False) | Q(door_gebruiker__isnull=False), name="resultaat_heeft_gever"
            ),
        ]
        triggers = [
            only_added(
                "resultaat_alleen_toevoegen", words=("voor_meldpunt", "voor_melder", "wat_miste"), melding=OF_ASK
            )
        ]

    def __str__(self):
        return f"resultaat {self.opvolging_id}.{self.versie}"

    @property
    def mist_in_words(self):
        """What was missed, from the taps."""
        return ", ".join(str(Mist(code).label).lower() for code in self.mist)

    @property
    def gedaan_in_words(self):
        """What the partner did, from the taps."""
        return ", ".join(str(Aanpak(code).label).lower() for code in self.gedaan)


class Toevoeging(models.Model):
    """A note of a partner to the meldpunt while the ask runs."""

    opvolging = models.ForeignKey(Opvolging, models.CASCADE, related_name="toevoegingen")
    tekst = EncryptedTextField()
    op = models.DateTimeField()
    langs = models.CharField(max_length=10, choices=Langs.choices, default=Langs.LINK)
    door_contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True)
    door_gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("toevoeging")
        verbose_name_plural = _("toevoegingen")
        ordering = ["op", "pk"]

    def __str__(self):
        return f"toevoeging {self.pk}"


class Toegang(models.Model):
    """A link bound to one ask and one address: looked up by hash, the secret only encrypted (veiligheid 11)."""

    opvolging = models.ForeignKey(Opvolging, models.CASCADE, related_name="toegangen")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="toegangen")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    geheim = EncryptedTextField(null=True, blank=True)  # NULL when the ask has ended
    gemaakt_op = models.DateTimeField()
    verloopt_op = models.DateTimeField()
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    foute_codes = models.PositiveSmallIntegerField(default=0)
    bevroren_op = models.DateTimeField(null=True, blank=True)
    onbestelbaar_op = models.DateTimeField(null=True, blank=True)  # a mail to this address came back

    objects = ToegangQuerySet.as_manager()

    class Meta:
        verbose_name = _("toegang")
        verbose_name_plural = _("toegangen")
        indexes = [models.Index(fields=["email"], condition=Q(ingetrokken_op__isnull=True), name="toegang_open_adres")]
        constraints = [
            models.UniqueConstraint(
                fields=["opvolging", "email"],
                condition=Q(ingetrokken_op__isnull=True),
                name="toegang_een_per_vraag_en_adres",
            ),
            models.CheckConstraint(condition=Q(verloopt_op__gt=F("gemaakt_op")), name="toegang_verloopt_na_maken"),
            models.CheckConstraint(
                condition=Q(ingetrokken_op__isnull=True) | Q(geheim__isnull=True), name="toegang_dood_zonder_geheim"
            ),
            models.CheckConstraint(
                condition=Q(onbestelbaar_op__isnull=True) | Q(ingetrokken_op__isnull=False),
                name="toegang_onbestelbaar_is_dood",
            ),
        ]

    def __str__(self):
        return f"toegang {self.pk}"

    @property
    def gemeente_id(self):
        return self.opvolging.melding.gemeente_id

    @property
    def bron(self):
        """The name under which the mails with a code know this link, and the purpose of those codes."""
        return f"toegang:{self.pk}"


class Ingelicht(models.Model):
    """Whether the resident knows: the last row counts, and a date in it reminds (E219)."""

    class Stand(models.TextChoices):
        JA = "ja", _("Ja, de bewoner weet het")
        UITERLIJK = "uiterlijk", _("Nog niet, maar uiterlijk op een datum")
        NIET_VEILIG = "niet_veilig", _("Nee, dat kan niet veilig")

    melding = models.ForeignKey(Melding, models.CASCADE, related_name="ingelicht")
    opvolging = models.ForeignKey(Opvolging, models.CASCADE, related_name="ingelicht", null=True, blank=True)
    stand = models.CharField(max_length=12, choices=Stand.choices)
    uiterlijk = models.DateField(null=True, blank=True)
    want = EncryptedTextField(null=True, blank=True)
    op = models.DateTimeField()
    langs = models.CharField(max_length=10, choices=Langs.choices, default=Langs.LINK)
    door_contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", null=True)
    door_gebruiker = models.ForeignKey(Gebruiker, models.PROTECT, related_name="+", null=True)

    objects = IngelichtQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewoner ingelicht")
        verbose_name_plural = _("bewoner ingelicht")
        ordering = ["op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stand="uiterlijk", uiterlijk__isnull=False)
                | (~Q(stand="uiterlijk") & Q(uiterlijk__isnull=True)),
                name="ingelicht_uiterlijk_heeft_datum",
            ),
            models.CheckConstraint(
                condition=~Q(stand="niet_veilig") | Q(want__isnull=False), name="ingelicht_niet_veilig_heeft_want"
            ),
            models.CheckConstraint(
                condition=Q(door_contact__isnull=False) | Q(door_gebruiker__isnull=False), name="ingelicht_heeft_gever"
            ),
        ]
        triggers = [only_added("ingelicht_alleen_toevoegen", words=("want",))]

    def __str__(self):
        return f"ingelicht {self.pk}"
